/** `--watch`: what makes it run again, what does not stop it, and how it ends. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findReferredFiles } from '../../generator/cli/referred-files.js';
import { run } from '../../generator/cli/run.js';
import { watch } from '../../generator/cli/watch.js';
import { describeApi, enter } from './cli-running.js';
import { makeFolder } from './scratch.js';

/** Longer than any machine should need; a wait that gets there fails. */
const maxWaitMs = 60_000;

const running: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});

/** A watch in process: what it says, and a way to wait until it says something more. */
function start(line: string): {
  readonly next: (pattern: RegExp) => Promise<string>;
  readonly stop: () => Promise<number>;
} {
  const end = new AbortController();
  let said = '';
  let notify = (): void => undefined;
  const hear = (text: string): void => {
    said += text;
    notify();
  };
  const ended = run(line.split(' '), { out: hear, err: hear, signal: end.signal });
  const stop = (): Promise<number> => {
    end.abort();
    return ended;
  };
  running.push(stop);
  const next = (pattern: RegExp): Promise<string> =>
    new Promise((settle, fail) => {
      const timer = globalThis.setTimeout(() => {
        fail(new Error(`Nothing said matches ${String(pattern)}: ${said}`));
      }, maxWaitMs);
      notify = () => {
        const found = pattern.exec(said);
        if (found === null) return;
        clearTimeout(timer);
        const heard = said.slice(0, found.index + found[0].length);
        said = said.slice(heard.length);
        settle(heard);
      };
      notify();
    });
  return { next, stop };
}

const idle = /(watching \d+ files?|waiting for the files); Ctrl\+C ends\n/;

describe('--watch', () => {
  it('runs again when a file has changed, also after an error', async () => {
    const api = describeApi('alpha');
    enter({ 'a.yaml': api });
    const { next, stop } = start('generate a.yaml -o out --watch');
    expect(await next(idle)).toContain('written');

    writeFileSync('a.yaml', api.replace('Read a row', 'Read one row'));
    expect(await next(idle)).toMatch(/^a\.yaml changed\nout {2}\d+ files, \d+ written/);

    writeFileSync('a.yaml', 'openapi: [');
    expect(await next(idle)).toContain('error syntax-error');

    // As editors do it: a new file in the place of the old one.
    writeFileSync('new.yaml', api);
    renameSync('new.yaml', 'a.yaml');
    expect(await next(idle)).toMatch(/^a\.yaml changed\nout /);

    rmSync('a.yaml');
    expect(await next(idle)).toContain('error file-not-readable');
    writeFileSync('a.yaml', api);
    expect(await next(idle)).toMatch(/^a\.yaml changed\nout {2}\d+ files, \d+ unchanged/);

    writeFileSync('overlay.yaml', 'overlay: 2.0.0\n');
    expect(await next(idle)).toContain('overlay.yaml:1:');
    expect(await stop()).toBe(0);
  }, 180_000);

  it('runs again when a file was saved during the first run', async () => {
    enter({ 'a.yaml': 'a: 1\n' });
    const end = new AbortController();
    const forget = vi.spyOn(end.signal, 'removeEventListener');
    let said = '';
    let count = 0;
    const once = async (): Promise<{ readonly files: readonly string[] }> => {
      count += 1;
      // File systems keep coarser times than clocks.
      await setTimeout(50);
      if (count === 1) writeFileSync('a.yaml', 'a: 2\n');
      else end.abort();
      return { files: ['a.yaml'] };
    };
    const hear = (text: string): void => {
      said += text;
    };
    expect(await watch(once, { out: hear, err: hear, signal: end.signal })).toBe(0);
    expect(count).toBe(2);
    expect(said).toContain('a.yaml changed\n');
    expect(forget).toHaveBeenCalledWith('abort', expect.any(Function));
  });

  it('sees a change beside files that never rest', async () => {
    enter({ 'a.yaml': 'a: 1\n' });
    const end = new AbortController();
    let count = 0;
    const once = async (): Promise<{ readonly files: readonly string[] }> => {
      count += 1;
      if (count === 2) end.abort();
      return Promise.resolve({ files: ['a.yaml'] });
    };
    const ended = watch(once, { out: () => undefined, err: () => undefined, signal: end.signal });
    for (let step = 0; count < 2 && step < 200; step += 1) {
      writeFileSync('log.txt', `${step}`);
      if (step === 5) writeFileSync('a.yaml', 'a: 23\n');
      await setTimeout(20);
    }
    expect(count).toBe(2);
    end.abort();
    expect(await ended).toBe(0);
  });

  it('follows the configuration', async () => {
    const config = (output: string): string =>
      JSON.stringify({ clients: [{ description: 'specs/a.yaml', output }] });
    enter({ 'specs/a.yaml': describeApi('alpha'), 'rowsweep.config.json': config('one') });
    const { next, stop } = start('generate -w');
    await next(idle);
    writeFileSync('rowsweep.config.json', config('two'));
    expect(await next(idle)).toMatch(/^rowsweep\.config\.json changed\ntwo {2}/);
    writeFileSync('rowsweep.config.json', '{');
    expect(await next(idle)).toContain('error syntax-error');
    writeFileSync('rowsweep.config.json', config('two'));
    expect(await next(idle)).toContain('unchanged');
    expect(await stop()).toBe(0);
  });

  it('ends at once on a command line that is wrong', async () => {
    enter({});
    const { next, stop } = start('generate a.yaml b.yaml -o out --watch');
    expect(await next(/\n {2}help: .*\n/)).toContain('error usage: --output goes with one description');
    expect(await stop()).toBe(2);
  });
});

describe('what a file refers to', () => {
  it('is found in YAML and JSON, directly or not, and only in files', () => {
    const folder = makeFolder({
      'a.yaml': `x: { $ref: './b.json#/x' }\ny:\n  $ref: c%20d.yaml\nz: { $ref: "#/x" }\nw: {$ref: plain.yaml}\n`,
      'b.json': '{"$ref":"deep/e.json","$ref" : "https://x.test/y.json", "z": {"$ref": "a.yaml#/x"}}',
      'deep/e.json': '{"$ref": "../a.yaml"}',
    });
    const files = ['a.yaml', 'b.json', 'c d.yaml', 'plain.yaml', 'deep/e.json'].map((path) =>
      join(folder, path),
    );
    expect(findReferredFiles([join(folder, 'a.yaml')])).toEqual(files);
  });
});
