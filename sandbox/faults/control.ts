/** The laboratory's door for other processes: a server of its own on the loopback interface, apart from the providers. */
import { createServer, type IncomingMessage } from 'node:http';
import { providerNames, type ProviderName } from '../index.js';
import { isRecord } from '../message.js';
import type { RowData } from '../stores/row-store.js';
import type { BenchOptions, Laboratory } from './laboratory.js';
import { readFaultPlan } from './plan-reader.js';

/** A door that is open. */
export interface Control {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  close(): Promise<void>;
}

/** What is asked wrongly. */
class BadRequest extends Error {}

/**
 * Opens the door on a free port. `POST /start` takes `BenchOptions` and answers a `Bench`; `POST /clock` takes
 * `{ "nowMs" }`; `GET /truth?provider=<name>` answers a `Truth`. What is wrong is answered with 400 and `{ "error" }`.
 */
export async function openControl(laboratory: Laboratory): Promise<Control> {
  async function answer(incoming: IncomingMessage): Promise<unknown> {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const ask = `${incoming.method ?? 'GET'} ${url.pathname}`;
    if (ask === 'GET /truth') return laboratory.tell(readProvider(url.searchParams.get('provider')));
    const body: unknown = JSON.parse(await readText(incoming));
    if (!isRecord(body)) throw new BadRequest('The body must be an object.');
    if (ask === 'POST /start') return laboratory.start(readStart(body));
    if (ask === 'POST /clock') {
      laboratory.setClock(readNumber(body, 'nowMs'));
      return {};
    }
    throw new BadRequest(`There is no "${ask}".`);
  }

  const server = createServer((incoming, response) => {
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    answer(incoming).then(
      (body) => {
        send(200, body);
      },
      (error: unknown) => {
        send(400, { error: error instanceof Error ? error.message : String(error) });
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The control has no port.');
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function readStart(body: Readonly<Record<string, unknown>>): BenchOptions {
  const { plan, rows, settings } = body;
  if (settings !== undefined && !isRecord(settings)) throw new BadRequest('settings must be an object.');
  const seed = body['seed'] === undefined ? {} : { seed: readNumber(body, 'seed') };
  const nowMs = body['nowMs'] === undefined ? {} : { nowMs: readNumber(body, 'nowMs') };
  return {
    provider: readProvider(body['provider']),
    ...(plan === undefined ? {} : { plan: readFaultPlan(plan) }),
    ...(rows === undefined ? {} : { rows: readRows(rows) }),
    ...(settings === undefined ? {} : { settings }),
    ...seed,
    ...nowMs,
  };
}

function readRows(rows: unknown): number | readonly RowData[] {
  if (typeof rows === 'number' && Number.isSafeInteger(rows) && rows >= 0) return rows;
  if (Array.isArray(rows) && rows.every(isRecord)) return rows;
  throw new BadRequest('rows must be a number or a list of objects.');
}

function readProvider(name: unknown): ProviderName {
  const found = providerNames.find((one) => one === name);
  if (found === undefined) throw new BadRequest(`provider must be one of ${providerNames.join(', ')}.`);
  return found;
}

function readNumber(body: Readonly<Record<string, unknown>>, name: string): number {
  const value = body[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new BadRequest(`${name} must be a number.`);
  return value;
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
