/** How the command line speaks: to people, to programs, to GitHub. */
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { printGithubCommand } from '../../generator/cli/print-github.js';
import { printDiagnostic } from '../../generator/cli/print.js';
import { Progress } from '../../generator/cli/progress.js';
import { wantsColor } from '../../generator/cli/terminal.js';
import type { Diagnostic } from '../../generator/diagnostics.js';
import { describeApi, enter, runLine } from './cli-running.js';
import { readFolder } from './scratch.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

const diagnostic: Diagnostic = {
  code: 'reference-broken',
  severity: 'warning',
  message: 'It leads nowhere.',
  place: { file: 'specs/a.yaml', line: 3, column: 7, pointer: '/a' },
  help: 'Mend it.',
};

describe('--format github', () => {
  it('names severity, place and code', () => {
    expect(printGithubCommand(diagnostic, null)).toBe(
      '::warning file=specs/a.yaml,line=3,col=7,title=reference-broken::It leads nowhere.%0AMend it.\n',
    );
    expect(printGithubCommand({ ...diagnostic, severity: 'error', place: null }, null)).toBe(
      '::error title=reference-broken::It leads nowhere.%0AMend it.\n',
    );
  });

  it('cannot be left by what a description says', () => {
    const evil = '100%\r\n::error::x,line=1:%0A';
    const place = { file: evil, line: 1, column: 1, pointer: '' };
    const printed = printGithubCommand({ ...diagnostic, message: evil, help: evil, place }, null);
    expect(printed.split('\n')).toHaveLength(2);
    expect(printed).not.toContain('\r');
    expect(printed).toMatch(
      /^::warning file=100%25%0D%0A%3A%3Aerror%3A%3Ax%2Cline=1%3A%250A,line=1,col=1,title=reference-broken::100%25/,
    );
  });

  it('counts paths from the workspace', async () => {
    const folder = enter({ 'inner/a.yaml': 'openapi: 3.2.0\n' });
    vi.stubEnv('GITHUB_WORKSPACE', folder);
    process.chdir('inner');
    const { code, out, err } = await runLine('generate a.yaml --format github');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatch(/^::error file=inner\/a\.yaml,line=1,col=\d+,title=version-unsupported::/);
  });
});

describe('--quiet', () => {
  it('leaves errors alone', async () => {
    enter({ 'good.yaml': describeApi('alpha'), 'bad.yaml': 'openapi: 3.2.0\n' });
    expect(await runLine('generate good.yaml -o out --quiet')).toEqual({ code: 0, out: '', err: '' });
    const { code, out, err } = await runLine('generate bad.yaml -o out -q');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('error version-unsupported');
    const warned = describeApi('alpha', 'get_row_rows__id__get');
    writeFileSync('warned.yaml', warned);
    expect(await runLine('lint warned.yaml --quiet')).toEqual({ code: 0, out: '', err: '' });
  });
});

describe('--max-warnings', () => {
  it('is the number that is still fine', async () => {
    enter({ 'a.yaml': describeApi('alpha', 'get_row_rows__id__get') });
    const { err } = await runLine('lint a.yaml');
    const count = Number(/^(\d+) warnings?$/m.exec(err)?.[1]);
    expect(count).toBeGreaterThan(0);
    expect((await runLine(`lint a.yaml --max-warnings ${count}`)).code).toBe(0);
    const { code, err: refused } = await runLine('lint a.yaml --max-warnings 0');
    expect(code).toBe(1);
    expect(refused).toMatch(/^error warnings-exceeded: There (are|is) .* and none is allowed\./);
  });
});

describe('--sources-only', () => {
  it('makes the code alone, and knows it again', async () => {
    const folder = enter({ 'a.yaml': describeApi('alpha') });
    expect((await runLine('generate a.yaml -o src/api --sources-only')).out).toBe(
      'src/api  N files, N written\n',
    );
    const first = readFolder(join(folder, 'src/api'));
    expect(Object.keys(first).every((path) => /^[a-z-]+\.ts$|^manifest\.json$/.test(path))).toBe(true);
    expect(first['index.ts']).toContain('operations.js');

    expect((await runLine('check a.yaml -o src/api --sources-only')).code).toBe(0);
    // What is beside it is the owner's, what it no longer makes goes.
    writeFileSync('src/api/mine.ts', 'export {};\n');
    expect((await runLine('generate a.yaml -o src/api')).code).toBe(0);
    expect(existsSync('src/api/mine.ts')).toBe(true);
    expect(existsSync('src/api/index.ts')).toBe(false);
    expect(existsSync('src/api/src/index.ts')).toBe(true);
    await runLine('generate a.yaml -o src/api --sources-only');
    expect(readFolder(join(folder, 'src/api'))).toEqual({ ...first, 'mine.ts': 'export {};\n' });
  });

  it('does not move in with files of others', async () => {
    enter({ 'a.yaml': describeApi('alpha'), 'src/main.ts': '' });
    const { code, err } = await runLine('generate a.yaml -o src --sources-only');
    expect(code).toBe(1);
    expect(err).toMatch(/^src\/main\.ts:1:1 error output-not-ours: /);
  });
});

