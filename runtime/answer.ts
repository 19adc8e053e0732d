import type { EnvelopeRule, OperationDefinition } from './definition.js';
import { valueAt } from './pointer.js';
import { isJson } from './request/body.js';

/** An answer whose body is complete. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly bytes: Uint8Array;
}

/** What a 2xx answer turns out to be. */
export type Judgement =
  | { readonly is: 'success'; readonly body: unknown }
  /** The envelope says that it failed. */
  | { readonly is: 'failure'; readonly body: unknown }
  /** It is not what the description promises. */
  | { readonly is: 'violation'; readonly reason: string };

/**
 * Decides whether a 2xx answer is the success that the description declares. The envelope is asked before the
 * declared statuses, because an error in a 200 is an error whatever else is wrong with it.
 */
export function judgeAnswer(definition: OperationDefinition, answer: ReceivedAnswer): Judgement {
  const read = readJson(answer);
  const { envelope } = definition;
  const verdict = envelope === null || read.is !== 'json' ? null : judgeEnvelope(envelope, read.body);
  if (verdict !== null) return verdict;
  const judgement = judgeDeclared(definition, answer, read);
  const isUnproved = judgement.is === 'success' && envelope?.required === true && read.is !== 'json';
  return isUnproved ? violation(NO_CODE) : judgement;
}

const NO_CODE = 'no code in its envelope';

function judgeDeclared(definition: OperationDefinition, answer: ReceivedAnswer, read: Read): Judgement {
  const declared = declaredFor(definition, answer.status);
  if (declared === undefined) return violation('a status that the description does not declare');
  if (declared.mediaTypes.length === 0 || hasNoBody(definition, answer.status)) {
    return { is: 'success', body: undefined };
  }
  return judgeBody(declared.mediaTypes, answer, read);
}

type Read =
  { readonly is: 'json'; readonly body: unknown } | { readonly is: 'broken' } | { readonly is: 'other' };

function readJson({ bytes, contentType }: ReceivedAnswer): Read {
  if (contentType !== null && !isJson(contentType)) return { is: 'other' };
  try {
    // Fatal: an id with a replacement character in it would be another id.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { is: 'json', body: JSON.parse(text) as unknown };
  } catch {
    return { is: 'broken' };
  }
}

function judgeEnvelope(envelope: EnvelopeRule, body: unknown): Judgement | null {
  const code = valueAt(body, envelope.code) ?? null;
  if (code === null) return envelope.required ? violation(NO_CODE) : null;
  return code === envelope.ok ? null : { is: 'failure', body };
}

function judgeBody(mediaTypes: readonly string[], answer: ReceivedAnswer, read: Read): Judgement {
  const { bytes, contentType } = answer;
  if (bytes.length === 0) return violation('no body');
  const type = contentType ?? (read.is === 'json' ? 'application/json' : null);
  if (type === null) return violation('no content type');
  if (!mediaTypes.some((declared) => accepts(declared, type))) {
    return violation('a content type that the description does not declare');
  }
  if (read.is === 'json') return { is: 'success', body: read.body };
  if (read.is === 'broken') return violation('a body that is not valid JSON');
  return { is: 'success', body: /^text\//i.test(type) ? new TextDecoder().decode(bytes) : bytes };
}

function accepts(declared: string, got: string): boolean {
  const [wanted, given] = [essenceOf(declared), essenceOf(got)];
  if (wanted === given || wanted === '*/*' || (isJson(wanted) && isJson(given))) return true;
  return wanted.endsWith('/*') && given.startsWith(wanted.slice(0, -1));
}

function essenceOf(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}

function declaredFor(
  definition: OperationDefinition,
  status: number,
): OperationDefinition['answers'][number] | undefined {
  const exact = String(status);
  return (
    definition.answers.find((answer) => answer.status === exact) ??
    definition.answers.find((answer) => answer.status.toUpperCase() === '2XX')
  );
}

/** 204 and 205 have no content (RFC 9110, sections 15.3.5 and 15.3.6); an answer to HEAD neither (9.3.2). */
function hasNoBody(definition: OperationDefinition, status: number): boolean {
  return status === 204 || status === 205 || definition.method === 'HEAD';
}

function violation(reason: string): Judgement {
  return { is: 'violation', reason };
}
