/** The program itself, as a process of its own. Run from what `npm run build` made. */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openCompileCache, preparePrivateFolder } from '../../generator/cli/compile-cache.js';
import { describeApi, enter } from './cli-running.js';
import { makeFolder, readFolder } from './scratch.js';

const bin = fileURLToPath(new URL('../../generator/bin/rowsweep.js', import.meta.url));

function runBin(
  line: string,
  env: NodeJS.ProcessEnv = {},
): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...line.split(' ')], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { code: status, out: stdout, err: stderr };
}

describe('the program', () => {
  it('reads a configuration in TypeScript, without being installed beside it, and keeps what was compiled', () => {
    const cache = makeFolder();
    const folder = enter({
      'a.yaml': describeApi('alpha'),
      'rowsweep.config.ts': `import { defineConfig, type RowsweepConfig } from 'rowsweep';
        const config: RowsweepConfig = { clients: [{ description: 'a.yaml', output: 'out' }] };
        export default defineConfig(config);
      `,
    });
    const env = { XDG_CACHE_HOME: cache };
    expect(runBin('generate', env)).toMatchObject({ code: 0, err: '' });
    expect(statSync(join(cache, 'rowsweep')).mode & 0o777).toBe(0o700);
    const kept = readFolder(cache);
    expect(Object.keys(kept).length).toBeGreaterThan(0);
    expect(runBin('check', env)).toMatchObject({ code: 0, err: '' });

    const other = makeFolder();
    expect(runBin('check', { XDG_CACHE_HOME: other, ROWSWEEP_NO_CACHE: '1' })).toMatchObject({ code: 0 });
    expect(readdirSync(other)).toEqual([]);
    expect(Object.keys(readFolder(folder)).filter((path) => !path.startsWith('out/'))).toEqual([
      'a.yaml',
      'rowsweep.config.ts',
    ]);
  });

  it('answers wrong usage with 2', () => {
    expect(runBin('generat')).toEqual({
      code: 2,
      out: '',
      err: 'error usage: There is no command generat.\n  help: Did you mean generate?\n',
    });
  });

  it('outlives a reader that goes away', async () => {
    enter({ 'a.yaml': describeApi('alpha') });
    const child = spawn(process.execPath, [bin, 'generate', 'a.yaml', '--print-model'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    const code = await new Promise((settle) => child.once('close', settle));
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it.runIf(process.platform !== 'win32')('ends a watch on SIGINT', async () => {
    enter({ 'a.yaml': describeApi('alpha') });
    const child = spawn(process.execPath, [bin, 'generate', 'a.yaml', '-o', 'out', '--watch'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
      if (err.includes('Ctrl+C ends')) child.kill('SIGINT');
    });
    const ended = await new Promise((settle) => {
      child.once('close', (code, signal) => {
        settle({ code, signal });
      });
    });
    expect(ended).toEqual({ code: 0, signal: null });
  });
});

describe('the compile cache', () => {
  const code = '(function () { return 41 + 1; })';

  /** Compiles a module through the cache, and tells whether V8 took what was kept. */
  function compile(
    folder: string,
    file: string,
  ): { readonly kept: boolean | undefined; readonly value: unknown } {
    const cache = openCompileCache(folder);
    const script = cache.compile(readFileSync(file, 'utf8'), file);
    const run = script.runInThisContext() as () => unknown;
    const value = run();
    cache.save();
    return { kept: script.cachedDataRejected === undefined ? undefined : !script.cachedDataRejected, value };
  }

  it('gives back what it keeps, and nothing for a module that has changed', () => {
    const folder = makeFolder({ 'module.js': code });
    const file = join(folder, 'module.js');
    const cache = join(folder, 'cache');
    expect(preparePrivateFolder(cache)).toBe(true);
    expect(compile(cache, file)).toEqual({ kept: undefined, value: 42 });
    expect(compile(cache, file)).toEqual({ kept: true, value: 42 });
    writeFileSync(file, code.replace('41', '42'));
    expect(compile(cache, file)).toEqual({ kept: undefined, value: 43 });
    expect(compile(cache, file)).toEqual({ kept: true, value: 43 });
    expect(readdirSync(cache)).toHaveLength(1);
    expect(statSync(join(cache, readdirSync(cache)[0] ?? '')).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['cut short', (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - 7)],
    ['changed', (bytes: Buffer): Buffer => Buffer.concat([bytes.subarray(0, -1), Buffer.from('!')])],
    ['empty', (): Buffer => Buffer.alloc(0)],
  ])('is not fooled by an entry that is %s', (_, spoil) => {
    const folder = makeFolder({ 'module.js': code });
    const file = join(folder, 'module.js');
    const cache = join(folder, 'cache');
    preparePrivateFolder(cache);
    compile(cache, file);
    const entry = join(cache, readdirSync(cache)[0] ?? '');
    writeFileSync(entry, spoil(readFileSync(entry)));
    expect(compile(cache, file)).toEqual({ kept: undefined, value: 42 });
    expect(compile(cache, file)).toEqual({ kept: true, value: 42 });
  });

  it('does without when it cannot write', () => {
    const folder = makeFolder({ 'module.js': code });
    expect(compile(join(folder, 'not/there'), join(folder, 'module.js'))).toEqual({
      kept: undefined,
      value: 42,
    });
  });

  it.runIf(process.platform !== 'win32')('lies in a folder of the user alone', () => {
    const folder = makeFolder({ file: '' });
    const open = join(folder, 'open');
    mkdirSync(open);
    chmodSync(open, 0o755);
    mkdirSync(join(folder, 'real'), { mode: 0o700 });
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    for (const name of ['open', 'link', 'file', 'file/below']) {
      expect(preparePrivateFolder(join(folder, name))).toBe(false);
    }
    expect(preparePrivateFolder(join(folder, 'real'))).toBe(true);
    expect(preparePrivateFolder(join(folder, 'new/folder'))).toBe(true);
  });

  it.runIf(process.platform !== 'win32').each(['', 'cache', './cache'])(
    'lies at home where XDG_CACHE_HOME is "%s"',
    (XDG_CACHE_HOME) => {
      const home = makeFolder();
      const folder = enter({ 'a.yaml': describeApi('alpha') });
      expect(runBin('lint a.yaml', { XDG_CACHE_HOME, HOME: home, LOCALAPPDATA: '' })).toMatchObject({
        code: 0,
      });
      expect(Object.keys(readFolder(folder))).toEqual(['a.yaml']);
      expect(readdirSync(join(home, '.cache'))).toEqual(['rowsweep']);
    },
  );

  it('leaves modules as they are', () => {
    const folder = makeFolder({
      'large.cjs': `#!/usr/bin/env node\nexports.name = __filename;\nexports.own = module.exports === exports && require('node:path').sep;\n//${' '.repeat(100_000)}`,
    });
    const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') };
    const module = new URL('../../generator/dist/cli/compile-cache.js', import.meta.url).href;
    const text = `import { enableCompileCache } from ${JSON.stringify(module)};
      import { createRequire } from 'node:module';
      const enabled = enableCompileCache();
      const found = createRequire(${JSON.stringify(join(folder, 'x.js'))})('./large.cjs');
      console.log(JSON.stringify({ enabled, ...found }));`;
    const expected = {
      enabled: true,
      name: join(folder, 'large.cjs'),
      own: sep,
    };
    for (let count = 0; count < 2; count += 1) {
      const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', text], {
        env,
        encoding: 'utf8',
      });
      expect(JSON.parse(stdout)).toEqual(expected);
    }
  });
});
