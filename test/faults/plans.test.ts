/** Fault plans: read with care, the same for the same seed, and their truth is the truth. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFaultPlan, type Bench, type FaultPlan, type Truth } from '@rowsweep/sandbox';
import { runCommand } from '../../sandbox/command.js';
import { play, problemsOf } from './play.js';
import { providers } from './providers.js';
import { makeRandomScenario } from './random.js';
import { openOwnStand, type Stand } from './stand.js';

let stand: Stand;
beforeAll(async () => {
  stand = await openOwnStand();
});
afterAll(() => stand.close());

/** Sends one deletion as Extruct takes it; the status, or `cut`. */
async function send(bench: Bench, rows: readonly string[]): Promise<string> {
  const { baseUrl = '', token = '' } = bench.options;
  try {
    const response = await fetch(`${baseUrl}/v1/tables/${String(bench.target['table_id'])}/rows`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ rows }),
    });
    await response.text();
    return String(response.status);
  } catch {
    return 'cut';
  }
}

async function sendMany(plan: FaultPlan, seed: number): Promise<readonly string[]> {
  const bench = await stand.start({ provider: 'extruct', rows: 20, seed, plan });
  const seen: string[] = [];
  for (const id of bench.ids) seen.push(await send(bench, [id]));
  return seen;
}

describe('a plan', () => {
  it.each([
    [[], 'The plan must be an object.'],
    [{ rule: [] }, 'rule is not known.'],
    [{ rules: [{}] }, 'rules[0] has no "fault".'],
    [{ rules: [{ fault: {} }] }, 'rules[0].fault says nothing.'],
    [{ rules: [{ fault: { status: 99 } }] }, 'rules[0].fault.status must be a status from 200 to 599.'],
    [{ rules: [{ fault: { cut: 'late' } }] }, 'rules[0].fault.cut must be one of before, after'],
    [{ rules: [{ fault: { cut: 'after', hang: true } }] }, 'wants cut and hang; a fault is one thing.'],
    [
      { rules: [{ fault: { cut: 'after', effect: true } }] },
      'effect goes only with status or refuse or hang.',
    ],
    [{ rules: [{ fault: { addRows: ['a'] } }] }, 'rules[0].fault.addRows[0] must be an object.'],
    [{ rules: [{ probability: 2, fault: { hang: true } }] }, 'rules[0].probability must be from 0 to 1.'],
    [{ jobs: [{ end: 'soon' }] }, 'jobs[0].end must be one of succeeded, failed'],
    [{ rules: [{ fault: { constructor: 1 } }] }, 'rules[0].fault.constructor is not known.'],
  ])('%j is refused', (plan, message) => {
    expect(() => readFaultPlan(plan)).toThrow(message);
  });

  it('hits the same requests again with the same seed, and others with another', async () => {
    const plan: FaultPlan = {
      rules: [
        { probability: 0.3, fault: { cut: 'after' } },
        { probability: 0.3, fault: { status: 503 } },
      ],
    };
    const once = await sendMany(plan, 5);
    expect(await sendMany(plan, 5)).toEqual(once);
    expect(await sendMany(plan, 6)).not.toEqual(once);
    expect(new Set(once)).toEqual(new Set(['200', '503', 'cut']));
  });

  it('goes by number, by size and by id; the first rule that fits decides', async () => {
    const { ids } = await stand.start({ provider: 'extruct', rows: 6 });
    const plan: FaultPlan = {
      rules: [
        { names: ids.slice(2, 3), fault: { badIds: ids.slice(2, 3) } },
        { moreIdsThan: 1, fault: { status: 413 } },
        { from: 3, every: 2, fault: { refuse: 'inside' } },
      ],
    };
    const bench = await stand.start({ provider: 'extruct', rows: 6, plan });
    const seen = [await send(bench, ids.slice(2, 4)), await send(bench, ids.slice(0, 2))];
    for (const id of [ids[0], ids[1], ids[3], ids[4]]) seen.push(await send(bench, [id ?? '']));
    expect(seen).toEqual(['422', '413', '200', '500', '200', '500']);
  });

  it('is refused by the laboratory with the place of the mistake', async () => {
    const wrong = { rules: [{ fault: { cut: 'never' } }] } as unknown as FaultPlan;
    await expect(stand.start({ provider: 'minimal', plan: wrong })).rejects.toThrow(
      'rules[0].fault.cut must be one of',
    );
  });
});

