/** The judge can say no: clients that lie, in the ways in which clients do, are all found out. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeletionOutcome, DeletionStatus, DeletionSummary } from '@rowsweep/runtime';
import { judge, type Verdict } from './judge.js';
import { play, type Played } from './play.js';
import { providers, type ProviderFacts } from './providers.js';
import { allGone, always, at, first, type Scenario } from './scenario.js';
import { openOwnStand, type Stand } from './stand.js';

interface Lie {
  readonly name: string;
  readonly on: ProviderFacts['name'];
  readonly scenario: Omit<Scenario, 't' | 'name'>;
  /** What the client says instead of the truth. */
  readonly say: (outcomes: readonly DeletionOutcome[]) => readonly DeletionOutcome[];
  readonly caught: Partial<Record<keyof Verdict, RegExp>>;
}

const call =
  (from: DeletionStatus, to: DeletionStatus): Lie['say'] =>
  (outcomes) =>
    outcomes.map((outcome) => (outcome.status === from ? { ...outcome, status: to } : outcome));
const same: Lie['say'] = (outcomes) => outcomes;

const lies: readonly Lie[] = [
  {
    name: 'takes every 2xx for a deletion',
    on: 'altatech',
    scenario: { input: (rows, facts) => [...rows, facts.stranger(1)] },
    say: call('absent', 'deleted'),
    caught: { falsely: /is called deleted and was neverThere/ },
  },
  {
    name: 'takes a code in a 200 for success',
    on: 'gptbots',
    scenario: { deletion: () => always({ refuse: 'permission' }) },
    say: call('failed', 'absent'),
    caught: { falsely: /is called absent and was stillThere/ },
  },
  {
    name: 'counts a lost answer as a failure',
    on: 'splendor',
    scenario: { deletion: () => always({ cut: 'after' }) },
    say: call('unknown', 'failed'),
    caught: { falsely: /is called failed and was removed/ },
  },
  {
    name: 'says not found because its own repeat found nothing',
    on: 'extruct',
    scenario: { deletion: () => first({ cut: 'after' }) },
    say: call('absent', 'notFound'),
    caught: { falsely: /is called notFound and was removed/ },
  },
  {
    name: 'calls skipped what it has sent',
    on: 'minimal',
    scenario: {},
    say: call('deleted', 'skipped'),
    caught: { falsely: /is called skipped and was removed/ },
  },
  {
    name: 'forgets the last id',
    on: 'minimal',
    scenario: {},
    say: (outcomes) => outcomes.slice(0, -1),
    caught: { lost: /40 ids were read, 39 have an outcome/ },
  },
  {
    name: 'speaks twice about one id and not at all about another',
    on: 'extruct',
    scenario: {},
    say: (outcomes) => outcomes.map((outcome, index) => (index === 7 ? (outcomes[6] ?? outcome) : outcome)),
    caught: { lost: /outcome 7 has index 6/ },
  },
  {
    name: 'calls a duplicate what came once',
    on: 'extruct',
    scenario: {},
    say: (outcomes) => outcomes.map((outcome) => ({ ...outcome, status: 'skipped', reason: 'duplicate' })),
    caught: { falsely: /is called a duplicate, and nothing before it is the same/ },
  },
  {
    name: 'deletes the neighbour too',
    on: 'extruct',
    scenario: {
      input: (rows) => rows.slice(0, 10),
      deletion: () => first({ overDelete: 1 }),
    },
    say: same,
    caught: { extra: /is gone by request 0, and nobody named it/ },
  },
];

const none = { deleted: 0, notFound: 0, absent: 0, pending: 0, failed: 0, unknown: 0, skipped: 0 } as const;
const honestly: Verdict = { lost: [], falsely: [], extra: [] };

let stand: Stand;
beforeAll(async () => {
  stand = await openOwnStand();
});
afterAll(() => stand.close());

