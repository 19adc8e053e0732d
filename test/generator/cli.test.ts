import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readExtensionSchema, readTemplates, readVersion } from '../../generator/assets.js';
import { run } from '../../generator/cli/run.js';
import * as main from '../../generator/main.js';
import { makeFolder, readFolder } from './scratch.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));

function describeApi(name: string, operationId = 'getRow'): string {
  return `openapi: 3.1.0
info: { title: ${name}, version: "1" }
servers: [{ url: https://api.test.dev }]
security: []
x-rowsweep-package: { name: ${name}, title: ${name}, version: 1.0.0 }
paths:
  /rows/{id}:
    get:
      operationId: ${operationId}
      summary: Read a row
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200": { description: A row, content: { application/json: { schema: { type: string } } } }
        "404": { description: None }
`;
}

const overlay = `overlay: 1.0.0
info: { title: O, version: "1" }
actions: [{ target: $.paths.*.get, update: { summary: Read one row } }]
`;

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in the current folder. */
async function runLine(line: string): Promise<Ran> {
  let out = '';
  let err = '';
  const terminal = {
    out: (text: string): void => {
      out += text;
    },
    err: (text: string): void => {
      err += text;
    },
  };
  const code = await run(line === '' ? [] : line.split(' '), terminal);
  // How many files a package has is the emitter's affair.
  const counted = out.replace(/ (\d+) files, \1 (written|unchanged)/g, ' N files, N $2');
  return { code, out: counted, err };
}

/** Makes a folder with these files the current one. */
function enter(files: Readonly<Record<string, string>>): string {
  const folder = makeFolder(files);
  process.chdir(folder);
  return folder;
}

beforeEach(() => {
  process.chdir(repository);
});

afterEach(() => {
  process.chdir(repository);
  vi.restoreAllMocks();
});

