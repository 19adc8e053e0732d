/** What was released last, as the tags of git have it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Package } from '../../scripts/release/packages.js';
import { listDifferences } from '../../scripts/release/contents.js';
import { findPrevious, hasTag, readTypeTests } from '../../scripts/release/previous.js';
import { listUncommitted } from '../../scripts/release/publish.js';

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
    const copied = { 'templates/a.hbs': 'a', 'specs/extension.schema.json': '{}', 'specs/other.json': '{}' };
    commit({ 'generator/main.ts': 'main', ...copied }, 'g@1.0.0');
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const one = (name: string, path: string): Package => ({
    name,
    path,
    version: '0.0.0',
    kind: 'written',
    needs: [],
  });
  const find = (name: string, path = 'a'): ReturnType<typeof findPrevious> =>
    findPrevious(one(name, path), { root, registry: null, folder: join(folder, 'unpacked') });

  it('is found by its number, and only its own', () => {
    const found = find('@x/a');
    expect(found).toMatchObject({ version: '0.10.0' });
    expect(readFileSync(join(found?.folder ?? '', 'README.md'), 'utf8')).toBe('ten');
    expect(find('@x/c')).toBeNull();
  });

  it('of the generator has what its build copies, where the build puts it', () => {
    const found = find('g', 'generator')?.folder ?? '';
    const files = (text: string): string => {
      const now = join(folder, `now-${text}`);
      for (const [path, content] of [
        ['main.ts', 'main'],
        ['dist/main.js', 'compiled'],
        ['dist/templates/a.hbs', text],
        ['dist/extension.schema.json', '{}'],
      ] as const) {
        mkdirSync(join(now, path, '..'), { recursive: true });
        writeFileSync(join(now, path), content);
      }
      return now;
    };
    expect(listDifferences(found, files('a'), [])).toEqual([]);
    expect(listDifferences(found, files('b'), [])).toEqual(['dist/templates/a.hbs']);
  });

  it('has its type tests', () => {
    expect(readTypeTests('@x/a@0.9.0', root)).toEqual([{ file: 'test/types/a.ts', text: 'nine' }]);
  });

  it('is there or not, and what git cannot say is said', () => {
    expect(hasTag('@x/a@0.9.0', root)).toBe(true);
    expect(hasTag('@x/a@7.0.0', root)).toBe(false);
    expect(() => hasTag('@x/a@0.9.0', join(folder, 'unpacked'))).toThrow('git');
  });

  it('would not name what is not committed', () => {
    expect(listUncommitted(root)).toEqual([]);
    writeFileSync(join(root, 'new.ts'), '');
    writeFileSync(join(root, 'a/README.md'), 'changed');
    expect(listUncommitted(root)).toEqual([' M a/README.md', '?? new.ts']);
  });
});
