import type { BodyContent } from '../definition.js';
import type { PartOf } from '../part.js';
import { kindOf, Refusal } from '../refusal.js';
import { writeJson } from '../request/encoding.js';
import type { WrittenBody } from '../request/request.js';
import { chooseBody } from './choose.js';

/** What a caller may give where the description wants a file or bytes. */
export type BinaryInput = Blob | ArrayBuffer | Uint8Array;

/** JSON, as `JSON.stringify` writes it. */
export const jsonBody: PartOf<'jsonBody'> = {
  name: 'jsonBody',
  choose: chooseBody,
  encode: (value, { mediaType }) => ({ content: writeJson(value, 'the body'), contentType: mediaType }),
};

/** A text, as it is, in UTF-8. */
export const textBody: PartOf<'textBody'> = {
  name: 'textBody',
  choose: chooseBody,
  encode: encodeAsIs,
};

/** Bytes, as they are: a `Blob`, an `ArrayBuffer` or a `Uint8Array`; of another media type also a text. */
export const binaryBody: PartOf<'binaryBody'> = {
  name: 'binaryBody',
  choose: chooseBody,
  encode: encodeAsIs,
};

function encodeAsIs(value: unknown, { mediaType }: BodyContent): WrittenBody {
  const content = typeof value === 'string' ? value : bytesIn(value);
  if (content !== undefined) return { content, contentType: mediaType };
  throw new Refusal('INPUT', `a body of ${mediaType} wants a string or bytes; got ${kindOf(value)}.`);
}

/** A file or bytes, which the caller can no longer change; undefined for everything else. */
export function bytesIn(value: unknown): Blob | ArrayBuffer | undefined {
  if (value instanceof Blob) return value;
  if (value instanceof ArrayBuffer) return value.slice(0);
  return value instanceof Uint8Array ? Uint8Array.from(value).buffer : undefined;
}
