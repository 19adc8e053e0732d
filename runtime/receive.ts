import { bodyProblemOf, type Sending } from './failure.js';
import type { Limited } from './timeout.js';

const NOTHING = /* @__PURE__ */ new Uint8Array();

/**
 * Takes in a whole body, at most `maxResponseBytes` of it. Throws the `RowsweepError` of a body that is cut off or too
 * large.
 */
export async function readBody(sending: Sending, response: Response, limited: Limited): Promise<Uint8Array> {
  const { maxResponseBytes } = sending.state;
  if (response.body === null) return NOTHING;
  const reader = response.body.getReader();
  const giveUp = (): void => {
    reader.cancel().catch(() => undefined);
  };
  limited.giveUp = giveUp;
  let whole: Uint8Array = NOTHING;
  let chunks: Uint8Array[] | undefined;
  let length = 0;
  let problem: { readonly reason: string; readonly cause?: unknown } | undefined;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length;
      if (whole === NOTHING) whole = read.value;
      else (chunks ??= [whole]).push(read.value);
      if (length > maxResponseBytes) {
        giveUp();
        problem = { reason: `a body of more than ${maxResponseBytes} bytes` };
        break;
      }
    }
  } catch (cause) {
    problem = { reason: 'a body that was cut off', cause };
  }
  if (chunks !== undefined) whole = join(chunks, length);
  if (problem === undefined) return whole;
  throw bodyProblemOf(sending, response, { start: whole, ...problem });
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
