import type { AnswerDefinition, OperationDefinition } from '../definition.js';
import { essenceOf, isJson, isStream, isText, isWithin } from '../media.js';
import { needPart, refuseLack, type Part, type PartOf } from '../part.js';

/** An answer whose body is complete. */
export interface CompleteAnswer {
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

const NO_CODE = violation('no code in its envelope');

/**
 * Decides whether a 2xx answer is the success that the description declares. The envelope is asked before the
 * declared statuses, because an error in a 200 is an error whatever else is wrong with it.
 */
export function judgeAnswer(definition: OperationDefinition, answer: CompleteAnswer): Judgement {
  const { envelope } = definition;
  const essence = essenceOf(answer.contentType ?? '');
  const json = essence === '' || isJson(essence) ? parseJson(answer.bytes) : undefined;
  if (envelope !== null && json !== undefined) {
    const verdict = needPart(definition, 'envelopeVerdict').judge(envelope, json.value);
    if (verdict === 'failed') return { is: 'failure', body: json.value };
    if (verdict === 'unproved') return NO_CODE;
  }
  const judgement = judgeDeclared(definition, answer, json);
  const isUnproved = judgement.is === 'success' && envelope?.required === true && json === undefined;
  return isUnproved ? NO_CODE : judgement;
}

function judgeDeclared(
  definition: OperationDefinition,
  { status, contentType, bytes }: CompleteAnswer,
  json: Parsed | undefined,
): Judgement {
  const declared = declaredFor(definition, status);
  if (declared === undefined) return violation('a status that the description does not declare');
  // 204 and 205 have no content (RFC 9110, sections 15.3.5 and 15.3.6); an answer to HEAD neither (9.3.2).
  if (declared.mediaTypes.length === 0 || status === 204 || status === 205 || definition.method === 'HEAD') {
    return { is: 'success', body: undefined };
  }
  const essence = essenceOf(contentType ?? (json === undefined ? '' : 'application/json'));
  if (bytes.length === 0 && (essence === '' || isJson(essence))) return violation('no body');
  if (essence === '') return violation('no content type');
  if (!accepts(declared, essence)) return violation('a content type that the description does not declare');
  if (json !== undefined) return { is: 'success', body: json.value };
  if (isJson(essence)) return violation('a body that is not valid JSON');
  if (isText(essence)) return { is: 'success', body: new TextDecoder().decode(bytes) };
  const reader = findReader(definition, essence);
  if (reader?.name !== 'binaryAnswer') return violation('bytes where the description declares none');
  return { is: 'success', body: reader.read(bytes) };
}

/**
 * What the header `Accept` says. Errors are JSON everywhere, also where the success is something else. Throws a
 * `Refusal` for a definition without a part that its answers need.
 */
export function writeAccept(definition: OperationDefinition): string {
  const types = new Set<string>();
  if (definition.envelope !== null) needPart(definition, 'envelopeVerdict');
  for (const { mediaTypes } of definition.answers) {
    for (const mediaType of mediaTypes) {
      const essence = essenceOf(mediaType);
      types.add(mediaType);
      // A range may turn out to be JSON or text.
      const isPlain = isJson(essence) || essence.includes('*') || (isText(essence) && !isStream(essence));
      if (!isPlain && findReader(definition, essence) === undefined) refuseLack(mediaType);
    }
  }
  return [...types.add('application/json')].join(', ');
}

/** The part that reads answers of this media type. */
export function findReader({ uses }: OperationDefinition, essence: string): Reader | undefined {
  return uses.find((part): part is Reader => 'reads' in part && part.reads(essence));
}

type Reader = Extract<Part, PartOf<'binaryAnswer' | 'eventStream' | 'jsonLines'>>;

/** What the description declares for a 2xx status. */
export function declaredFor(
  { answers }: Pick<OperationDefinition, 'answers'>,
  status: number,
): AnswerDefinition | undefined {
  for (const wanted of [String(status), '2XX', 'default']) {
    const answer = answers.find((one) => one.status === wanted);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** True when the answer may have this media type. */
export function accepts({ mediaTypes }: AnswerDefinition, essence: string): boolean {
  return mediaTypes.some((declared) => isWithin(essence, declared));
}

interface Parsed {
  readonly value: unknown;
}

/** Fatal: an id with a replacement character in it would be another id. */
const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true });

function parseJson(bytes: Uint8Array): Parsed | undefined {
  try {
    return { value: JSON.parse(decoder.decode(bytes)) as unknown };
  } catch {
    return undefined;
  }
}

function violation(reason: string): Judgement {
  return { is: 'violation', reason };
}
