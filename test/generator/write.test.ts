import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../generator/diagnostics.js';
import type { OutputFile } from '../../generator/output-file.js';
import { compare } from '../../generator/write/compare.js';
import { isSafePath } from '../../generator/write/folder.js';
import { parseManifest, printManifest } from '../../generator/write/manifest.js';
import { write, type Written } from '../../generator/write/write.js';
import { listProblems, makeFolder, readFolder } from './scratch.js';

const files: readonly OutputFile[] = [
  { path: 'README.md', text: 'Read me.\n' },
  { path: 'src/index.ts', text: 'export {};\n' },
  { path: 'src/inner/a.ts', text: 'export {};\n' },
];

interface Run {
  readonly written: Written | null;
  readonly problems: string[];
  /** `change path`, one a change. */
  readonly changes: string[] | null;
}

function writeTo(directory: string, given: readonly OutputFile[] = files, check = false): Run {
  const diagnostics = new Diagnostics();
  const written = write(
    given,
    { directory, check, version: '1.2.3', inputs: { 'openapi.yaml': 'abc' } },
    diagnostics,
  );
  return {
    written,
    problems: listProblems(diagnostics, directory),
    changes: written?.changes.map(({ change, path }) => `${change} ${path}`) ?? null,
  };
}

describe('write', () => {
  it('makes the folder and its manifest', () => {
    const folder = join(makeFolder(), 'new', 'package');
    const { changes, problems } = writeTo(folder);
    expect(problems).toEqual([]);
    expect(changes).toEqual([
      'added README.md',
      'added manifest.json',
      'added src/index.ts',
      'added src/inner/a.ts',
    ]);
    const { 'manifest.json': manifest, ...others } = readFolder(folder);
    expect(others).toEqual({
      'README.md': 'Read me.\n',
      'src/index.ts': 'export {};\n',
      'src/inner/a.ts': 'export {};\n',
    });
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    expect(manifest).toBe(
      `${JSON.stringify(
        {
          generator: { name: 'rowsweep', version: '1.2.3' },
          inputs: { 'openapi.yaml': 'abc' },
          files: {
            'README.md': hash('Read me.\n'),
            'src/index.ts': hash('export {};\n'),
            'src/inner/a.ts': hash('export {};\n'),
          },
        },
        null,
        2,
      )}\n`,
    );
  });

  it('touches nothing that is as it should be', () => {
    const folder = join(makeFolder(), 'package');
    writeTo(folder);
    const past = new Date('2001-01-01');
    for (const path of Object.keys(readFolder(folder))) utimesSync(join(folder, path), past, past);
    writeFileSync(join(folder, 'README.md'), 'Edited.\n');
    expect(writeTo(folder).changes).toEqual(['changed README.md']);
    expect(statSync(join(folder, 'src/index.ts')).mtime).toEqual(past);
    expect(statSync(join(folder, 'manifest.json')).mtime).toEqual(past);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('Read me.\n');
  });

  it('deletes what an earlier run made and this one does not, with the folders left empty', () => {
    const folder = join(makeFolder(), 'package');
    writeTo(folder);
    expect(writeTo(folder, files.slice(0, 2)).changes).toEqual([
      'changed manifest.json',
      'removed src/inner/a.ts',
    ]);
    expect(Object.keys(readFolder(folder))).toEqual(['README.md', 'manifest.json', 'src/index.ts']);
    expect(existsSync(join(folder, 'src/inner'))).toBe(false);
    expect(writeTo(folder, files.slice(0, 2)).changes).toEqual([]);
  });

  it('leaves what others put there, and says so of a file in src', () => {
    const folder = join(makeFolder(), 'package');
    writeTo(folder);
    const foreign = ['CHANGELOG.md', 'dist/index.js', 'node_modules/a/index.js', 'src/own.ts'];
    for (const path of foreign) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), 'mine');
    }
    const { changes, problems } = writeTo(folder);
    expect(changes).toEqual(['unexpected src/own.ts']);
    expect(problems).toEqual(['src/own.ts:1:1 output-unexpected']);
    for (const path of foreign) expect(readFileSync(join(folder, path), 'utf8')).toBe('mine');
  });

  it('leaves no temporary files', () => {
    const folder = join(makeFolder(), 'package');
    writeTo(folder);
    expect(Object.keys(readFolder(folder)).filter((path) => path.includes('tmp'))).toEqual([]);
  });

  it('takes over a folder that holds only our own names', () => {
    const folder = makeFolder({ 'README.md': 'old', 'dist/a.js': '1' });
    expect(writeTo(folder).changes).toContain('changed README.md');
  });

  it.each([
    ['files of others', { 'precious.txt': '1' }, 'precious.txt'],
    ['files of others in src', { 'src/own.ts': '1' }, 'src/own.ts'],
    ['a manifest of another tool', { 'manifest.json': '{"name":"web app"}' }, 'manifest.json'],
    ['a manifest that is no JSON', { 'manifest.json': 'x' }, 'manifest.json'],
  ])('refuses a folder with %s', (_, present, blamed) => {
    const folder = makeFolder(present);
    const { written, problems } = writeTo(folder);
    expect(written).toBeNull();
    expect(problems).toEqual([`${blamed}:1:1 output-not-ours`]);
    expect(readFolder(folder)).toEqual(present);
  });

  it('does not delete what a manifest lists outside the folder', () => {
    const root = makeFolder({ 'precious.txt': '1', 'package/src/a.ts': '' });
    const listed = {
      '../precious.txt': 'x',
      '/etc/hostname': 'x',
      'src/../../precious.txt': 'x',
      'src/a.ts': 'x',
    };
    const manifest = JSON.stringify({ generator: { name: 'rowsweep' }, files: listed });
    writeFileSync(join(root, 'package/manifest.json'), manifest);
    expect(writeTo(join(root, 'package')).changes).toContain('removed src/a.ts');
    expect(readFileSync(join(root, 'precious.txt'), 'utf8')).toBe('1');
  });

  it('follows no link', () => {
    const root = makeFolder({ 'elsewhere/index.ts': 'mine', 'package/manifest.json': '' });
    const folder = join(root, 'package');
    writeFileSync(join(folder, 'manifest.json'), printManifest({ version: '1', inputs: {}, files: [] }).text);
    symlinkSync(join(root, 'elsewhere'), join(folder, 'src'));
    const { written, problems } = writeTo(folder);
    expect(written).toBeNull();
    expect(problems).toEqual(['src:1:1 output-path-unsafe']);
    expect(readFolder(join(root, 'elsewhere'))).toEqual({ 'index.ts': 'mine' });
    expect(readdirSync(folder).sort()).toEqual(['manifest.json', 'src']);
  });

  it('writes into no link and no file', () => {
    const root = makeFolder({ file: '', 'real/manifest.json': '' });
    symlinkSync(join(root, 'real'), join(root, 'link'));
    expect(writeTo(join(root, 'link')).problems).toEqual([`${root}/link:1:1 output-path-unsafe`]);
    expect(writeTo(join(root, 'file')).problems).toEqual([`${root}/file:1:1 output-path-unsafe`]);
  });

  it('a folder in the place of a file', () => {
    const folder = join(makeFolder(), 'package');
    writeTo(folder, []);
    mkdirSync(join(folder, 'README.md'));
    expect(writeTo(folder).problems).toEqual(['README.md:1:1 output-path-unsafe']);
  });

  it('a name that is a file where a folder is needed above the output', () => {
    const root = makeFolder({ file: '' });
    const { written, problems } = writeTo(join(root, 'file/package'));
    expect(written).toBeNull();
    expect(problems).toEqual([`${root}/file/package:1:1 output-not-writable`]);
  });

  it.each([['../a'], ['/a'], ['a/../b'], ['./a'], ['a//b'], ['a\\b'], ['C:a'], ['']])(
    'the path "%s" is a bug of ours',
    (path) => {
      expect(isSafePath(path)).toBe(false);
      const folder = join(makeFolder(), 'package');
      expect(() => writeTo(folder, [{ path, text: '' }])).toThrow(/outside/);
      expect(existsSync(folder)).toBe(false);
    },
  );

  it('two files of one name, but for case, are a bug of ours', () => {
    const twice = [...files, { path: 'src/Index.ts', text: '' }];
    expect(() => writeTo(join(makeFolder(), 'package'), twice)).toThrow(/twice/);
  });
});

