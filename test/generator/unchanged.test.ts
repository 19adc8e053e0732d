/** Whether a run would write nothing, found out without running. */
import { mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../generator/diagnostics.js';
import { load } from '../../generator/load/load.js';
import { isUnchanged } from '../../generator/write/unchanged.js';
import { write } from '../../generator/write/write.js';
import { makeFolder } from './scratch.js';

const version = '1.2.3';
const overlayText =
  'overlay: 1.0.0\ninfo: { title: O, version: "1" }\nactions:\n  - target: $\n    update: { x-a: 1 }\n';

interface Made {
  readonly folder: string;
  readonly check: (overrides?: Partial<Parameters<typeof isUnchanged>[0]>) => boolean;
}

/** A folder in which a run has been made. */
function makeRun({ overlay = true, settings = {} } = {}): Made {
  const folder = makeFolder({
    'api/openapi.yaml': 'openapi: 3.1.0\ncomponents: { schemas: { A: { $ref: ../shared/a.yaml } } }\n',
    'api/overlay.yaml': overlayText,
    'shared/a.yaml': 'type: string\n',
  });
  const input = {
    description: join(folder, 'api/openapi.yaml'),
    overlay: overlay ? join(folder, 'api/overlay.yaml') : null,
  };
  const diagnostics = new Diagnostics();
  const document = load(input, diagnostics);
  if (document === null) throw new Error(JSON.stringify(diagnostics.items));
  const directory = join(folder, 'out');
  const files = [
    { path: 'package.json', text: '{}\n' },
    { path: 'src/index.ts', text: 'export {};\n' },
  ];
  const inputs = { ...document.inputs, ...settings };
  write(files, { directory, check: false, version, inputs }, diagnostics);
  return { folder, check: (overrides) => isUnchanged({ directory, ...input, version, ...overrides }) };
}

describe('a run is like the last one', () => {
  it.each([true, false])('when nothing has changed; with an overlay: %s', (overlay) => {
    expect(makeRun({ overlay }).check()).toBe(true);
  });

  it('when only times have changed, and when it goes by relative paths', () => {
    const { folder, check } = makeRun();
    utimesSync(join(folder, 'api/openapi.yaml'), 1, 1);
    const directory = `${folder}/./out/`;
    expect(check({ directory, description: `${folder}/shared/../api/openapi.yaml` })).toBe(true);
  });

  it('whatever settings stand among the inputs', () => {
    expect(makeRun({ settings: { packageName: '@acme/data' } }).check()).toBe(true);
  });
});

describe('a run is not like the last one', () => {
  const changes: readonly (readonly [question: string, change: (folder: string) => void])[] = [
    [
      'the description has changed',
      (folder) => {
        append(folder, 'api/openapi.yaml');
      },
    ],
    [
      'the overlay has changed',
      (folder) => {
        append(folder, 'api/overlay.yaml');
      },
    ],
    [
      'a file that is referred to has changed',
      (folder) => {
        append(folder, 'shared/a.yaml');
      },
    ],
    [
      'a file that is referred to is gone',
      (folder) => {
        rmSync(join(folder, 'shared/a.yaml'));
      },
    ],
    [
      'a file that was made has changed',
      (folder) => {
        append(folder, 'out/src/index.ts');
      },
    ],
    [
      'a file that was made is gone',
      (folder) => {
        rmSync(join(folder, 'out/src/index.ts'));
      },
    ],
    [
      'the manifest has changed',
      (folder) => {
        append(folder, 'out/manifest.json');
      },
    ],
    [
      'the manifest is gone',
      (folder) => {
        rmSync(join(folder, 'out/manifest.json'));
      },
    ],
    [
      'the manifest is broken',
      (folder) => {
        writeFileSync(join(folder, 'out/manifest.json'), '{');
      },
    ],
    [
      'a file that was made is a link now',
      (folder) => {
        const file = join(folder, 'out/src/index.ts');
        writeFileSync(join(folder, 'elsewhere.ts'), readFileSync(file));
        rmSync(file);
        symlinkSync(join(folder, 'elsewhere.ts'), file);
      },
    ],
    [
      'a folder stands in the place of a file',
      (folder) => {
        rmSync(join(folder, 'shared/a.yaml'));
        mkdirSync(join(folder, 'shared/a.yaml'));
      },
    ],
  ];
  it.each(changes)('when %s', (_, change) => {
    const { folder, check } = makeRun();
    expect(check()).toBe(true);
    change(folder);
    expect(check()).toBe(false);
  });

  it('when the generator is another', () => {
    expect(makeRun().check({ version: '1.2.4' })).toBe(false);
  });

  it('when the overlay is gone, has come, or is another of the same text', () => {
    const { folder, check } = makeRun();
    writeFileSync(join(folder, 'other.yaml'), overlayText);
    expect(check({ overlay: null })).toBe(false);
    expect(check({ overlay: join(folder, 'other.yaml') })).toBe(false);
    const without = makeRun({ overlay: false });
    expect(without.check({ overlay: join(without.folder, 'api/overlay.yaml') })).toBe(false);
  });

  it('when it is another description, or another folder', () => {
    const { folder, check } = makeRun();
    writeFileSync(join(folder, 'api/other.yaml'), readFileSync(join(folder, 'api/openapi.yaml')));
    expect(check({ description: join(folder, 'api/other.yaml') })).toBe(false);
    expect(check({ directory: join(folder, 'api') })).toBe(false);
    expect(check({ directory: join(folder, 'nowhere') })).toBe(false);
  });

  it('when a manifest names files outside of its folder', () => {
    const { folder, check } = makeRun();
    const file = join(folder, 'out/manifest.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"src/index.ts"', '"../out/src/index.ts"'));
    expect(check()).toBe(false);
  });
});

function append(folder: string, path: string): void {
  writeFileSync(join(folder, path), '\n', { flag: 'a' });
}
