/** P1: requests sent, beside the least number of them. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@rowsweep/runtime';
import { countLeastRequests } from './least-requests.js';
import { providers, type CountedProvider } from './providers.js';

/** One run of one provider. */
export interface RequestCount {
  readonly provider: string;
  readonly ids: number;
  readonly sent: number;
  readonly least: number;
  /** What slow start may add, where it was met. */
  readonly allowed: number;
  /** Ids that came to another end than to be gone. */
  readonly open: number;
}

/** Sizes around the limits, and up to a million. */
export const allSizes: readonly number[] = [1, 2, 999, 1000, 1001, 1024, 1025, 2001, 54_321, 1_000_000];

/** Counts the requests of every provider at every size. */
export async function countRequests(sizes: readonly number[]): Promise<readonly RequestCount[]> {
  const counts: RequestCount[] = [];
  for (const provider of providers) {
    for (const ids of sizes) {
      // Bodies of megabytes, a thousand times, would measure the memory of this machine.
      if (provider.name === 'gptbots' && ids > 100_000) continue;
      counts.push(await countOne(provider, ids));
    }
  }
  return counts;
}

/** Waits for nothing; time goes on by what would have been waited for. */
function makeClock(): Clock {
  let now = Date.now();
  return {
    now: () => now,
    random: Math.random,
    sleep: async (ms) => {
      now += ms;
      await nextTurn();
    },
  };
}

async function countOne(provider: CountedProvider, count: number): Promise<RequestCount> {
  const ids = Array.from({ length: count }, (_, index) => provider.idAt(index));
  let sent = 0;
  const deleter = provider.deleter({
    baseUrl: 'http://127.0.0.1:9',
    clock: makeClock(),
    fetch: (url, init) => {
      const request = new Request(url, { ...init, body: null });
      if (provider.isDeletion(request)) sent += 1;
      const answer = provider.answer(request, typeof init.body === 'string' ? init.body : '');
      const isJob = provider.name === 'splendor' && request.method === 'POST';
      return Promise.resolve(Response.json(answer, { status: isJob ? 202 : 200 }));
    },
  });
  const { gone } = await deleter.deleteMany(ids, { dedupe: 'all', timeouts: { jobMs: Infinity } });
  const least = countLeastRequests(ids, provider.limits);
  return {
    provider: provider.name,
    ids: count,
    sent,
    least,
    allowed: provider.slowStart,
    open: count - gone,
  };
}
