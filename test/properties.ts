/**
 * How property tests draw their cases. `npm test` draws the same ones every time, so that it is red only when the code
 * changed; `npm run fuzz` draws new ones, fifty times as many, and prints the seed of a failure.
 */
import fc from 'fast-check';

const fuzzing = process.env['ROWSWEEP_FUZZ'] !== undefined;
const usualRuns = 400;

fc.configureGlobal(fuzzing ? { numRuns: 50 * usualRuns } : { seed: 20_261_122, numRuns: usualRuns });
