/** What a media type says about a body: how it is written and read. */
import type { ObjectSpot, Source, Spot } from './source.js';
import { asObject, childOf } from './source.js';

/** One media type of a body, an answer or a parameter. */
export interface Content {
  /** As the description writes it. */
  readonly mediaType: string;
  /** The Media Type Object; null when it is none. */
  readonly spot: ObjectSpot | null;
  /** Null: no schema, so anything. */
  readonly schema: Spot | null;
}

/** How a request's body is written. */
export type BodyEncoding = 'json' | 'form' | 'multipart' | 'text' | 'binary';

/** How an answer's body is read. */
export type AnswerEncoding = 'json' | 'text' | 'binary' | 'events' | 'lines';

/** All media types: JSON first, its relatives second, the others as the description orders them. */
export function listContents(source: Source, owner: ObjectSpot): readonly Content[] {
  const contents = source.members(owner, 'content').map(([mediaType, spot]): Content => {
    const media = source.resolve(spot)?.spot ?? asObject(spot);
    return { mediaType, spot: media, schema: media === null ? null : childOf(media, 'schema') };
  });
  return contents.toSorted((left, right) => rankOf(left) - rankOf(right));
}

function rankOf({ mediaType }: Content): number {
  const essence = essenceOf(mediaType);
  return essence === 'application/json' ? 0 : isJson(essence) ? 1 : 2;
}

/** The type and the subtype alone, in lower case: `text/plain` of `Text/Plain; charset=utf-8`. */
function essenceOf(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}

/** JSON, and everything that ends in `+json` (RFC 6839, section 3.1). The runtime decides by the same rules. */
function isJson(essence: string): boolean {
  return /^(?:application|text)\/json$|\/.+\+json$/.test(essence);
}

/** `text/…`, and the text formats that are registered elsewhere. */
function isText(essence: string): boolean {
  return /^text\/|[+/](?:x-)?(?:xml|yaml|(?:java|ecma)script|graphql|sql|toml|sh|rtf|csv)$/.test(essence);
}

/** JSON texts one after the other: one a line, or as RFC 7464 says. */
function isLines(essence: string): boolean {
  return /\/(?:x-)?(?:ndjson|jsonl|json-?lines|json-stream)$|[+/]json-seq$/.test(essence);
}

/** How a body of this media type is written; streams of JSON are given as the text that they are. */
export function bodyEncodingOf(mediaType: string): BodyEncoding {
  const essence = essenceOf(mediaType);
  if (isJson(essence)) return 'json';
  if (essence === 'application/x-www-form-urlencoded') return 'form';
  if (essence.startsWith('multipart/')) return 'multipart';
  return isText(essence) || isLines(essence) ? 'text' : 'binary';
}

/**
 * True for the multipart bodies that are made of an object: form data, and a range that may be it. What the parts of
 * the others are, and in which order, only the caller knows: they are given as bytes.
 */
export function isMultipartForm(mediaType: string): boolean {
  return /^multipart\/(?:form-data|\*)$/.test(essenceOf(mediaType));
}

/** How an answer of this media type is read. A range may be anything. */
export function answerEncodingOf(mediaType: string): AnswerEncoding {
  const essence = essenceOf(mediaType);
  if (isJson(essence)) return 'json';
  if (essence === 'text/event-stream') return 'events';
  if (isLines(essence)) return 'lines';
  return isText(essence) ? 'text' : 'binary';
}

/** True for a range such as `image/*`: which type it is, only a request says. */
export function isRange(mediaType: string): boolean {
  return essenceOf(mediaType).includes('*');
}

/** True for a range that includes JSON. */
export function includesJson(mediaType: string): boolean {
  const essence = essenceOf(mediaType);
  return essence === '*/*' || essence === '*' || essence === 'application/*';
}
