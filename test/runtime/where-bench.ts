/** A made-up provider that deletes by filter, with rows that have columns: what the tests of `deleteWhere` are built with. */
import type { DeletionBehaviour } from '../../runtime/behaviour.js';
import { BulkDeletionError } from '../../runtime/bulk/errors.js';
import type { DeleteWhereOptions, FilterDeleter } from '../../runtime/bulk/where/filter-types.js';
import type { DeleteOptions } from '../../runtime/bulk/options.js';
import type { DeletionOutcome, DeletionRun, DeletionSummary } from '../../runtime/bulk/types.js';
import { bulkWithFilter } from '../../runtime/bulk/where/where.js';
import { connect, type CredentialRequest } from '../../runtime/connection.js';
import type { FilterableBehaviour, FilterBehaviour, FilterOperator } from '../../runtime/filter-behaviour.js';
import { behaviourOf, tokenProvider, withToken } from './bulk-tables.js';
import { drivenClock, type DrivenClock } from './fake-clock.js';

export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** How one request goes wrong. */
export type WhereFault =
  | { readonly kind: 'answer'; readonly status: number; readonly body?: unknown }
  /** The connection is cut; `done` says whether the deletion took place. */
  | { readonly kind: 'cut'; readonly done: boolean };

export interface WhereRequest {
  readonly kind: 'delete' | 'list';
  /** Conditions by column, as they were written. */
  readonly filter: Readonly<Record<string, string>>;
  readonly page: number;
}

export interface WhereBenchOptions {
  readonly rows?: readonly Row[];
  readonly reports?: 'count' | 'batch';
  readonly filter?: Partial<FilterBehaviour>;
  /** The provider can say how many rows the target holds. */
  readonly counts?: boolean;
  readonly behaviour?: Partial<DeletionBehaviour>;
  readonly fault?: (index: number) => WhereFault | undefined;
  readonly readFault?: (index: number) => WhereFault | undefined;
  /** Called before each request is handled: rows may come and go. */
  readonly before?: (request: WhereRequest, rows: Row[]) => void;
  /** Most rows of a page, whatever is asked for; the page before it had as many, or as many as were asked for. */
  readonly cap?: { readonly rows: number; readonly of: 'given' | 'asked' };
  /** The number of rows that match, as the provider says it. */
  readonly told?: (found: number) => number;
  /** Changes what a list answers. */
  readonly listed?: (rows: readonly Row[], request: WhereRequest) => readonly Row[];
  /** Changes what a deletion answers. */
  readonly affected?: (count: number) => number;
  /** Of every request; one that is cut meanwhile is not handled. */
  readonly latencyMs?: number;
  /** Gives what a deletion wants as its credential. */
  readonly token?: (request: CredentialRequest) => string | Promise<string>;
  /** Of the deleter. */
  readonly defaults?: DeleteOptions;
}

export type MadeUpFilter = Readonly<Record<string, unknown>>;

export interface WhereBench {
  readonly clock: DrivenClock;
  readonly deleter: FilterDeleter<MadeUpFilter>;
  readonly rows: Row[];
  readonly seen: WhereRequest[];
  readonly deletions: () => readonly WhereRequest[];
  readonly reads: () => readonly WhereRequest[];
  readonly run: (
    filter: unknown,
    options: DeleteWhereOptions,
    during?: (run: DeletionRun) => void,
  ) => Promise<WhereResult>;
}

export interface WhereResult {
  readonly summary: DeletionSummary;
  readonly error: BulkDeletionError | undefined;
  readonly outcomes: readonly DeletionOutcome[];
}

const plain = { separator: null, broad: false, equals: false, readOnly: false, refuse: [] } as const;

export const operators: readonly FilterOperator[] = [
  { ...plain, name: 'eq', takes: 'one', prefix: 'eq.', equals: true },
  { ...plain, name: 'ne', takes: 'one', prefix: 'ne.', broad: true },
  { ...plain, name: 'lt', takes: 'one', prefix: 'lt.', broad: true },
  {
    ...plain,
    name: 'bw',
    takes: 'range',
    prefix: 'bw.',
    separator: '.',
    refuse: [{ pattern: '\\.', because: 'holds a dot' }],
  },
  {
    ...plain,
    name: 'in',
    takes: 'list',
    prefix: 'in.',
    separator: ',',
    equals: true,
    refuse: [{ pattern: ',', because: 'holds a comma' }],
  },
  {
    ...plain,
    name: 'li',
    takes: 'one',
    prefix: 'li.',
    broad: true,
    refuse: [{ pattern: '[%_]', because: 'holds a wildcard' }],
  },
  { ...plain, name: 'nli', takes: 'one', prefix: 'nli.', broad: true, readOnly: true },
];

export const filterBehaviour: FilterBehaviour = {
  place: { in: 'query', at: 'filter' },
  read: { in: 'query', at: 'filter' },
  values: '',
  matches: [],
  listsAll: false,
  columns: { names: null, pattern: '[a-z_]+', reserved: ['page', 'size'], unique: false },
  operators,
  refuse: [{ pattern: '\\p{Cc}', because: 'holds a control character' }],
};

