import { errorFor } from '../../codes.js';
import { isRowsweepError, type RowsweepError } from '../../errors.js';
import type { RunContext } from '../context.js';
import { BulkDeletionError } from '../errors.js';
import type { DeletionSummary } from '../types.js';

/** How a run ended: its summary, and what it rejects with, if it does. */
export interface Account {
  readonly summary: DeletionSummary;
  readonly raised: BulkDeletionError | undefined;
}

/** Closes the account of a run. */
export function closeAccount(
  context: RunContext,
  run: {
    readonly runId: string;
    readonly minimumRequests: number;
    readonly startedAtMs: number;
    readonly inputError: RowsweepError | undefined;
  },
): Account {
  const { settings, events, stops, tally, subject, shared } = context;
  const imbalance = findImbalance(context);
  const reason = imbalance ?? run.inputError ?? stops.cause?.error ?? shared.incomplete;
  const summary = tally.summarize({
    runId: run.runId,
    provider: subject.behaviour.provider,
    target: subject.targetText,
    state: runState(context, run.inputError !== undefined),
    minimum: run.minimumRequests,
    durationMs: settings.clock.now() - run.startedAtMs,
    warnings: events.warnings,
    stoppedBy: reason,
  });
  const rejects = imbalance !== undefined || run.inputError !== undefined || stops.cause?.rejects === true;
  return {
    summary,
    raised: rejects && reason !== undefined ? new BulkDeletionError(summary, reason) : undefined,
  };
}

/** What the input threw, as the one error. */
export function inputErrorOf(context: RunContext, error: unknown): RowsweepError {
  if (isRowsweepError(error)) return error;
  return errorFor({
    code: 'INPUT',
    provider: context.subject.behaviour.provider,
    message: `The input failed after ${context.tally.read} ids: ${error instanceof Error ? error.message : String(error)}`,
    attempts: 0,
    cause: error,
  });
}

/** How a run ends. */
export function runState(
  { stops, settings, tally, shared }: RunContext,
  inputFailed: boolean,
): DeletionSummary['state'] {
  if (stops.cause?.reason === 'aborted') return 'aborted';
  if (stops.cause !== undefined || inputFailed || shared.incomplete !== undefined) return 'stopped';
  if (settings.dryRun) return 'dryRun';
  const isFilterOpen = tally.filter?.status === 'unknown';
  const liesFound = tally.sample?.stillThere.length ?? 0;
  return isFilterOpen || tally.problems + liesFound > 0 ? 'completedWithFailures' : 'completed';
}

/** Every id has exactly one outcome; if not, that is a fault of ours, and nobody may overlook it. */
function findImbalance({ tally, subject }: RunContext): RowsweepError | undefined {
  if (tally.isBalanced) return undefined;
  return errorFor({
    code: 'PROTOCOL_VIOLATION',
    provider: subject.behaviour.provider,
    message: `The account does not balance: ${tally.read} ids were read and ${tally.settled} outcomes settled.`,
    effect: 'possible',
  });
}
