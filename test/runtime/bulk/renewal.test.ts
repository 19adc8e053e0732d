/** A credential that expires while a run is under way. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { bulk } from '../../../runtime/bulk/bulk.js';
import type { BulkDeleter } from '../../../runtime/bulk/types.js';
import { connect, type CredentialRequest } from '../../../runtime/connection.js';
import { ids, runAll, statuses } from '../bulk-bench.js';
import { behaviourOf, tokenProvider, withToken } from '../bulk-tables.js';

interface Renewing {
  readonly deleter: BulkDeleter;
  /** The statuses of all answers. */
  readonly answered: number[];
  readonly refreshes: () => number;
}

/** Its token is good for so many requests; then only the next one is. */
function open(goodFor: number, onRefresh?: () => void): Renewing {
  const answered: number[] = [];
  let given = 'first';
  let refreshes = 0;
  const token = async ({ refused }: CredentialRequest): Promise<string> => {
    if (!refused) return given;
    refreshes += 1;
    onRefresh?.();
    await sleep(3);
    return (given = 'second');
  };
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { method, headers, body } = init;
    const wanted = answered.length < goodFor ? 'Bearer first' : 'Bearer second';
    const status = new Headers(headers).get('authorization') === wanted ? 200 : 401;
    answered.push(status);
    await sleep(2);
    if (status === 401) return new Response('', { status });
    if (method === 'GET') return Response.json({}, { status: 404 });
    expect(url).toContain('/delete/');
    return Response.json((JSON.parse(body as string) as { readonly ids: readonly string[] }).ids);
  };
  const options: object = { fetch, token };
  const behaviour = behaviourOf({ concurrency: { initial: 4, max: 4 }, readBack: 'each' });
  const { readBack } = behaviour;
  const deleter = bulk(
    connect(tokenProvider, options),
    {
      ...behaviour,
      call: withToken(behaviour.call),
      readBack: readBack === null ? null : { ...readBack, call: withToken(readBack.call) },
    },
    { table: 't1' },
  );
  return { deleter, answered, refreshes: () => refreshes };
}

const countIn = (answered: readonly number[], status: number): number =>
  answered.filter((one) => one === status).length;

describe('a token that expires in the middle of a run', () => {
  it('is renewed once for all requests under way, and every id is deleted', async () => {
    const { deleter, answered, refreshes } = open(6);
    let sent = 0;
    const result = await runAll(deleter, ids(2_000), {
      onEvent: ({ type }) => (sent += Number(type === 'chunkSent')),
    });
    expect(result.error).toBeUndefined();
    expect(result.summary).toMatchObject({ state: 'completed', byStatus: { deleted: 2_000 } });
    expect(refreshes()).toBe(1);
    const refused = countIn(answered, 401);
    expect(refused).toBeGreaterThan(1);
    expect(result.summary.requests).toMatchObject({ sent: 20 + refused, retried: refused });
    expect([answered.length, sent]).toEqual([20 + refused, 20 + refused]);
    expect(result.outcomes.filter(({ attempts }) => attempts === 2)).toHaveLength(100 * refused);
  });

  it('so it is for the reads of a run', async () => {
    const { deleter, answered, refreshes } = open(1);
    const { summary, error } = await runAll(deleter, ids(50), { verify: 'all' });
    expect(error).toBeUndefined();
    expect(summary.byStatus.deleted).toBe(50);
    expect(refreshes()).toBe(1);
    expect(countIn(answered, 401)).toBe(1);
    expect(summary.requests.sent + summary.requests.reads).toBe(answered.length);
  });

  it('sends nothing again when the run was aborted meanwhile', async () => {
    const controller = new AbortController();
    const { deleter, answered } = open(0, () => {
      controller.abort();
    });
    const result = await runAll(deleter, ids(10), { signal: controller.signal });
    expect(answered).toEqual([401]);
    expect(new Set(statuses(result))).not.toContain('deleted');
    expect(result.summary.byStatus.unknown).toBe(0);
  });
});
