import type { OperationDefinition } from '../definition.js';
import { kindOf, Refusal } from '../refusal.js';
import { textOf } from './encoding.js';

/** What goes over the wire. `contentType` is null where the platform writes it: a form with a boundary. */
export interface WrittenBody {
  readonly content: BodyInit;
  readonly contentType: string | null;
}

/** What the receiver will read of it: JSON parsed again, anything else as it was given. */
export function readBack(written: WrittenBody | null, given: unknown): unknown {
  const { content, contentType } = written ?? { content: null, contentType: null };
  return typeof content === 'string' && contentType !== null && isJson(contentType)
    ? (JSON.parse(content) as unknown)
    : given;
}

/** True for `application/json` and everything that ends in `+json` (RFC 6839, section 3.1). */
export function isJson(mediaType: string): boolean {
  return /^(?:application\/json|[^/;\s]+\/[^;\s]+\+json)\s*(?:;|$)/i.test(mediaType.trim());
}

/** Encodes the body by the operation's media type; null where there is none. Throws a `Refusal`. */
export function writeBody(definition: OperationDefinition, body: unknown): WrittenBody | null {
  if (definition.body === null) {
    if (body === undefined) return null;
    throw new Refusal('INPUT', 'it has no body, but one was given.');
  }
  if (body === undefined) {
    if (!definition.body.required) return null;
    throw new Refusal('INPUT', 'the body is missing.');
  }
  if (definition.method === 'GET' || definition.method === 'HEAD') {
    throw new Refusal(
      'INPUT',
      `${definition.method} cannot carry a body (Fetch standard, Request constructor).`,
    );
  }
  return encodeBody(definition.body.mediaType, body);
}

function encodeBody(mediaType: string, body: unknown): WrittenBody {
  if (isJson(mediaType)) return { content: writeJson(body), contentType: mediaType };
  if (/^application\/x-www-form-urlencoded/i.test(mediaType)) {
    return { content: writeForm(body), contentType: mediaType };
  }
  if (/^multipart\//i.test(mediaType) && body instanceof FormData)
    return { content: body, contentType: null };
  if (typeof body === 'string' || body instanceof Blob) return { content: body, contentType: mediaType };
  if (body instanceof Uint8Array) return { content: Uint8Array.from(body), contentType: mediaType };
  throw new Refusal('INPUT', `a body of ${mediaType} wants a string, bytes or a form; got ${kindOf(body)}.`);
}

function writeJson(body: unknown): string {
  let text: unknown;
  try {
    text = JSON.stringify(body);
  } catch (cause) {
    throw new Refusal('INPUT', 'the body cannot be written as JSON.', cause);
  }
  if (typeof text === 'string') return text;
  throw new Refusal('INPUT', `the body cannot be written as JSON: it is ${kindOf(body)}.`);
}

function writeForm(body: unknown): string {
  if (body instanceof URLSearchParams) return body.toString();
  if (typeof body !== 'object' || body === null) {
    throw new Refusal('INPUT', `a form wants an object; got ${kindOf(body)}.`);
  }
  const form = new URLSearchParams();
  for (const [key, value] of Object.entries(body) as readonly (readonly [string, unknown])[]) {
    if (value === undefined || value === null) continue;
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const item of values) form.append(key, textOf(item, `the field ${key}`));
  }
  return form.toString();
}
