/** Where the operations of a description hold schemas, and who is on the other end. */
import type { JsonObject } from '../../load/document.js';
import { findOperations } from '../find-operations.js';
import {
  answerEncodingOf,
  bodyEncodingOf,
  includesJson,
  isMultipartForm,
  listContents,
} from '../media-types.js';
import { childOf, isObject, type ObjectSpot, type Source, type Spot } from '../source.js';
import { reached } from './units.js';

export interface Position {
  readonly spot: Spot;
  /** One of `reached`. */
  readonly bit: number;
}

/**
 * Every schema of a parameter, a body and an answer, in the description's order. One that several operations share comes
 * twice at most: that is how often it makes a difference.
 */
export function* findPositions(source: Source): Generator<Position> {
  const pathItems = new Set<JsonObject>();
  const shared = new Shared();
  for (const { pathItem, spot } of findOperations(source)) {
    if (!pathItems.has(pathItem.value)) yield* inParameters(source, pathItem, shared);
    pathItems.add(pathItem.value);
    yield* inParameters(source, spot, shared);
    const body = childOf(spot, 'requestBody');
    if (body !== null && shared.isWanted(body)) yield* inBody(source, body);
    for (const [, response] of source.members(spot, 'responses')) {
      if (shared.isWanted(response)) yield* inAnswer(source, response);
    }
  }
}

/** Counts references to the same parameter, body or answer. */
class Shared {
  readonly #counts = new Map<string, number>();

  isWanted({ value }: Spot): boolean {
    const reference = isObject(value) ? value['$ref'] : undefined;
    if (typeof reference !== 'string') return true;
    const count = this.#counts.get(reference) ?? 0;
    this.#counts.set(reference, count + 1);
    return count < 2;
  }
}

function* inParameters(source: Source, owner: ObjectSpot, shared: Shared): Generator<Position> {
  for (const spot of source.elements(owner, 'parameters')) {
    const parameter = shared.isWanted(spot) ? source.resolve(spot)?.spot : undefined;
    if (parameter === undefined) continue;
    const schema = childOf(parameter, 'schema');
    if (schema !== null) yield { spot: schema, bit: reached.request };
    if (parameter.value['content'] === undefined) continue;
    for (const content of listContents(source, parameter)) {
      if (content.schema !== null) yield { spot: content.schema, bit: reached.request };
    }
  }
}

function* inBody(source: Source, spot: Spot): Generator<Position> {
  const body = source.resolve(spot)?.spot;
  if (body === undefined) return;
  for (const { mediaType, schema } of listContents(source, body)) {
    const encoding = bodyEncodingOf(mediaType);
    if (schema === null || (encoding === 'binary' && !includesJson(mediaType))) continue;
    if (encoding === 'multipart' && !isMultipartForm(mediaType)) continue;
    yield { spot: schema, bit: encoding === 'multipart' ? reached.requestBytes : reached.request };
  }
}

function* inAnswer(source: Source, given: Spot): Generator<Position> {
  const answer = source.resolve(given)?.spot;
  if (answer === undefined) return;
  for (const { mediaType, schema, spot } of listContents(source, answer)) {
    if (answerEncodingOf(mediaType) === 'binary' && !includesJson(mediaType)) continue;
    const item = spot === null ? null : childOf(spot, 'itemSchema');
    for (const each of [item, schema]) if (each !== null) yield { spot: each, bit: reached.answer };
  }
}
