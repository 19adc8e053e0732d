/**
 * Changesets: what a change means for the callers of hand-written packages, written down with the change. The format is
 * that of https://github.com/changesets/changesets: front matter with one line per package, then the sentence.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bump } from 'rowsweep/diff';
import { parse } from 'yaml';
import type { Note } from './plan.js';

/** One file. */
export interface Changeset {
  readonly file: string;
  readonly bumps: Readonly<Record<string, Bump>>;
  /** What the caller reads: one line of Markdown. */
  readonly summary: string;
}

/**
 * Every changeset of a folder, by name of file.
 *
 * @throws Error with the file's name when one is not written as it should be, or names a package that is not ours.
 */
export function readChangesets(folder: string, packages: readonly string[]): Changeset[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .sort()
    .map((name) => {
      const file = join(folder, name);
      return parseChangeset(readFileSync(file, 'utf8'), { file, packages });
    });
}

/** @throws Error as `readChangesets` does. */
export function parseChangeset(
  text: string,
  { file, packages }: { readonly file: string; readonly packages: readonly string[] },
): Changeset {
  const found = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(text);
  const front: unknown = found === null ? null : parse(found[1] ?? '');
  if (found === null || typeof front !== 'object' || front === null) {
    throw new Error(
      `${file}: a changeset begins with \`---\`, a line such as '"rowsweep": minor', and \`---\`.`,
    );
  }
  const bumps = Object.fromEntries(
    Object.entries(front).map(([name, bump]: [string, unknown]): [string, Bump] => {
      if (!packages.includes(name)) throw new Error(`${file}: ${name} is no package of ours.`);
      if (bump !== 'major' && bump !== 'minor' && bump !== 'patch') {
        throw new Error(`${file}: ${name} is major, minor or patch, not ${String(bump)}.`);
      }
      return [name, bump];
    }),
  );
  const summary = (found[2] ?? '').trim().replaceAll(/\s*\n\s*/g, ' ');
  if (summary === '') throw new Error(`${file}: it does not say what changed.`);
  return { file, bumps, summary };
}

/** What the changesets say of one package. */
export function notesFor(name: string, changesets: readonly Changeset[]): Note[] {
  return changesets.flatMap(({ bumps, summary }) => {
    const bump = bumps[name];
    return bump === undefined ? [] : [{ bump, text: summary }];
  });
}
