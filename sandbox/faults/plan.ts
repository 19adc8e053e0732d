/** A fault plan: what goes wrong, and with which request. It is data, so that a run can be written down and replayed. */
import type { ProviderName } from '../message.js';
import type { RowData } from '../stores/row-store.js';

/** What a server says in its own words instead of doing what it was asked. */
export type RefusalWord =
  'login' | 'permission' | 'target' | 'inside' | 'quota' | 'vague' | 'tooLarge' | 'tooManyItems';

/** How an answer of the server's own is spoilt; the request is carried out. */
export type Alteration =
  'halfJson' | 'wrongShape' | 'wrongType' | 'noContent' | 'upperCaseIds' | 'urnIds' | 'empty';

/** What goes wrong with one request. One thing a fault, beside `delayMs`, which goes with all of them. */
export interface Fault {
  /** Waits first, in milliseconds of real time. Alone: slow, and otherwise as always. */
  readonly delayMs?: number;

  /** This answer is sent. Nothing is done, unless `effect` is true. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** With `status`, `refuse` and `hang`: the request is carried out all the same. */
  readonly effect?: boolean;
  /** With `status`: Retry-After as a date so many seconds from now, in one of the three forms of RFC 9110. */
  readonly retryAfterDate?: { readonly inS: number; readonly form?: 'imf' | 'rfc850' | 'asctime' };
  /** With `status`: `X-RateLimit-Remaining: 0` and the moment of the reset in seconds since 1970. */
  readonly resetInS?: number;

  /** The server refuses in its own words. */
  readonly refuse?: RefusalWord;
  /** The server refuses these ids, by name where it can; see `names` of a rule. `all`: whatever it is given. */
  readonly badIds?: readonly string[] | 'all';

  /**
   * The socket is destroyed: before anything is done; or when it is done, before the answer begins, within its
   * headers, or within its body.
   */
  readonly cut?: 'before' | 'after' | 'inHeaders' | 'inBody';
  /** No answer ever comes. */
  readonly hang?: boolean;

  /** It is carried out, and the answer is not what it should be. */
  readonly alter?: Alteration;
  /** Added to every count that the answer gives; may be negative. */
  readonly addToCount?: number;
  /** So many ids more, or fewer, than were deleted are named. */
  readonly addIds?: number;
  readonly leaveOutIds?: number;

  /** So many rows that nobody named are deleted too. */
  readonly overDelete?: number;
  /** Somebody else adds these rows to the table of the target, just before the request is carried out. */
  readonly addRows?: readonly RowData[];
  /** The body is lost on the way, as some proxies do with the body of a DELETE. */
  readonly dropBody?: boolean;
  /** After the answer the connection stays open for so many milliseconds, and is then closed. */
  readonly closeIdleMs?: number;
}

/** Which of a run of numbers are meant; all of them by default. */
export interface Numbers {
  /** Exactly these, counted from 0. */
  readonly numbers?: readonly number[];
  /** From this one on (0), before that one, and every so many (1). */
  readonly from?: number;
  readonly until?: number;
  readonly every?: number;
  /** Of those, a share that the seed picks. */
  readonly probability?: number;
}

/** One rule. Of the rules that fit a request the first one decides. */
export interface FaultRule extends Numbers {
  /** What is counted, and what the rule is about: `deletion` (default), `read`, which is all else, or `any`. */
  readonly on?: 'deletion' | 'read' | 'any';
  readonly provider?: ProviderName;
  /** The `operationId` of the description. */
  readonly operation?: string;
  /** How the path ends. */
  readonly pathEnd?: string;
  /** Only for a request that is larger. */
  readonly moreIdsThan?: number;
  readonly moreTargetBytesThan?: number;
  readonly moreBodyBytesThan?: number;
  /** Only for a request that asks to delete one of these. */
  readonly names?: readonly string[];
  readonly fault: Fault;
}

/** How jobs go, for a provider that has jobs; the first rule that fits a job decides. */
export interface JobRule extends Numbers {
  /**
   * `mixed`: half of the records are deleted and the job says that an item failed. `retrying`: it fails, says that it
   * will try again, and succeeds after `retryMs`. `stuck`: it never ends.
   */
  readonly end?: 'succeeded' | 'failed' | 'stuck' | 'mixed' | 'retrying';
  /** How long it is pending and then running, in milliseconds of the server's clock. */
  readonly pendingMs?: number;
  readonly runningMs?: number;
  /** How long after its start it is missing from the list. */
  readonly hiddenMs?: number;
  /** How long a job that is `retrying` stays failed. */
  readonly retryMs?: number;
}

/** A whole plan. */
export interface FaultPlan {
  /** What it is for; nobody reads it but people. */
  readonly about?: string;
  readonly rules?: readonly FaultRule[];
  readonly jobs?: readonly JobRule[];
}