describe('--prettier', () => {
  it('gives the code the style of the place where it goes', async () => {
    const folder = enter({
      'a.yaml': describeApi('alpha'),
      'src/.prettierrc.json': '{ "semi": false, "tabWidth": 8 }',
    });
    const line = 'generate a.yaml -o src/api --sources-only --prettier';
    expect((await runLine(line)).out).toBe('src/api  N files, N written\n');
    const index = readFolder(folder)['src/api/index.ts'] ?? '';
    expect(index).toContain('export');
    expect(index).not.toContain(';\n');
    expect((await runLine(line)).out).toBe('src/api  N files, N unchanged\n');
    expect((await runLine(line.replace('generate', 'check'))).code).toBe(0);
  });

  it('reports a configuration that prettier refuses', async () => {
    const folder = enter({ 'a.yaml': describeApi('alpha'), 'out/.prettierrc': 'semi: [' });
    const { code, out, err } = await runLine('generate a.yaml -o out --prettier');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^out:1:1 error format-failed: /);
    expect(Object.keys(readFolder(folder))).toEqual(['a.yaml', 'out/.prettierrc']);
  });
});

describe('an unchanged client', () => {
  it('is recognised without reading its description as one, unless told to', async () => {
    enter({ 'a.yaml': describeApi('alpha') });
    await runLine('generate a.yaml -o out');
    const stages: string[] = [];
    const terminal = {
      columns: 200,
      out: (): void => undefined,
      err: (text: string) => void stages.push(text),
    };
    await runLine('generate a.yaml -o out', terminal);
    expect(stages).toEqual([]);
    await runLine('generate a.yaml -o out --force', terminal);
    expect(stages.join('')).toContain('a.yaml: reading');
  });

  it('is not taken for one that another state of this generator made', async () => {
    enter({ 'a.yaml': describeApi('alpha') });
    await runLine('generate a.yaml -o out');
    // In its own repository, a generator is another one when its code is younger.
    utimesSync('out/manifest.json', 0, 0);
    const said: string[] = [];
    await runLine('generate a.yaml -o out', { columns: 200, err: (text) => void said.push(text) });
    expect(said.join('')).toContain('a.yaml: reading');
  });

  it.each([
    ['the description', 'a.yaml', (text: string): string => text.replace('Read a row', 'Read one')],
    ['a file of ours', 'out/README.md', (): string => 'Mine.'],
  ])('%s has changed', async (_, file, change) => {
    const folder = enter({ 'a.yaml': describeApi('alpha') });
    await runLine('generate a.yaml -o out');
    writeFileSync(file, change(readFolder(folder)[file] ?? ''));
    expect((await runLine('check a.yaml -o out')).code).toBe(1);
    const { code, out } = await runLine('generate a.yaml -o out');
    expect(code).toBe(0);
    expect(out).toMatch(/ \d+ written/);
  });
});

describe('a terminal', () => {
  const steps: string[] = [];
  const terminal = {
    out: (text: string) => void steps.push(text),
    err: (text: string) => void steps.push(text),
  };

  it('shows one line of progress, which gives way to what is printed', () => {
    steps.length = 0;
    const progress = new Progress({ ...terminal, columns: 10 });
    progress.show('reading \u001b a long name');
    progress.terminal.out('done\n');
    progress.clear();
    expect(steps).toEqual(['\r\u001b[2Kreading \\', '\r\u001b[2K', 'done\n']);
  });

  it('is silent where nobody watches', () => {
    steps.length = 0;
    const progress = new Progress(terminal);
    progress.show('reading');
    progress.clear();
    expect(steps).toEqual([]);
  });

  it('is told how to go on with a new package', async () => {
    enter({ 'a.yaml': describeApi('alpha') });
    steps.length = 0;
    const line = 'generate a.yaml -o out';
    await runLine(line, { ...terminal, columns: 80 });
    expect(steps.join('')).toContain('out/README.md says how to build and use it.\n');
    steps.length = 0;
    await runLine(`${line} --force`, { ...terminal, columns: 80 });
    expect(steps.join('')).not.toContain('README');
  });

  it('has colours where they are wanted', () => {
    expect(wantsColor({}, true)).toBe(true);
    expect(wantsColor({}, false)).toBe(false);
    expect(wantsColor({ NO_COLOR: '1' }, true)).toBe(false);
    expect(wantsColor({ NO_COLOR: '' }, true)).toBe(true);
    expect(wantsColor({ FORCE_COLOR: '1' }, false)).toBe(true);
    expect(wantsColor({ FORCE_COLOR: '0' }, true)).toBe(false);
    expect(wantsColor({ FORCE_COLOR: '1', NO_COLOR: '1' }, false)).toBe(true);
  });

  it('gets the same text in colour as without', () => {
    const colored = printDiagnostic({ ...diagnostic, message: 'evil \u001b[0m' }, true);
    expect(colored).toContain('\u001b[33;1mwarning\u001b[0m');
    expect(colored.replace(/\u001b\[[\d;]+m/g, '')).toBe(
      printDiagnostic({ ...diagnostic, message: 'evil \u001b[0m' }),
    );
  });
});
