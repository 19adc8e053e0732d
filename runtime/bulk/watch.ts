import { isRowsweepError, RowsweepError } from '../errors.js';
import type { RunContext } from './context.js';
import { BulkDeletionError } from './errors.js';
import type { DeletionSummary } from './types.js';

/** A run, as it is seen from beside. */
export interface WatchedRun {
  readonly runId: string;
  readonly done: Promise<DeletionSummary>;
  abort(reason: unknown, mode: 'drain' | 'cancel'): void;
}

/** What goes on beside a run, from its start to its end: the caller's signal, its time limit, its span and its log. */
export function watchRun(context: RunContext, run: WatchedRun): void {
  const { telemetry, subject, settings } = context;
  const { signal, onAbort } = settings;
  const over = new AbortController();
  const onSignal = (): void => {
    run.abort(signal?.reason, onAbort);
  };
  const leave = (): void => {
    signal?.removeEventListener('abort', onSignal);
    over.abort();
  };
  signal?.addEventListener('abort', onSignal, { once: true });
  let hasBegun = false;
  // A run begins in the next microtask; one that is aborted before never does.
  queueMicrotask(() => {
    if (signal?.aborted === true) return;
    hasBegun = true;
    telemetry?.begin({
      runId: run.runId,
      provider: subject.behaviour.provider,
      target: subject.targetText,
    });
  });
  run.done.then(
    (summary) => {
      leave();
      if (hasBegun) telemetry?.end(summary, undefined);
    },
    (error: unknown) => {
      leave();
      const summary = error instanceof BulkDeletionError ? error.summary : undefined;
      if (hasBegun) telemetry?.end(summary, isRowsweepError(error) ? error : undefined);
    },
  );
  void endInTime(context, run, over.signal);
}

async function endInTime(context: RunContext, run: WatchedRun, over: AbortSignal): Promise<void> {
  const { settings, stops, events, subject } = context;
  const { runMs, clock, onAbort } = settings;
  if (runMs === null) return;
  await clock.sleep(runMs, over);
  if (over.aborted) return;
  const message = `The run was stopped after ${runMs} ms, as timeouts.runMs says.`;
  events.warn({ code: 'runTimeout', message });
  const { provider } = subject.behaviour;
  const error = new RowsweepError({ code: 'ABORTED', provider, message, effect: 'possible' });
  // The first cause counts, so what follows is an abort in all but its name.
  stops.stop({ reason: 'stopped', error, rejects: false });
  run.abort(undefined, onAbort);
}

/** Sends nothing more, and says why where the caller gave a reason. */
export function abortRun({ stops, events }: RunContext, reason: unknown, mode: 'drain' | 'cancel'): void {
  const why = reason instanceof Error ? reason.message : reason;
  const isPlain = reason instanceof Error && reason.name === 'AbortError';
  if (typeof why === 'string' && !isPlain) events.warn({ code: 'aborted', message: `Aborted: ${why}` });
  stops.abort({ reason: 'aborted', error: undefined, rejects: false }, mode === 'cancel');
}
