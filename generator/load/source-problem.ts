import type { DiagnosticCode } from '../diagnostics.js';

/** What is wrong with a text, and at which offset. The parsers throw it; reading a source turns it into a diagnostic. */
export class SourceProblem extends Error {
  readonly code: DiagnosticCode;
  readonly offset: number;

  constructor(code: DiagnosticCode, offset: number, message: string) {
    super(message);
    this.code = code;
    this.offset = offset;
  }
}

/** Deeper than any description that a person or a framework writes, and shallow enough for every recursive reader. */
export const maxDepth = 400;
