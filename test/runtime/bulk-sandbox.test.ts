/** The engine against all five servers, with the tables that the generator printed: nothing is faked but the rows. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAltatech } from '@rowsweep/altatech';
import { createExtruct } from '@rowsweep/extruct';
import { createGptbots } from '@rowsweep/gptbots';
import { createMinimal } from '@rowsweep/minimal';
import { createSandbox, type Fate, type Intercept, type Sandbox } from '@rowsweep/sandbox';
import { createSplendor } from '@rowsweep/splendor';
import type { DeleteOptions } from '../../runtime/bulk/options.js';
import type { BulkDeleter } from '../../runtime/bulk/types.js';
import { runAll } from './bulk-bench.js';
import { drivenClock, type DrivenClock } from './fake-clock.js';

let sandbox: Sandbox;
let clock: DrivenClock;

beforeEach(async () => {
  clock = drivenClock();
  sandbox = await createSandbox({ rows: 2500, now: () => clock.now() });
});
afterEach(() => sandbox.close());

interface Subject {
  readonly deleter: (defaults?: DeleteOptions) => BulkDeleter;
  readonly server: {
    readonly store: { ids(): string[]; has(id: string): boolean; readonly size: number };
    intercept: Intercept | null;
  };
  /** Ids that are well formed and not there. */
  readonly strangers: readonly string[];
}

const UNKNOWN_UUID = '00000000-0000-4000-8000-000000000000';

const subjects: Readonly<Record<string, () => Subject>> = {
  extruct: () => {
    const server = sandbox.extruct;
    return {
      server,
      deleter: (defaults) => createExtruct({ ...server.options, clock }).rows(server.target, defaults),
      strangers: [UNKNOWN_UUID],
    };
  },
  altatech: () => {
    const server = sandbox.altatech;
    return {
      server,
      deleter: (defaults) => createAltatech({ ...server.options, clock }).records(server.target, defaults),
      strangers: ['1'],
    };
  },
  gptbots: () => {
    const server = sandbox.gptbots;
    return {
      server,
      deleter: (defaults) => createGptbots({ ...server.options, clock }).records(server.target, defaults),
      strangers: ['1'],
    };
  },
  minimal: () => {
    const server = sandbox.minimal;
    return {
      server,
      deleter: (defaults) => createMinimal({ ...server.options, clock }).rows(server.target, defaults),
      strangers: ['999999'],
    };
  },
  splendor: () => {
    const server = sandbox.splendor;
    return {
      server,
      deleter: (defaults) => createSplendor({ ...server.options, clock }).records(server.target, defaults),
      strangers: ['nobody'],
    };
  },
};

describe.each(Object.entries(subjects))('%s', (name, make) => {
  it('deletes 2,001 rows of 2,500, and one that is not there', async () => {
    const { deleter, server, strangers } = make();
    const wanted = server.store.ids().slice(0, 2001);
    const { summary, outcomes, error } = await drive(deleter(), [...wanted, ...strangers]);
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({
      state: 'completed',
      requested: 2002,
      gone: 2002,
      problems: [],
      warnings: [],
    });
    expect(server.store.size).toBe(499);
    expect(wanted.some((id) => server.store.has(id))).toBe(false);
    expect(summary.byStatus.deleted).toBeLessThanOrEqual(2001);
    expect(outcomes).toHaveLength(2002);
    if (name === 'extruct') expect(summary.byStatus).toMatchObject({ deleted: 2001, notFound: 1 });
    expect(summary.requests.sent - summary.requests.minimum).toBeLessThanOrEqual(name === 'extruct' ? 5 : 0);
    const violations = requestsOf(name).flatMap((request) => request.violations);
    expect(violations).toEqual([]);
  });

  it('survives an answer that is lost after the deletion, and claims nothing that is not so', async () => {
    const { deleter, server } = make();
    const wanted = server.store.ids().slice(0, 300);
    server.intercept = firstDeletion({ cut: 'after' });
    const { summary } = await drive(deleter(), wanted);
    expect(summary).toMatchObject({ state: 'completed', gone: 300 });
    expect(summary.byStatus.notFound).toBe(0);
    expect(wanted.some((id) => server.store.has(id))).toBe(false);
  });

  it('waits out a refusal with Retry-After', async () => {
    const { deleter, server } = make();
    server.intercept = firstDeletion({ status: 429, headers: { 'retry-after': '7' }, body: {} });
    const { summary } = await drive(deleter(), server.store.ids().slice(0, 10));
    expect(summary).toMatchObject({ state: 'completed', gone: 10, requests: { retried: 1 } });
    expect(summary.durationMs).toBeGreaterThanOrEqual(7_000);
  });

  it('stops at once when it is not let in', async () => {
    const { deleter, server } = make();
    server.intercept = () => ({ status: 403, body: { detail: 'no', message: 'no' } });
    const { summary, error } = await drive(deleter(), server.store.ids());
    expect(error).toMatchObject({ code: 'PERMISSION_DENIED', effect: 'none' });
    expect(summary.requests.sent).toBeLessThanOrEqual(2);
    expect(server.store.size).toBe(2500);
  });

  it('plans without touching anything', async () => {
    const { deleter, server } = make();
    const plan = await deleter().plan(server.store.ids());
    expect(plan).toMatchObject({ ids: 2500, invalid: 0 });
    expect(requestsOf(name)).toEqual([]);
  });
});

it('one bad id among many is named, or found, and nothing else suffers', async () => {
  const { deleter, server } = subjects['splendor']?.() ?? expect.unreachable();
  const wanted = server.store.ids().slice(0, 100);
  server.intercept = ({ ids }) => {
    const position = ids.indexOf(wanted[42] ?? '');
    if (position < 0) return undefined;
    return {
      status: 422,
      body: { detail: [{ type: 'x', loc: ['body', 'record_ids', position], msg: 'odd', input: '' }] },
    };
  };
  const { outcomes, summary } = await drive(deleter(), wanted);
  expect(summary.byStatus).toMatchObject({ absent: 99, failed: 1 });
  expect(outcomes[42]).toMatchObject({ status: 'failed', error: { code: 'INVALID_ID', message: 'odd' } });
});

async function drive(deleter: BulkDeleter, ids: readonly string[]): ReturnType<typeof runAll> {
  return clock.drive(runAll(deleter, ids, {}));
}

function firstDeletion(fate: Fate): Intercept {
  let isDue = true;
  return ({ ids }) => {
    if (!isDue || ids.length === 0) return undefined;
    isDue = false;
    return fate;
  };
}

function requestsOf(name: string): Sandbox['extruct']['requests'] {
  switch (name) {
    case 'extruct':
    case 'altatech':
    case 'gptbots':
    case 'minimal':
    case 'splendor':
      return sandbox[name].requests;
    default:
      return expect.unreachable();
  }
}
