/** What a journey is told before it begins, and what it reports; both go from one process to another as JSON. */
import type { AltatechOptions, RecordsTarget as AltatechTarget } from '@rowsweep/altatech';
import type { DeletionStatus, ExtructOptions, RowsTarget as ExtructTarget } from '@rowsweep/extruct';
import type { GptbotsOptions, RecordsTarget as GptbotsTarget } from '@rowsweep/gptbots';
import type { DeleteRowsRequest, MinimalOptions } from '@rowsweep/minimal';
import type { RecordsTarget as SplendorTarget, SplendorOptions } from '@rowsweep/splendor';

/** What is to be done at one provider. */
export interface Stay<Options, Target> {
  readonly options: Options;
  /** The same with a credential that the provider does not take. */
  readonly wrongOptions: Options;
  readonly target: Target;
  /** Deleted by one call of one operation. */
  readonly single: string;
  /** Named in the call with the wrong credential. It has to outlive the journey. */
  readonly kept: string;
  /** Deleted in one run: rows that are there, repeated ids, ids of no row, and one that cannot be an id. */
  readonly bulk: readonly string[];
  /** The most ids in one request of the run. */
  readonly maxIds: number;
}

/** Ids of Extruct, each of which is deleted through another door of the runtime. */
export interface Doors {
  readonly ids: readonly string[];
  readonly keepAlive: readonly string[];
  readonly journal: readonly string[];
  readonly audit: readonly string[];
}

/** What one environment is to do. */
export interface Plan {
  readonly extruct: Stay<ExtructOptions, ExtructTarget>;
  readonly altatech: Stay<AltatechOptions, AltatechTarget>;
  readonly minimal: Stay<MinimalOptions, DeleteRowsRequest['path']>;
  readonly gptbots: Stay<GptbotsOptions, GptbotsTarget>;
  readonly splendor: Stay<SplendorOptions, SplendorTarget>;
  readonly doors: Doors;
  /** An empty folder for files. */
  readonly folder: string;
  /** Extruct's own address, of another origin than the page's. */
  readonly otherOrigin: string;
}

/** The providers, in the order in which they are visited. */
export const providerNames = ['extruct', 'altatech', 'minimal', 'gptbots', 'splendor'] as const;

/** One of them. */
export type ProviderName = (typeof providerNames)[number];

/** What was seen at one provider. */
export interface Visit {
  readonly provider: ProviderName;
  /** What ended the visit before its end. */
  readonly failure: string | null;
  readonly outcomes: readonly (readonly [id: string, status: DeletionStatus])[];
  /** Deletion requests of the run, by its own account. */
  readonly sent: number;
  /** Reads of jobs, by the run's own account. */
  readonly polls: number;
  readonly refused: Refused | null;
}

/** What the call with the wrong credential threw. */
export interface Refused {
  /** An instance of the package's own error class. */
  readonly isOurs: boolean;
  /** The package's guard takes it for an error of that operation. */
  readonly isDeclared: boolean;
  readonly code: string;
  readonly effect: string;
}

/** What came of one thing beside the providers. */
export interface Check {
  readonly name: CheckName;
  /** Null: all is well. */
  readonly failure: string | null;
}

/** The doors of the runtime, and what a page is refused by its browser. */
export type CheckName = '/ids' | '/keep-alive' | '/journal' | '/audit' | 'cross-origin';

/** What one environment has to tell. */
export interface Report {
  readonly visits: readonly Visit[];
  readonly checks: readonly Check[];
}

/** An error in one line. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `; ${reasonOf(error.cause)}`;
  return `${error.name}: ${error.message}${cause}`;
}
