/** Aborts runs at random moments, and asks the server what it saw after that. */
import { setTimeout as sleepMs } from 'node:timers/promises';
import { createKeepAliveFetch } from '@rowsweep/runtime/keep-alive';
import { openDeleter } from './canned.js';
import { readIds } from './ids.js';
import type { Aborted, AbortOrder } from './programs.js';
import type { Seen } from './server.js';

const manyIds = 1e7;
const concurrency = 5;
/** Between the beginning of a run and its abort. */
const longestRunMs = 250;

const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;
const order = JSON.parse(process.argv[2] ?? '{}') as AbortOrder;
const { origin } = new URL(order.url);
const takeSeen = async (): Promise<Seen> => (await (await fetch(`${origin}/seen`)).json()) as Seen;

const aborted: Aborted[] = [];
for (let time = 0; time < order.times; time += 1) {
  const deleter = openDeleter({ baseUrl: order.url, fetch: createKeepAliveFetch() });
  await takeSeen();
  const controller = new AbortController();
  const run = deleter.deleteMany(readIds(manyIds), {
    concurrency,
    signal: controller.signal,
    onAbort: order.mode,
  });
  // Spread over a run evenly, the same in every bench.
  await sleepMs(60 + (longestRunMs * time) / order.times);
  const abortedAtMs = nowMs();
  controller.abort();
  await run;
  const endedAtMs = nowMs();
  await sleepMs(100);
  const { lastArrivalMs, lastAnswerMs } = await takeSeen();
  const from = order.mode === 'drain' ? Math.max(abortedAtMs, lastAnswerMs) : abortedAtMs;
  aborted.push({ toSilenceMs: lastArrivalMs - abortedAtMs, toEndMs: endedAtMs - from });
}
process.stdout.write(JSON.stringify(aborted), () => {
  process.exit();
});
