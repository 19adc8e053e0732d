/** Reads ids to their end, and sources cut into pieces. */
import fc from 'fast-check';
import { isRowsweepError } from '../../runtime/errors.js';

export interface Reading {
  readonly ids: readonly string[];
  /** Message of the `INPUT` error that ended it. */
  readonly error?: string;
}

/** Every id, and the error that ended the reading; any other error is thrown. */
export async function readAll(source: AsyncIterable<string>): Promise<Reading> {
  const ids: string[] = [];
  try {
    for await (const id of source) ids.push(id);
    return { ids };
  } catch (error) {
    if (!isRowsweepError(error) || error.code !== 'INPUT') throw error;
    return { ids, error: error.message };
  }
}

/** Ways to cut a text: as bytes or as text, at any place. */
export const cuts: fc.Arbitrary<{ readonly asText: boolean; readonly sizes: readonly number[] }> = fc.record({
  asText: fc.boolean(),
  sizes: fc.array(fc.oneof(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 20, max: 200 })), {
    minLength: 1,
    maxLength: 12,
  }),
});

/** The pieces of a text; the sizes are used over and over. */
export function cut(
  text: string,
  { asText, sizes }: { readonly asText: boolean; readonly sizes: readonly number[] },
): (string | Uint8Array)[] {
  const whole = asText ? text : new TextEncoder().encode(text);
  const pieces: (string | Uint8Array)[] = [];
  let at = 0;
  for (let turn = 0; at < whole.length; turn += 1) {
    // A round of nothing but empty pieces would never end.
    const size = Math.max(sizes[turn % sizes.length] ?? 1, turn % (sizes.length + 1) === 0 ? 1 : 0);
    pieces.push(whole.slice(at, at + size));
    at += size;
  }
  return pieces;
}
