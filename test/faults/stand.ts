/** Where the servers are: in this process, or in one of their own. Either way only their control address is used. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  createLaboratory,
  openControl,
  type Bench,
  type BenchOptions,
  type ProviderName,
  type Truth,
} from '@rowsweep/sandbox';

/** The servers of a laboratory. */
export interface Stand {
  readonly start: (options: BenchOptions) => Promise<Bench>;
  readonly setClock: (nowMs: number) => Promise<void>;
  readonly tell: (provider: ProviderName) => Promise<Truth>;
  readonly close: () => Promise<void>;
}

/** Servers in this process. */
export async function openOwnStand(): Promise<Stand> {
  const laboratory = createLaboratory();
  const control = await openControl(laboratory);
  return speakTo(control.url, async () => {
    await Promise.all([control.close(), laboratory.close()]);
  });
}

/** Servers in a process of their own, started from the built sandbox of this repository. */
export async function openProcessStand(repository: string): Promise<Stand> {
  const folder = mkdtempSync(join(tmpdir(), 'rowsweep-faults-'));
  const plan = join(folder, 'plan.json');
  writeFileSync(plan, '{}');
  const command = resolve(repository, 'sandbox/bin/rowsweep-sandbox.js');
  const child = spawn(process.execPath, [command, '--faults', plan, '--rows', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((done) => {
    child.once('exit', () => {
      done();
    });
  });
  const url = await new Promise<string>((done, fail) => {
    let printed = '';
    child.stdout.on('data', (part: Buffer) => {
      printed += part.toString('utf8');
      if (printed.includes('\n')) done((JSON.parse(printed) as { readonly control: string }).control);
    });
    child.once('exit', (code) => {
      fail(new Error(`The sandbox ended with ${String(code)} before it said where it is.`));
    });
  });
  return speakTo(url, async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
}

function speakTo(url: string, close: () => Promise<void>): Stand {
  async function ask(path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(
      `${url}${path}`,
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
    );
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`The laboratory says: ${JSON.stringify(answer)}`);
    return answer;
  }
  return {
    start: async (options) => (await ask('/start', options)) as Bench,
    setClock: async (nowMs) => {
      await ask('/clock', { nowMs });
    },
    tell: async (provider) => (await ask(`/truth?provider=${provider}`)) as Truth,
    close,
  };
}
