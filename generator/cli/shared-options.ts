/** What several commands do alike. */
import { UsageError, type Arguments, type OptionTable } from './arguments.js';
import { printFormats, type PrintFormat } from './print.js';

/** The options that every command has. */
export const reportOptions = {
  format: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
} as const satisfies OptionTable;

/** The options of the commands that read descriptions. */
export const descriptionOptions = {
  ...reportOptions,
  config: { type: 'string', short: 'c' },
  overlay: { type: 'string' },
  'max-warnings': { type: 'string' },
} as const satisfies OptionTable;

/** How a command reports. */
export interface ReportSettings {
  readonly command: string;
  readonly format: PrintFormat;
  /** Print neither results nor warnings. */
  readonly quiet: boolean;
  /** More warnings than this are an error; null: any number is fine. */
  readonly maxWarnings: number | null;
}

/** Reads the options that say how a command reports. */
export function readReportSettings(command: string, given: Arguments): ReportSettings {
  return {
    command,
    format: readFormat(given.value('format') ?? 'text'),
    quiet: given.flag('quiet'),
    maxWarnings: readCount(given.value('max-warnings')),
  };
}

function readFormat(text: string): PrintFormat {
  const format = printFormats.find((known) => known === text);
  if (format !== undefined) return format;
  throw new UsageError(`--format is text, json or github, not ${text}.`, 'Leave it out for text.');
}

function readCount(text: string | null): number | null {
  if (text === null || /^\d{1,9}$/.test(text)) return text === null ? null : Number(text);
  throw new UsageError(`--max-warnings is a number, not ${text}.`, 'Write --max-warnings 0 to allow none.');
}

/** The format that a command line asks for, as far as it can be told of one that was not understood. */
export function guessFormat(argv: readonly string[]): PrintFormat {
  const at = argv.findIndex((argument) => argument === '--format' || argument.startsWith('--format='));
  const value = argv[at]?.includes('=') === true ? argv[at].slice('--format='.length) : argv[at + 1];
  return (at === -1 ? undefined : printFormats.find((known) => known === value)) ?? 'text';
}