describe('check', () => {
  it('finds no difference after a write', () => {
    const folder = join(makeFolder(), 'package');
    writeTo(folder);
    expect(writeTo(folder, files, true)).toMatchObject({ changes: [], problems: [] });
  });

  it('reports each difference at its first line, and writes nothing', () => {
    const folder = join(makeFolder(), 'package');
    writeTo(folder, [...files, { path: 'src/old.ts', text: '' }]);
    writeFileSync(join(folder, 'README.md'), 'Read me.\nMore.\n');
    writeFileSync(join(folder, 'src/own.ts'), '');
    const before = readFolder(folder);
    const { changes, problems } = writeTo(
      folder,
      [...files.slice(0, 2), { path: 'src/new.ts', text: '' }],
      true,
    );
    expect(changes).toEqual([
      'changed README.md',
      'changed manifest.json',
      'removed src/inner/a.ts',
      'added src/new.ts',
      'removed src/old.ts',
      'unexpected src/own.ts',
    ]);
    expect(problems).toEqual([
      'README.md:2:1 output-differs',
      'manifest.json:12:1 output-differs',
      'src/inner/a.ts:1:1 output-differs',
      'src/new.ts:1:1 output-differs',
      'src/old.ts:1:1 output-differs',
      'src/own.ts:1:1 output-differs',
    ]);
    expect(readFolder(folder)).toEqual(before);
  });

  it('makes no folder', () => {
    const folder = join(makeFolder(), 'package');
    expect(writeTo(folder, files, true).changes).toHaveLength(4);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('compare', () => {
  it('sees a line end', () => {
    const folder = makeFolder({ 'a.ts': 'x\r\n' });
    expect(compare([{ path: 'a.ts', text: 'x\n' }], folder)).toEqual([{ path: 'a.ts', change: 'changed' }]);
  });
});

describe('manifest', () => {
  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"generator":{"name":"other"},"files":{}}',
    '{"generator":{"name":"rowsweep"}}',
  ])('is not %s', (text) => {
    expect(parseManifest(text)).toBeNull();
  });

  it('does not depend on the order of the files', () => {
    const print = (given: readonly OutputFile[]): string =>
      printManifest({ version: '1', inputs: {}, files: given }).text;
    expect(print(files.toReversed())).toBe(print(files));
  });
});
