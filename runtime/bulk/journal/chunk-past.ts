/** What a journal says about one chunk, and what is left to do with it. */
import type { JournalRecord, ResumeMode, Spans } from './journal-types.js';
import { readSpans, readVerdicts } from './spans.js';
import type { DeletionStatus, JobRef } from '../types.js';

type RecordOf<Kind extends JournalRecord['t']> = Extract<JournalRecord, { t: Kind }>;

/** What is to be done with an id: sent, waited for with its job, looked up, or nothing any more. */
export type Remainder =
  | { readonly do: 'send' }
  | { readonly do: 'wait'; readonly job: PastJob }
  | { readonly do: 'check' }
  | { readonly do: 'leave' }
  | { readonly do: 'restate'; readonly status: DeletionStatus };

/** A job that was begun. */
export interface PastJob {
  readonly ref: JobRef;
  readonly requestId: string | undefined;
}

/** No verdict stands for this id. */
const OPEN = '';
/** Its deletion was accepted as a job: the number of the job in the list of the chunk stands behind this. */
const JOB = 'job:';

/** One chunk of a journal. For a chunk that is settled as a whole nothing is kept for its ids. */
export class ChunkPast {
  readonly seq: number;
  readonly first: number;
  readonly count: number;
  readonly spans: Spans | undefined;
  readonly hash: string;
  readonly mayRepeat: boolean;
  readonly #jobs: PastJob[] = [];
  /** One verdict for all, or one for each. */
  #verdicts: string | string[] = OPEN;
  /** The request that has left, and of which nothing more is known. */
  #inFlight: { readonly part: Spans | undefined } | undefined;
  #ambiguous = false;
  #sentAtMs: number | undefined;

  constructor({ seq, first, n, spans, hash, repeats }: RecordOf<'chunk'>) {
    this.seq = seq;
    this.first = first;
    this.count = n;
    this.spans = spans;
    this.hash = hash;
    this.mayRepeat = repeats === true;
  }

  /** True: what is left to do is the same for all its ids. */
  get isUniform(): boolean {
    return typeof this.#verdicts === 'string';
  }

  /** A request of this chunk may have taken effect without a readable answer. */
  get ambiguous(): boolean {
    return this.#ambiguous || this.#inFlight !== undefined;
  }

  /** When its first request left; undefined: none has. */
  get sentAtMs(): number | undefined {
    return this.#sentAtMs;
  }

  sent({ part, at }: RecordOf<'intent'>): void {
    // A request that nobody wrote an end for stays in doubt when the next one leaves.
    this.#ambiguous ||= this.#inFlight !== undefined;
    this.#inFlight = { part };
    // A repeat makes what may have been done no younger.
    this.#sentAtMs ??= at;
    this.#set(part, [[OPEN, this.count]]);
  }

  failed({ effect }: RecordOf<'attempt'>): void {
    this.#inFlight = undefined;
    if (effect !== 'none') this.#ambiguous = true;
  }

  accepted({ part, jobId, createdAt, requestId }: RecordOf<'job'>, provider: string): void {
    this.#landed(part);
    const ref = { provider, jobId, ...(createdAt === undefined ? {} : { createdAt }) };
    const place = this.#jobs.push({ ref, requestId }) - 1;
    this.#set(part, [[`${JOB}${place}`, this.count]]);
  }

  /** False: the record is not what this runtime writes. */
  settled(record: RecordOf<'done'>): boolean {
    const verdicts = readVerdicts(record);
    if (verdicts === undefined) return false;
    this.#landed(record.part);
    if (verdicts.some(([verdict]) => verdict.startsWith('unknown/'))) this.#ambiguous = true;
    this.#set(record.part, verdicts);
    return true;
  }

  /** What is left to do with the id at this offset. */
  remainder(offset: number, mode: ResumeMode): Remainder {
    const verdict = typeof this.#verdicts === 'string' ? this.#verdicts : (this.#verdicts[offset] ?? OPEN);
    const isCheck = mode === 'reconcile';
    if (verdict.startsWith(JOB)) {
      const job = this.#jobs[Number(verdict.slice(JOB.length).split('/')[0])];
      return job === undefined ? { do: 'send' } : { do: 'wait', job };
    }
    const [status, , code] = verdict.split('/');
    if (verdict === OPEN || status === 'skipped') {
      if (!isCheck) return { do: 'send' };
      return this.ambiguous ? { do: 'check' } : { do: 'leave' };
    }
    if (status === 'unknown') {
      if (isCheck) return { do: 'check' };
      // An abort that cut a request has not given up on its ids.
      return mode !== 'unfinished' || code === 'ABORTED' ? { do: 'send' } : { do: 'restate', status };
    }
    if (mode === 'all' || (mode === 'failed' && status === 'failed')) return { do: 'send' };
    return { do: 'restate', status: status as DeletionStatus };
  }

  countToSend(mode: ResumeMode): number {
    if (typeof this.#verdicts === 'string') return this.remainder(0, mode).do === 'send' ? this.count : 0;
    let count = 0;
    for (let offset = 0; offset < this.count; offset += 1) {
      if (this.remainder(offset, mode).do === 'send') count += 1;
    }
    return count;
  }

  /** True: an earlier run may have removed the id at this offset, so that it may now be missing because of us. */
  mayBeGone(offset: number): boolean {
    const verdict = typeof this.#verdicts === 'string' ? this.#verdicts : (this.#verdicts[offset] ?? OPEN);
    if (verdict === OPEN || verdict.startsWith('skipped/') || verdict.startsWith('unknown/'))
      return this.ambiguous;
    return !verdict.startsWith('failed/') && !verdict.startsWith('notFound/');
  }

  #landed(part: Spans | undefined): void {
    const flying = this.#inFlight;
    if (flying !== undefined && (part === undefined || String(part) === String(flying.part))) {
      this.#inFlight = undefined;
    }
  }

  #set(part: Spans | undefined, verdicts: readonly (readonly [verdict: string, count: number])[]): void {
    const [only] = verdicts;
    if (part === undefined && verdicts.length === 1 && only !== undefined && !isPending(only[0])) {
      this.#verdicts = only[0];
      return;
    }
    const each =
      typeof this.#verdicts === 'string'
        ? new Array<string>(this.count).fill(this.#verdicts)
        : this.#verdicts;
    this.#verdicts = each;
    const values = verdicts.values();
    let [verdict, left] = values.next().value ?? [OPEN, 0];
    for (const [start, end] of readSpans(part, { from: 0, n: this.count })) {
      for (let offset = start; offset < end; offset += 1) {
        while (left === 0) [verdict, left] = values.next().value ?? [OPEN, this.count];
        // Ids that were left with their job still wait for it.
        if (!isPending(verdict)) each[offset] = verdict;
        left -= 1;
      }
    }
  }
}

function isPending(verdict: string): boolean {
  return verdict.startsWith('pending/');
}
