/** Real processes that are killed in the middle of a request, five in a row, and a last one that lives. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Intercept, type Sandbox } from '@rowsweep/sandbox';
import type { DeletionOutcome, DeletionSummary } from '../../runtime/bulk/types.js';
import { root } from '../house/sources.js';

const ROWS = 200;
const LIMIT = 10;
const LANES = 3;
const KILLS = 5;

/** What each process runs: the packages as they are built. */
const CHILD = `
const [text] = process.argv.slice(1);
const { module, create, table, options, target, journal, ids, isFirst, settings, mode } = JSON.parse(text);
const { openJournal } = await import('@rowsweep/runtime/journal');
const client = (await import(module))[create](options);
const deleter = client[table](target, settings);
const store = { store: openJournal(journal), ids: mode };
const run = isFirst ? deleter.deleteMany(ids, { journal: store }) : deleter.resume(store, { ids });
const outcomes = [];
for await (const outcome of run.outcomes()) outcomes.push(outcome);
process.stdout.write(JSON.stringify({ summary: await run, outcomes }));
`;

interface Told {
  readonly summary: DeletionSummary;
  readonly outcomes: readonly DeletionOutcome[];
}

let folder: string;
let sandbox: Sandbox;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rowsweep-sigkill-'));
  sandbox = await createSandbox({ rows: ROWS, providers: ['extruct', 'minimal'] });
});
afterEach(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

async function runChild(order: object, onStart: (child: ChildProcess) => void): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', CHILD, JSON.stringify(order)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onStart(child);
  let text = '';
  child.stdout.on('data', (bytes: Buffer) => {
    text += bytes.toString();
  });
  await new Promise((resolve) => child.on('close', resolve));
  return text;
}

describe.each([
  {
    name: 'extruct',
    create: 'createExtruct',
    mode: 'full',
    stranger: '00000000-0000-4000-8000-000000000000',
  },
  { name: 'minimal', create: 'createMinimal', mode: 'hash', stranger: '999999' },
] as const)('killed processes at $name, ids: $mode', ({ name, create, mode, stranger }) => {
  it('lose no id, send few twice, and claim nothing that is not so', async () => {
    const server = sandbox[name];
    const rows = server.store.ids();
    const ids = [...rows, stranger];
    const order = {
      module: `@rowsweep/${name}`,
      create,
      table: 'rows',
      options: server.options,
      target: server.target,
      journal: join(folder, 'run.journal'),
      ids,
      mode,
      settings: { chunk: { maxIds: LIMIT }, concurrency: LANES, rateLimit: { requestsPerSecond: null } },
    };
    let received = 0;
    const countRequests = (): number => server.requests.filter(({ method }) => method === 'DELETE').length;
    for (let kill = 0; kill < KILLS; kill += 1) {
      let child: ChildProcess | undefined;
      const at = received + 2 + kill;
      const killAt: Intercept = ({ method }) => {
        if (method !== 'DELETE' || countRequests() < at) return {};
        child?.kill('SIGKILL');
        // Every other one dies with its deletion done.
        return kill % 2 === 0 ? { cut: 'after' } : { cut: 'before' };
      };
      server.intercept = killAt;
      const text = await runChild({ ...order, isFirst: kill === 0 }, (started) => {
        child = started;
      });
      expect(text).toBe('');
      received = countRequests();
    }
    server.intercept = null;
    const { summary, outcomes } = JSON.parse(
      await runChild({ ...order, isFirst: false }, () => undefined),
    ) as Told;
    expect(summary).toMatchObject({ state: 'completed', requested: ids.length });
    expect(Object.values(summary.byStatus).reduce((sum, count) => sum + count, 0)).toBe(ids.length);
    expect(outcomes.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(server.store.size).toBe(0);
    for (const { id, status, settledAs } of outcomes) {
      const claim = settledAs ?? status;
      expect([id, claim]).toEqual([
        id,
        expect.stringMatching(id === stranger ? /^(notFound|absent)$/ : /^(deleted|absent)$/),
      ]);
    }
    const most = Math.ceil(ids.length / LIMIT) + KILLS * LANES;
    expect(countRequests()).toBeLessThanOrEqual(most);
  }, 120_000);
});
