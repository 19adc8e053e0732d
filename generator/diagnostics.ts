/** Where in the input something is. Lines and columns count from 1. */
export interface Place {
  /** The file as the user named it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** JSON Pointer into the resolved description. */
  readonly pointer: string;
}

export type Severity = 'error' | 'warning';

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  /** Null when no input is to blame, such as an unknown option. */
  readonly place: Place | null;
  /** What to do next: one imperative sentence. */
  readonly help: string;
}

interface CatalogueEntry {
  readonly severity: Severity;
  /** What the code stands for, whatever the case at hand. */
  readonly title: string;
  readonly help: string;
}

/** Every problem that the generator can report. A code is part of the public interface and never changes meaning. */
export const catalogue = {
  'file-not-readable': {
    severity: 'error',
    title: 'A file cannot be read.',
    help: 'Check the path and its permissions.',
  },
} as const satisfies Record<string, CatalogueEntry>;

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
