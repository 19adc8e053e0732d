/** What a scenario is made of, and the words in which the table is written. */
import type {
  DeleteOptions,
  DeleteWhereOptions,
  DeletionRun,
  DeletionStatus,
  ErrorCode,
  Ids,
} from '@rowsweep/runtime';
import type { Fault, FaultRule, JobRule, ProviderName, RowData } from '@rowsweep/sandbox';
import type { Played } from './play.js';
import type { ProviderFacts } from './providers.js';
import type { Simulation } from './simulation.js';

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
  /** Requests may be lost on the way, so that the server knows of fewer than the run. */
  readonly loses?: boolean;
  /** Lies that no client can see through, and why they are there; none by default. */
  readonly unseen?: readonly RegExp[];
}

/** A run that was just made, and where it is played. */
export interface Stage {
  readonly run: DeletionRun;
  readonly simulation: Simulation;
}

/** Who looks at a run: both its outcomes and its summary, one of them, or nobody until it is over. */
export type Consumer = 'both' | 'await' | 'iterate' | 'nobody';

/** A deletion by filter. */
export interface Where {
  readonly filter: object;
  readonly options: DeleteWhereOptions;
  /** Filters that are refused before anything is sent, each with the options it is tried with. */
  readonly refused?: readonly (readonly [filter: unknown, options: DeleteWhereOptions])[];
  /** Rows that are meant to go, where the filter itself is sent and no id has an outcome. */
  readonly meant?: readonly string[];
}

/** One row of the table. */
export interface Scenario {
  /** The number of the failure mode, `T01` to `T40`. */
  readonly t: string;
  readonly name: string;
  readonly on?: readonly ProviderName[];
  /** Settings of the server. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly jobs?: readonly JobRule[];
  /** Rows that are there, as many or these; by default 40, in four requests of ten. */
  readonly rows?: number | readonly RowData[];
  /** Fields of the target that differ from the server's own. */
  readonly target?: object;
  /** Options of the connection. */
  readonly connection?: object;
  /** The ids to delete; by default those of all rows. */
  readonly input?: (rows: readonly string[], facts: ProviderFacts) => readonly string[];
  /** Instead of ids: `input` then says which of them the filter is to find, in the order of the table. */
  readonly where?: (rows: readonly string[]) => Where;
  /** How they come; by default as a list. */
  readonly source?: (ids: readonly string[], simulation: Simulation) => Ids;
  readonly consumer?: Consumer;
  /** How long the reader of the outcomes takes for each. */
  readonly readerMs?: number;
  readonly options?: (rows: readonly string[], facts: ProviderFacts, simulation: Simulation) => DeleteOptions;
  readonly deletion?: (facts: ProviderFacts, rows: readonly string[]) => FaultRule | readonly FaultRule[];
  readonly read?: (facts: ProviderFacts) => FaultRule | readonly FaultRule[];
  /** Called when the run was made. */
  readonly during?: (stage: Stage) => void;
  /** Milliseconds of real time that the server gets after the run, before its rows are looked at. */
  readonly aftermathMs?: number;
  /** Played by `npm run faults` alone: it takes long. */
  readonly long?: boolean;
  /** Left out where only honesty is asked for. */
  readonly expected?: (facts: ProviderFacts) => Expected;
  /** What is wrong beside that. */
  readonly check?: (played: Played) => readonly string[];
}

export const bodyProviders = ['extruct', 'altatech', 'gptbots', 'splendor'] as const;
export const opaque = ['altatech', 'gptbots'] as const;
/** They can be asked for single ids, so that a lost answer is followed by a read. */
export const readable = ['extruct', 'minimal'] as const;
export const naming = ['extruct', 'splendor'] as const;

export const at = (number: number, fault: Fault): FaultRule => ({ numbers: [number], fault });
export const first = (fault: Fault): FaultRule => at(0, fault);
export const from = (start: number, fault: Fault): FaultRule => ({ from: start, fault });
export const until = (end: number, fault: Fault): FaultRule => ({ until: end, fault });
export const always = (fault: Fault): FaultRule => ({ fault });

/** Refusals in the words of the provider: not let in; not allowed; no such table; a fault inside; no credits left. */
export const refusals: Readonly<Record<'login' | 'permission' | 'target' | 'inside' | 'quota', Fault>> = {
  login: { refuse: 'login' },
  permission: { refuse: 'permission' },
  target: { refuse: 'target' },
  inside: { refuse: 'inside' },
  quota: { refuse: 'quota' },
};
/** Something is wrong, and nothing says what. */
export const vague: Fault = { refuse: 'vague' };
export const tooLarge: Fault = { refuse: 'tooLarge' };

/** These ids are refused, whenever one of them comes; named where the provider can. */
export function refuseIds(ids: readonly string[]): FaultRule {
  return { names: ids, fault: { badIds: ids } };
}

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
export const html: Fault = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html>Sign in</html>',
};