describe('generate', () => {
  it('without an argument: every description of specs, each with the overlay beside it', async () => {
    const folder = enter({
      'specs/beta/openapi.yaml': describeApi('beta'),
      'specs/alpha/openapi.json': JSON.stringify({ openapi: '3.1.0' }),
      'specs/alpha/openapi.yaml': describeApi('alpha'),
      'specs/alpha/overlay.yaml': overlay,
      'specs/notes.md': '',
      'specs/empty/source.md': '',
    });
    expect(await runLine('generate')).toEqual({
      code: 0,
      out: 'generated/alpha  N files, N written\ngenerated/beta  N files, N written\n',
      err: '',
    });
    const files = readFolder(join(folder, 'generated'));
    expect(files['alpha/src/operations.ts']).toContain('Read one row');
    expect(files['beta/src/operations.ts']).toContain('Read a row');
    expect(JSON.parse(files['alpha/manifest.json'] ?? '')).toMatchObject({
      generator: { name: 'rowsweep', version: readVersion() },
      inputs: { 'openapi.yaml': expect.any(String) as string, 'overlay.yaml': expect.any(String) as string },
    });
    expect(await runLine('generate')).toMatchObject({
      out: 'generated/alpha  N files, N unchanged\ngenerated/beta  N files, N unchanged\n',
    });
    expect(readFolder(join(folder, 'generated'))).toEqual(files);
  });

  it('a description, or its folder, into a folder of choice', async () => {
    const folder = enter({ 'a/openapi.yaml': describeApi('alpha'), 'other.yaml': overlay });
    expect((await runLine('generate a -o out/one')).out).toBe('out/one  N files, N written\n');
    expect((await runLine('generate a/openapi.yaml --output=out/two --overlay other.yaml')).code).toBe(0);
    const files = readFolder(join(folder, 'out'));
    expect(files['one/src/operations.ts']).toContain('Read a row');
    expect(files['two/src/operations.ts']).toContain('Read one row');
  });

  it('one that fails does not stop the others, and nothing of it is written', async () => {
    const folder = enter({
      'specs/a/openapi.yaml': describeApi('alpha').replace('3.1.0', '3.2.0'),
      'specs/b/openapi.yaml': describeApi('beta'),
      'specs/c/openapi.yaml': describeApi('gamma'),
      'specs/c/overlay.yaml': overlay.replace('.get', '.put'),
    });
    const { code, out, err } = await runLine('generate');
    expect(code).toBe(1);
    expect(out).toBe('generated/beta  N files, N written\n');
    expect(err).toMatch(/^specs\/a\/openapi\.yaml:1:1 error version-unsupported: /);
    expect(err).toContain('specs/c/overlay.yaml:3:13 error overlay-target-unmatched: ');
    expect(err).toMatch(/\n2 errors\n$/);
    expect(Object.keys(readFolder(folder)).filter((path) => /alpha|gamma/.test(path))).toEqual([]);
  });

  it.each(['check', 'generate --check'])('%s fails on every difference and writes nothing', async (check) => {
    const folder = enter({ 'specs/a/openapi.yaml': describeApi('alpha') });
    expect((await runLine(check)).code).toBe(1);
    expect(Object.keys(readFolder(folder))).toEqual(['specs/a/openapi.yaml']);
    await runLine('generate');
    expect(await runLine(check)).toEqual({
      code: 0,
      out: 'generated/alpha  N files, N unchanged\n',
      err: '',
    });
    writeFileSync(join(folder, 'generated/alpha/src/extra.ts'), '');
    writeFileSync(join(folder, 'generated/alpha/README.md'), 'Mine.\n');
    expect(await runLine(check)).toEqual({
      code: 1,
      out: '',
      err: [
        'generated/alpha/README.md:1:1 error output-differs: From here on the file differs.',
        '  help: Run `rowsweep generate`, and commit what it writes.',
        'generated/alpha/src/extra.ts:1:1 error output-differs: The generator does not make this file.',
        '  help: Move it out of src/, or delete it.',
        '2 errors',
        'To accept what would be written: rowsweep generate',
        '',
      ].join('\n'),
    });
    expect(readFileSync(join(folder, 'generated/alpha/README.md'), 'utf8')).toBe('Mine.\n');
  });

  it('--print-model prints what was understood, and writes nothing', async () => {
    const folder = enter({ 'a/openapi.yaml': describeApi('alpha') });
    const { code, out } = await runLine('generate a --print-model');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ package: { name: 'alpha' }, operations: [{ name: 'getRow' }] });
    expect(Object.keys(readFolder(folder))).toEqual(['a/openapi.yaml']);
  });

  it('two packages of one name do not overwrite each other', async () => {
    enter({
      'specs/a/openapi.yaml': describeApi('alpha'),
      'specs/b/openapi.yaml': describeApi('alpha', 'readRow'),
    });
    const { code, out, err } = await runLine('generate');
    expect(code).toBe(1);
    expect(out).toBe('generated/alpha  N files, N written\n');
    expect(err).toContain(
      'specs/b/openapi.yaml:1:1 error output-shared: The folder generated/alpha already belongs to specs/a/openapi.yaml.',
    );
  });

  it('a folder of others is left alone', async () => {
    const folder = enter({ 'a/openapi.yaml': describeApi('alpha'), 'precious/thesis.txt': '1' });
    const { code, err } = await runLine('generate a -o precious');
    expect(code).toBe(1);
    expect(err).toContain('precious/thesis.txt:1:1 error output-not-ours');
    expect(Object.keys(readFolder(join(folder, 'precious')))).toEqual(['thesis.txt']);
  });

  it('a link in the output is not followed', async () => {
    const folder = enter({ 'a/openapi.yaml': describeApi('alpha'), 'outside/keep.ts': '1' });
    await runLine('generate a -o out');
    mkdirSync(join(folder, 'out/src/deep'));
    symlinkSync(join(folder, 'outside'), join(folder, 'out/src/link'));
    const { code, err } = await runLine('generate a -o out');
    expect(code).toBe(0);
    expect(err).toContain('out/src/link:1:1 warning output-unexpected');
    expect(readFolder(join(folder, 'outside'))).toEqual({ 'keep.ts': '1' });
  });

  it('nothing to generate from', async () => {
    enter({ 'specs/notes.md': '' });
    const { code, err } = await runLine('generate');
    expect(code).toBe(1);
    expect(err).toMatch(/^error description-missing: /);
    enter({});
    expect((await runLine('generate')).code).toBe(1);
    mkdirSync('hollow');
    expect((await runLine('generate hollow')).err).toContain(
      'was found in hollow, nor in the folders of it.',
    );
    enter({ 'inner/petstore.yaml': describeApi('acme') });
    expect((await runLine('generate inner')).err).toContain('such as inner/petstore.yaml');
    expect((await runLine('diff inner inner')).err).toContain('such as inner/petstore.yaml');
  });

  it('a link in a circle', async () => {
    enter({});
    symlinkSync('loop', 'loop');
    const { code, err } = await runLine('generate loop');
    expect(code).toBe(1);
    expect(err).toMatch(/^loop:1:1 error file-not-readable: The file cannot be read \(ELOOP\)\./);
  });

  it.runIf(process.platform === 'linux')('where the system makes no folder', async () => {
    enter({ 'a/openapi.yaml': describeApi('alpha') });
    const { code, err } = await runLine('generate a -o /proc/rowsweep');
    expect(code).toBe(1);
    expect(err).toMatch(/^\/proc\/rowsweep:1:1 error output-not-writable: /);
  });

  it('a description that is not there', async () => {
    enter({});
    const { code, err } = await runLine('generate nowhere.yaml');
    expect(code).toBe(1);
    expect(err).toMatch(/^nowhere\.yaml:1:1 error file-not-readable: /);
  });

  it('--format json prints one document', async () => {
    enter({ 'specs/a/openapi.yaml': describeApi('alpha'), 'specs/b/openapi.yaml': 'openapi: 3.2.0\n' });
    const { code, out, err } = await runLine('generate --format json');
    expect(code).toBe(1);
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      command: 'generate',
      exitCode: 1,
      errors: 1,
      warnings: 0,
      results: [
        {
          description: 'specs/a/openapi.yaml',
          directory: 'generated/alpha',
          package: '@rowsweep/alpha',
          files: expect.any(Number) as number,
          changes: expect.arrayContaining([{ path: 'src/index.ts', change: 'added' }]) as object[],
        },
      ],
      diagnostics: [
        { code: 'version-unsupported', severity: 'error', place: { file: 'specs/b/openapi.yaml', line: 1 } },
      ],
    });
  });

  it('a bug of ours ends in 70, and the others are still made', async () => {
    enter({ 'specs/a/openapi.yaml': describeApi('alpha'), 'specs/b/openapi.yaml': describeApi('beta') });
    const broken = vi.spyOn(JSON, 'stringify').mockImplementationOnce(() => {
      throw new Error('boom\u001b');
    });
    const { code, out, err } = await runLine('generate');
    broken.mockRestore();
    expect(code).toBe(70);
    expect(out).toBe('generated/beta  N files, N written\n');
    expect(err).toContain('error internal-error: specs/a/openapi.yaml: boom\\u{1b}');
    expect(err).toContain('This is a bug in rowsweep');
    expect(err).toContain('cli.test.ts');
  });
});

