import type { DiagnosticCode } from '../diagnostics.js';

/** What is wrong with a text, and at which offset. The parsers throw it; reading a source turns it into a diagnostic. */
export class SourceProblem extends Error {
  readonly code: DiagnosticCode;
  readonly offset: number;
  /** What to do next, where the catalogue does not know better. */
  readonly help: string | undefined;

  constructor(code: DiagnosticCode, offset: number, message: string, help?: string) {
    super(message);
    this.code = code;
    this.offset = offset;
    this.help = help;
  }
}

/** Deeper than any description that a person or a framework writes, and shallow enough for every recursive reader. */
export const maxDepth = 400;

/** Values that aliases may add. A description that repeats more than this by aliases is an attack or a mistake. */
export const maxAliasValues = 100_000;
