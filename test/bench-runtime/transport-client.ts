/** Small DELETE requests as fast as they go, with three transports in turn. */
import { Agent, request as httpRequest } from 'node:http';
import { createKeepAliveFetch } from '@rowsweep/runtime/keep-alive';
import type { TransportOrder, TransportRates } from './programs.js';

const { url, requests, concurrency } = JSON.parse(process.argv[2] ?? '{}') as TransportOrder;
const target = `${url}/v1/rows/one`;

async function rateOf(count: number, send: () => Promise<unknown>): Promise<number> {
  let left = count;
  const began = performance.now();
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await send();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return (count * 1000) / (performance.now() - began);
}

const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
const keepAlive = createKeepAliveFetch({ maxSockets: concurrency });
const init = { method: 'DELETE' };
const transports: Readonly<Record<keyof TransportRates, () => Promise<unknown>>> = {
  fetch: async () => (await fetch(target, init)).text(),
  keepAlive: async () => (await keepAlive(target, init)).text(),
  nodeHttp: () =>
    new Promise((resolve, reject) => {
      const asked = httpRequest(target, { ...init, agent }, (answer) => {
        answer.resume();
        answer.on('end', resolve);
      });
      asked.on('error', reject);
      asked.end();
    }),
};
// Compiled and connected first: this is about a long run.
for (const send of Object.values(transports)) await rateOf(requests / 5, send);
const rates: TransportRates = {
  fetch: await rateOf(requests, transports.fetch),
  keepAlive: await rateOf(requests, transports.keepAlive),
  nodeHttp: await rateOf(requests, transports.nodeHttp),
};
process.stdout.write(JSON.stringify(rates), () => {
  process.exit();
});
