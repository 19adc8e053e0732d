/** What one client process is told to do, and what it measured. */

/** Who deletes. The first is ours, the last a loop with nothing but `node:http`. */
export const tools = ['rowsweep', 'p-map', 'p-queue', 'helpers.bulk', 'floor'] as const;

/** One of them. */
export type ToolName = (typeof tools)[number];

/** What our own engine is asked for beyond deleting. */
export interface Extras {
  /** `fetch` of the platform, or the sub-path's transport with connections that are kept. */
  readonly transport?: 'fetch' | 'keep-alive';
  /** Every outcome is read. `slow`: with a pause of 5 ms after each 2,000 of them. */
  readonly outcomes?: 'fast' | 'slow';
  /** What the journal holds of each id; it is a file. */
  readonly journal?: 'full' | 'hash';
  /** An audit trail in a file. */
  readonly audit?: boolean;
  readonly dedupe?: 'window' | 'all';
  readonly dryRun?: boolean;
}

/** One measurement in a process of its own. */
export interface Task extends Extras {
  readonly tool: ToolName;
  /** Of the canned server, with the path that says how it behaves. */
  readonly url: string;
  readonly ids: number;
  readonly concurrency: number;
  /** Milliseconds between two looks at the heap; none: it is not looked at, because that costs time. */
  readonly heapSampleMs?: number;
  /** For files. */
  readonly folder: string;
}

/** What came of it. */
export interface Measured {
  /** From the making of the run to its end. */
  readonly wallMs: number;
  /** User and system time of the process meanwhile. */
  readonly cpuMs: number;
  /** Of the heap that is in use; 0 where it was not looked at. */
  readonly peakHeapMiB: number;
  /** Resident memory of the process at its highest. */
  readonly peakRssMiB: number;
  /** Ids that are gone, by what the tool was told; of a dry run those that were read. */
  readonly settled: number;
  /** Of the summary; `completed` for a peer that ended. */
  readonly state: string;
  /** Of the journal, or of the audit trail. */
  readonly fileBytes: number;
}

/** Ids in one request, for everybody. */
export const chunkIds = 1000;
