/** Plays the scenarios with the peers, and lays what they lose beside what we do. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as realMilliseconds } from 'node:timers/promises';
import { countTwiceSent, factsOf } from './judge.js';
import type { Options } from './options.js';
import { openBulk, writeItem } from './peer-bulk.js';
import { loadModules, makePeers, type BulkHelper, type Peer } from './peers.js';
import { setUp } from './play.js';
import { providers, type ProviderFacts } from './providers.js';
import { layOut, type Finding } from './report.js';
import type { Scenario } from './scenario.js';
import { scenarios } from './scenarios.js';
import { startMs } from './simulation.js';
import type { Stand } from './stand.js';

/** What one peer's run came to. */
export interface PeerFinding {
  readonly peer: string;
  readonly t: string;
  readonly name: string;
  readonly provider: string;
  readonly ids: number;
  /** Ids without a word. */
  readonly lost: number;
  /** Called gone or not found, and it is not so. */
  readonly falselyGone: number;
  /** Called failed, and removed. */
  readonly falselyFailed: number;
  readonly twiceSent: number;
}

/** The findings, and the table that lays ours beside them. */
export interface PeerReport {
  readonly findings: readonly PeerFinding[];
  readonly write: (ours: readonly Finding[]) => string;
}

/** Requests of a peer at the same time. */
const concurrency = 4;

/** What is about a server that misbehaves, and needs nothing of a client but ids. */
const shared = new Set(
  '01 02 03 04 09 10 11 12 13 15 17 18 19 20 21 22 24 33 35 36'.split(' ').map((number) => `T${number}`),
);

const isForAll = (scenario: Scenario): boolean =>
  shared.has(scenario.t) &&
  scenario.source === undefined &&
  scenario.during === undefined &&
  scenario.target === undefined &&
  scenario.long !== true;

export async function playPeers(ground: {
  readonly stand: Stand;
  readonly options: Options;
  readonly repository: string;
  readonly tell: (text: string) => void;
}): Promise<PeerReport> {
  const { stand, options, repository, tell } = ground;
  const folder = join(repository, 'test/faults/peers');
  install(folder);
  const modules = await loadModules(folder);
  const findings: PeerFinding[] = [];
  for (const peer of makePeers(modules)) {
    for (const facts of providers.filter(({ name }) => options.providers.includes(name))) {
      tell(`${peer.name}, ${facts.name}`);
      for (const scenario of scenarios) {
        const fits = scenario.on?.includes(facts.name) ?? true;
        if (!fits || !isForAll(scenario) || !options.parts.includes(scenario.t)) continue;
        findings.push(await playPeer(stand, peer, scenario, facts));
      }
    }
  }
  tell('helpers.bulk, E1 to E4');
  const replayed = await replay(modules.openClient);
  return { findings, write: (ours) => writePeers(ours, findings, replayed) };
}

async function playPeer(
  stand: Stand,
  peer: Peer,
  scenario: Scenario,
  facts: ProviderFacts,
): Promise<PeerFinding> {
  const bench = await setUp(stand, scenario, facts);
  // The clock of the servers goes on while the peers, who know no other, live in real time.
  const began = performance.now();
  const timer = setInterval(() => {
    void stand.setClock(startMs + performance.now() - began);
  }, 20);
  const ids = scenario.input?.(bench.ids, facts) ?? bench.ids;
  const maxIds = Math.min(10, facts.limit);
  const claims = await peer.run({ bench, ids, maxIds, concurrency }).finally(() => {
    clearInterval(timer);
  });
  await realMilliseconds(scenario.aftermathMs ?? 0);
  await stand.setClock(startMs + 86_400_000);
  const truth = await stand.tell(facts.name);
  const factOf = factsOf({ truth, table: bench.table });
  const distinct = [...new Set(ids)];
  const falsely = (wanted: (claim: string, fact: string) => boolean): number =>
    distinct.filter((id) => wanted(claims.get(id) ?? '', factOf(id))).length;
  return {
    peer: peer.name,
    t: scenario.t,
    name: scenario.name,
    provider: facts.name,
    ids: distinct.length,
    lost: distinct.filter((id) => !claims.has(id)).length,
    falselyGone: falsely(
      (claim, fact) =>
        (claim === 'gone' && fact === 'stillThere') || (claim === 'notFound' && fact !== 'neverThere'),
    ),
    falselyFailed: falsely((claim, fact) => claim === 'failed' && fact === 'removed'),
    twiceSent: countTwiceSent(truth),
  };
}

