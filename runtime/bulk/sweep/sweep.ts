/** Deletes at several targets in one run: one subject's records, wherever they are. */
import { onAbort } from '../../abort.js';
import { BulkDeletionError, SweepError } from '../errors.js';
import { merge } from './merge.js';
import type { DeleteOptions } from '../options.js';
import { mergeOptions } from '../settings.js';
import type {
  SweepDeleter,
  SweepOptions,
  SweepOutcome,
  SweepReport,
  SweepRun,
  SweepTarget,
  SweepTargetReport,
} from './sweep-types.js';
import type { DeletionOutcome, DeletionRun, DeletionStatus, DeletionSummary } from '../types.js';

interface Started {
  readonly target: SweepDeleter;
  readonly run: DeletionRun;
  readonly controller: AbortController;
}

/**
 * Deletes at all targets at the same time, each at its own pace and with its own retries. A target that fails does not
 * stop the others, unless `onTargetFailure` says so. Throws `CONFIGURATION` at once for options that one of them does not
 * take; then nothing is sent anywhere.
 */
export function sweep(targets: readonly SweepTarget[], options: SweepOptions = {}): SweepRun {
  const { signal, onTargetFailure = 'continue', journal, audit, onEvent, ...shared } = options;
  const started = startAll(targets, (target) => ({
    ...shared,
    ...optionsOf(target, { journal, audit, onEvent }),
  }));
  const abortAll = (reason: unknown): void => {
    for (const { controller } of started) controller.abort(reason);
  };
  if (signal?.aborted === true) abortAll(signal.reason);
  const leave =
    signal === undefined
      ? undefined
      : onAbort(signal, () => {
          abortAll(signal.reason);
        });
  const done = Promise.all(
    started.map(async (one) => {
      const report = await reportOf(one);
      const { state } = report.summary;
      if (onTargetFailure === 'stop' && (report.error !== undefined || state === 'stopped')) {
        abortAll(`${report.provider} ended before its input did`);
      }
      return report;
    }),
  ).then(addUp);
  const forget = (): void => leave?.();
  // A fault that is no failure of a target reaches whoever awaits; nobody has to.
  done.then(forget, forget);
  return {
    runs: started.map(({ run }) => run),
    // Each run is asked now, not when the first outcome is wanted: later would be too late.
    outcomes: (filter) => merge(started.map(({ target, run }) => named(target, run.outcomes(filter)))),
    abort: (reason) => {
      abortAll(reason);
      return done;
    },
    then: (onFulfilled, onRejected) => done.then(onFulfilled, onRejected),
  };
}

function startAll(
  targets: readonly SweepTarget[],
  optionsFor: (target: SweepDeleter) => DeleteOptions,
): readonly Started[] {
  const started: Started[] = [];
  try {
    for (const given of targets) {
      const controller = new AbortController();
      const run = given.target.deleteMany(given.ids, {
        ...mergeOptions(optionsFor(given.target), given.options ?? {}),
        signal: controller.signal,
      });
      started.push({ target: given.target, run, controller });
    }
  } catch (error) {
    // Runs begin in the next microtask; these never do.
    for (const { controller } of started) controller.abort();
    throw error;
  }
  return started;
}

/** What is said as a function of the target. */
function optionsOf(
  target: SweepDeleter,
  { journal, audit, onEvent }: { readonly [Key in 'journal' | 'audit' | 'onEvent']: SweepOptions[Key] },
): DeleteOptions {
  const ownJournal = journal?.(target);
  const ownAudit = audit?.(target);
  return {
    ...(ownJournal === undefined ? {} : { journal: ownJournal }),
    ...(ownAudit === undefined ? {} : { audit: ownAudit }),
    ...(onEvent === undefined
      ? {}
      : {
          onEvent: (event) => {
            onEvent(event, target);
          },
        }),
  };
}

async function* named(
  { provider, target }: SweepDeleter,
  outcomes: AsyncIterable<DeletionOutcome>,
): AsyncGenerator<SweepOutcome, void, undefined> {
  for await (const outcome of outcomes) yield { ...outcome, provider, target };
}

async function reportOf({ target, run }: Started): Promise<SweepTargetReport> {
  const { provider, target: text } = target;
  try {
    return { provider, target: text, summary: await run };
  } catch (error) {
    if (!(error instanceof BulkDeletionError)) throw error;
    return { provider, target: text, summary: error.summary, error };
  }
}

/** From the best to the worst. */
const RANKS: readonly DeletionSummary['state'][] = [
  'dryRun',
  'completed',
  'completedWithFailures',
  'stopped',
  'aborted',
];

function addUp(targets: readonly SweepTargetReport[]): SweepReport {
  const summaries = targets.map(({ summary }) => summary);
  const byStatus: Record<DeletionStatus, number> = {
    deleted: 0,
    notFound: 0,
    absent: 0,
    pending: 0,
    failed: 0,
    unknown: 0,
    skipped: 0,
  };
  for (const status of Object.keys(byStatus) as DeletionStatus[]) {
    byStatus[status] = sum(summaries.map((summary) => summary.byStatus[status]));
  }
  const removed = summaries.flatMap(({ recordsRemoved }) => recordsRemoved ?? []);
  const worst = Math.max(-1, ...summaries.map(({ state }) => RANKS.indexOf(state)));
  const report: SweepReport = {
    state: RANKS[worst] ?? 'completed',
    targets,
    requested: sum(summaries.map(({ requested }) => requested)),
    byStatus,
    gone: sum(summaries.map(({ gone }) => gone)),
    ...(removed.length === summaries.length ? { recordsRemoved: sum(removed) } : {}),
    durationMs: Math.max(0, ...summaries.map(({ durationMs }) => durationMs)),
    throwIfNotGone() {
      const errors = summaries.flatMap(errorOf);
      const [first] = errors;
      if (first !== undefined) throw new SweepError(report, first, errors);
    },
  };
  return report;
}

function errorOf(summary: DeletionSummary): readonly BulkDeletionError[] {
  try {
    summary.throwIfNotGone();
    return [];
  } catch (error) {
    if (error instanceof BulkDeletionError) return [error];
    throw error;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
