/** What a scenario is made of, and the words in which the table is written. */
import type { DeleteOptions, DeletionRun, DeletionStatus, ErrorCode } from '@rowsweep/runtime';
import type { Fate, ProviderName, RowData, SandboxOptions, SandboxRequest } from '@rowsweep/sandbox';
import type { DrivenClock } from '../runtime/fake-clock.js';
import type { ProviderFacts, Server } from './providers.js';

type Counts = Readonly<Partial<Record<DeletionStatus, number>>>;

/** What must come of it, beside honesty. */
export interface Expected {
  readonly state: 'completed' | 'completedWithFailures' | 'aborted' | 'stopped' | 'dryRun';
  /** Every status that is not named here must be 0; `rest`: at least one, all that were read and are not named. */
  readonly byStatus: Omit<Counts, 'skipped'> & { readonly skipped?: number | 'rest' };
  /** What the run rejects with; by default it resolves. */
  readonly rejects?: ErrorCode;
  /** The code of what ended it, where it resolves all the same. */
  readonly stoppedBy?: ErrorCode;
  /** Codes of the problems. */
  readonly problems?: readonly ErrorCode[];
  readonly warnings?: readonly string[];
  /** Deletion requests. */
  readonly sent?: number;
  readonly mostSent?: number;
  readonly mostRequests?: number;
  readonly leastMs?: number;
  /** Lies that no client can see through, and why they are there; none by default. */
  readonly unseen?: readonly RegExp[];
}

/** Decides the fate of the deletion or the read with this number, counted from 0. */
export type Fault = (index: number, request: SandboxRequest) => Fate | undefined;

/** A run that was just made, and where it is played. */
export interface Stage {
  readonly run: DeletionRun;
  readonly server: Server;
  readonly clock: DrivenClock;
}

export interface Scenario {
  readonly name: string;
  readonly on?: readonly ProviderName[];
  /** Settings of the server, which is then started for this scenario alone. */
  readonly sandbox?: SandboxOptions;
  /** Rows that are there, as many or these; by default 40, in four requests of ten. */
  readonly rows?: number | readonly RowData[];
  /** Fields of the target that differ from the server's own. */
  readonly target?: object;
  /** The ids to delete; by default those of all rows. */
  readonly input?: (rows: readonly string[], facts: ProviderFacts) => readonly string[];
  readonly options?: (rows: readonly string[], facts: ProviderFacts) => DeleteOptions;
  readonly deletion?: (facts: ProviderFacts, rows: readonly string[]) => Fault;
  readonly read?: (facts: ProviderFacts) => Fault;
  /** Called when the run was made. */
  readonly during?: (stage: Stage) => void;
  /** Milliseconds of real time that the server gets after the run, before its rows are looked at. */
  readonly aftermathMs?: number;
  readonly expected: (facts: ProviderFacts) => Expected;
}

export const bodyProviders = ['extruct', 'altatech', 'gptbots', 'splendor'] as const;
export const opaque = ['altatech', 'gptbots'] as const;
/** They can be asked for single ids, so that a lost answer is followed by a read. */
export const readable = ['extruct', 'minimal'] as const;
export const naming = ['extruct', 'splendor'] as const;

export const first =
  (fate: Fate): Fault =>
  (index) =>
    index === 0 ? fate : undefined;
export const from =
  (start: number, fate: Fate): Fault =>
  (index) =>
    index >= start ? fate : undefined;
export const always = (fate: Fate): Fault => from(0, fate);

/** Adds up what statuses that may be the same one come to. */
export function add(...counts: readonly (readonly [DeletionStatus, number])[]): Counts {
  const sum: Partial<Record<DeletionStatus, number>> = {};
  for (const [status, count] of counts) sum[status] = (sum[status] ?? 0) + count;
  return sum;
}

export const allGone = ({ clean }: ProviderFacts): Expected => ({
  state: 'completed',
  byStatus: add([clean, 40]),
});
/** The first request's effect is not known to be its own. */
export const firstWeak = ({ clean }: ProviderFacts): Expected => ({
  state: 'completed',
  byStatus: add(['absent', 10], [clean, 30]),
  sent: 5,
});
export const strangers = (facts: ProviderFacts, count: number): readonly string[] =>
  Array.from({ length: count }, (_value, index) => facts.stranger(index));
export const html: Fate = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html>Sign in</html>',
};
export const isDeletionOf = ({ ids }: SandboxRequest, id: string | undefined): boolean =>
  id !== undefined && ids.includes(id);
