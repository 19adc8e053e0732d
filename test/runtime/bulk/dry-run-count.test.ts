/** A dry run that asks how many records there are, against the servers whose descriptions say how. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAltatech } from '@rowsweep/altatech';
import { createExtruct } from '@rowsweep/extruct';
import { createGptbots } from '@rowsweep/gptbots';
import { createMinimal } from '@rowsweep/minimal';
import { createSandbox, type Sandbox } from '@rowsweep/sandbox';
import { createSplendor } from '@rowsweep/splendor';
import type { BulkDeleter, DeletionPlan } from '../../../runtime/bulk/types.js';
import { drivenClock, type DrivenClock } from '../fake-clock.js';
import { errorThrownBy } from '../workbench.js';

let sandbox: Sandbox;
let clock: DrivenClock;
beforeEach(async () => {
  clock = drivenClock();
  sandbox = await createSandbox({ rows: 70, now: () => clock.now() });
});
afterEach(() => sandbox.close());

const deleters: Readonly<Record<'extruct' | 'altatech' | 'gptbots' | 'splendor', () => BulkDeleter>> = {
  extruct: () => createExtruct({ ...sandbox.extruct.options, clock }).rows(sandbox.extruct.target),
  altatech: () => createAltatech({ ...sandbox.altatech.options, clock }).records(sandbox.altatech.target),
  gptbots: () => createGptbots({ ...sandbox.gptbots.options, clock }).records(sandbox.gptbots.target),
  splendor: () => createSplendor({ ...sandbox.splendor.options, clock }).records(sandbox.splendor.target),
};

describe.each(['extruct', 'altatech', 'gptbots', 'splendor'] as const)(
  'a dry run that counts, at %s',
  (name) => {
    it('tells how many records the target holds, and writes nothing', async () => {
      const server = sandbox[name];
      const plans: DeletionPlan[] = [];
      const summary = await clock.drive(
        deleters[name]().deleteMany(server.store.ids().slice(0, 5), {
          dryRun: 'count',
          onEvent: (event) => {
            if (event.type === 'planned') plans.push(event.plan);
          },
        }),
      );
      expect(summary).toMatchObject({
        state: 'dryRun',
        targetRecords: 70,
        byStatus: { skipped: 5 },
        requests: { sent: 0, reads: 1 },
      });
      expect(plans).toMatchObject([{ ids: 5, targetRecords: 70 }]);
      expect(server.store.size).toBe(70);
    });

    it('warns when they cannot be counted, and tells the rest', async () => {
      const server = sandbox[name];
      server.intercept = () => ({ status: 403, body: { message: 'no' } });
      const summary = await clock.drive(deleters[name]().deleteMany(server.store.ids(), { dryRun: 'count' }));
      expect(summary).toMatchObject({ state: 'dryRun', requested: 70, warnings: [{ code: 'countUnread' }] });
      expect(summary).not.toHaveProperty('targetRecords');
    });
  },
);

it('a plain dry run asks nothing', async () => {
  const summary = await clock.drive(
    deleters.extruct().deleteMany(sandbox.extruct.store.ids(), { dryRun: true }),
  );
  expect(summary.requests).toMatchObject({ sent: 0, reads: 0 });
  expect(summary).not.toHaveProperty('targetRecords');
});

it('is refused where no way to count is described', () => {
  const rows = createMinimal({ ...sandbox.minimal.options, clock }).rows(sandbox.minimal.target);
  expect(errorThrownBy(() => rows.deleteMany(['1'], { dryRun: 'count' })).code).toBe('CONFIGURATION');
});
