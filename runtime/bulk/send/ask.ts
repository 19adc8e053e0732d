/** One request of a run, from its turn at the gate on. */
import { exchange, type Answer, type CallRequest } from '../../call.js';
import type { OperationDefinition } from '../../definition.js';
import { readThrottle } from '../../delay.js';
import type { RowsweepError } from '../../errors.js';
import { toRowsweepError, type RunContext } from '../context.js';
import { isThrottle, retryDelayMs } from './retry.js';

/** Sends one request that the gate has let through; an abort of the run cuts it as its kind says. */
export async function ask(
  context: RunContext,
  wanted: {
    readonly kind: 'deletion' | 'read';
    readonly operation: OperationDefinition;
    readonly request: CallRequest;
    readonly attempt: number;
    /** Ids that a deletion carries. */
    readonly size?: number;
    /** Counts one request more: its credential was refused, and it is sent again with a new one. */
    readonly onRepeat: () => void;
    /** Waits for the turn of that one; false: it must not leave. Default: as every request does, at the gate. */
    readonly takeTurn?: () => Promise<boolean>;
  },
): Promise<Answer> {
  const { gate, stops, subject, settings, lanes, telemetry } = context;
  const { kind, operation, request, attempt, size } = wanted;
  let finish = telemetry?.request({ kind, operation, attempt, size });
  const round = lanes.round;
  let sentAtMs = settings.clock.now();
  const atGate = (): Promise<boolean> =>
    gate.enter(kind === 'deletion' ? stops.sending : stops.everything, size);
  // What was written down before the first still holds.
  const mayRepeat = async (refused: RowsweepError): Promise<boolean> => {
    finish?.({ error: refused });
    finish = undefined;
    if (!(await (wanted.takeTurn ?? atGate)())) return false;
    wanted.onRepeat();
    finish = telemetry?.request({ kind, operation, attempt: attempt + 1, size });
    sentAtMs = settings.clock.now();
    return true;
  };
  try {
    const answer = await stops.watch(kind, (signal) =>
      exchange(subject.connection, operation, request, {
        signal,
        timeoutMs: settings.requestMs,
        attempt,
        mayRepeat,
      }),
    );
    finish?.({ status: answer.status });
    if (kind === 'deletion') lanes.answeredAfter(settings.clock.now() - sentAtMs, round);
    pauseForThrottle(context, answer);
    return answer;
  } catch (error) {
    finish?.({ error: toRowsweepError(error, subject.behaviour.provider) });
    throw error;
  }
}

/** How long to wait after a failure, before attempt number `attempt + 1`. */
export function delayAfter({ settings }: RunContext, error: RowsweepError, attempt: number): number {
  const { retry: policy, clock } = settings;
  return retryDelayMs({ policy, error, attempt, random: clock.random() });
}

/** Being told to wait holds for everyone; a failure of one request holds for that request. True: everyone waits. */
export function holdBack(context: RunContext, error: RowsweepError, delayMs: number): boolean {
  const isTold = isThrottle(error) || error.retryAfterMs !== undefined;
  if (isTold) pauseFor(context, delayMs, 'retryAfter');
  return isTold;
}

/** Waits before the same is tried again: here, or at the gate with everyone. */
export async function waitAfter(
  context: RunContext,
  wait: { readonly error: RowsweepError; readonly delayMs: number; readonly signal: AbortSignal },
): Promise<void> {
  if (holdBack(context, wait.error, wait.delayMs)) return;
  await context.settings.clock.sleep(wait.delayMs, wait.signal);
}

/** Holds back every request of the run. */
function pauseFor(context: RunContext, delayMs: number, why: 'retryAfter' | 'rateLimit'): void {
  const { gate, events, settings } = context;
  const untilMs = settings.clock.now() + delayMs;
  if (gate.pauseUntil(untilMs)) events.emit({ type: 'paused', untilMs, why });
}

/**
 * An answer that says that no request is left: waits for the reset instead of for the refusal. A reset that is
 * further away than the run would wait is left to the provider: it will say so itself, with its own reason.
 */
function pauseForThrottle(context: RunContext, answer: Pick<Answer, 'headers'>): void {
  const { subject, settings } = context;
  const { remaining, resetMs } = readThrottle(
    answer.headers,
    subject.provider.throttle,
    settings.clock.now(),
  );
  if (remaining !== 0 || resetMs === undefined) return;
  if (resetMs > 0 && resetMs <= settings.retry.maxRetryAfterMs) {
    pauseFor(context, resetMs, 'rateLimit');
  }
}
