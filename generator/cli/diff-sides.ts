/** Which two descriptions `rowsweep diff` compares, and how people call them. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Place } from '../diagnostics.js';
import type { LoadInput } from '../load/load.js';
import { UsageError, type Arguments } from './arguments.js';
import { findDescriptions } from './descriptions.js';
import { checkOut, type CheckedOut } from './diff-revision.js';
import { planJobs } from './jobs.js';
import { explainNothing } from './proposals.js';
import type { Report } from './report.js';

/** One side, ready to be read. */
export interface DiffSide {
  readonly input: LoadInput;
  /** How people call it. */
  readonly title: string;
  /** A place of what is read as people would write it. */
  readonly rename: (place: Place) => Place;
}

/** Both sides; `dispose` removes what was written in order to read them. */
export interface DiffSides {
  readonly old: DiffSide;
  readonly new: DiffSide;
  readonly dispose: () => void;
}

/** What the arguments name. Null: the configuration has errors, which were reported. */
export async function planSides(given: Arguments, report: Report): Promise<DiffSides | null> {
  const since = given.value('since');
  const names = given.positionals;
  if (since === null) {
    const [old, now, ...others] = names;
    if (old === undefined || now === undefined || others.length > 0) {
      throw new UsageError(
        `diff takes two descriptions, and there ${names.length === 1 ? 'is 1' : `are ${names.length}`}.`,
        'Write `rowsweep diff <old> <new>`, or `rowsweep diff --since <revision> <description>`.',
      );
    }
    const sides = [await findInput(old, given, report), await findInput(now, given, report)] as const;
    const [before, after] = sides;
    if (before === null || after === null) return null;
    return { old: toSide(before), new: toSide(after), dispose: () => undefined };
  }
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) {
    throw new UsageError(
      `--since goes with one description, and there ${names.length === 0 ? 'is none' : `are ${names.length}`}.`,
      'Write `rowsweep diff --since <revision> <description>`.',
    );
  }
  const input = await findInput(name, given, report);
  if (input === null) return null;
  const then = checkOut(input, since);
  return { old: toOldSide(then), new: toSide(input), dispose: then.dispose };
}

/**
 * A folder, or a description that the configuration names, comes with its overlay; any other file is compared as it
 * is.
 */
async function findInput(name: string, given: Arguments, report: Report): Promise<LoadInput | null> {
  const only = {
    ...given,
    positionals: [name],
    flag: () => false,
    value: (key: string) => (key === 'config' ? given.value(key) : null),
  };
  const { jobs, diagnostics } = await planJobs(only);
  report.addDiagnostics(diagnostics.items);
  if (diagnostics.failed) return null;
  const [job, ...others] = jobs;
  if (job === undefined) {
    const { message, help } = explainNothing([name]);
    throw new UsageError(message, help);
  }
  if (others.length > 0) {
    throw new UsageError(
      `${name} holds ${jobs.length} descriptions, and diff compares one with another.`,
      'Name one of them.',
    );
  }
  const isConfigured = job.output !== null;
  const overlay = isConfigured || isFolder(name) ? job.overlay : null;
  return { description: job.description, overlay };
}

function isFolder(path: string): boolean {
  return (
    findDescriptions([path]).some(({ description }) => resolve(description) !== resolve(path)) ||
    holdsFiles(path)
  );
}

function holdsFiles(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function toSide(input: LoadInput): DiffSide {
  return { input, title: titleOf(input.description, input.overlay), rename: (place) => place };
}

function toOldSide({ input, title, rename }: CheckedOut): DiffSide {
  return { input, title, rename };
}

function titleOf(description: string, overlay: string | null): string {
  return overlay === null ? description : `${description} with its overlay`;
}
