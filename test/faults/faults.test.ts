/** Every generated package against its server, in every scenario that fits it, judged by the rows that are left. */
import { setTimeout as realMilliseconds } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { createSandbox, type ProviderName, type Sandbox } from '@rowsweep/sandbox';
import { runAll, type RunResult } from '../runtime/bulk-bench.js';
import { drivenClock } from '../runtime/fake-clock.js';
import { judge, takeSnapshot } from './judge.js';
import { providers, type ProviderFacts } from './providers.js';
import type { Expected, Scenario } from './scenario.js';
import { scenarios } from './scenarios.js';

/** One clock for all servers: jobs that a scenario left behind end before its rows are looked at. */
const clock = drivenClock();
const shared = new Map<ProviderName, Promise<Sandbox>>();

afterAll(async () => {
  await Promise.all([...shared.values()].map(async (sandbox) => (await sandbox).close()));
});

describe.each(providers)('$name', (facts) => {
  const fitting = scenarios.filter(({ on }) => on?.includes(facts.name) ?? true);
  it.each(fitting)('$name', async (scenario) => {
    const sandbox = await sandboxFor(scenario, facts.name);
    try {
      await play(scenario, facts, sandbox);
    } finally {
      facts.server(sandbox).intercept = null;
      if (scenario.sandbox !== undefined) await sandbox.close();
    }
  });
});

async function play(scenario: Scenario, facts: ProviderFacts, sandbox: Sandbox): Promise<void> {
  const server = facts.server(sandbox);
  const rows = server.store.insert(scenario.rows ?? 40);
  const input = scenario.input?.(rows, facts) ?? rows;
  server.requests.length = 0;
  const counts = { deletions: 0, reads: 0 };
  const deletion = scenario.deletion?.(facts, rows);
  const read = scenario.read?.(facts);
  server.intercept = (request) =>
    request.ids.length > 0 ? deletion?.(counts.deletions++, request) : read?.(counts.reads++, request);

  const before = takeSnapshot(server.store);
  const deleter = facts.deleter(sandbox, clock, scenario.target);
  const options = { chunk: { maxIds: 10 }, concurrency: 1, ...scenario.options?.(rows, facts) };
  const result = await clock.drive(
    runAll(deleter, input, options, (run) => scenario.during?.({ run, server, clock })),
  );
  const requests = server.requests.length;
  await realMilliseconds(scenario.aftermathMs ?? 0);
  await clock.drive(clock.sleep(86_400_000));
  const after = takeSnapshot(server.store);

  const expected = scenario.expected(facts);
  expect(server.requests, 'nothing is sent after the end').toHaveLength(requests);
  check(result, expected, requests);
  const faults = judge({ input, table: server.store.name, before, after, ...result });
  const unseen = expected.unseen ?? [];
  expect(faults.filter((fault) => !unseen.some((known) => known.test(fault)))).toEqual([]);
  for (const known of unseen) expect(faults.join('\n'), 'a known lie that is none any more').toMatch(known);
}

async function sandboxFor({ sandbox }: Scenario, name: ProviderName): Promise<Sandbox> {
  const start = (): Promise<Sandbox> =>
    createSandbox({ ...sandbox, providers: [name], now: () => clock.now() });
  if (sandbox !== undefined) return start();
  const running = shared.get(name) ?? start();
  shared.set(name, running);
  return running;
}

function check({ summary, error }: RunResult, expected: Expected, requests: number): void {
  const { skipped, ...others } = expected.byStatus;
  const named = Object.values(others).reduce((sum, count) => sum + count, 0);
  const rest = summary.requested - named;
  if (skipped === 'rest') expect(rest, 'ids that were read and not sent').toBeGreaterThan(0);
  expect({
    state: summary.state,
    byStatus: summary.byStatus,
    rejects: error?.code,
    stoppedBy: summary.stoppedBy?.code,
    problems: summary.problems.map(({ code }) => code),
    warnings: summary.warnings.map(({ code }) => code),
  }).toEqual({
    state: expected.state,
    byStatus: { ...none, ...others, skipped: skipped === 'rest' ? rest : (skipped ?? 0) },
    rejects: expected.rejects,
    stoppedBy: expected.rejects ?? expected.stoppedBy,
    problems: expected.problems ?? [],
    warnings: expected.warnings ?? [],
  });
  const { sent, polls, reads } = summary.requests;
  if (expected.sent !== undefined) expect(sent, 'deletion requests').toBe(expected.sent);
  expect(sent, 'deletion requests').toBeLessThanOrEqual(expected.mostSent ?? Infinity);
  expect(requests, 'requests at the server').toBe(sent + polls + reads);
  expect(requests, 'requests at the server').toBeLessThanOrEqual(expected.mostRequests ?? Infinity);
  expect(summary.durationMs).toBeGreaterThanOrEqual(expected.leastMs ?? 0);
}

const none = { deleted: 0, notFound: 0, absent: 0, pending: 0, failed: 0, unknown: 0, skipped: 0 } as const;
