/** A description as a revision of git has it: only objects are read, and the working tree is left alone. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Place } from '../diagnostics.js';
import type { LoadInput } from '../load/load.js';
import { UsageError } from './arguments.js';
import { findOverlay } from './descriptions.js';
import { findReferredFiles } from './referred-files.js';

/** What a revision had, written to a folder of its own until it is disposed of. */
export interface CheckedOut {
  readonly input: LoadInput;
  readonly title: string;
  readonly rename: (place: Place) => Place;
  readonly dispose: () => void;
}

/** 100 MB: larger than any description. */
const MAX_BYTES = 100 * 1024 * 1024;

/**
 * Writes the description, its overlay and the files that it refers to, as the revision has them, to a temporary folder.
 *
 * @throws UsageError when there is no such revision, or when it has no such file.
 */
export function checkOut({ description, overlay }: LoadInput, revision: string): CheckedOut {
  const file = realpathSync(resolve(description));
  const top = findTop(file);
  const commit = findCommit(top, revision);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rowsweep-diff-')));
  const dispose = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const tree = { top, commit, folder };
    const path = relative(top, file);
    if (!copy(tree, path)) {
      throw new UsageError(
        `${revision} has no ${toGitPath(path)}.`,
        'Name a revision that has the description under the same name.',
      );
    }
    copyOverlays(tree, path, overlay);
    copyReferred(tree, path);
    const here = join(folder, path);
    const found = overlay === null ? null : findThen(tree, overlay, here);
    return {
      input: { description: here, overlay: found },
      title: `${revision}:${toGitPath(path)}${found === null ? '' : ' with its overlay'}`,
      rename: (place) => {
        const inner = relative(folder, resolve(place.file));
        return inner.startsWith('..') ? place : { ...place, file: `${revision}:${toGitPath(inner)}` };
      },
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

interface Tree {
  /** The working tree, the commit, and the folder that stands for it. */
  readonly top: string;
  readonly commit: string;
  readonly folder: string;
}

function findTop(file: string): string {
  const found = git(dirname(file), ['rev-parse', '--show-toplevel']);
  if (found !== null) return realpathSync(found.toString('utf8').replace(/\r?\n$/, ''));
  throw new UsageError(`${file} is in no repository of git.`, 'Compare two files instead.');
}

function findCommit(top: string, revision: string): string {
  const found = git(top, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  if (found !== null) return found.toString('utf8').trim();
  throw new UsageError(
    `There is no revision ${revision}.`,
    'Name a commit, a branch or a tag; a shallow clone may lack it.',
  );
}

/** False when the commit has no such file. */
function copy({ top, commit, folder }: Tree, path: string): boolean {
  const bytes = git(top, ['show', `${commit}:${toGitPath(path)}`]);
  if (bytes === null) return false;
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, bytes);
  return true;
}

/** The overlay that is used now, and those that would be found beside the description. */
function copyOverlays(tree: Tree, path: string, overlay: string | null): void {
  if (overlay === null) return;
  const own = relative(tree.top, realpathSync(resolve(overlay)));
  if (!own.startsWith('..')) copy(tree, own);
  const name = path.replace(/\.[^./\\]+$/, '');
  for (const extension of ['yaml', 'yml', 'json']) {
    copy(tree, `${name}.overlay.${extension}`);
    copy(tree, join(dirname(path), `overlay.${extension}`));
  }
}

/** The overlay as the revision had it: under today's name, else beside the description. */
function findThen(tree: Tree, overlay: string, description: string): string | null {
  const own = relative(tree.top, realpathSync(resolve(overlay)));
  const there = join(tree.folder, own);
  const isCopied =
    !own.startsWith('..') && git(tree.top, ['cat-file', '-e', `${tree.commit}:${toGitPath(own)}`]) !== null;
  return isCopied ? there : findOverlay(description);
}

/** Files that are referred to, and those that they refer to. What the revision lacks, reading will report. */
function copyReferred(tree: Tree, path: string): void {
  const asked = new Set<string>();
  for (;;) {
    const missing = findReferredFiles([join(tree.folder, path)])
      .map((file) => relative(tree.folder, file))
      .filter((file) => !file.startsWith('..') && file !== path && !asked.has(file));
    if (missing.length === 0) return;
    for (const file of missing) {
      asked.add(file);
      copy(tree, file);
    }
  }
}

function git(folder: string, args: readonly string[]): Buffer | null {
  try {
    return execFileSync('git', ['-C', folder, ...args], {
      maxBuffer: MAX_BYTES,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new UsageError('git is not installed.', 'Compare two files instead.');
    }
    return null;
  }
}

function toGitPath(path: string): string {
  return path.split(sep).join('/');
}
