import { readVersion } from '../assets.js';
import { catalogue, type Diagnostic, type DiagnosticCode } from '../diagnostics.js';
import type { UsageError } from './arguments.js';
import { printGithubCommand } from './print-github.js';
import { countDiagnostics, countOf, escapeText, printDiagnostic, sortDiagnostics } from './print.js';
import type { ReportSettings } from './shared-options.js';
import { exitCodes, type ExitCode, type Terminal } from './terminal.js';

/** What `--format json` prints: one document, on success as well as on failure. The shape is public. */
export interface JsonReport {
  readonly command: string;
  readonly exitCode: ExitCode;
  readonly errors: number;
  readonly warnings: number;
  /** What was made, in the order in which it was made; what a result holds depends on the command. */
  readonly results: readonly object[];
  /** In the order of files and lines. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Gathers what a command did and found, prints it once, and knows the exit code. */
export class Report {
  readonly #terminal: Terminal;
  readonly #settings: ReportSettings;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #results: object[] = [];
  #ending: ExitCode = exitCodes.fine;

  constructor(terminal: Terminal, settings: ReportSettings) {
    this.#terminal = terminal;
    this.#settings = settings;
  }

  /** A success: one line for people, an object for programs. */
  addResult(line: string, result: object): void {
    this.#results.push(result);
    if (this.#settings.format !== 'json' && !this.#settings.quiet) {
      this.#terminal.out(`${escapeText(line)}\n`);
    }
  }

  /** Says what people may want to do next; programs are not told. */
  addNote(line: string): void {
    if (this.#settings.format === 'text' && !this.#settings.quiet)
      this.#terminal.err(`${escapeText(line)}\n`);
  }

  /** The same, but only where a person watches. */
  addHint(line: string): void {
    if ((this.#terminal.columns ?? null) !== null) this.addNote(line);
  }

  addDiagnostics(items: readonly Diagnostic[]): void {
    this.#diagnostics.push(...items);
  }

  /** A problem that no place in a file is to blame for. */
  addProblem(code: DiagnosticCode, message: string, help: string = catalogue[code].help): void {
    this.#diagnostics.push({ code, severity: catalogue[code].severity, message, place: null, help });
  }

  /** An error that is ours. `subject` is what we were working on. */
  addCrash(error: unknown, subject: string): void {
    this.#ending = exitCodes.crash;
    this.#diagnostics.push(describeCrash(error, subject));
    if (this.#settings.format !== 'json') this.#terminal.err(printStack(error));
  }

  /** A command line that was not understood. */
  addUsage({ message, help }: UsageError): void {
    this.#ending = exitCodes.usage;
    this.addProblem('usage', message, help);
  }

  hasCode(wanted: DiagnosticCode): boolean {
    return this.#diagnostics.some(({ code }) => code === wanted);
  }

  /** Prints what is left to print; the command ends with this exit code. */
  finish(): ExitCode {
    const { maxWarnings, quiet, format, command } = this.#settings;
    const warnings = countSeverity(this.#diagnostics, 'warning');
    if (maxWarnings !== null && warnings > maxWarnings) {
      const allowed = maxWarnings === 0 ? 'none is' : `${maxWarnings} are`;
      this.addProblem(
        'warnings-exceeded',
        `There are ${countOf(warnings, 'warning')}, and ${allowed} allowed.`,
      );
    }
    const items = sortDiagnostics(this.#diagnostics);
    const errors = countSeverity(items, 'error');
    const exitCode = this.#ending === exitCodes.fine && errors > 0 ? exitCodes.problems : this.#ending;
    const shown = quiet ? items.filter(({ severity }) => severity === 'error') : items;
    if (format === 'json') {
      const results = this.#results;
      const report: JsonReport = { command, exitCode, errors, warnings, results, diagnostics: shown };
      this.#terminal.out(`${JSON.stringify(report, null, 2)}\n`);
    } else if (format === 'github') {
      const workspace = process.env['GITHUB_WORKSPACE'] ?? null;
      for (const item of shown) this.#terminal.out(printGithubCommand(item, workspace));
    } else {
      for (const item of shown) this.#terminal.err(printDiagnostic(item, this.#terminal.color));
      // One problem counts itself.
      if (shown.length > 0 && exitCode !== exitCodes.usage)
        this.#terminal.err(`${countDiagnostics(shown)}\n`);
    }
    return exitCode;
  }
}

function countSeverity(items: readonly Diagnostic[], wanted: Diagnostic['severity']): number {
  return items.filter(({ severity }) => severity === wanted).length;
}

/** A crash as a diagnostic, with what a report of it should say. */
export function describeCrash(error: unknown, subject: string): Diagnostic {
  const text = error instanceof Error ? error.message : String(error);
  const versions = `rowsweep ${readVersion()}, Node ${process.version}, ${process.platform}`;
  const { severity, help } = catalogue['internal-error'];
  const message = `${subject}: ${text} (${versions})`;
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