describe('lint', () => {
  it('says what it found, and of what is fine that it is', async () => {
    enter({
      'specs/a/openapi.yaml': describeApi('alpha'),
      'specs/b/openapi.yaml': describeApi('beta').replace('summary', 'sumary'),
    });
    const { code, out, err } = await runLine('lint');
    expect(code).toBe(1);
    expect(out).toBe('specs/a/openapi.yaml  no problems\n');
    expect(err).toContain('specs/b/openapi.yaml:10:7 error openapi-invalid: ');
  });

  it('warnings alone are no failure', async () => {
    enter({ 'a.yaml': describeApi('alpha', 'get_row_rows__id__get') });
    const { code, out, err } = await runLine('lint a.yaml');
    expect(code).toBe(0);
    expect(out).toMatch(/^a\.yaml {2}\d warnings?\n$/);
    expect(err).toContain('a.yaml:9:7 warning operation-id-derived: ');
  });

  it('an extension that the vocabulary does not know', async () => {
    enter({ 'a.yaml': describeApi('alpha').replace('x-rowsweep-package', 'x-rowsweep-pakage') });
    const { code, err } = await runLine('lint a.yaml');
    expect(code).toBe(1);
    expect(err).toContain('a.yaml:5:1 error extension-unknown: ');
  });

  it('the supplied descriptions have no error', async () => {
    const { code, err } = await runLine('lint');
    expect(err).not.toContain(' error ');
    expect(code).toBe(0);
  });
});

