/** Why a failure mode is not played against a provider, or not here. Whatever has neither a scenario nor a reason fails. */
import type { ProviderName } from '@rowsweep/sandbox';

/** One reason. */
export interface Reason {
  readonly t: string;
  /** All of them where it is left out. */
  readonly on?: readonly ProviderName[];
  readonly why: string;
}

const journal = 'played by --kill, and record by record in test/runtime';

export const reasons: readonly Reason[] = [
  { t: 'T04', on: ['splendor'], why: 'its answer names no ids and counts none' },
  { t: 'T22', on: ['altatech', 'gptbots'], why: 'deletes with POST, whose body nothing on the way drops' },
  { t: 'T22', on: ['minimal'], why: 'its deletion has no body' },
  { t: 'T24', on: ['altatech', 'gptbots'], why: 'its answer neither names nor counts what it deleted' },
  { t: 'T25', on: ['altatech', 'gptbots'], why: 'its ids are digits as text, sent as they are given' },
  { t: 'T32', why: journal },
  { t: 'T34', why: journal },
  { t: 'T35', on: ['extruct', 'altatech', 'gptbots', 'minimal'], why: 'it has no jobs' },
  { t: 'T36', on: ['extruct', 'altatech', 'gptbots', 'minimal'], why: 'it has no jobs' },
  { t: 'T37', why: 'the age of a journal is judged in test/runtime' },
  { t: 'T38', why: 'what can be wrong with a journal is judged in test/runtime' },
];

/** `T01` to `T40`. */
export const modes: readonly string[] = Array.from(
  { length: 40 },
  (_value, index) => `T${String(index + 1).padStart(2, '0')}`,
);

/** Null: there is none. */
export function reasonFor(t: string, provider: ProviderName): string | null {
  return reasons.find((one) => one.t === t && (one.on?.includes(provider) ?? true))?.why ?? null;
}
