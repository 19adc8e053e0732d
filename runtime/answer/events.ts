import type { AnswerDefinition } from '../definition.js';
import { parseJson } from '../json.js';
import type { PartOf } from '../part.js';
import type { OpenAnswer } from './open.js';
import { readLines, violation } from './stream.js';

/** One event of a stream (WHATWG HTML, section 9.2). */
export interface ServerSentEvent<T> {
  /** `message` where the server names none. */
  readonly event: string;
  readonly data: T;
  /** The last id that the stream gave, also with an earlier event; `''` before there is one. */
  readonly id: string;
  /** How long the server asks to wait before connecting again, in milliseconds; with an earlier event as well. */
  readonly retryMs: number | undefined;
}

/**
 * Reads Server-Sent Events as they arrive. Data is JSON, and is parsed, unless the description says that it is text.
 * Of JSON, an event whose data is empty has no value and is left out, and `[DONE]`, which many servers send for the
 * end, ends the iteration. A stream that ends within an event throws `PROTOCOL_VIOLATION`, as does data that is no
 * JSON; the rest is as with every stream.
 */
export const eventStream: PartOf<'eventStream'> = {
  name: 'eventStream',
  reads: (essence) => essence === 'text/event-stream',
  read: readEvents,
};

async function* readEvents(
  answer: OpenAnswer,
  { textEvents }: AnswerDefinition,
): AsyncGenerator<ServerSentEvent<unknown>, void, undefined> {
  const { maxResponseBytes } = answer.sending.state;
  let lines: string[] = [];
  let length = 0;
  let event = '';
  let id = '';
  let retryMs: number | undefined;
  let count = 0;
  for await (const { text, isEnded } of readLines(answer, /\r\n|\n|\r/g)) {
    if (text === '') {
      const data = lines.join('\n');
      if (lines.length > 0 && (textEvents === true || data !== '')) {
        count += 1;
        if (textEvents !== true && data.trim() === '[DONE]') return;
        const value = textEvents === true ? data : parseData(answer, data, count);
        yield { event: event || 'message', data: value, id, retryMs };
      }
      lines = [];
      length = 0;
      event = '';
      continue;
    }
    const { name, value } = readField(text);
    if (name === 'data') {
      lines.push(value);
      length += value.length;
      if (length > maxResponseBytes)
        throw violation(answer, `an event of more than ${maxResponseBytes} characters`);
    } else if (name === 'event') event = value;
    else if (name === 'id' && !value.includes('\0')) id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) retryMs = Number(value);
    if (!isEnded && name !== '') throw violation(answer, 'an event that was cut off');
  }
  if (lines.length > 0) throw violation(answer, 'an event that was cut off');
}

/** A line that begins with a colon is a comment, and its name is empty. */
function readField(line: string): { readonly name: string; readonly value: string } {
  const colon = line.indexOf(':');
  if (colon < 0) return { name: line, value: '' };
  const value = line.slice(colon + 1);
  return { name: line.slice(0, colon), value: value.startsWith(' ') ? value.slice(1) : value };
}

function parseData(answer: OpenAnswer, data: string, count: number): unknown {
  const value = parseJson(data);
  if (value !== undefined) return value;
  throw violation(answer, `an event, number ${count}, whose data is not valid JSON`, data);
}
