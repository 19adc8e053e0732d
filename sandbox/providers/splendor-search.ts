/** Splendor's search, as far as finding records needs it: text, datasets, cursors. */
import { drawTagged, type Random } from '../ids.js';
import { Refusal, type Answer } from '../message.js';
import type { RowData, RowTable, StoredRow } from '../stores/row-store.js';
import { answerDetail } from './fastapi.js';

/** What a search looks at. */
export interface SearchOptions {
  readonly tenantId: string;
  readonly datasets: ReadonlyMap<string, RowTable>;
  readonly now: () => number;
  readonly cursorTtlMs: number;
  readonly random: Random;
}

interface Hit {
  readonly datasetId: string;
  readonly id: string;
}

interface Cursor {
  readonly searchId: string;
  readonly hits: readonly Hit[];
  readonly offset: number;
  readonly expiresAtMs: number;
}

const defaultLimit = 20;

/** Answers `POST /v1/search`. A cursor walks through what the first page found; it goes forward and expires. */
export function createSearch(options: SearchOptions): (body: RowData) => Answer {
  const cursors = new Map<string, Cursor>();

  function openCursor(token: string): Cursor {
    const cursor = cursors.get(token);
    if (cursor === undefined || cursor.expiresAtMs <= options.now()) {
      throw new Refusal(answerDetail(410, 'Cursor expired'));
    }
    return cursor;
  }

  function find(body: RowData): Cursor {
    const names = selectDatasets(body, options.datasets);
    const words = readText(body).toLowerCase().split(/\s+/).filter(Boolean);
    const hits = names.flatMap((datasetId) => {
      const rows = options.datasets.get(datasetId)?.all() ?? [];
      return rows
        .filter(({ visibleAtMs }) => visibleAtMs <= options.now())
        .filter(({ id, data }) => matchWords(words, id, data))
        .map(({ id }) => ({ datasetId, id }));
    });
    return { searchId: drawTagged(options.random, 'srch_'), hits, offset: 0, expiresAtMs: Infinity };
  }

  return (body) => {
    refuseUnsupported(body);
    const { cursor: token } = body;
    const from = typeof token === 'string' ? openCursor(token) : find(body);
    const limit = typeof body['limit'] === 'number' ? body['limit'] : defaultLimit;
    const end = from.offset + limit;
    const results = from.hits.slice(from.offset, end).flatMap((hit, index) => {
      // What was deleted since the first page is left out; a page may so be shorter than its limit.
      const row = options.datasets.get(hit.datasetId)?.find(hit.id);
      return row === undefined
        ? []
        : [showResult(options.tenantId, hit.datasetId, row, from.offset + index + 1)];
    });
    const hasMore = end < from.hits.length;
    let next: string | null = null;
    if (hasMore && limit > 0) {
      for (const [key, { expiresAtMs }] of cursors) if (expiresAtMs <= options.now()) cursors.delete(key);
      next = drawTagged(options.random, 'cur_');
      cursors.set(next, { ...from, offset: end, expiresAtMs: options.now() + options.cursorTtlMs });
    }
    return {
      status: 200,
      body: {
        search_id: from.searchId,
        mode: 'text',
        datasets: selectDatasets(body, options.datasets),
        query: { text: readText(body) || null },
        returned: results.length,
        limit,
        total: { value: from.hits.length, relation: 'eq' },
        has_more: hasMore,
        next_cursor: next,
        route: 'hot',
        wall_ms: 1,
        results,
        aggregations: {},
      },
    };
  };
}

function readText(body: RowData): string {
  const text = body['text'] ?? body['q'];
  return typeof text === 'string' ? text : '';
}

function matchWords(words: readonly string[], id: string, data: RowData): boolean {
  if (words.length === 0) return true;
  const text = `${id} ${JSON.stringify(data)}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function selectDatasets(body: RowData, datasets: ReadonlyMap<string, RowTable>): readonly string[] {
  if (body['dataset_scope'] === 'all') return [...datasets.keys()];
  const names = Array.isArray(body['datasets']) ? body['datasets'].map(String) : [];
  if (names.length === 0) throw new Refusal(answerDetail(400, 'datasets must name a dataset'));
  if (!names.every((name) => datasets.has(name))) throw new Refusal(answerDetail(404, 'Dataset not found'));
  return names;
}

/** A filter that is not applied would find too much, so what the server cannot do it refuses. */
function refuseUnsupported(body: RowData): void {
  if (body['semantic'] === true) {
    const code = 'semantic_vector_backend_unconfigured';
    throw new Refusal(answerDetail(503, { code, message: 'The sandbox has no vectors.' }));
  }
  for (const name of ['where', 'time', 'aggregations']) {
    const value = body[name];
    const isEmpty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
    if (!isEmpty) throw new Refusal(answerDetail(400, `The sandbox does not read "${name}".`));
  }
}

function showResult(tenantId: string, datasetId: string, row: StoredRow, line: number): RowData {
  const { title, body, message, ...metadata } = row.data;
  const text = body ?? message;
  return {
    id: row.id,
    title: typeof title === 'string' ? title : null,
    body: typeof text === 'string' ? text : null,
    snippets: [],
    created_at: new Date(row.createdAtMs).toISOString(),
    metadata,
    score: null,
    score_kind: null,
    provenance: {
      tenant_id: tenantId,
      dataset_id: datasetId,
      source: datasetId,
      source_key: `${datasetId}.jsonl`,
      source_bucket: 'sandbox',
      source_etag: '"0"',
      line,
      transform_version: 'v1',
    },
  };
}
