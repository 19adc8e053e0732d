/** A made-up provider with real rows, that can be told how to fail: what the tests of bulk deletion are built with. */
import { bulk } from '../../runtime/bulk/bulk.js';
import type { DeleteOptions } from '../../runtime/bulk/options.js';
import type {
  BulkDeleter,
  DeletionOutcome,
  DeletionRun,
  DeletionSummary,
  Ids,
} from '../../runtime/bulk/types.js';
import { BulkDeletionError } from '../../runtime/bulk/errors.js';
import type { DeletionBehaviour } from '../../runtime/behaviour.js';
import { connect, type Connection } from '../../runtime/connection.js';
import type { RetryOptions } from '../../runtime/retry.js';
import { behaviourOf, providerDefinition, type BehaviourOptions } from './bulk-tables.js';
import { drivenClock, type DrivenClock } from './fake-clock.js';

/** How one request goes wrong. Without a fault it does not. */
export type Fault =
  | { readonly kind: 'answer'; readonly status: number; readonly body?: unknown; readonly headers?: object }
  /** The deletion is done, and then this is answered instead. */
  | { readonly kind: 'doneThen'; readonly status: number; readonly body?: unknown }
  /** The connection is cut; `done` says whether the deletion took place. */
  | { readonly kind: 'cut'; readonly done: boolean }
  /** The connection was never made. */
  | { readonly kind: 'refused' }
  /** It never answers. */
  | { readonly kind: 'silent' };

export interface SeenRequest {
  readonly kind: 'delete' | 'get' | 'list' | 'jobs' | 'job';
  readonly ids: readonly string[];
  readonly atMs: number;
  readonly bytes: number;
  readonly body: unknown;
}

export interface FakeJob {
  readonly job_id: string;
  status: string;
  readonly table: string;
  readonly created_at: string;
  scope: string;
  succeeded: number;
  failed: number;
  items: { next_attempt_at: string | null }[];
  readonly ids: readonly string[];
}

export interface Bench {
  readonly clock: DrivenClock;
  readonly connection: Connection;
  readonly behaviour: DeletionBehaviour;
  readonly deleter: BulkDeleter;
  readonly rows: Set<string>;
  /** Ids whose row this run's requests removed. */
  readonly removed: Set<string>;
  readonly seen: SeenRequest[];
  readonly jobs: FakeJob[];
  readonly deletions: () => readonly SeenRequest[];
  /** Runs to the end and gives all there is to know. */
  readonly run: (ids: Ids, options?: DeleteOptions) => Promise<RunResult>;
}

export interface RunResult {
  readonly summary: DeletionSummary;
  readonly error: BulkDeletionError | undefined;
  readonly outcomes: readonly DeletionOutcome[];
}

export interface BenchOptions extends BehaviourOptions {
  readonly rows?: Iterable<string>;
  readonly target?: object;
  /** Asked for each deletion, counted from 0. */
  readonly fault?: (index: number, ids: readonly string[]) => Fault | undefined;
  /** Asked for each read and poll, counted from 0. */
  readonly readFault?: (index: number, kind: SeenRequest['kind']) => Fault | undefined;
  /** Most rows of a page, whatever is asked for; the page before it had as many, or as many as were asked for. */
  readonly cap?: { readonly rows: number; readonly of: 'given' | 'asked' };
  /** Rows that a page leaves out, after it was cut. */
  readonly hidden?: (id: string) => boolean;
  /** Changes what a good deletion answers. */
  readonly answer?: (body: unknown, ids: readonly string[]) => unknown;
  /** Of every request, or of the one with this number, counted from 0. */
  readonly latencyMs?: number | ((index: number) => number);
  /** Moves a job on, each time that jobs are read. Default: every job succeeds at once. */
  readonly advance?: (job: FakeJob) => void;
  readonly headers?: () => Record<string, string>;
  readonly random?: () => number;
  /** One that several benches share. */
  readonly clock?: DrivenClock;
  /** How often the connection repeats calls of its own. */
  readonly connectionRetry?: RetryOptions;
}

const TABLE = 't1';

