/**
 * A process of its own for one bundled program: puts a `fetch` in place that answers at once with a real Response,
 * checks that the first call sends what it should, then times batches of calls, one after another. Prints JSON.
 */
import type { CallTask, CallTimes } from './call-overhead.js';

const task = JSON.parse(process.argv[2] ?? '') as CallTask;
const { method, path, pathParameters, body, answer } = task.call;
const sent: string[] = [];
let recording = true;

const stub = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
  if (recording) sent.push(await describe(input, init));
  const headers = answer.body === null ? {} : { 'content-type': 'application/json' };
  return new Response(answer.body, { status: answer.status, headers });
};
// Before the program is loaded: some tools keep the `fetch` that they find when they start.
globalThis.fetch = stub;

const { call } = (await import(task.bundle)) as { readonly call: () => Promise<unknown> };
await call();
const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(pathParameters[name]));
const expected = `${method} ${url} ${body === null ? '' : JSON.stringify(body)}`;
if (sent.length !== 1 || sent[0] !== expected) {
  throw new Error(`Expected one request "${expected}", and it sent ${JSON.stringify(sent)}.`);
}
recording = false;

const microseconds: number[] = [];
// The first batch warms up.
for (let batch = 0; batch <= task.batches; batch += 1) {
  const began = performance.now();
  for (let count = 0; count < task.calls; count += 1) await call();
  if (batch > 0) microseconds.push(((performance.now() - began) * 1000) / task.calls);
}
const times: CallTimes = { microseconds };
process.stdout.write(JSON.stringify(times));

/** Method, path and body of a request, however it was handed over. Only the path, because not all tools take a server. */
async function describe(input: string | URL | Request, init: RequestInit | undefined): Promise<string> {
  const isRequest = input instanceof Request;
  const address = isRequest ? input.url : String(input);
  const text = isRequest ? await input.clone().text() : typeof init?.body === 'string' ? init.body : '';
  const target = new URL(address, 'https://relative.test').pathname;
  return `${(isRequest ? input.method : (init?.method ?? 'GET')).toUpperCase()} ${target} ${text}`;
}
