import type { Part, RunContext, Settlement } from '../context.js';
import { countTarget } from './count-target.js';
import type { Presence } from './read-back.js';
import { checkSample, GoneSample } from './sample.js';
import { readRowsBefore, verifyRows } from './verify-rows.js';

/** Reads and counts rows: the part of the runtime that a table with `readBack` or `count` names. */
export interface RowReads {
  readonly name: 'rowReads';
  readonly before: (context: RunContext, part: Part) => Promise<Presence | undefined>;
  readonly verify: (
    context: RunContext,
    part: Part,
    settlements: readonly Settlement[],
  ) => Promise<readonly Settlement[]>;
  readonly sample: (size: number, random: () => number) => GoneSample;
  readonly checkSample: (context: RunContext) => Promise<void>;
  readonly count: (context: RunContext) => Promise<number | undefined>;
}

/** For deletions that can be checked by reading. */
export const rowReads: RowReads = {
  name: 'rowReads',
  before: readRowsBefore,
  verify: verifyRows,
  sample: (size, random) => new GoneSample(size, random),
  checkSample,
  count: countTarget,
};
