import { inputCodes } from './codes/input-codes.js';
import { modelCodes } from './codes/model-codes.js';
import { outputCodes } from './codes/output-codes.js';

/** Where in the input something is. Lines and columns count from 1. */
export interface Place {
  /** The file as the user named it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** JSON Pointer into the resolved description. */
  readonly pointer: string;
}

/** An error stops the run before anything is written; a warning does not. */
export type Severity = 'error' | 'warning';

/** One problem, found at any stage, to be printed once at the end. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  /** Null when no input is to blame, such as an unknown option. */
  readonly place: Place | null;
  /** What to do next: one imperative sentence. */
  readonly help: string;
}

/** Every problem that the generator can report. A code is part of the public interface and never changes meaning. */
export const catalogue = { ...inputCodes, ...modelCodes, ...outputCodes } as const;

/** A code of the catalogue. */
export type DiagnosticCode = keyof typeof catalogue;

/** Collects problems over a whole run, so that one run shows them all. */
export class Diagnostics {
  readonly #items: Diagnostic[] = [];

  /** Records a problem. `help` overrides the catalogue's when this case has a better next step. */
  report(code: DiagnosticCode, place: Place | null, message: string, help?: string): void {
    const entry = catalogue[code];
    this.#items.push({ code, severity: entry.severity, message, place, help: help ?? entry.help });
  }

  get items(): readonly Diagnostic[] {
    return this.#items;
  }

  get failed(): boolean {
    return this.#items.some((item) => item.severity === 'error');
  }
}

/** Why a file cannot be read, for people, and what to do; without `help` the catalogue knows it. */
export function explainUnreadable(error: unknown): { readonly message: string; readonly help?: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return { message: 'There is no such file.', help: 'Check the path; it begins at the current folder.' };
  }
  if (code === 'EISDIR') return { message: 'This is a folder.', help: 'Name the file in it.' };
  return { message: `The file cannot be read (${code}).` };
}
