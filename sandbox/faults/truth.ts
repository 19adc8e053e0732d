/** What really happened: which rows there were, which request removed each, and every request that came. */
import { createHash } from 'node:crypto';
import type { Fate, ProviderName, SandboxRequest } from '../message.js';
import type { Store } from '../stores/row-store.js';
import type { Fault } from './plan.js';

/** One request as it came. */
export interface SeenRequest {
  /** From 0, in the order of arrival. */
  readonly number: number;
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  /** SHA-256 of the body as hexadecimal digits; null when there was none. */
  readonly bodyHash: string | null;
  readonly operation: string | null;
  /** The ids that it asked to delete, as it wrote them. */
  readonly ids: readonly string[];
  /** It was to change something. */
  readonly mutates: boolean;
  /** What the plan did to it; null when nothing. */
  readonly fault: Fault | null;
  /** Whether it was carried out; what was refused was not. */
  readonly carriedOut: boolean;
}

/** One row that was there when the observation began, or that the plan added. */
export interface SeenRow {
  readonly table: string;
  readonly id: string;
  /** Number of the request that removed it; null while it is there. */
  readonly removedBy: number | null;
}

/** Everything that is known about one server. */
export interface Truth {
  readonly provider: ProviderName;
  readonly rows: readonly SeenRow[];
  readonly requests: readonly SeenRequest[];
  readonly mutations: number;
}

/** Watches one server from the moment of its making. */
export interface Observer {
  /** Notes a request and gives its fate the ear that it needs. */
  note(request: SandboxRequest, fault: Fault | undefined, fate: Fate): Fate;
  /** Rows were added to the store: those that are new existed from now on. */
  lookAgain(): void;
  tell(): Truth;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Requests with a body that only read. */
const reads = new Set(['/v1/search', '/v1/database/records/page', '/v1/database/tables/page']);

/** Rows that are in the store now are those that existed. */
export function observe(provider: ProviderName, store: Store): Observer {
  const rows = new Map<string, Mutable<SeenRow>>();
  const requests: Mutable<SeenRequest>[] = [];
  /** The first request that was carried out and named the id: the one that removes it when it is removed later. */
  const namedBy = new Map<string, number>();
  const left = new Set<string>();
  lookForNew();

  function lookForNew(): void {
    for (const table of store.tables()) {
      for (const id of store.table(table).ids()) {
        const key = keyOf(table, id);
        if (rows.has(key)) continue;
        rows.set(key, { table, id, removedBy: null });
        left.add(key);
      }
    }
  }

  /** Rows that are gone since the last look are laid at the door of whoever named them, else of the last request. */
  function look(number: number): void {
    const now = new Set(store.tables().flatMap((name) => idsOf(name)));
    for (const key of left) {
      if (now.has(key)) continue;
      left.delete(key);
      const row = rows.get(key);
      if (row !== undefined) row.removedBy = namedBy.get(row.id.toLowerCase()) ?? number;
    }
  }

  function idsOf(table: string): readonly string[] {
    return store
      .table(table)
      .ids()
      .map((id) => keyOf(table, id));
  }

  return {
    note(request, fault, fate) {
      const seen: Mutable<SeenRequest> = {
        number: requests.length,
        method: request.method,
        target: request.target,
        bodyHash: request.text === '' ? null : createHash('sha256').update(request.text).digest('hex'),
        operation: request.operation,
        ids: request.ids,
        mutates: request.deletes || (request.method !== 'GET' && !reads.has(request.path)),
        fault: fault ?? null,
        carriedOut: false,
      };
      requests.push(seen);
      const onCarriedOut = (): void => {
        seen.carriedOut = true;
        if (!seen.mutates) return;
        for (const id of seen.ids) {
          const key = id.toLowerCase();
          if (!namedBy.has(key)) namedBy.set(key, seen.number);
        }
        look(seen.number);
      };
      return { ...fate, onCarriedOut };
    },
    lookAgain: lookForNew,
    tell() {
      look(requests.length - 1);
      const mutations = requests.filter(({ mutates }) => mutates).length;
      return { provider, rows: [...rows.values()], requests, mutations };
    },
  };
}

function keyOf(table: string, id: string): string {
  return `${table}/${id.toLowerCase()}`;
}
