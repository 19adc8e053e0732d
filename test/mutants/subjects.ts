/** The files that are mutated: what decides, without asking anything of the world, what is claimed of an id. */

/** One of them. */
export interface Subject {
  /** From the root of the repository. */
  readonly file: string;
  /** Its own tests; no others run, so that a mutant is not killed by accident. */
  readonly tests: readonly string[];
  /** At least so many of a hundred mutants have to be killed. */
  readonly target: number;
}

/** In the order in which an id meets them. */
export const subjects: readonly Subject[] = [
  {
    file: 'runtime/bulk/input/uuid.ts',
    tests: ['test/runtime/bulk-uuid.test.ts'],
    target: 90,
  },
  {
    file: 'runtime/bulk/input/id-memory.ts',
    tests: ['test/runtime/bulk-id-memory.test.ts'],
    // A hash table: many a fault only changes where a number lies, or how far a table grows, and no answer.
    target: 85,
  },
  {
    file: 'runtime/bulk/input/packer.ts',
    tests: ['test/runtime/bulk-packer.test.ts'],
    target: 90,
  },
  {
    file: 'runtime/bulk/send/interpret.ts',
    tests: ['test/runtime/bulk-interpret.test.ts'],
    target: 90,
  },
  {
    file: 'runtime/bulk/send/bad-ids.ts',
    tests: ['test/runtime/bulk-decide.test.ts'],
    target: 90,
  },
  {
    file: 'runtime/bulk/send/decide.ts',
    tests: ['test/runtime/bulk-decide.test.ts'],
    target: 90,
  },
  {
    file: 'runtime/bulk/journal/spans.ts',
    tests: ['test/runtime/journal-spans.test.ts'],
    target: 90,
  },
];
