/**
 * The share of `npm run portability` that every run of the tests has: the packed packages in the Node that runs, by
 * `import` and by `require`, and in workerd, where there is nothing of Node. The set-up installs workerd.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environments, prepareEnvironment, type Environment } from './environments.js';
import { openGround, type Ground } from './ground.js';
import { providerNames, type Plan, type Report } from './programs/plan.js';
import { listFailures, writeTable } from './table.js';
import { tryEnvironment } from './try-environment.js';
import { openWorkplace, type Workplace } from './workplace.js';

const share = environments.filter(({ name }) => name === 'node' || name === 'workerd');

describe('the packed packages', () => {
  let workplace: Workplace;

  beforeAll(async () => {
    for (const environment of share) await prepareEnvironment(environment);
    workplace = await openWorkplace();
  }, 240_000);

  afterAll(() => workplace.remove());

  it.each(share)(
    'delete rows at five providers in $name',
    async (environment) => {
      const results = await tryEnvironment(environment, workplace);
      expect(listFailures(results)).toEqual([]);
      expect(results.map(({ way }) => way)).toEqual(environment.ways);
      expect(writeTable(results)).not.toContain('NO');
    },
    60_000,
  );

  it('bring nothing of Node to anybody who imports what is for all', async () => {
    expect(await workplace.listStrays()).toEqual([]);
  });

  it('fail in an environment that cannot be had', async () => {
    const absent: Environment = {
      name: 'absent',
      title: 'Absent',
      ways: ['import', 'require'],
      program: 'process',
      args: [],
      installed: null,
      present: ['a-program-that-nobody-has'],
    };
    const results = await tryEnvironment(absent, workplace);
    expect(listFailures(results)).toEqual([
      'absent by import: it cannot be had: Error: absent is not on this machine, and is not installed by npm',
      'absent by require: it cannot be had: Error: absent is not on this machine, and is not installed by npm',
    ]);
    expect(writeTable(results).match(/\bNO\b/g)).toHaveLength(2 * (providerNames.length + 1));
  });
});

describe('the verdict', () => {
  let ground: Ground;

  beforeAll(async () => {
    ground = await openGround('');
  });

  afterAll(() => ground.close());

  it('is against a journey that was not made', () => {
    const { providers } = ground.judge({ visits: [], checks: [] });
    for (const name of providerNames) expect(providers[name]).toEqual(['it was not visited']);
  });

  it('is against a journey that only says that all went well', () => {
    const { providers, checks } = ground.judge(boast(ground.plan));
    for (const name of providerNames) {
      expect(providers[name]).toContain('the row of the single call is still there');
      expect(providers[name].join('\n')).toMatch(/is called (deleted|absent) and is still there/);
      expect(providers[name]).toContain('the single call did not name its row alone');
      expect(providers[name]).toContain('the refused call came otherwise');
    }
    expect(checks['/ids']).toEqual(['5 of 5 rows are still there']);
  });

  it('is against a wrong status, a missing outcome and an error without a type', () => {
    const report = boast(ground.plan);
    const spoilt = report.visits.map((visit) => ({
      ...visit,
      outcomes: visit.outcomes.slice(1).map(([id]) => [id, 'unknown'] as const),
      refused: { isOurs: false, isDeclared: false, code: 'undefined', effect: 'possible' },
    }));
    const { providers } = ground.judge({ ...report, visits: spoilt });
    for (const name of providerNames) {
      const text = providers[name].join('\n');
      expect(text).toContain('is called unknown');
      expect(text).toContain('104 outcomes for 105 ids');
      expect(text).toContain('the wrong credential gave no typed error');
      expect(text).toContain('the refusal does not say that nothing was done');
    }
  });

  /** All that could be hoped for, and nothing of it done. */
  function boast(plan: Plan): Report {
    return {
      visits: providerNames.map((provider) => {
        const { bulk } = plan[provider];
        const status = provider === 'extruct' ? 'deleted' : 'absent';
        const code = provider === 'minimal' ? 'PERMISSION_DENIED' : 'AUTHENTICATION';
        return {
          provider,
          failure: null,
          outcomes: bulk.map((id, at) => [id, at < 100 ? status : at < 103 ? 'skipped' : 'absent'] as const),
          sent: 4,
          polls: 1,
          refused: { isOurs: true, isDeclared: true, code, effect: 'none' },
        };
      }),
      checks: [{ name: '/ids', failure: null }],
    };
  }
});
