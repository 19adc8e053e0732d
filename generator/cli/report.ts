import { catalogue, type Diagnostic } from '../main.js';
import { countDiagnostics, escapeText, printDiagnostic, sortDiagnostics, type PrintFormat } from './print.js';
import { exitCodes, type ExitCode, type Terminal } from './terminal.js';

/** Gathers what a command did and found, prints it once, and knows the exit code. */
export class Report {
  readonly #terminal: Terminal;
  readonly #format: PrintFormat;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #results: object[] = [];
  #crashed = false;

  constructor(terminal: Terminal, format: PrintFormat) {
    this.#terminal = terminal;
    this.#format = format;
  }

  /** A success: one line for people, an object for programs. */
  addResult(line: string, result: object): void {
    this.#results.push(result);
    if (this.#format === 'text') this.#terminal.out(`${escapeText(line)}\n`);
  }

  addDiagnostics(items: readonly Diagnostic[]): void {
    this.#diagnostics.push(...items);
  }

  /** An error that is ours. `subject` is what we were working on. */
  addCrash(error: unknown, subject: string): void {
    this.#crashed = true;
    this.#diagnostics.push(describeCrash(error, subject));
    if (this.#format === 'text') this.#terminal.err(printStack(error));
  }

  /** Prints what is left to print; the command ends with this exit code. */
  finish(): ExitCode {
    const items = sortDiagnostics(this.#diagnostics);
    const failed = items.some((item) => item.severity === 'error');
    if (this.#format === 'json') {
      this.#terminal.out(`${JSON.stringify({ results: this.#results, diagnostics: items }, null, 2)}\n`);
    } else {
      for (const item of items) this.#terminal.err(printDiagnostic(item));
      if (items.length > 0) this.#terminal.err(`${countDiagnostics(items)}\n`);
    }
    if (this.#crashed) return exitCodes.crash;
    return failed ? exitCodes.problems : exitCodes.fine;
  }
}

/** A crash as a diagnostic. */
export function describeCrash(error: unknown, subject: string): Diagnostic {
  const message = `${subject}: ${error instanceof Error ? error.message : String(error)}`;
  const { severity, help } = catalogue['internal-error'];
  return { code: 'internal-error', severity, message, place: null, help };
}

/** Where a crash happened, with its causes, on lines of their own. */
export function printStack(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const text = stack
    .split('\n')
    .map((line) => `${escapeText(line)}\n`)
    .join('');
  return error instanceof Error && error.cause !== undefined
    ? `${text}caused by ${printStack(error.cause)}`
    : text;
}
