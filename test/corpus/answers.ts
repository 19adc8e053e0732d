/** Answers of the stub: what is sent back, and whether the client gives exactly that to its caller. */
import { inspect, isDeepStrictEqual } from 'node:util';
import { equalBytes } from './bodies.js';
import { findDifference } from './difference.js';
import { isJsonType, isObject, textOf } from './json.js';
import { concreteType, isBytesType, isTextType } from './media.js';
import { gatherDemands } from './node.js';
import type { AnswerSpot, ContentSpot } from './operations.js';
import { findSample, type Size } from './sample.js';
import type { Schemas } from './schemas.js';

export type AnswerCase =
  | {
      readonly is: 'case';
      readonly respond: () => Response;
      /** What is wrong with what the client gave back; null when nothing is. */
      readonly verify: (given: unknown) => Promise<string | null>;
      /** The value of JSON or the text, which an error carries as its body; undefined for what is neither. */
      readonly body: unknown;
      /** The result's type must admit the body: it is JSON, or surely text. */
      readonly isTyped: boolean;
    }
  | { readonly is: 'none'; readonly reason: string };

const BYTES = new Uint8Array([137, 80, 0, 255, 13, 10, 26]);
const BODILESS = [204, 205, 304];

interface Making {
  readonly schemas: Schemas;
  readonly size: Size;
  readonly status: number;
  readonly isHead: boolean;
}

/** One answer in one of its media types; `content` is null for an answer without a body. */
export function makeAnswer(content: ContentSpot | null, making: Making): AnswerCase {
  if (content === null || making.isHead || BODILESS.includes(making.status)) return makeEmpty(making.status);
  const type = concreteType(content, { schemas: making.schemas, direction: 'answer' });
  if (type === 'text/event-stream') return makeEvents(content, making);
  if (/\/(x-)?(ndjson|jsonl|json-?lines|json-stream)$|json-seq$/.test(type)) {
    return makeLines(content, making, type);
  }
  if (isJsonType(type))
    return makeJson(content, making, content.mediaType.includes('*') ? type : content.mediaType);
  if (!isBytesType(type)) return makeText(content, making, type);
  return {
    is: 'case',
    respond: () => answer(making.status, BYTES, type),
    verify: async (given) => {
      const bytes = await bytesOf(given);
      return bytes !== null && equalBytes(bytes, BYTES) ? null : `the bytes of ${type} are not given back`;
    },
    body: undefined,
    isTyped: false,
  };
}

function makeEmpty(status: number): AnswerCase {
  return {
    is: 'case',
    respond: () => new Response(null, { status }),
    verify: (given) =>
      Promise.resolve(given === undefined ? null : `an empty answer is given back as ${typeof given}`),
    body: undefined,
    isTyped: false,
  };
}

function sampleFor({ schema }: ContentSpot, { schemas, size }: Making): ReturnType<typeof findSample> {
  if (schema === null) return { is: 'value', value: { any: ['thing', 1, null] }, schema: '', loosened: null };
  return findSample(schemas, schemas.name(schema, 'answer'), { size, alphabet: 'rich', isPlain: false });
}

function makeJson(content: ContentSpot, making: Making, type: string): AnswerCase {
  const found = sampleFor(content, making);
  if (found.is === 'none') return found;
  return {
    is: 'case',
    respond: () => answer(making.status, JSON.stringify(found.value), type),
    verify: (given) => Promise.resolve(findDifference(found.value, given)),
    body: found.value,
    isTyped: true,
  };
}

function makeText(content: ContentSpot, making: Making, type: string): AnswerCase {
  const found = sampleFor(content, making);
  const text =
    found.is === 'value' && typeof found.value === 'string' ? found.value : '<any a="1">text é</any>';
  if (text === '') return { is: 'none', reason: 'only an empty text fits' };
  return {
    is: 'case',
    respond: () => answer(making.status, text, `${type}; charset=utf-8`),
    verify: async (given) => {
      if (given === text) return null;
      const bytes = typeof given === 'string' ? null : await bytesOf(given);
      const same = bytes !== null && new TextDecoder().decode(bytes) === text;
      return same ? null : `the text of ${type} is given back as ${show(given)}`;
    },
    body: text,
    isTyped: isTextType(type),
  };
}

function makeEvents(content: ContentSpot, making: Making): AnswerCase {
  const found = sampleFor(content, making);
  if (found.is === 'none') return found;
  // Without a schema nothing says that the data is JSON.
  const isText = content.schema === null || saysText(making.schemas, found.schema);
  const text = typeof found.value === 'string' ? found.value : 'any text: é';
  const data = isText ? text.replace(/[\r\n]+/g, ' ') : JSON.stringify(found.value);
  const stream = `: a comment\n\nevent: first\nid: 1\ndata: ${data}\n\nevent: second\ndata: ${data}\n\n`;
  return {
    is: 'case',
    respond: () => answer(making.status, stream, 'text/event-stream'),
    verify: async (given) => {
      const items = await collect(given);
      if (items === null) return `the events are given back as ${show(given)}`;
      const expected = isText ? data : found.value;
      const seen = items.map((item) => (isObject(item) && 'data' in item ? item['data'] : item));
      if (isDeepStrictEqual(seen, [expected, expected])) return null;
      return `the data of the events are given back as ${show(seen)}`;
    },
    body: undefined,
    isTyped: false,
  };
}

function makeLines(content: ContentSpot, making: Making, type: string): AnswerCase {
  const found = sampleFor(content, making);
  if (found.is === 'none') return found;
  // A schema of an array describes the lines together; each line is one of its items.
  const values = Array.isArray(found.value) ? (found.value as unknown[]) : [found.value, found.value];
  const mark = type === 'application/json-seq' ? '\u001e' : '';
  const text = values.map((value) => `${mark}${JSON.stringify(value)}\n`).join('');
  return {
    is: 'case',
    respond: () => answer(making.status, text, type),
    verify: async (given) => {
      const items = await collect(given);
      if (items !== null)
        return isDeepStrictEqual(items, values) ? null : `the lines are given back as ${show(items)}`;
      return `the lines are given back as ${show(given)}`;
    },
    body: undefined,
    isTyped: false,
  };
}

function saysText(schemas: Schemas, name: string): boolean {
  try {
    return gatherDemands(schemas, schemas.get(name), () => 0).types?.has('string') === true;
  } catch {
    return false;
  }
}

async function collect(given: unknown): Promise<unknown[] | null> {
  if (typeof given !== 'object' || given === null || !(Symbol.asyncIterator in given)) return null;
  const items: unknown[] = [];
  for await (const item of given as AsyncIterable<unknown>) items.push(item);
  return items;
}

async function bytesOf(given: unknown): Promise<Uint8Array | null> {
  if (given instanceof Uint8Array) return given;
  if (given instanceof ArrayBuffer) return new Uint8Array(given);
  return given instanceof Blob ? new Uint8Array(await given.arrayBuffer()) : null;
}

function answer(status: number, body: string | Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(body, { status, headers: { 'content-type': type } });
}

function show(value: unknown): string {
  const text = textOf(value) ?? inspect(value, { breakLength: Number.POSITIVE_INFINITY });
  return `${typeof value} ${text.slice(0, 120)}`;
}

/** Answers that mean success: every 2xx, or `default` where there is none. */
export function successesOf(answers: readonly AnswerSpot[]): AnswerSpot[] {
  const good = answers.filter((one) => one.status.startsWith('2'));
  return good.length > 0 ? good : answers.filter((one) => one.status === 'default');
}
