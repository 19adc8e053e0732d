/** Asks the provider whether ids are still there. */
import type { ReadBack } from '../../behaviour.js';
import type { CallRequest } from '../../call.js';
import { isRowsweepError } from '../../errors.js';
import { withPlaced } from '../../placement.js';
import { valueAt } from '../../pointer.js';
import type { RunContext } from '../context.js';
import { canonicalId } from '../input/ids.js';
import { packAll, type Item } from '../input/packer.js';
import { walkPages } from './pages.js';
import { read } from './read.js';
import { fillTemplate, withIds } from '../send/request.js';

/** Whether an id is there; one that could not be found out is not in it. */
export type Presence = ReadonlyMap<string, boolean>;

/** Single reads at the same time; the gate still paces them. */
const READS_AT_ONCE = 4;
/** Pages of one walk through a whole list. */
const MOST_SCAN_PAGES = 10_000;

/** Never throws: what could not be read is not in the answer. */
export async function readPresence(context: RunContext, items: readonly Item[]): Promise<Presence> {
  const { readBack } = context.subject.behaviour;
  if (readBack === null || items.length === 0) return new Map();
  switch (readBack.kind) {
    case 'each':
      return readEach(context, readBack, items);
    case 'filter':
      return readFiltered(context, readBack, items);
    case 'scan':
      return scan(context, readBack, items);
  }
}

async function readEach(
  context: RunContext,
  readBack: Extract<ReadBack, { kind: 'each' }>,
  items: readonly Item[],
): Promise<Presence> {
  const presence = new Map<string, boolean>();
  const filled = fillTemplate(readBack.call, context.subject.target);
  const left = items[Symbol.iterator]();
  let isBroken = false;
  const readInTurn = async (most: number): Promise<void> => {
    for (let count = 0; count < most && !isBroken && !context.stops.everything.aborted; count += 1) {
      const { value: item } = left.next();
      if (item === undefined) return;
      try {
        await read(context, {
          operation: readBack.call.operation,
          request: withPlaced(filled, readBack.id, item.id),
          countAs: 'reads',
          maxAttempts: context.settings.retry.maxAttempts,
        });
        presence.set(item.id, true);
      } catch (error) {
        if (!isRowsweepError(error)) throw error;
        if (error.status !== undefined && readBack.missing.includes(error.status))
          presence.set(item.id, false);
        else isBroken = true;
      }
    }
  };
  // The first goes alone: where it fails in spite of its repeats, the others would only prolong an outage.
  await readInTurn(1);
  await Promise.all(Array.from({ length: READS_AT_ONCE }, () => readInTurn(items.length)));
  return presence;
}

async function readFiltered(
  context: RunContext,
  readBack: Extract<ReadBack, { kind: 'filter' }>,
  items: readonly Item[],
): Promise<Presence> {
  const { behaviour, target } = context.subject;
  const presence = new Map<string, boolean>();
  const filled = fillTemplate(readBack.call, target);
  const property = target[readBack.idProperty.target] ?? '';
  const idOf = (row: unknown): unknown =>
    typeof row === 'object' && row !== null && Object.hasOwn(row, property)
      ? Reflect.get(row, property)
      : undefined;
  const { measure, bounds } = context.sizes;
  const maxIds = Math.min(readBack.page.maxSize, bounds.maxIds);
  for (const pack of packAll(items, measure, { ...bounds, maxIds })) {
    const ids = pack.items.map(({ id }) => id);
    const request = withIds({
      request: filled,
      placement: behaviour.ids,
      target,
      ids,
      asNumbers: context.writer.asNumbers,
    });
    // A page holds them all; one more tells that there are no others.
    await collect(context, { readBack, request, ids, idOf, mostPages: 3, onlyThese: true, presence });
  }
  return presence;
}

async function scan(
  context: RunContext,
  readBack: Extract<ReadBack, { kind: 'scan' }>,
  items: readonly Item[],
): Promise<Presence> {
  const presence = new Map<string, boolean>();
  const request = fillTemplate(readBack.call, context.subject.target);
  await collect(context, {
    readBack,
    request,
    ids: items.map(({ id }) => id),
    idOf: (row) => valueAt(row, readBack.id),
    mostPages: MOST_SCAN_PAGES,
    onlyThese: false,
    presence,
  });
  return presence;
}

async function collect(
  context: RunContext,
  options: {
    readonly readBack: Extract<ReadBack, { kind: 'filter' | 'scan' }>;
    readonly request: CallRequest;
    readonly ids: readonly string[];
    readonly idOf: (row: unknown) => unknown;
    readonly mostPages: number;
    /** True: a row with any other id shows that the filter was not obeyed, and then nothing is believed. */
    readonly onlyThese: boolean;
    readonly presence: Map<string, boolean>;
  },
): Promise<void> {
  const { readBack, ids, presence } = options;
  const { shared } = context;
  const wanted = new Set(ids);
  const found = new Set<string>();
  const begun = shared.submissions;
  const isAlone = shared.submitting === 0;
  try {
    const pages = walkPages(context, {
      call: readBack.call,
      request: options.request,
      items: readBack.items,
      page: readBack.page,
      mostPages: options.mostPages,
    });
    for await (const rows of pages) {
      for (const row of rows) {
        const id = canonicalId(context.subject.format, options.idOf(row));
        if (id === undefined) return;
        if (wanted.has(id)) found.add(id);
        else if (options.onlyThese) return;
      }
      if (found.size === wanted.size) break;
    }
  } catch (error) {
    if (!isRowsweepError(error)) throw error;
    // Rows that were seen are there; about the others nothing is known.
    for (const id of found) presence.set(id, true);
    return;
  }
  // Pages shift while rows go away: then an id can move to a page that was read before it got there.
  const mayShift = readBack.page.kind !== 'cursor' && !options.onlyThese;
  const isComplete = !mayShift || (isAlone && shared.submissions === begun);
  for (const id of isComplete ? wanted : found) presence.set(id, found.has(id));
}
