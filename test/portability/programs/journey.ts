/**
 * What is done at the five providers, the same in every environment: one call, one run of several requests, one refusal.
 * Web standards only. It tells what it saw and judges nothing: that is done where the rows are.
 */
import * as altatech from '@rowsweep/altatech';
import * as extruct from '@rowsweep/extruct';
import type { BulkDeleter } from '@rowsweep/extruct';
import * as gptbots from '@rowsweep/gptbots';
import * as minimal from '@rowsweep/minimal';
import * as splendor from '@rowsweep/splendor';
import { reasonOf, type Plan, type ProviderName, type Refused, type Stay, type Visit } from './plan.js';

/** How one provider is spoken to. */
interface Ways<Options, Target> {
  readonly provider: ProviderName;
  /** One call of the operation that deletes, until the row is gone. */
  readonly deleteOne: (options: Options, target: Target, id: string) => Promise<unknown>;
  readonly makeDeleter: (options: Options, target: Target) => BulkDeleter;
  readonly isDeclared: (error: unknown) => boolean;
  readonly isOurs: (error: unknown) => boolean;
}

const longestJobMs = 20_000;

/** Visits the five providers, one after the other. Never rejects. */
export async function travel(plan: Plan): Promise<readonly Visit[]> {
  return [
    await visit(plan.extruct, {
      provider: 'extruct',
      deleteOne: (options, { table_id }, id) =>
        extruct.createExtruct(options).deleteTableRows({ path: { table_id }, body: { rows: [id] } }),
      makeDeleter: (options, target) => extruct.createExtruct(options).rows(target),
      isDeclared: (error) => extruct.isErrorOf(extruct.deleteTableRows, error),
      isOurs: (error) => error instanceof extruct.RowsweepError,
    }),
    await visit(plan.altatech, {
      provider: 'altatech',
      deleteOne: (options, { table_id }, id) =>
        altatech.deleteRecords(altatech.connectAltatech(options), {
          body: { table_id, delete_data: [{ record_id: id }] },
        }),
      makeDeleter: (options, target) => altatech.createAltatech(options).records(target),
      isDeclared: (error) => altatech.isErrorOf(altatech.deleteRecords, error),
      isOurs: (error) => error instanceof altatech.RowsweepError,
    }),
    await visit(plan.minimal, {
      provider: 'minimal',
      deleteOne: (options, path, id) =>
        minimal.createMinimal(options).deleteRows({ path, query: { filter: { id: `eq.${id}` } } }),
      makeDeleter: (options, target) => minimal.createMinimal(options).rows(target),
      isDeclared: (error) => minimal.isErrorOf(minimal.deleteRows, error),
      isOurs: (error) => error instanceof minimal.RowsweepError,
    }),
    await visit(plan.gptbots, {
      provider: 'gptbots',
      deleteOne: (options, { table_id }, id) =>
        gptbots.deleteRecords(gptbots.connectGptbots(options), {
          body: { table_id, delete_data: [{ record_id: id }] },
        }),
      makeDeleter: (options, target) => gptbots.createGptbots(options).records(target),
      isDeclared: (error) => gptbots.isErrorOf(gptbots.deleteRecords, error),
      isOurs: (error) => error instanceof gptbots.RowsweepError,
    }),
    await visit(plan.splendor, {
      provider: 'splendor',
      deleteOne: deleteByJob,
      makeDeleter: (options, target) => splendor.createSplendor(options).records(target),
      isDeclared: (error) => splendor.isErrorOf(splendor.deleteRecords, error),
      isOurs: (error) => error instanceof splendor.RowsweepError,
    }),
  ];
}

/** Orders the deletion, and follows its job to the end. */
async function deleteByJob(
  options: splendor.SplendorOptions,
  { dataset_id }: splendor.RecordsTarget,
  id: string,
): Promise<void> {
  const client = splendor.createSplendor(options);
  const { job_id } = await client.deleteRecords({ body: { dataset_id, record_ids: [id] } });
  const deadline = Date.now() + longestJobMs;
  for (;;) {
    const { jobs } = await client.listDataDeletionJobs({ query: { limit: 500 } });
    const status = jobs.find((job) => job.job_id === job_id)?.status;
    if (status === 'succeeded') return;
    if (status === 'failed' || Date.now() > deadline) throw new Error(`the job is ${status ?? 'not listed'}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function visit<Options, Target>(
  stay: Stay<Options, Target>,
  ways: Ways<Options, Target>,
): Promise<Visit> {
  const seen = { outcomes: [] as [string, Visit['outcomes'][number][1]][], sent: 0, polls: 0 };
  const { provider } = ways;
  try {
    await ways.deleteOne(stay.options, stay.target, stay.single);
    const run = ways.makeDeleter(stay.options, stay.target).deleteMany(stay.bulk, {
      chunk: { maxIds: stay.maxIds },
      rateLimit: { requestsPerSecond: 20 },
    });
    for await (const { id, status } of run.outcomes()) seen.outcomes.push([id, status]);
    const { requests } = await run;
    seen.sent = requests.sent;
    seen.polls = requests.polls;
    return { provider, failure: null, ...seen, refused: await beRefused(stay, ways) };
  } catch (error) {
    return { provider, failure: reasonOf(error), ...seen, refused: null };
  }
}

async function beRefused<Options, Target>(
  stay: Stay<Options, Target>,
  ways: Ways<Options, Target>,
): Promise<Refused> {
  try {
    await ways.deleteOne(stay.wrongOptions, stay.target, stay.kept);
  } catch (error) {
    const { code, effect } = Object(error) as { readonly code?: unknown; readonly effect?: unknown };
    return {
      isOurs: ways.isOurs(error),
      isDeclared: ways.isDeclared(error),
      code: String(code),
      effect: String(effect),
    };
  }
  throw new Error('the wrong credential was taken');
}
