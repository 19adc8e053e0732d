/** Writes a run into a journal, so that another process can go on where this one ends. */
import type { Effect, ErrorCode } from '../../definition.js';
import type { HashIds } from './chunk-hash.js';
import type { Part, SettledItems, Settlement } from '../context.js';
import type { LocalEnd } from '../input/intake.js';
import type { JournalRecord, JournalStore, Spans } from './journal-types.js';
import type { Item } from '../input/packer.js';
import type { RunEnd, RunRecorder, RunStart, SealedChunk } from '../recorder.js';
import { settlementAt } from '../settle/settlement-at.js';
import { writeSpans, writeVerdicts } from './spans.js';
import type { JobRef } from '../types.js';

/** Ids that never got into a request, and wait to be written together. */
const MOST_WAITING_LOCALS = 1000;

/** What of a chunk the journal must know until all its ids are settled. */
interface OpenChunk {
  readonly items: readonly Pick<Item, 'index'>[];
  /** The chunk's own record is written. */
  readonly written: Promise<void>;
  left: number;
}

/** What the recorder of one run needs. */
export interface JournalRecorderOptions {
  readonly store: JournalStore;
  readonly ids: () => 'full' | 'hash';
  readonly hash: HashIds;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Called when the journal is ours; gives its first record in this run. */
  readonly open: (run: RunStart) => Promise<JournalRecord>;
  /** True: an earlier run has written down that the id at this position never gets into a request. */
  readonly isKnown: (index: number) => boolean;
}

/** Every record is handed to the store in the order in which things happen; the store decides when it is written. */
export class JournalRecorder implements RunRecorder {
  readonly name = 'journal';
  readonly #options: JournalRecorderOptions;
  readonly #store: JournalStore;
  readonly #open = new Map<number, OpenChunk>();
  #locals: { readonly text: string; readonly index: number; readonly verdict: string }[] = [];
  #release: (() => Promise<void>) | undefined;

  constructor(options: JournalRecorderOptions) {
    this.#options = options;
    this.#store = options.store;
  }

  async begin(run: RunStart): Promise<void> {
    this.#release = await this.#store.lock();
    await this.#store.append(await this.#options.open(run), true);
  }

  /** A chunk of an earlier run, of which `left` ids will be settled again. */
  reopen(seq: number, items: readonly Pick<Item, 'index'>[], left: number): void {
    this.#open.set(seq, { items, written: Promise.resolve(), left });
  }

  async sealed({ seq, items, mayRepeat }: SealedChunk): Promise<void> {
    const written = this.#writeChunk(seq, items, mayRepeat);
    this.#open.set(seq, { items, written, left: items.length });
    // Whoever sends the chunk waits for this too, and one failure of it is enough.
    written.catch(() => undefined);
    await written;
  }

  endedLocally({ text, index }: { text: string; index: number }, end: LocalEnd): Promise<void> | undefined {
    if (this.#options.isKnown(index)) return undefined;
    this.#locals.push({ text, index, verdict: end.kind === 'skipped' ? end.reason : end.kind });
    return this.#locals.length >= MOST_WAITING_LOCALS ? this.#writeLocals() : undefined;
  }

  async inputEnded(read: number): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ written }) => written));
    await this.#writeLocals();
    await this.#store.append({ t: 'input', read }, false);
  }

  async intent(part: Part): Promise<void> {
    const { seq } = part.info;
    await this.#open.get(seq)?.written;
    await this.#store.append(
      { t: 'intent', seq, ...this.#partOf(seq, part.items), at: this.#options.now() },
      true,
    );
  }

  async failed({ info, items }: Part, { effect, code }: { effect: Effect; code: ErrorCode }): Promise<void> {
    const { seq } = info;
    await this.#store.append({ t: 'attempt', seq, ...this.#partOf(seq, items), effect, code }, false);
  }

  async job(part: Part, { jobId, createdAt }: JobRef, requestId: string | undefined): Promise<void> {
    const { seq } = part.info;
    await this.#store.append(
      {
        t: 'job',
        seq,
        ...this.#partOf(seq, part.items),
        jobId,
        ...(createdAt === undefined ? {} : { createdAt }),
        ...(requestId === undefined ? {} : { requestId }),
      },
      true,
    );
  }

  async settled({ chunk: seq, items, settlements, requestId }: SettledItems): Promise<void> {
    const open = this.#open.get(seq);
    if (open === undefined) return;
    const part = this.#partOf(seq, items);
    open.left -= items.length;
    if (open.left <= 0) this.#open.delete(seq);
    const verdicts = writeVerdicts(verdictsOf(settlements, items.length));
    await open.written;
    const request = requestId === undefined ? {} : { requestId };
    await this.#store.append({ t: 'done', seq, ...part, ...verdicts, ...request }, false);
  }

  async end({ state, atMs }: RunEnd): Promise<void> {
    await this.#writeLocals();
    await this.#store.append({ t: 'end', state, at: atMs }, true);
  }

  async close(): Promise<void> {
    await this.#release?.();
  }

  async #writeChunk(seq: number, items: readonly Item[], mayRepeat: boolean): Promise<void> {
    const ids = items.map(({ text }) => text);
    const first = items[0]?.index ?? 0;
    const spans = writeSpans(
      items.map(({ index }) => index),
      first,
    );
    // What came before it in the input stands before it here.
    const locals = this.#writeLocals();
    const hash = await this.#options.hash(ids);
    await locals;
    await this.#store.append(
      {
        t: 'chunk',
        seq,
        first,
        n: items.length,
        ...(spans === undefined ? {} : { spans }),
        hash,
        ...(this.#options.ids() === 'full' ? { ids } : {}),
        ...(mayRepeat ? { repeats: true } : {}),
      },
      false,
    );
  }

  async #writeLocals(): Promise<void> {
    const locals = this.#locals;
    const [head] = locals;
    if (head === undefined) return;
    this.#locals = [];
    const spans = writeSpans(
      locals.map(({ index }) => index),
      head.index,
    );
    await this.#store.append(
      {
        t: 'local',
        first: head.index,
        n: locals.length,
        ...(spans === undefined ? {} : { spans }),
        ...writeVerdicts(locals.map(({ verdict }) => verdict)),
        ...(this.#options.ids() === 'full' ? { ids: locals.map(({ text }) => text) } : {}),
      },
      false,
    );
  }

  /** Which ids of its chunk these are; nothing for all of them. Both lists are in the order of the input. */
  #partOf(seq: number, items: readonly Item[]): { part?: Spans } {
    const all = this.#open.get(seq)?.items;
    if (all === undefined || all.length === items.length) return {};
    const positions: number[] = [];
    let position = 0;
    for (const { index } of items) {
      while (position < all.length && all[position]?.index !== index) position += 1;
      positions.push(position);
      position += 1;
    }
    return { part: writeSpans(positions, 0) ?? [0, positions.length] };
  }
}

/** One verdict for each id. Most follow from the settlement before, which many ids share. */
function* verdictsOf(settlements: SettledItems['settlements'], count: number): Generator<string> {
  let last: Settlement | undefined;
  let verdict = '';
  for (let position = 0; position < count; position += 1) {
    const settlement = settlementAt(settlements, position);
    if (position === 0 || settlement !== last) verdict = verdictOf(settlement);
    last = settlement;
    yield verdict;
  }
}

/** A settlement in the words of the journal. */
function verdictOf({ status, evidence, reason, error }: Settlement): string {
  if (status === 'skipped') return `skipped/${reason ?? 'stopped'}`;
  return error === undefined ? `${status}/${evidence}` : `${status}/${evidence}/${error.code}`;
}
