/**
 * The failure modes by number, and why one is not played against a provider, or not here. Whatever has neither a
 * scenario nor a reason fails.
 */
import type { ProviderName } from '@rowsweep/sandbox';

/** One reason. */
export interface Reason {
  readonly t: string;
  /** All of them where it is left out. */
  readonly on?: readonly ProviderName[];
  readonly why: string;
}

export const reasons: readonly Reason[] = [
  { t: 'T04', on: ['splendor'], why: 'its answer names no ids and counts none' },
  { t: 'T22', on: ['altatech', 'gptbots'], why: 'deletes with POST, whose body nothing on the way drops' },
  { t: 'T22', on: ['minimal'], why: 'its deletion has no body' },
  { t: 'T24', on: ['altatech', 'gptbots'], why: 'its answer neither names nor counts what it deleted' },
  { t: 'T25', on: ['altatech', 'gptbots'], why: 'its ids are digits as text, sent as they are given' },
  {
    t: 'T32',
    why: 'played by --kill, and at every record in journal-kill.test.ts and journal-sigkill.test.ts',
  },
  {
    t: 'T34',
    why: 'played by --kill, and at every record in journal-kill.test.ts; journal.test.ts has the order',
  },
  { t: 'T35', on: ['extruct', 'altatech', 'gptbots', 'minimal'], why: 'it has no jobs' },
  { t: 'T36', on: ['extruct', 'altatech', 'gptbots', 'minimal'], why: 'it has no jobs' },
  { t: 'T37', why: 'journal-resume.test.ts: the age is told before anything is sent' },
  { t: 'T38', why: 'journal-resume.test.ts, journal-file.test.ts and file-lock.test.ts' },
];

/** What goes wrong, by number. Tests that a reason names are in `test/runtime`. */
export const modeNames: Readonly<Record<string, string>> = {
  T01: 'a 2xx that is not what it looks like: half done, another shape, HTML, spoilt',
  T02: 'an error code in a 200',
  T03: 'a 500 without a body',
  T04: 'an answer or a read that names or counts less than there is',
  T05: 'the four ways in which helpers.bulk loses deletions',
  T06: 'a slow producer, a slow server and a slow reader',
  T07: 'a run that fails while nobody, or only one side, looks at it',
  T08: 'a failure while other requests are on their way',
  T09: 'a connection cut before, in and after an answer; time-outs',
  T10: 'one attempt only',
  T11: 'a connection that is closed while nobody uses it',
  T12: 'throttling with every form of Retry-After, and without',
  T13: 'throttling of eight workers, and the end of a window',
  T14: 'a connection that repeats calls by itself',
  T15: 'an outage, a brown-out, a service that flaps',
  T16: 'thousands of equal failures',
  T17: 'credentials, permission, credits or target gone in the middle of a run',
  T18: 'one, two or all ids are bad',
  T19: 'a request that is bad as a whole',
  T20: 'no id, one id, and as many as a limit, one less and one more',
  T21: 'limits that are smaller than written, and become smaller',
  T22: 'a proxy that drops bodies',
  T23: 'guards, dry runs, and filters that are empty, broad or grow',
  T24: 'more is deleted or named than was asked for; casts',
  T25: 'ids at the edge: 2^53, zeros in front, capitals, normal forms',
  T26: 'files of ids with marks, CRLF and no last line end',
  T27: 'ids that come twice',
  T28: 'a reader who is slower than the server',
  T29: 'many requests on one signal',
  T30: 'aborts before, between, during and after requests, waits and polls',
  T31: 'progress that goes back, or does not get to the end',
  T32: 'kill -9',
  T33: 'one chunk that fails always',
  T34: 'kill -9 between the receipt of a job and its record',
  T35: 'jobs that fail, hang, vanish or outlast patience; polls that fail',
  T36: 'the lost answer to a submission',
  T37: 'a journal that is resumed a day later',
  T38: 'a journal of another run, a changed input, two processes, a disk that is full or read-only',
  T39: 'an input that throws, never ends, or gives what is no id',
  T40: 'callbacks that throw',
};

/** `T01` to `T40`. */
export const modes: readonly string[] = Object.keys(modeNames);

/** Null: there is none. */
export function reasonFor(t: string, provider: ProviderName): string | null {
  return reasons.find((one) => one.t === t && (one.on?.includes(provider) ?? true))?.why ?? null;
}
