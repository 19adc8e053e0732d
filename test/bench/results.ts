/** What the bench measured; what `--json` prints. Times are in seconds, a null is a round that was not run or failed. */

/** One thing measured round by round. */
export interface Series {
  readonly seconds: readonly (number | null)[];
  readonly peakMebibytes: readonly (number | null)[];
  readonly cpuSeconds: readonly (number | null)[];
  /** Why a round has no result; null when all have. */
  readonly failure: string | null;
}

/** One tool on one description. */
export interface Generation extends Series {
  readonly description: string;
  readonly tool: string;
  readonly makesClient: boolean;
  /** Files of any kind. */
  readonly files: number;
  /** Lines and bytes of the TypeScript among them. */
  readonly lines: number;
  readonly bytes: number;
}

/** The compiler on the whole output of one tool: strict, and with declaration files checked. */
export interface Check extends Series {
  readonly description: string;
  readonly tool: string;
  /** Null when the compiler itself failed. */
  readonly errors: number | null;
  readonly firstError: string | null;
}

/** A program that uses one operation, tree-shaken and minified. */
export interface Bundle {
  readonly description: string;
  readonly tool: string;
  readonly operation: string;
  readonly minifiedBytes: number | null;
  readonly gzipBytes: number | null;
  readonly failure: string | null;
}

/** One call against a `fetch` that answers at once, in microseconds, round by round. */
export interface CallCost {
  readonly description: string;
  readonly tool: string;
  readonly microseconds: readonly (number | null)[];
  readonly failure: string | null;
}

/** Ours on a description that is repeated under other names. */
export interface GrowthStep extends Series {
  /** 0: the small description, whose time is the floor. */
  readonly copies: number;
  readonly operations: number;
  readonly bytes: number;
}

/** Everything of one run of the bench. */
export interface Results {
  readonly machine: { readonly node: string; readonly cpu: string; readonly cores: number };
  /** By tool, as shown. */
  readonly versions: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly descriptions: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly operations: number;
  }[];
  readonly generations: readonly Generation[];
  readonly checks: readonly Check[];
  readonly bundles: readonly Bundle[];
  readonly calls: readonly CallCost[];
  /** The five providers of this repository in one process. */
  readonly providers: Series | null;
  /** A second run on an input that has not changed, by description. */
  readonly unchanged: readonly (Series & { readonly description: string })[];
  readonly growth: readonly GrowthStep[];
}

/** What the tables call our own tool. */
export const oursName = 'rowsweep';
/** What the tables call plain `fetch`. */
export const bareName = 'bare fetch';
/** Ours, from the description and its overlay: with every guard. */
export const guardedName = 'rowsweep with overlay';
/** Ours, from a description that holds the one operation and no other. */
export const aloneName = 'rowsweep, operation alone';
