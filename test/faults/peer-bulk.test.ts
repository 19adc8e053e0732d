/** The endpoint before helpers.bulk says of a deletion what the provider's answer says, and no more. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Fault, FaultPlan, ProviderName } from '@rowsweep/sandbox';
import { passOn, writeItem } from './peer-bulk.js';
import { startMs } from './simulation.js';
import { openOwnStand, type Stand } from './stand.js';

let stand: Stand;
beforeAll(async () => {
  stand = await openOwnStand();
});
afterAll(() => stand.close());

interface Case {
  readonly what: string;
  readonly on: ProviderName;
  readonly plan?: FaultPlan;
  /** The status of every item; null: there is none. */
  readonly item: number | null;
  readonly status?: number;
}

const always = (fault: Fault): FaultPlan => ({ rules: [{ fault }] });

const cases: readonly Case[] = [
  { what: 'what is done is deleted', on: 'altatech', item: 200 },
  {
    what: 'a job that has not ended claims nothing',
    on: 'splendor',
    plan: { jobs: [{ runningMs: 60_000 }] },
    item: 202,
  },
  {
    what: 'a code for a fault inside is repeated',
    on: 'altatech',
    plan: always({ refuse: 'inside' }),
    item: 429,
  },
  { what: 'half an answer is repeated', on: 'extruct', plan: always({ alter: 'halfJson' }), item: 429 },
  { what: 'throttling is repeated', on: 'minimal', plan: always({ status: 429 }), item: 429 },
  { what: 'a refusal ends only itself', on: 'altatech', plan: always({ refuse: 'permission' }), item: 400 },
  {
    what: 'a table that is gone is no row that is',
    on: 'extruct',
    plan: always({ refuse: 'target' }),
    item: 400,
  },
  { what: 'a 503 is passed on', on: 'extruct', plan: always({ status: 503 }), item: null, status: 503 },
];

it.each(cases)('$what', async ({ on, plan = {}, item, status = 200 }) => {
  const bench = await stand.start({ provider: on, rows: 3, plan, nowMs: startMs });
  const items = item === null ? [] : bench.ids.map((id) => writeItem(id, item));
  expect(await passOn(bench)(bench.ids)).toEqual({ status, items });
});

it('says "deleted" of nothing but a deletion', () => {
  const words = [200, 202, 404, 429, 500].map((status) => JSON.stringify(writeItem('a', status)));
  expect(words.map((text) => text.includes('"result":"deleted"'))).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});