describe('the judge', () => {
  it.each(lies)('finds out who $name', async ({ name, on, scenario, say, caught }) => {
    const played = await playFor(on, { t: 'lie', name, ...scenario });
    const verdict = judgeLie(played, say(played.outcomes ?? []));
    for (const kind of ['lost', 'falsely', 'extra'] as const) {
      const wanted = caught[kind];
      if (wanted === undefined) expect(verdict[kind]).toEqual([]);
      else expect(verdict[kind].join('\n')).toMatch(wanted);
    }
  });

  it('finds out who calls a run dry that was none', async () => {
    const played = await playFor('extruct', { t: 'lie', name: 'dry' });
    const summary: DeletionSummary = { ...played.summary, state: 'dryRun' };
    expect(judgeAll(played, summary, played.outcomes).falsely.join()).toMatch(/a dry run sent 4 requests/);
  });

  it('finds out who counts more than was removed', async () => {
    const played = await playFor('minimal', { t: 'lie', name: 'count' });
    const summary: DeletionSummary = { ...played.summary, recordsRemoved: 41 };
    expect(judgeAll(played, summary, played.outcomes).falsely).toEqual([
      'recordsRemoved is 41, and 40 rows are gone',
    ]);
  });

  it('finds out whose sum is not the whole', async () => {
    const played = await playFor('minimal', { t: 'lie', name: 'sum' });
    const summary: DeletionSummary = { ...played.summary, requested: 41 };
    expect(judgeAll(played, summary, null).lost.join()).toMatch(/41 ids were read, 40 are in byStatus/);
  });

  it('finds out who aborts and forgets what it sent', async () => {
    const played = await playFor('extruct', {
      t: 'lie',
      name: 'forgotten',
      deletion: () => first({ delayMs: 200 }),
      during: ({ run, simulation }) => {
        simulation.afterFirstRequest(() => void run.abort(undefined, 'drain'));
      },
    });
    const told = played.outcomes ?? [];
    expect(judgeAll(played, played.summary, told)).toEqual(honestly);
    const summary: DeletionSummary = { ...played.summary, byStatus: none, requested: 0 };
    expect(judgeAll(played, summary, []).lost).toContain(`${told[0]?.id ?? ''} was sent, and has no outcome`);
    expect(judgeAll(played, summary, null).lost).toEqual(['0 ids were read, 10 were sent']);
  });

  it.each([
    [{ deleted: 21, notFound: 1 }, '21 ids are called as if removed, and 20 can have been'],
    [{ deleted: 19, notFound: 3 }, '3 ids are called as if neverThere, and 2 can have been'],
    [{ deleted: 19, failed: 3 }, '3 ids are called as if neverThere or stillThere, and 2 can have been'],
  ])('finds out who counts %j where nobody reads the outcomes', async (counts, fault) => {
    const played = await playFor('extruct', {
      t: 'lie',
      name: 'counts',
      consumer: 'await',
      input: (rows, facts) => [...rows.slice(0, 20), facts.stranger(1), facts.stranger(2)],
    });
    expect(played.verdict).toEqual(honestly);
    const summary: DeletionSummary = { ...played.summary, byStatus: { ...none, ...counts } };
    expect(judgeAll(played, summary, null).falsely).toContain(fault);
  });

  it('finds out which scenario plays nothing', async () => {
    const played = await playFor('minimal', {
      t: 'lie',
      name: 'dead',
      deletion: () => [at(0, { delayMs: 1 }), at(4, { status: 503 })],
      expected: allGone,
    });
    const rule = '{"numbers":[4],"fault":{"status":503}}';
    expect(played.problems).toEqual([`no request met the rule ${rule}`]);
  });

  it('finds out whose filter takes a row that was not meant, and which filter is not refused', async () => {
    const filter = { id: { bw: [1, 40] } };
    const guards = { maxDeletes: 40, maxFractionOfTarget: 1 };
    const options = { guards, filterStrategy: 'direct' } as const;
    const played = await playFor('minimal', {
      t: 'lie',
      name: 'filter',
      input: () => [],
      where: (rows) => ({
        filter,
        options,
        meant: rows.slice(0, 39),
        refused: [
          [{}, options],
          [filter, options],
        ],
      }),
    });
    expect(played.verdict.extra).toEqual(['users/40 is gone by request 2, and nobody named it']);
    expect(played.problems).toEqual(['{ id: { bw: [ 1, 40 ] } } is not refused']);
  });

  it('has nothing against the same runs when they are told as they were', async () => {
    for (const { on, name, scenario } of lies) {
      if (scenario.input !== undefined) continue;
      const { verdict } = await playFor(on, { t: 'lie', name, ...scenario });
      expect(verdict).toEqual(honestly);
    }
  });
});

function playFor(on: ProviderFacts['name'], scenario: Scenario): Promise<Played> {
  const facts = providers.find(({ name }) => name === on);
  if (facts === undefined) throw new Error(`There is no "${on}".`);
  return play(stand, scenario, facts);
}

/** What a client says whose summary goes with its outcomes. */
function judgeLie(played: Played, outcomes: readonly DeletionOutcome[]): Verdict {
  const byStatus: Record<DeletionStatus, number> = { ...none };
  for (const { status } of outcomes) byStatus[status] += 1;
  return judgeAll(played, { ...played.summary, byStatus }, outcomes);
}

function judgeAll(
  { input, table, truth }: Played,
  summary: DeletionSummary,
  outcomes: readonly DeletionOutcome[] | null,
): Verdict {
  return judge({ input, table, truth, summary, outcomes });
}
