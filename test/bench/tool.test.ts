import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readErrors } from './compile.js';
import { readOptions } from './options.js';
import { findName } from './tool.js';

describe('the name that a tool gave an operation', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rowsweep-bench-test-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is found whatever case and marks it uses, and no type is taken for it', () => {
    const file = join(folder, 'client.ts');
    writeFileSync(file, 'type IssuesDeleteComment = 1;\nexport const issuesDeleteComment = 1;\n');
    expect(findName(file, 'issues/delete-comment')).toBe('issuesDeleteComment');
    writeFileSync(file, 'export const { issues_delete_comment } = client;\n');
    expect(findName(file, 'issues/delete-comment')).toBe('issues_delete_comment');
    expect(() => findName(file, 'issues/list')).toThrow('issues/list');
  });
});

describe('the compiler’s errors', () => {
  it('are counted, and say where without the folder', () => {
    const output = [
      '../x/github/kubb/out/a.ts(1,2): error TS2322: No.',
      '  a detail of it',
      "error TS2688: Cannot find type definition file for 'x'.",
      'Found 2 errors.',
    ].join('\n');
    expect(readErrors(output)).toEqual([
      'a.ts(1,2): error TS2322: No.',
      "error TS2688: Cannot find type definition file for 'x'.",
    ]);
  });
});

describe('the command line', () => {
  it('takes everything by default, three times', () => {
    expect(readOptions([])).toMatchObject({ rounds: 3, json: false, ours: null });
    expect(readOptions(['--help'])).toBeNull();
  });

  it('takes names of any kind, each limiting its own kind', () => {
    const options = readOptions(['--only', 'github,orval', '--only', 'compile', '--rounds', '1']);
    expect(options).toMatchObject({
      rounds: 1,
      descriptions: ['github'],
      tools: ['orval'],
      parts: ['compile'],
    });
  });

  it('is short when quick', () => {
    const options = readOptions(['--quick']);
    expect(options?.rounds).toBe(1);
    expect(options?.descriptions).toHaveLength(2);
    expect(options?.tools).toEqual(['rowsweep', 'openapi-typescript']);
  });

  it('refuses what it does not know', () => {
    expect(() => readOptions(['--only', 'githup'])).toThrow('githup');
    expect(() => readOptions(['--rounds', '0'])).toThrow('--rounds');
    expect(() => readOptions(['--fast'])).toThrow('--fast');
  });
});