export function bench(options: BenchOptions = {}): Bench {
  const clock = options.clock ?? drivenClock(options.random);
  const behaviour = behaviourOf(options);
  const rows = new Set(options.rows);
  const removed = new Set<string>();
  const seen: SeenRequest[] = [];
  const jobs: FakeJob[] = [];
  const counts = { deletions: 0, reads: 0 };

  const remove = (ids: readonly string[]): unknown => {
    const there = ids.filter((id) => rows.delete(id));
    for (const id of there) removed.add(id);
    switch (options.reports ?? 'ids') {
      case 'ids':
        return there;
      case 'count':
        return { affected: there.length };
      case 'batch':
        return { code: 0 };
      case 'job': {
        const job: FakeJob = {
          job_id: `j${jobs.length + 1}`,
          status: 'pending',
          table: TABLE,
          created_at: new Date(clock.now()).toISOString(),
          scope: 'record',
          succeeded: 0,
          failed: 0,
          items: [],
          ids,
        };
        jobs.push(job);
        return job;
      }
    }
  };

  const perform = (kind: SeenRequest['kind'], ids: readonly string[], url: URL): Response => {
    const headers = options.headers?.() ?? {};
    if (kind === 'delete') {
      const body = remove(ids);
      const status = options.reports === 'job' ? 202 : 200;
      return Response.json(options.answer?.(body, ids) ?? body, { status, headers });
    }
    if (kind === 'get') {
      return rows.has(ids[0] ?? '') ? Response.json({ id: ids[0] }) : Response.json({}, { status: 404 });
    }
    if (kind === 'list') {
      const size = Number(url.searchParams.get('size'));
      const page = Number(url.searchParams.get('page'));
      const wanted = ids.length === 0 ? [...rows] : [...rows].filter((id) => ids.includes(id));
      const given = Math.min(size, options.cap?.rows ?? size);
      const from = page * (options.cap?.of === 'asked' ? size : given);
      const data = wanted.slice(from, from + given).filter((id) => options.hidden?.(id) !== true);
      return Response.json({
        data: data.map((id) => ({ id })),
        more: from + given < wanted.length,
        total: wanted.length,
      });
    }
    for (const job of jobs) (options.advance ?? succeed)(job);
    if (kind === 'jobs') return Response.json({ jobs: jobs.slice(-500) });
    const job = jobs.find(({ job_id }) => job_id === ids[0]);
    return job === undefined ? Response.json({}, { status: 404 }) : Response.json(job);
  };

  const answer = async (address: string, init: RequestInit): Promise<Response> => {
    const request = new Request(address, init);
    const url = new URL(request.url);
    const text = await request.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const { kind, ids } = understand(request.method, url, body);
    const bytes =
      text === '' ? `${request.method} ${url.pathname}${url.search} HTTP/1.1`.length : byteLength(text);
    seen.push({ kind, ids, atMs: clock.elapsedMs(), bytes, body });
    const fault =
      kind === 'delete'
        ? options.fault?.(counts.deletions++, ids)
        : options.readFault?.(counts.reads++, kind);
    const { latencyMs = 0 } = options;
    const waitMs = typeof latencyMs === 'number' ? latencyMs : latencyMs(seen.length - 1);
    if (options.latencyMs !== undefined) await clock.sleep(waitMs, request.signal);
    switch (fault?.kind) {
      case undefined:
        return perform(kind, ids, url);
      case 'answer':
        return Response.json(fault.body ?? {}, { status: fault.status, headers: { ...fault.headers } });
      case 'doneThen':
        remove(ids);
        return Response.json(fault.body ?? {}, { status: fault.status });
      case 'cut':
        // A read that is cut has read, and no more.
        if (fault.done && kind === 'delete') remove(ids);
        throw socketError('ECONNRESET');
      case 'refused':
        throw socketError('ECONNREFUSED');
      case 'silent':
        return new Promise((_resolve, reject) => {
          request.signal.addEventListener('abort', () => {
            reject(socketError('ABORTED'));
          });
        });
    }
  };

  const connection = connect(providerDefinition, { fetch: answer, clock, retry: options.connectionRetry });
  const deleter = bulk(connection, behaviour, options.target ?? { table: TABLE });
  return {
    clock,
    connection,
    behaviour,
    deleter,
    rows,
    removed,
    seen,
    jobs,
    deletions: () => seen.filter(({ kind }) => kind === 'delete'),
    run: (ids, given = {}) => clock.drive(runAll(deleter, ids, given)),
  };
}

/** Awaits the run and reads all its outcomes; `during` gets the run as soon as it is made. */
export async function runAll(
  deleter: BulkDeleter,
  ids: Ids,
  options: DeleteOptions,
  during?: (run: DeletionRun) => void,
): Promise<RunResult> {
  const run = deleter.deleteMany(ids, options);
  during?.(run);
  const outcomes: DeletionOutcome[] = [];
  let error: BulkDeletionError | undefined;
  try {
    for await (const outcome of run.outcomes()) outcomes.push(outcome);
  } catch (thrown) {
    if (!(thrown instanceof BulkDeletionError)) throw thrown;
    error = thrown;
  }
  outcomes.sort((one, other) => one.index - other.index);
  return { summary: error?.summary ?? (await run), error, outcomes };
}

/** The statuses of all outcomes, in the order of the input. */
export function statuses({ outcomes }: RunResult): readonly string[] {
  return outcomes.map(({ status }) => status);
}

export function ids(count: number, prefix = 'r'): string[] {
  return Array.from({ length: count }, (_value, index) => `${prefix}${index}`);
}

function succeed(job: FakeJob): void {
  if (job.status === 'succeeded' || job.status === 'failed') return;
  job.status = 'succeeded';
  job.succeeded = job.ids.length;
}

function understand(
  method: string,
  url: URL,
  body: unknown,
): { readonly kind: SeenRequest['kind']; readonly ids: readonly string[] } {
  const parts = url.pathname.split('/').slice(1).map(decodeURIComponent);
  if (method === 'POST') return { kind: 'delete', ids: idsInBody(body) };
  if (parts[0] === 'jobs')
    return parts[1] === undefined ? { kind: 'jobs', ids: [] } : { kind: 'job', ids: [parts[1]] };
  if (parts[2] !== undefined) return { kind: 'get', ids: [parts[2]] };
  const filter = url.searchParams.get('id') ?? '';
  const ids = filter.startsWith('eq.') ? [filter.slice(3)] : filter === '' ? [] : filter.slice(3).split(',');
  return { kind: method === 'DELETE' ? 'delete' : 'list', ids };
}

function idsInBody(body: unknown): readonly string[] {
  const list: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'ids') : [];
  return (Array.isArray(list) ? (list as readonly unknown[]) : []).map((value) =>
    String(typeof value === 'object' && value !== null ? Reflect.get(value, 'key') : value),
  );
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function socketError(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}
