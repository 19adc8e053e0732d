/** What was released last, as the tags of git have it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Package } from '../../scripts/release/packages.js';
import { findPrevious, readTypeTests } from '../../scripts/release/previous.js';

describe('the newest tag of a package', () => {
  let folder: string;
  let root: string;

  function git(...args: readonly string[]): void {
    const who = ['-c', 'user.name=test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...who, ...args], { cwd: root, stdio: 'ignore' });
  }

  function commit(files: Readonly<Record<string, string>>, tag: string): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    git('add', '--all');
    git('commit', '--message', tag);
    git('tag', tag);
  }

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rowsweep-previous-'));
    root = join(folder, 'repository');
    mkdirSync(root);
    git('init', '--quiet');
    commit({ 'a/README.md': 'nine', 'test/types/a.ts': 'nine' }, '@x/a@0.9.0');
    commit({ 'a/README.md': 'ten', 'test/types/a.ts': 'ten', 'b/other.txt': 'b' }, '@x/a@0.10.0');
    commit({ 'a/README.md': 'a candidate' }, '@x/a@0.11.0-rc.1');
    commit({ 'a/README.md': 'of another' }, '@x/ab@0.12.0');
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const one = (name: string): Package => ({ name, path: 'a', version: '0.0.0', kind: 'written', needs: [] });
  const find = (name: string): ReturnType<typeof findPrevious> =>
    findPrevious(one(name), { root, registry: null, folder: join(folder, 'unpacked') });

  it('is found by its number, and only its own', () => {
    const found = find('@x/a');
    expect(found).toMatchObject({ version: '0.10.0' });
    expect(readFileSync(join(found?.folder ?? '', 'README.md'), 'utf8')).toBe('ten');
    expect(find('@x/c')).toBeNull();
  });

  it('has its type tests', () => {
    expect(readTypeTests({ name: '@x/a', version: '0.9.0' }, root)).toEqual([
      { file: 'test/types/a.ts', text: 'nine' },
    ]);
    expect(readTypeTests({ name: '@x/a', version: '7.0.0' }, root)).toEqual([]);
  });
});
