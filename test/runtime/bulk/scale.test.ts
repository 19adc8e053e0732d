/** What must not grow with a run: its report, its memory, and the listeners on its caller's signal. */
import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { bulk } from '../../../runtime/bulk/bulk.js';
import type { BulkDeleter } from '../../../runtime/bulk/types.js';
import { connect, type Fetch } from '../../../runtime/connection.js';
import { ids } from '../bulk-bench.js';
import { behaviourOf, providerDefinition } from '../bulk-tables.js';

/** A deleter that keeps nothing of what it sends. */
function deleterOn(fetch: Fetch): BulkDeleter {
  const behaviour = behaviourOf({ limits: { maxIds: 1000 }, concurrency: { initial: 4, max: 4 } });
  return bulk(connect(providerDefinition, { fetch }), behaviour, { table: 't1' });
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

it('200,000 equal failures are a few lines, and nothing is kept of each', async () => {
  const COUNT = 200_000;
  const heap: number[] = [];
  let requests = 0;
  const deleter = deleterOn(() => {
    requests += 1;
    const headers = { 'x-request-id': `request-${requests}` };
    return Promise.resolve(Response.json({ message: 'A fault inside.' }, { status: 500, headers }));
  });
  const run = deleter.deleteMany(
    (function* () {
      for (let number = 0; number < COUNT; number += 1) {
        if (number === COUNT / 4 || number === COUNT - 1) heap.push(heapBytes());
        yield `row-${number}`;
      }
    })(),
    {
      retry: { maxAttempts: 1, maxFailedChunksInARow: COUNT },
      verify: 'off',
      dedupe: 'off',
    },
  );
  const summary = await run;
  expect(summary.byStatus.unknown).toBe(COUNT);
  expect(summary.problems).toMatchObject([{ code: 'SERVER_ERROR', count: COUNT }]);
  expect(inspect(summary.problems, { breakLength: 120 }).split('\n').length).toBeLessThanOrEqual(20);
  expect(() => {
    summary.throwIfNotGone();
  }).toThrow(/^[^\n]{1,300}$/);
  const [early = 0, late = 0] = heap;
  // A pointer for each id, and nothing else, would be 1.2 MB more.
  expect(late - early).toBeLessThan(1_000_000);
});

it('10,000 requests on one signal: one listener, and none when it is over', async () => {
  const { signal } = new AbortController();
  let most = 0;
  const deleter = deleterOn(async (url, init) => {
    most = Math.max(most, getEventListeners(signal, 'abort').length);
    const { ids: named } = (await new Request(url, init).json()) as { readonly ids: readonly string[] };
    return Response.json(named);
  });
  const summary = await deleter.deleteMany(ids(10_000), { signal, chunk: { maxIds: 1 } });
  expect(summary.requests.sent).toBe(10_000);
  expect(summary.state).toBe('completed');
  expect(most).toBe(1);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