const firstPage = [
  { in: 'query', at: 'page', value: 0 },
  { in: 'query', at: 'size', value: 1 },
] as const;

export function whereBench(options: WhereBenchOptions = {}): WhereBench {
  const clock = drivenClock();
  const base = behaviourOf({ reports: options.reports ?? 'count', where: 'query', readBack: 'filter' });
  const listing = base.readBack;
  if (listing === null) throw new Error('The tables have no way to list.');
  const behaviour: FilterableBehaviour = {
    ...base,
    call: withToken(base.call),
    limits: { ...base.limits, maxUrlBytes: 600 },
    count: options.counts === true ? { call: { ...listing.call, set: firstPage }, at: ['/total'] } : null,
    ...options.behaviour,
    filter: { ...filterBehaviour, ...options.filter },
  };
  const rows: Row[] = [...(options.rows ?? [])];
  const seen: WhereRequest[] = [];
  const counts = { deletions: 0, reads: 0 };

  const select = (filter: WhereRequest['filter']): readonly Row[] =>
    rows.filter((row) => Object.entries(filter).every(([column, text]) => fulfils(row[column], text)));
  const remove = (filter: WhereRequest['filter']): number => {
    const gone = new Set(select(filter));
    rows.splice(0, rows.length, ...rows.filter((row) => !gone.has(row)));
    return gone.size;
  };

  const answer = (request: Request): Response => {
    const url = new URL(request.url);
    const { page, size, ...filter } = Object.fromEntries(url.searchParams);
    const kind = request.method === 'DELETE' ? 'delete' : 'list';
    const asked: WhereRequest = { kind, filter, page: Number(page ?? 0) };
    options.before?.(asked, rows);
    seen.push(asked);
    const fault =
      kind === 'delete' ? options.fault?.(counts.deletions++) : options.readFault?.(counts.reads++);
    if (fault?.kind === 'answer') return Response.json(fault.body ?? {}, { status: fault.status });
    if (fault?.kind === 'cut') {
      if (fault.done) remove(filter);
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('cut'), { code: 'ECONNRESET' }) });
    }
    if (kind === 'delete') {
      // A deletion without a filter takes everything with it: the worst that a provider may do.
      const removed = remove(filter);
      return Response.json({ affected: options.affected?.(removed) ?? removed });
    }
    const found = select(filter);
    const wanted = Number(size ?? 0);
    const given = Math.min(wanted, options.cap?.rows ?? wanted);
    const from = asked.page * (options.cap?.of === 'asked' ? wanted : given);
    const shown = found.slice(from, from + given);
    return Response.json({
      data: options.listed?.(shown, asked) ?? shown,
      matching: options.told?.(found.length) ?? found.length,
      total: rows.length,
    });
  };

  const given: object = { token: options.token ?? 'good' };
  const connection = connect(tokenProvider, {
    ...given,
    fetch: async (url, init) => {
      const request = new Request(url, init);
      await clock.sleep(options.latencyMs ?? 0, request.signal);
      request.signal.throwIfAborted();
      return answer(request);
    },
    clock,
  });
  const deleter = bulkWithFilter<MadeUpFilter>(connection, behaviour, { table: 't1' }, options.defaults);
  return {
    clock,
    deleter,
    rows,
    seen,
    deletions: () => seen.filter(({ kind }) => kind === 'delete'),
    reads: () => seen.filter(({ kind }) => kind !== 'delete'),
    run: (filter, given, during) => {
      const run = deleter.deleteWhere(filter as MadeUpFilter, given);
      during?.(run);
      return clock.drive(finish(run));
    },
  };
}

/** Reads a run to its end. */
export async function finish(run: DeletionRun): Promise<WhereResult> {
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

function fulfils(cell: Row[string] | undefined, text: string): boolean {
  const [, operator = 'eq', value = text] = /^([a-z]+)\.(.*)$/s.exec(text) ?? [];
  // A column that is not known is ignored, and text is compared without regard to case.
  if (cell === undefined) return true;
  const shown = String(cell).toLowerCase();
  const wanted = value.toLowerCase();
  switch (operator) {
    case 'eq':
      return shown === wanted;
    case 'ne':
      return shown !== wanted;
    case 'lt':
      return Number(cell) < Number(value);
    case 'bw': {
      const [low, high] = value.split('.');
      return Number(cell) >= Number(low) && Number(cell) <= Number(high);
    }
    case 'in':
      return wanted.split(',').includes(shown);
    case 'li':
      return shown.includes(wanted);
    case 'nli':
      return !shown.includes(wanted);
    default:
      throw new Error(`The made-up provider does not know ${operator}.`);
  }
}

/** Rows `r0`, `r1` and so on, every second of them `off`, numbered in `n`. */
export function madeUpRows(count: number): Row[] {
  return Array.from({ length: count }, (_value, index) => ({
    id: `r${index}`,
    state: index % 2 === 0 ? 'off' : 'on',
    n: index,
  }));
}
