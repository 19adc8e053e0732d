/**
 * The journey in a page. The providers allow no other origin, and a key has no place in a page: so the page speaks to
 * its own server, which passes the requests on, as anybody's would have to.
 */
import {
  createServer,
  request as ask,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Plan, Report } from './programs/plan.js';
import { startProgram, stopProgram } from './run-program.js';
import type { Trip } from './travel-process.js';

/** Serves the page, opens it in a browser without a window, and waits for its report. */
export async function travelByPage(trip: Trip): Promise<Report> {
  const { environment, file, folder, plan, addresses, limitMs } = trip;
  const script = await readFile(join(folder, file), 'utf8');
  const report = makeLater<string>();
  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      report.reject(error);
      incoming.socket.destroy();
    });
  });

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = incoming.url ?? '/';
    const send = (type: string, text: string): void => {
      response.writeHead(200, { 'content-type': type }).end(text);
    };
    if (target === '/') send('text/html', '<!doctype html><script type="module" src="/page.mjs"></script>');
    else if (target === '/page.mjs') send('text/javascript', script);
    else if (target === '/plan') send('application/json', JSON.stringify(readdress(plan, originOf(server))));
    else if (target === '/report') {
      report.resolve(await readText(incoming));
      send('text/plain', '');
    } else pass(incoming, response, addresses);
  }

  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  const profile = await mkdtemp(join(folder, 'profile-'));
  const args = [
    ...['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', `--user-data-dir=${profile}`],
    ...environment.args,
    `${originOf(server)}/`,
  ];
  const child = startProgram({ program: environment.path, args, folder, limitMs });
  child.stdout?.resume();
  child.stderr?.resume();
  child.once('exit', (code) => {
    report.reject(new Error(`the browser ended with ${String(code)} before the page reported`));
  });
  const limit = setTimeout(() => {
    report.reject(new Error(`the page did not report in ${limitMs / 1000} s`));
  }, limitMs);
  try {
    const text = await report.promise;
    if (!text.startsWith('{')) throw new Error(`the page failed: ${text}`);
    return JSON.parse(text) as Report;
  } finally {
    clearTimeout(limit);
    stopProgram(child);
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

interface Later<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: unknown) => void;
}

/** A promise that is settled from outside, once. */
function makeLater<Value>(): Later<Value> {
  const ignore = (): void => undefined;
  const settle: Pick<Later<Value>, 'resolve' | 'reject'> = { resolve: ignore, reject: ignore };
  const promise = new Promise<Value>((resolve, reject) => Object.assign(settle, { resolve, reject }));
  // A rejection that comes before anybody waits is not lost: whoever awaits the promise gets it.
  promise.catch(ignore);
  return { promise, ...settle };
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The plan with addresses at the page's own server. */
function readdress(plan: Plan, origin: string): Plan {
  const lead = <Options>(
    name: string,
    stay: { readonly options: Options; readonly wrongOptions: Options },
  ) => {
    const baseUrl = `${origin}/${name}`;
    return { options: { ...stay.options, baseUrl }, wrongOptions: { ...stay.wrongOptions, baseUrl } };
  };
  const { extruct, altatech, minimal, gptbots, splendor } = plan;
  return {
    ...plan,
    extruct: { ...extruct, ...lead('extruct', extruct) },
    altatech: { ...altatech, ...lead('altatech', altatech) },
    minimal: { ...minimal, ...lead('minimal', minimal) },
    gptbots: { ...gptbots, ...lead('gptbots', gptbots) },
    splendor: { ...splendor, ...lead('splendor', splendor) },
  };
}

/** `/<provider>/…` goes to that provider as it came, but for the headers that are about the page. */
function pass(incoming: IncomingMessage, response: ServerResponse, addresses: Trip['addresses']): void {
  const [, name = '', rest = ''] = /^\/(\w+)(\/.*)$/s.exec(incoming.url ?? '') ?? [];
  const address = addresses[name];
  if (address === undefined) {
    response.writeHead(404).end();
    return;
  }
  const { hostname, port } = new URL(address);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).filter(([key]) => !/^(host|origin|referer|sec-.*)$/.test(key)),
  );
  const { method } = incoming;
  const onward = ask(
    { hostname, port, path: rest, headers, ...(method === undefined ? {} : { method }) },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on('error', () => response.destroy());
  incoming.pipe(onward);
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) if (Buffer.isBuffer(piece)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}
