/** A registry of npm on the loopback interface, with nothing in it, that is gone when the rehearsal ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { stringify } from 'yaml';
import { cleanEnvironment } from '../release/run.js';

/** A running registry. */
export interface Registry {
  readonly url: string;
  /** What npm needs in its environment to publish there, and to leave the caches of this machine alone. */
  readonly env: Readonly<Record<string, string>>;
}

const START_MS = 60_000;
const STOP_MS = 10_000;

/**
 * Starts Verdaccio. It holds our packages alone; what they depend on is passed through from the registry that npm is
 * configured for here. From the moment that its process runs, `ends` holds what ends it.
 *
 * @throws Error with the end of its log when it does not start.
 */
export async function startRegistry({
  modules,
  folder,
  upstream,
  ends,
}: {
  readonly modules: string;
  readonly folder: string;
  readonly upstream: string;
  readonly ends: (() => Promise<void> | void)[];
}): Promise<Registry> {
  mkdirSync(folder, { recursive: true });
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}/`;
  const log = join(folder, 'log');
  const config = join(folder, 'config.yaml');
  writeFileSync(config, stringify(configure({ folder, log, upstream })));
  const program = join(modules, 'verdaccio/bin/verdaccio');
  const child = spawn(process.execPath, [program, '--config', config, '--listen', `127.0.0.1:${port}`], {
    cwd: folder,
    env: cleanEnvironment(),
    stdio: 'ignore',
  });
  ends.push(() => stopChild(child));
  try {
    await waitFor(url, child);
    const token = await addUser(url);
    const key = `npm_config_//127.0.0.1:${port}/:_authToken`;
    return { url, env: { [key]: token, npm_config_cache: join(folder, 'npm-cache') } };
  } catch (error) {
    const text = existsSync(log) ? readFileSync(log, 'utf8').slice(-2_000) : '';
    throw new Error(`The registry did not start.\n${text}`, { cause: error });
  }
}

function configure({
  folder,
  log,
  upstream,
}: {
  readonly folder: string;
  readonly log: string;
  readonly upstream: string;
}): object {
  const own = { access: '$all', publish: '$authenticated' };
  return {
    storage: join(folder, 'storage'),
    web: { enable: false },
    auth: { htpasswd: { file: join(folder, 'htpasswd') } },
    uplinks: { upstream: { url: upstream } },
    packages: { '@rowsweep/*': own, rowsweep: own, '**': { access: '$all', proxy: 'upstream' } },
    log: { type: 'file', path: log, level: 'warn' },
    max_body_size: '100mb',
  };
}

async function waitFor(url: string, child: ChildProcess): Promise<void> {
  const untilMs = Date.now() + START_MS;
  for (;;) {
    const answer = await fetch(`${url}-/ping`).catch(() => null);
    if (answer?.ok === true) return;
    const end = child.exitCode ?? child.signalCode;
    if (end !== null) throw new Error(`Verdaccio ended with ${end}.`);
    if (Date.now() > untilMs) throw new Error('Verdaccio does not answer.');
    await delay(100);
  }
}

async function addUser(url: string): Promise<string> {
  const name = 'rehearsal';
  const answer = await fetch(`${url}-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: crypto.randomUUID() }),
  });
  const { token } = (await answer.json()) as { readonly token?: string };
  if (token === undefined) throw new Error(`The registry gave no token, but ${answer.status}.`);
  return token;
}

/**
 * The version that a registry calls the latest; null when it has none. On a connection of its own: this process stands
 * still while others run, and does not see the registry close one that was kept.
 */
export function readLatest(url: string, name: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const request = get(`${url}${encodeURIComponent(name)}`, { agent: false }, (answer) => {
      json(answer).then((value) => {
        const { 'dist-tags': tags } = value as { readonly 'dist-tags'?: { readonly latest?: string } };
        resolve(tags?.latest ?? null);
      }, reject);
    });
    request.once('error', reject);
  });
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await Promise.race([ended, delay(STOP_MS, undefined, { ref: false })]);
  child.kill('SIGKILL');
  await ended;
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('There is no free port.'));
        else resolve(address.port);
      });
    });
  });
}
