import type { RowsweepError } from '../errors.js';
import { isRowsweepError } from '../errors.js';
import { bodyProblemOf, disown, violationOf } from '../failure.js';
import { limitTime } from '../timeout.js';
import type { OpenAnswer } from './open.js';

/**
 * The text of an answer, piece by piece as it arrives; nothing is held. Throws `TIMEOUT` when no bytes come for
 * `timeoutMs`, `ABORTED` when the caller's signal says so, and `PROTOCOL_VIOLATION` for a body that breaks off or is no
 * UTF-8. That it broke off shows where the transfer says how long it is: by chunks, by its length, by HTTP/2. A server
 * that marks the end by closing the connection alone can close it early, and nobody can tell.
 *
 * Whoever stops reading ends the answer: the connection is let go. An answer that is never read holds it.
 */
async function* readText(answer: OpenAnswer): AsyncGenerator<string, void, undefined> {
  const { response, sending, limit } = answer;
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isAtEnd = false;
  try {
    while (!isAtEnd) {
      const { done, value } = await limitTime(sending, limit, () =>
        reader.read().catch((thrown: unknown) => {
          throw disown(thrown);
        }),
      );
      isAtEnd = done;
      const text = decode(decoder, value);
      if (text === undefined) throw violation(answer, 'text that is not UTF-8');
      if (text !== '') yield text;
    }
  } catch (cause) {
    if (isRowsweepError(cause)) throw cause;
    throw bodyProblemOf(sending, response, { start: NOTHING, reason: 'a body that was cut off', cause });
  } finally {
    if (!isAtEnd) reader.cancel().catch(() => undefined);
  }
}

const NOTHING = /* @__PURE__ */ new Uint8Array();

/** Undefined where the bytes are no UTF-8. */
function decode(decoder: TextDecoder, bytes: Uint8Array | undefined): string | undefined {
  try {
    return decoder.decode(bytes, { stream: bytes !== undefined });
  } catch {
    return undefined;
  }
}

/** The error of an answer whose text is not what its media type says. */
export function violation({ response, sending }: OpenAnswer, reason: string, body?: string): RowsweepError {
  return violationOf(sending, response, { body, reason });
}

/** What stands between two of its ends, and whether an end followed. */
export interface Line {
  readonly text: string;
  readonly isEnded: boolean;
}

/**
 * The lines of an answer, without what ends them. Throws for a line with more characters than an answer may have
 * bytes. Where a carriage return ends a line by itself, one that comes before a line feed does so with it, also when
 * they come apart.
 */
export async function* readLines(answer: OpenAnswer, ends: RegExp): AsyncGenerator<Line, void, undefined> {
  const { maxResponseBytes } = answer.sending.state;
  const check = (line: string): string => {
    if (line.length <= maxResponseBytes) return line;
    throw violation(answer, `a line of more than ${maxResponseBytes} characters`);
  };
  let rest = '';
  let wasReturn = false;
  for await (const piece of readText(answer)) {
    const text: string = wasReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    wasReturn = false;
    let from = 0;
    for (const { 0: end, index } of text.matchAll(ends)) {
      yield { text: check(rest + text.slice(from, index)), isEnded: true };
      rest = '';
      from = index + end.length;
      wasReturn = end === '\r' && from === text.length;
    }
    rest = check(rest + text.slice(from));
  }
  if (rest !== '') yield { text: rest, isEnded: false };
}
