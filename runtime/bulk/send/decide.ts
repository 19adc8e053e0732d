/** What to do after a request failed. Pure: it sees facts and names one step. */
import type { RowsweepError } from '../../errors.js';
import type { BadId, Refusal } from './bad-ids.js';
import type { RetryPolicy } from '../options.js';

/** What is known about the request that failed. */
export interface Failure {
  readonly error: RowsweepError;
  /** What a validation error says about the ids, where it says something. */
  readonly refusal: Refusal | undefined;
  /** Ids in the request. */
  readonly count: number;
  /** Requests with exactly these ids, this one included. */
  readonly attempt: number;
  /** Repeating a request that may have taken effect is harmless. */
  readonly repeatable: boolean;
  /** This request's size can be made smaller by sending fewer ids. */
  readonly sizeFollowsIds: boolean;
  /** Requests that may still be spent on finding bad ids in this chunk. */
  readonly splitsLeft: number;
}

/** The one thing to do next. */
export type Step =
  /** Send the same ids again later. */
  | { readonly do: 'retry' }
  /** The request was too large: learn that, and send the ids in smaller ones. */
  | { readonly do: 'shrink' }
  /** One of the ids is wrong, and nobody says which. */
  | { readonly do: 'bisect' }
  /** These ids are wrong; send the others. */
  | { readonly do: 'drop'; readonly bad: readonly BadId[] }
  /** Nothing more can be done for these ids. */
  | { readonly do: 'giveUp' }
  /** Nothing more can be done for anything: `reject` when it is a mistake, not when it can go on later. */
  | { readonly do: 'stop'; readonly reject: boolean; readonly anomaly: string | undefined };

const GIVE_UP: Step = { do: 'giveUp' };
const FATAL: Step = { do: 'stop', reject: true, anomaly: undefined };
const LATER: Step = { do: 'stop', reject: false, anomaly: undefined };

/** A repeat after an answer that could not be read settles it or does not; more of them do not help. */
const MOST_PROTOCOL_ATTEMPTS = 2;

/** Chooses the step; the order of the questions is the order of what outweighs what. */
export function decideStep(failure: Failure, policy: RetryPolicy): Step {
  const { error, count } = failure;
  if (error.code === 'ABORTED') return GIVE_UP;
  if (error.code === 'QUOTA_EXCEEDED') return LATER;
  if (error.code === 'PAYLOAD_TOO_LARGE' || error.code === 'URI_TOO_LONG') {
    if (!failure.sizeFollowsIds && error.code === 'URI_TOO_LONG') return FATAL;
    return count > 1 ? { do: 'shrink' } : GIVE_UP;
  }
  if (failure.refusal !== undefined) return stepAfterRefusal(failure, failure.refusal);
  if (error.fatal) return FATAL;
  if (error.code === 'INVALID_REQUEST' || error.code === 'INVALID_ID') {
    return count > 1 && failure.splitsLeft > 0 ? { do: 'bisect' } : GIVE_UP;
  }
  return stepAfterTrouble(failure, policy);
}

function stepAfterRefusal({ count, splitsLeft }: Failure, refusal: Refusal): Step {
  switch (refusal.kind) {
    case 'named':
      return splitsLeft > 0 || refusal.bad.length === count ? { do: 'drop', bad: refusal.bad } : GIVE_UP;
    case 'missing':
      return {
        do: 'stop',
        reject: true,
        anomaly: `The ids did not arrive: something between here and the provider drops the body of the request.`,
      };
    case 'whole':
      return count > 1 ? { do: 'shrink' } : FATAL;
    case 'other':
      return FATAL;
  }
}

function stepAfterTrouble({ error, attempt, repeatable }: Failure, policy: RetryPolicy): Step {
  const unreadable = error.code === 'PROTOCOL_VIOLATION';
  if (!error.retryable && !unreadable) return GIVE_UP;
  if (error.effect !== 'none' && !repeatable) return GIVE_UP;
  // A provider that says how long to wait is not asked sooner: not by these ids, and not by any others.
  if ((error.retryAfterMs ?? 0) > policy.maxRetryAfterMs) return LATER;
  const most = unreadable ? Math.min(policy.maxAttempts, MOST_PROTOCOL_ATTEMPTS) : policy.maxAttempts;
  return attempt < most ? { do: 'retry' } : GIVE_UP;
}