describe('import', () => {
  const page = '## OpenAPI\n\n```yaml\nopenapi: 3.1.0\n```\n';

  it('writes once, and then nothing', async () => {
    const folder = enter({ 'page.md': page });
    expect(await runLine('import page.md -o out/openapi.yaml')).toEqual({
      code: 0,
      out: 'out/openapi.yaml  written\n',
      err: '',
    });
    expect(readFileSync(join(folder, 'out/openapi.yaml'), 'utf8')).toBe('openapi: 3.1.0\n');
    expect((await runLine('import page.md -o out/openapi.yaml')).out).toBe('out/openapi.yaml  unchanged\n');
  });

  it('leaves what is there when a page is no good', async () => {
    const folder = enter({ 'page.md': '# Nothing\n', 'openapi.yaml': 'before' });
    const { code, out } = await runLine('import page.md -o openapi.yaml');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(readFileSync(join(folder, 'openapi.yaml'), 'utf8')).toBe('before');
  });

  it.each(['extruct', 'splendor'])('the description of %s is what its page holds', async (provider) => {
    const { out } = await runLine(`import specs/${provider}/source.md -o specs/${provider}/openapi.yaml`);
    expect(out).toBe(`specs/${provider}/openapi.yaml  unchanged\n`);
  });

  it('says when the file cannot be written', async () => {
    enter({ 'page.md': page, taken: '' });
    const { code, err } = await runLine('import page.md -o taken/openapi.yaml');
    expect(code).toBe(1);
    expect(err).toContain('taken/openapi.yaml:1:1 error output-not-writable: ');
  });
});

