/**
 * How property tests draw their cases. `npm test` draws the same ones every time, so that it is red only when the code
 * changed; `npm run fuzz` draws new ones, fifty times as many, and prints the seed of a failure.
 */
import fc from 'fast-check';

const fuzzing = process.env['ROWSWEEP_FUZZ'] !== undefined;
const usualRuns = 400;

/** So many, or fifty times as many in `npm run fuzz`: for a property's own `numRuns`, and its own time limit. */
export function often(count: number): number {
  return fuzzing ? 50 * count : count;
}

fc.configureGlobal({ numRuns: often(usualRuns), ...(fuzzing ? {} : { seed: 20_261_122 }) });
