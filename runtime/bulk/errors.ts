import { RowsweepError } from '../errors.js';
import type { SweepReport } from './sweep/sweep-types.js';
import type { DeletionSummary } from './types.js';

/** Which guard held. */
export type GuardName =
  | 'maxDeletes'
  | 'confirm'
  | 'overDelete'
  | 'emptyFilter'
  | 'unsafeFilter'
  | 'broadFilter'
  | 'ignoredFilter'
  | 'looseMatch'
  | 'expectCount'
  | 'maxFractionOfTarget';

/** A rule that protects rows held. Its code is `GUARD`. */
export class GuardError extends RowsweepError {
  override readonly name: string = 'GuardError';
  readonly guard: GuardName;

  constructor(details: {
    guard: GuardName;
    provider: string;
    message: string;
    /** `done` for an over-deletion: it was noticed afterwards. */
    effect: 'none' | 'done';
  }) {
    super({ ...details, code: 'GUARD', fatal: true });
    this.guard = details.guard;
  }
}

/** A run ended early, or did not reach its goal. `cause` and the code are those of what ended it; `summary` has the rest. */
export class BulkDeletionError extends RowsweepError {
  override readonly name: string = 'BulkDeletionError';
  readonly summary: DeletionSummary;

  constructor(summary: DeletionSummary, reason: RowsweepError) {
    super({
      code: reason.code,
      provider: reason.provider,
      message: reason.message,
      effect: reason.effect,
      retryable: reason.retryable,
      fatal: reason.fatal,
      operation: reason.operation,
      request: reason.request,
      status: reason.status,
      providerCode: reason.providerCode,
      requestId: reason.requestId,
      retryAfterMs: reason.retryAfterMs,
      attempts: reason.attempts,
      body: reason.body,
      cause: reason,
    });
    this.summary = summary;
  }
}

/** A sweep did not reach its goal. The code and the cause are those of the first target that did not. */
export class SweepError extends RowsweepError {
  override readonly name: string = 'SweepError';
  readonly report: SweepReport;
  /** One for each target that did not reach it. */
  readonly errors: readonly BulkDeletionError[];

  constructor(report: SweepReport, first: BulkDeletionError, errors: readonly BulkDeletionError[]) {
    const { code, provider, effect, retryable, fatal } = first;
    const others = errors.length === 1 ? '' : ` (and ${errors.length - 1} other targets)`;
    const message = `${provider}: ${first.message}${others}`;
    super({ code, provider, effect, retryable, fatal, message, cause: first });
    this.report = report;
    this.errors = errors;
  }
}

/** A wrong option or target: nothing was sent. */
export function configurationError(provider: string, message: string): RowsweepError {
  return new RowsweepError({ code: 'CONFIGURATION', provider, message, effect: 'none', fatal: true });
}
