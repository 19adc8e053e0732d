/** The first command of a new user. */
import { readFileSync, type PathLike } from 'node:fs';
import type * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { describeApi, enter, runLine } from './cli-running.js';
import { readFolder } from './scratch.js';

/** Folders that cannot be read: who tests as root may read them all. */
const locked = new Set<PathLike>();

vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof fs>();
  return {
    ...original,
    readdirSync: (path: PathLike, ...rest: readonly []) => {
      if (locked.has(path)) throw new Error(`EACCES: permission denied, scandir '${String(path)}'`);
      return original.readdirSync(path, ...rest);
    },
  };
});

afterEach(() => {
  locked.clear();
});

const api = describeApi('Petstore').replace(/x-rowsweep-package.*\n/, '');

function readConfigFile(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, 'rowsweep.config.json'), 'utf8'));
}

describe('init', () => {
  it('proposes the descriptions of the folder, and what it writes generates at once', async () => {
    const folder = enter({
      'petstore.yaml': api,
      'specs/billing/openapi.json': '{"openapi":"3.0.3","info":{"title":"Billing","version":"1"},"paths":{}}',
      'specs/old/swagger.yaml': 'swagger: "2.0"\n',
      'node_modules/thing/openapi.yaml': api,
      '.hidden/openapi.yaml': api,
      'client/manifest.json': '{}',
      'client/openapi.json': '{"openapi":"3.0.3"}',
      'notes.json': '{"about":"openapi"}',
      'petstore/openapi.yaml': api,
    });
    expect(await runLine('init')).toEqual({
      code: 0,
      out: 'rowsweep.config.json  written\n',
      err: 'Next: npx rowsweep generate\n',
    });
    expect(readConfigFile(folder)).toEqual({
      $schema: './node_modules/rowsweep/config.schema.json',
      clients: [
        { description: 'petstore/openapi.yaml', output: 'generated/petstore' },
        { description: 'petstore.yaml', output: 'generated/petstore-2' },
        { description: 'specs/billing/openapi.json', output: 'generated/billing' },
      ],
    });
    const { code, out } = await runLine('generate');
    expect(code).toBe(0);
    expect(out.match(/^generated\/\S+/gm)).toEqual([
      'generated/petstore',
      'generated/petstore-2',
      'generated/billing',
    ]);
  });

  it('passes over a folder that it cannot read', async () => {
    enter({ 'petstore.yaml': api, 'locked/openapi.yaml': api });
    locked.add('locked');
    expect(await runLine('init')).toMatchObject({ code: 0, out: 'rowsweep.config.json  written\n' });
    expect(readFileSync('rowsweep.config.json', 'utf8')).not.toContain('locked');
  });

  it('writes an overlay to start from, which is legal as it stands', async () => {
    const folder = enter({ 'petstore.yaml': api, 'specs/acme/openapi.yaml': api });
    const { code, out } = await runLine('init --overlay');
    expect(code).toBe(0);
    expect(out).toBe(
      'rowsweep.config.json  written\npetstore.overlay.yaml  written\nspecs/acme/overlay.yaml  written\n',
    );
    expect(await runLine('generate')).toMatchObject({ code: 0, err: '' });
    const made = readFolder(join(folder, 'generated'));
    expect(JSON.parse(made['acme/package.json'] ?? '')).toMatchObject({ name: '@rowsweep/acme' });
  });

  it('overwrites nothing', async () => {
    const folder = enter({ 'petstore.yaml': api, 'overlay.yaml': 'mine', 'rowsweep.config.mjs': 'mine' });
    const before = readFolder(folder);
    const { code, out, err } = await runLine('init --overlay');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /^error config-exists: rowsweep\.config\.mjs is already here, and nothing was written\.\n/,
    );
    expect(readFolder(folder)).toEqual(before);

    const other = enter({ 'petstore.yaml': api, 'overlay.yaml': 'mine' });
    expect((await runLine('init --overlay')).err).toContain(
      'overlay.yaml is already there, and stays as it is.\n',
    );
    expect(readFileSync(join(other, 'overlay.yaml'), 'utf8')).toBe('mine');
  });

  it('without a description: a place to name one', async () => {
    const folder = enter({});
    const { code, err } = await runLine('init');
    expect(code).toBe(0);
    expect(err).toContain('No OpenAPI description was found here');
    expect(readConfigFile(folder)).toMatchObject({ clients: [{ description: 'openapi.yaml' }] });
  });

  it('takes the descriptions that are named', async () => {
    const folder = enter({ 'a.yaml': api, "b's.yaml": api });
    await runLine("init b's.yaml --ts");
    const text = readFileSync(join(folder, 'rowsweep.config.ts'), 'utf8');
    expect(text).toContain(String.raw`description: 'b\'s.yaml',`);
    expect(text).not.toContain('a.yaml');
  });

  it('writes TypeScript where there is TypeScript, or when told to', async () => {
    const folder = enter({ 'tsconfig.json': '{}', 'a.yaml': api, 'b.yaml': api });
    expect((await runLine('init')).out).toBe('rowsweep.config.ts  written\n');
    const text = readFileSync(join(folder, 'rowsweep.config.ts'), 'utf8');
    expect(text).toContain("import { defineConfig } from 'rowsweep';");
    expect(text.match(/description: '.*'/g)).toEqual(["description: 'a.yaml'", "description: 'b.yaml'"]);
    enter({ 'tsconfig.json': '{}' });
    expect((await runLine('init --json')).out).toBe('rowsweep.config.json  written\n');
  });

  it('asks a person, and nobody else', async () => {
    const asked: string[] = [];
    const answers = ['', 'no', 'y'];
    const ask = (question: string): Promise<string> => {
      asked.push(question);
      return Promise.resolve(answers[asked.length - 1] ?? '');
    };
    const folder = enter({ 'a.yaml': api, 'b.yaml': api });
    await runLine('init', { ask });
    expect(asked).toEqual([
      'Make a client of a.yaml? [Y/n] ',
      'Make a client of b.yaml? [Y/n] ',
      'Write an overlay to start from, too? [y/N] ',
    ]);
    expect(Object.keys(readFolder(folder))).toEqual([
      'a.overlay.yaml',
      'a.yaml',
      'b.yaml',
      'rowsweep.config.json',
    ]);
    enter({ 'a.yaml': api, 'b.yaml': api });
    await runLine('init --yes', { ask });
    expect(asked).toHaveLength(3);
  });
});
