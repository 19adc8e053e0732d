/** The registry of the rehearsal, with a program in Verdaccio's place that never answers. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startRegistry } from '../../scripts/rehearse/registry.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rowsweep-registry-'));
  mkdirSync(join(folder, 'modules/verdaccio/bin'), { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function start(program: string): { readonly started: Promise<unknown>; readonly ends: (() => unknown)[] } {
  writeFileSync(join(folder, 'modules/verdaccio/bin/verdaccio'), program);
  const ends: (() => Promise<void> | void)[] = [];
  const upstream = 'http://127.0.0.1:9/';
  const modules = join(folder, 'modules');
  return { started: startRegistry({ modules, folder: join(folder, 'registry'), upstream, ends }), ends };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('can be ended while it starts, and then says that it did not start', async () => {
  const { started, ends } = start(
    "require('node:fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000);",
  );
  const failed = expect(started).rejects.toThrow('did not start');
  const file = join(folder, 'registry/pid');
  const pid = await vi.waitFor(() => {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (text === '') throw new Error('it does not run yet');
    return Number(text);
  }, 10_000);
  expect(isRunning(pid)).toBe(true);
  for (const end of ends) await end();
  await failed;
  expect(isRunning(pid)).toBe(false);
});

it('says what it wrote when it ends by itself', async () => {
  const { started } = start("require('node:fs').writeFileSync('log', 'no such storage'); process.exit(3);");
  await expect(started).rejects.toThrow('no such storage');
});
