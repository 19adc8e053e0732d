import { partsOf } from '../defaults.js';
import type { OperationDefinition } from '../definition.js';
import type { RowsweepError } from '../errors.js';
import { failureOf, violationOf, type Sending } from '../failure.js';
import { parseJson } from '../json.js';
import { essenceOf, isJson, isStream, isText } from '../media.js';
import { needPart, refuseLack, type Part, type PartOf } from '../part.js';
import type { TimeLimit } from '../timeout.js';
import { accepts, declaredFor } from './declared.js';

/**
 * The body of an answer that is a success: a declared 2xx that can be read and whose envelope says ok. Throws the error
 * of every other. The envelope is asked before the declared statuses, because an error in a 200 is an error whatever
 * else is wrong with it.
 */
export function readAnswer(sending: Sending, response: Response, bytes: Uint8Array): unknown {
  const { definition } = sending;
  const { envelope, method } = definition;
  const { ok, status, headers } = response;
  const readText = (): string => new TextDecoder().decode(bytes);
  if (!ok) throw failureOf(sending, response, readErrorBody(readText()));
  const violation = (reason: string): RowsweepError =>
    violationOf(sending, response, { body: readText(), reason });

  const given = headers.get('content-type');
  const givenEssence = essenceOf(given ?? '');
  const json = givenEssence === '' || isJson(givenEssence) ? parseJson(bytes) : undefined;
  let isProved = envelope?.required !== true;
  if (envelope && json !== undefined) {
    const verdict = needPart(definition, 'envelopeVerdict').judge(envelope, json);
    if (verdict === 'failed') throw failureOf(sending, response, json);
    isProved = verdict !== 'unproved';
    if (!isProved) throw violation(NO_CODE);
  }
  const declared = declaredFor(definition, status);
  if (declared === undefined) throw violation('a status that the description does not declare');

  const essence = essenceOf(given ?? (json === undefined ? '' : 'application/json'));
  // 204 and 205 have no content (RFC 9110, sections 15.3.5 and 15.3.6); an answer to HEAD neither (9.3.2).
  const hasBody = declared.mediaTypes.length > 0 && status !== 204 && status !== 205 && method !== 'HEAD';
  const reader = findReader(definition, essence);
  let body: unknown;
  if (hasBody) {
    if (bytes.length === 0 && (essence === '' || isJson(essence))) throw violation('no body');
    if (essence === '') throw violation('no content type');
    if (!accepts(declared, essence)) throw violation('a content type that the description does not declare');
    if (json !== undefined) body = json;
    else if (isJson(essence)) throw violation('a body that is not valid JSON');
    else if (isText(essence)) body = readText();
    else if (reader?.name === 'binaryAnswer') body = reader.read(bytes);
    else throw violation('bytes where the description declares none');
  }
  if (!isProved) throw violation(NO_CODE);
  return body;
}

const NO_CODE = 'no code in its envelope';

/** What arrives of an answer of many values; undefined for one that is taken in as a whole. */
export function findStream(
  sending: Sending,
  response: Response,
  limit: TimeLimit,
): AsyncIterable<unknown> | undefined {
  const { definition } = sending;
  const { ok, body, status, headers } = response;
  const essence = essenceOf(headers.get('content-type') ?? '');
  const reader = findReader(definition, essence);
  if (!ok || body === null || reader === undefined || reader.name === 'binaryAnswer') return undefined;
  const declared = declaredFor(definition, status);
  return declared !== undefined && accepts(declared, essence)
    ? reader.read({ response, sending, limit }, declared)
    : undefined;
}

/**
 * What the header `Accept` says. Errors are JSON everywhere, also where the success is something else. Throws a
 * `Refusal` for a definition without a part that its answers need.
 */
export function writeAccept(definition: OperationDefinition): string {
  const types = new Set<string>();
  if (definition.envelope) needPart(definition, 'envelopeVerdict');
  for (const mediaType of definition.answers.flatMap(({ mediaTypes }) => mediaTypes)) {
    const essence = essenceOf(mediaType);
    types.add(mediaType);
    // A range may turn out to be JSON or text.
    const isPlain = isJson(essence) || essence.includes('*') || (isText(essence) && !isStream(essence));
    if (!isPlain && findReader(definition, essence) === undefined) refuseLack(mediaType);
  }
  return [...types.add('application/json')].join(', ');
}

type Reader = Extract<Part, PartOf<'binaryAnswer' | 'eventStream' | 'jsonLines'>>;

/** The part that reads answers of this media type. */
function findReader(definition: OperationDefinition, essence: string): Reader | undefined {
  return partsOf(definition).find((part): part is Reader => 'reads' in part && part.reads(essence));
}

/** What an error's body is: parsed where it is JSON, else its text. */
function readErrorBody(text: string): unknown {
  const value = parseJson(text);
  return value === undefined && text !== '' ? text : value;
}