describe('the truth', () => {
  it('says which request removed which row, and what became of each request', async () => {
    const plan: FaultPlan = {
      rules: [
        { numbers: [0], fault: { cut: 'before' } },
        { numbers: [1], fault: { cut: 'inBody' } },
        { numbers: [2], fault: { overDelete: 1 } },
      ],
    };
    const bench = await stand.start({ provider: 'extruct', rows: 5, plan });
    const [a = '', b = '', c = ''] = bench.ids;
    expect([await send(bench, [a]), await send(bench, [a]), await send(bench, [b])]).toEqual([
      'cut',
      'cut',
      '200',
    ]);
    const truth = await stand.tell('extruct');
    const removedBy = new Map(truth.rows.map((row) => [row.id, row.removedBy]));
    expect(bench.ids.map((id) => removedBy.get(id))).toEqual([1, 2, null, null, 2]);
    expect(removedBy.get(c)).toBeNull();
    expect(truth.mutations).toBe(3);
    expect(truth.requests.map(({ carriedOut, fault }) => [carriedOut, fault])).toEqual([
      [false, { cut: 'before' }],
      [true, { cut: 'inBody' }],
      [true, { overDelete: 1 }],
    ]);
    const [first, second, third] = truth.requests.map(({ bodyHash }) => bodyHash);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('calls carried out only what was done, whatever the status of a refusal', async () => {
    const extruct = await stand.start({ provider: 'extruct', rows: 1 });
    const altatech = await stand.start({ provider: 'altatech', rows: 1 });
    const stranger = { ...extruct, options: { ...extruct.options, token: 'not the token' } };
    const elsewhere = { ...extruct, target: { table_id: '00000000-0000-4000-8000-000000000000' } };
    const answers = [];
    for (const bench of [stranger, elsewhere, extruct]) answers.push(await send(bench, extruct.ids));
    answers.push(await send(extruct, ['no id']));
    expect(answers).toEqual(['401', '404', '200', '422']);
    const { baseUrl = '', token = '' } = altatech.options;
    for (const given of ['not the token', token]) {
      const response = await fetch(`${baseUrl}/v2/database/delete/record`, {
        method: 'POST',
        headers: { authorization: `Bearer ${given}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...altatech.target, delete_data: [{ record_id: altatech.ids[0] }] }),
      });
      expect(response.status).toBe(200);
      await response.text();
    }
    const carriedOut = async (provider: 'extruct' | 'altatech'): Promise<readonly boolean[]> =>
      (await stand.tell(provider)).requests.map((request) => request.carriedOut);
    expect(await carriedOut('extruct')).toEqual([false, false, true, false]);
    expect(await carriedOut('altatech')).toEqual([false, true]);
  });

  it('knows rows that the plan adds, from the moment at which they are there', async () => {
    const plan: FaultPlan = {
      rules: [{ numbers: [1], fault: { addRows: [{ name: 'new' }, { name: 'new' }] } }],
    };
    const bench = await stand.start({ provider: 'extruct', rows: 2, plan });
    const known = async (): Promise<readonly (number | null)[]> =>
      (await stand.tell('extruct')).rows.map(({ removedBy }) => removedBy);
    const [a = '', b = ''] = bench.ids;
    await send(bench, [a]);
    expect(await known()).toEqual([0, null]);
    await send(bench, [b]);
    expect(await known()).toEqual([0, 1, null, null]);
    const added = (await stand.tell('extruct')).rows.slice(2).map(({ id }) => id);
    await send(bench, added.slice(1));
    expect(await known()).toEqual([0, 1, null, 2]);
  });

  it('is told by the command, too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rowsweep-plan-'));
    const file = join(folder, 'plan.json');
    writeFileSync(file, JSON.stringify({ rules: [{ numbers: [0], fault: { status: 503 } }] }));
    let stop = (): void => undefined;
    const stopping = new Promise<void>((resolve) => {
      stop = resolve;
    });
    let printed = '';
    let tellPrinted = (): void => undefined;
    const isPrinted = new Promise<void>((resolve) => {
      tellPrinted = resolve;
    });
    const ended = runCommand({
      arguments: ['--faults', file, '--provider', 'extruct', '--rows', '2', '--json'],
      print: (text) => {
        printed += text;
        tellPrinted();
      },
      waitForStop: () => stopping,
    });
    await Promise.race([isPrinted, ended]);
    const told = JSON.parse(printed) as { readonly control: string; readonly servers: readonly Bench[] };
    const [bench] = told.servers;
    if (bench === undefined) throw new Error('Nothing was started.');
    const ask = async (path: string): Promise<Truth> =>
      (await (await fetch(`${told.control}${path}`)).json()) as Truth;
    const { rows } = await ask('/truth?provider=extruct');
    const ids = rows.map(({ id }) => id);
    expect([await send(bench, ids), await send(bench, ids)]).toEqual(['503', '200']);
    const after = await ask('/truth?provider=extruct');
    expect(after.rows.map(({ removedBy }) => removedBy)).toEqual([1, 1]);
    expect(await ask('/truth?provider=minimal')).toEqual({
      error: 'The server of "minimal" was not started.',
    });
    stop();
    await ended;
    rmSync(folder, { recursive: true });
  });
});

describe.each(providers)('random plans: $name', (facts) => {
  it.each([1, 2, 3, 4, 5, 6])('seed %i', async (seed) => {
    expect(problemsOf(await play(stand, makeRandomScenario(seed), facts))).toEqual([]);
  });
});