function writePeers(
  ours: readonly Finding[],
  findings: readonly PeerFinding[],
  replayed: readonly (readonly string[])[],
): string {
  const key = (one: { readonly t: string; readonly name: string; readonly provider: string }): string =>
    `${one.t}/${one.name}/${one.provider}`;
  const both = new Set(findings.map(key));
  const mine = ours.filter((one) => both.has(key(one)));
  const sum = (list: readonly PeerFinding[], pick: (one: PeerFinding) => number): string =>
    String(list.reduce((total, one) => total + pick(one), 0));
  const count = (pick: (one: Finding) => number): string =>
    String(mine.reduce((total, one) => total + pick(one), 0));
  const names = [...new Set(findings.map(({ peer }) => peer))];
  const rows = names.map((name) => {
    const list = findings.filter(({ peer }) => peer === name);
    return [
      name,
      String(list.length),
      sum(list, ({ ids }) => ids),
      sum(list, ({ lost }) => lost),
      sum(list, ({ falselyGone }) => falselyGone),
      sum(list, ({ falselyFailed }) => falselyFailed),
      sum(list, ({ twiceSent }) => twiceSent),
    ];
  });
  const own = [
    'rowsweep',
    String(mine.length),
    count(({ ids }) => ids),
    count(({ lost }) => lost.length),
    count(
      ({ falsely, unseen }) =>
        [...falsely, ...unseen].filter(
          (text) => text.includes('is called') && !text.includes('called failed'),
        ).length,
    ),
    count(
      ({ falsely, unseen }) =>
        [...falsely, ...unseen].filter((text) => text.includes('called failed')).length,
    ),
    count(({ twiceSent }) => twiceSent),
  ];
  const head = ['', 'runs', 'ids', 'lost', 'called gone, is not', 'called failed, is gone', 'sent twice'];
  return [
    'The same scenarios, as far as they ask nothing of a client but to delete:',
    ...layOut([head, own, ...rows]),
    '',
    'The four defects of helpers.bulk; ours are the scenarios of T05:',
    ...layOut([['', 'ids', 'told', 'lost'], ...replayed]),
  ].join('\n');
}

/** E1 to E4: deletions by helpers.bulk whose callbacks are counted. */
async function replay(openClient: (url: string) => BulkHelper): Promise<readonly (readonly string[])[]> {
  const answerAll =
    (status: number) =>
    (ids: readonly string[]): Promise<{ status: number; items: readonly object[] }> =>
      Promise.resolve({ status: 200, items: ids.map((id) => writeItem(id, status)) });
  let requests = 0;
  const third = (ids: readonly string[]): Promise<{ status: number; items: readonly object[] }> => {
    requests += 1;
    return requests === 3 ? Promise.resolve({ status: 500, items: [] }) : answerAll(200)(ids);
  };
  const slow = async (ids: readonly string[]): Promise<{ status: number; items: readonly object[] }> => {
    await realMilliseconds(300);
    return answerAll(200)(ids);
  };
  async function* slowly(count: number): AsyncGenerator<string> {
    for (let index = 0; index < count; index += 1) {
      // The timer finds three of a new batch while the first is on its way; then the rest comes at once.
      if (index === 13) await realMilliseconds(80);
      yield `id-${String(index).padStart(3, '0')}`;
    }
  }
  const list = (count: number): readonly string[] =>
    Array.from({ length: count }, (_value, index) => `id-${String(index).padStart(3, '0')}`);
  const line = '{"delete":{"_index":"rows","_id":"id-000"}}'.length;
  const play = async (name: string, given: Replay): Promise<readonly string[]> => {
    const { count, answer, options, abortAfterMs } = given;
    const endpoint = await openBulk(answer);
    const client = openClient(endpoint.url);
    const told = new Set<string>();
    const note = ({ delete: { _id: id } }: Named): unknown => told.add(id);
    const helper = client.helpers.bulk({
      datasource: list(count),
      concurrency: 1,
      flushBytes: 10 * line,
      onDocument: (id: string) => ({ delete: { _index: 'rows', _id: id } }),
      onSuccess: ({ result }: { readonly result: Named }) => note(result),
      onDrop: ({ operation }: { readonly operation: Named }) => note(operation),
      ...options,
    });
    if (abortAfterMs !== undefined) setTimeout(() => helper.abort(), abortAfterMs);
    await helper.then(
      () => null,
      () => null,
    );
    await client.close();
    await endpoint.close();
    return [name, String(count), String(told.size), String(count - told.size)];
  };
  return [
    await play('E1 throttled for ever', {
      count: 100,
      answer: answerAll(429),
      options: { retries: 1, wait: 10, flushBytes: 1e6 },
    }),
    await play('E2 slow server and producer', {
      count: 30,
      answer: slow,
      options: { datasource: slowly(30), flushInterval: 50 },
    }),
    await play('E3 one request fails', { count: 100, answer: third, options: {} }),
    await play('E4 aborted while waiting', {
      count: 50,
      answer: answerAll(429),
      options: { wait: 1_500, flushBytes: 1e6 },
      abortAfterMs: 100,
    }),
  ];
}

interface Named {
  readonly delete: { readonly _id: string };
}

interface Replay {
  readonly count: number;
  readonly answer: Parameters<typeof openBulk>[0];
  readonly options: object;
  readonly abortAfterMs?: number;
}

/** Installs what the folder's lock file names, once. */
function install(folder: string): void {
  if (existsSync(join(folder, 'node_modules/.package-lock.json'))) return;
  process.stderr.write(`installing ${folder}\n`);
  const { status, stderr } = spawnSync('npm', ['ci', '--prefix', folder, '--loglevel', 'error'], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ci failed in ${folder}:\n${stderr}`);
}