describe('usage', () => {
  const cases: readonly (readonly [line: string, message: string, help: string])[] = [
    ['', 'No command was given.', 'See `rowsweep --help`.'],
    ['genrate', 'There is no command genrate.', 'Did you mean generate?'],
    ['deploy', 'There is no command deploy.', 'See `rowsweep --help`.'],
    ['--verison', 'There is no option --verison.', 'Did you mean --version?'],
    ['--frobnicate', 'There is no option --frobnicate.', 'See `rowsweep --help`.'],
    [
      'petstore.yaml',
      'There is no command petstore.yaml.',
      'Did you mean `rowsweep generate petstore.yaml`?',
    ],
    ['generate --check --watch', '--check and --watch do not go together.', 'Give one of them.'],
    [
      'generate --max-warnings few',
      '--max-warnings is a number, not few.',
      'Write --max-warnings 0 to allow none.',
    ],
    [
      'generate a.yaml --package-name Acme',
      '--package-name is a name that npm allows, not Acme.',
      'Write one such as @acme/petstore.',
    ],
    [
      'generate https://api.test.dev/openapi.yaml',
      'https://api.test.dev/openapi.yaml is an address, and a description is a file.',
      'Download it first.',
    ],
    [
      'generate file:///tmp/openapi.yaml',
      'file:///tmp/openapi.yaml is an address, and a description is a file.',
      'Write its path.',
    ],
    ['generate ', 'A description has an empty name.', 'Write its path.'],
    ['init --ts --json', '--ts and --json do not go together.', 'Give one of them.'],
    ['generate --chekc', 'There is no option --chekc.', 'Did you mean --check?'],
    ['generate --zzzzzz', 'There is no option --zzzzzz.', 'See `rowsweep generate --help`.'],
    ['generate -x', 'There is no option -x.', 'See `rowsweep generate --help`.'],
    ['generate -o', 'The option -o needs a value.', 'See `rowsweep generate --help`.'],
    ['generate --output --check', 'The option --output needs a value.', 'See `rowsweep generate --help`.'],
    ['generate --overlay=', 'The option --overlay needs a value.', 'See `rowsweep generate --help`.'],
    ['generate --check=yes', 'The option --check takes no value.', 'See `rowsweep generate --help`.'],
    ['generate --check --check', 'The option --check is given twice.', 'See `rowsweep generate --help`.'],
    ['generate --format xml', '--format is text, json or github, not xml.', 'Leave it out for text.'],
    [
      'generate a.yaml b.yaml -o out',
      '--output goes with one description, and there are 2.',
      'Name one description.',
    ],
    [
      'generate a.yaml b.yaml --overlay o',
      '--overlay goes with one description, and there are 2.',
      'Name one description.',
    ],
    [
      'generate a.yaml b.yaml --print-model',
      '--print-model goes with one description, and there are 2.',
      'Name one description.',
    ],
    [
      'lint a.yaml b.yaml --overlay o',
      '--overlay goes with one description, and there are 2.',
      'Name one description.',
    ],
    ['lint --check', 'There is no option --check.', 'See `rowsweep lint --help`.'],
    ['import -o a.yaml', 'No page was named.', 'See `rowsweep import --help`.'],
    ['import page.md', 'No output file was named.', 'Add -o <file>.'],
  ];
  it.each(cases)('rowsweep %s', async (line, message, help) => {
    expect(await runLine(line)).toEqual({
      code: 2,
      out: '',
      err: `error usage: ${message}\n  help: ${help}\n`,
    });
  });

  it('is reported in the format that was asked for, as far as it was understood', async () => {
    const { code, out, err } = await runLine('generate --watch --format json');
    expect({ code, err }).toEqual({ code: 2, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      command: 'generate',
      exitCode: 2,
      diagnostics: [{ code: 'usage', message: '--watch has no end that --format json could print.' }],
    });
    expect(await runLine('generate --chekc --format=github')).toEqual({
      code: 2,
      out: '::error title=usage::There is no option --chekc.%0ADid you mean --check?\n',
      err: '',
    });
  });

  it.each(['--help', '-h', 'help'])('%s', async (line) => {
    const { code, out } = await runLine(line);
    expect(code).toBe(0);
    expect(out).toContain('rowsweep generate petstore.yaml -o ./petstore');
    for (const command of ['init', 'generate', 'check', 'lint', 'import'])
      expect(out).toContain(`\n  ${command}`);
  });

  const reporting = ['--format', '--quiet'];
  const clients = ['--output', '--overlay', '--sources-only', '--package-name', '--prettier', '--config'];
  it.each([
    ['init', ['--ts', '--json', '--overlay', '--yes', ...reporting]],
    [
      'generate',
      [...clients, '--watch', '--check', '--force', '--print-model', '--max-warnings', ...reporting],
    ],
    ['check', [...clients, '--force', '--max-warnings', ...reporting]],
    ['lint', ['--overlay', '--config', '--max-warnings', ...reporting]],
    ['import', ['--output', ...reporting]],
  ])('%s --help names every option', async (command, options) => {
    const { code, out } = await runLine(`${command} --help`);
    expect(code).toBe(0);
    expect(out.match(/(?<= )--[a-z-]+/g)).toEqual(options);
    expect(out.split('\n').every((line) => line.length <= 100)).toBe(true);
    expect(await runLine(`help ${command}`)).toEqual({ code, out, err: '' });
  });

  it('--version', async () => {
    const { version } = JSON.parse(readFileSync('generator/package.json', 'utf8')) as { version: string };
    expect(await runLine('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('a file may have the name of an option, after --', async () => {
    enter({});
    expect((await runLine('generate -- --help')).err).toMatch(/^--help:1:1 error file-not-readable/);
  });
});

describe('the library', () => {
  it('generates without printing', async () => {
    const folder = enter({ 'a/openapi.yaml': describeApi('alpha') });
    const { api, written, diagnostics } = await main.generate(
      { description: 'a/openapi.yaml', overlay: null },
      { directory: 'out' },
    );
    expect(diagnostics.items).toEqual([]);
    expect(api?.package.name).toBe('alpha');
    expect(written?.files.map(({ path }) => path).sort()).toEqual(
      Object.keys(readFolder(join(folder, 'out'))),
    );
  });

  it('writes nothing when the folder is refused', async () => {
    const folder = enter({ 'a/openapi.yaml': describeApi('alpha') });
    const { written } = await main.generate(
      { description: 'a/openapi.yaml', overlay: null },
      { directory: () => null },
    );
    expect(written).toBeNull();
    expect(Object.keys(readFolder(folder))).toEqual(['a/openapi.yaml']);
  });

  it('finds its templates and its schema beside the sources', () => {
    const templates = readTemplates();
    expect(Object.keys(templates).length).toBeGreaterThan(0);
    expect(Object.values(templates).every((text) => text.length > 0)).toBe(true);
    expect(readExtensionSchema()['title']).toBe('The x-rowsweep-* extensions of OpenAPI');
  });
});
