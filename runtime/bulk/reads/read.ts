/** Requests that change nothing: they go through the same gate, and they are repeated as patiently. */
import type { Answer, CallRequest } from '../../call.js';
import type { OperationDefinition } from '../../definition.js';
import { RowsweepError } from '../../errors.js';
import { ask, delayAfter, holdBack, waitAfter } from '../send/ask.js';
import { toRowsweepError, type RunContext } from '../context.js';

/** One read, and how much patience it deserves. */
export interface ReadRequest {
  readonly operation: OperationDefinition;
  readonly request: CallRequest;
  readonly countAs: 'polls' | 'reads';
  /** Requests, the first included. */
  readonly maxAttempts: number;
}

/** Reads once, or a few times when that may help; throws `RowsweepError`. */
export async function read(context: RunContext, wanted: ReadRequest): Promise<Answer> {
  const { gate, stops, tally, settings, subject, budget } = context;
  const { operation, request } = wanted;
  for (let attempt = 1; ; attempt += 1) {
    if (!(await gate.enter(stops.everything))) throw abortedRead(subject.behaviour.provider);
    tally[wanted.countAs] += 1;
    try {
      const onRepeat = (): void => {
        tally[wanted.countAs] += 1;
      };
      return await ask(context, { kind: 'read', operation, request, attempt, onRepeat });
    } catch (thrown) {
      const error = toRowsweepError(thrown, subject.behaviour.provider);
      const tooLong = (error.retryAfterMs ?? 0) > settings.retry.maxRetryAfterMs;
      const delayMs = delayAfter(context, error, attempt);
      const again = error.retryable && attempt < wanted.maxAttempts && !tooLong;
      if (!again || stops.everything.aborted || !budget.pay(error)) {
        if (!tooLong) holdBack(context, error, delayMs);
        throw error;
      }
      await waitAfter(context, { error, delayMs, signal: stops.everything });
    }
  }
}

function abortedRead(provider: string): RowsweepError {
  return new RowsweepError({
    code: 'ABORTED',
    provider,
    message: 'The run was aborted before a read.',
    effect: 'none',
  });
}
