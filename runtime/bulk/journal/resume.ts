/** Goes on where an earlier run ended: what it settled is told again, what it left open is done. */
import type { HashIds } from './chunk-hash.js';
import type { ChunkPast } from './chunk-past.js';
import type { RunContext, Settlement } from '../context.js';
import { checkInput, Intake, protection } from '../input/intake.js';
import { journalError } from './journal.js';
import type { JournalStore, ResumeMode } from './journal-types.js';
import type { ParsedId } from '../input/ids.js';
import { NewIds, unprovenSettlement } from './new-ids.js';
import { requestBytes, type Item, type Pack } from '../input/packer.js';
import type { Past } from './past.js';
import { readJournal } from './replay.js';
import { sortRemainders } from './remainders.js';
import { lostSettlement } from './resumed.js';
import type { Chunk, Source, SourceSink } from '../input/source.js';
import type { Ids } from '../types.js';

/** What a resumed run is made of. */
export interface ResumeParts {
  readonly store: JournalStore;
  readonly mode: ResumeMode;
  readonly ids: Ids | undefined;
  readonly hash: HashIds;
  /** What the journal says, once it was read and found to belong to this run; undefined: nothing, all ids are new. */
  readonly past: () => Promise<Past | undefined>;
  /** Tells the journal that ids of a chunk will be settled again. */
  readonly reopen: (seq: number, items: readonly Item[], left: number) => void;
}

/** Chunks whose ids are being compared with the journal's. */
const MOST_COMPARED = 2;

/** The ids of an earlier run: from its journal, and from its input where that is given. */
export class ResumedSource implements Source {
  readonly #context: RunContext;
  readonly #sink: SourceSink;
  readonly #parts: ResumeParts;
  #intake: Intake | undefined;
  readonly #isProtected: (id: string) => boolean;
  readonly #collected = new Map<number, Item[]>();
  readonly #comparing = new Set<Promise<void>>();
  #lastCompared = Promise.resolve();
  readonly #new: NewIds;
  #past: Past | undefined;
  #whole = 0;
  #again = 0;
  #closed = false;

  constructor(context: RunContext, sink: SourceSink, parts: ResumeParts) {
    const { subject, settings } = context;
    this.#context = context;
    this.#sink = sink;
    this.#parts = parts;
    this.#isProtected = protection(subject, settings);
    if (parts.ids !== undefined) checkInput(subject, parts.ids);
    this.#new = new NewIds(context, sink, parts.mode !== 'reconcile');
  }

  get hasEnded(): boolean {
    return this.#intake?.hasEnded === true && !this.#new.hasLeft && !this.#context.stops.sending.aborted;
  }

  get mayRepeat(): boolean {
    return this.#intake?.mayRepeat ?? false;
  }

  get minimumRequests(): number {
    return this.#again + (this.#parts.mode === 'reconcile' ? 0 : (this.#intake?.minimumRequests ?? 0));
  }

  get sample(): readonly string[] {
    return this.#intake?.sample ?? [];
  }

  async readAll(): Promise<void> {
    const { stops, tally } = this.#context;
    if (stops.sending.aborted) return;
    const { mode, ids } = this.#parts;
    const past = await this.#parts.past();
    this.#past = past;
    if (this.#closed) return;
    if (past !== undefined) {
      tally.sentBefore = past.countSent(mode);
      this.#sink.resumeAt(past.nextSeq);
    }
    if (this.#isProven) this.#new.open();
    if (ids !== undefined) await this.#readInput((this.#intake = this.#openInput(ids)));
    else if (past !== undefined) await this.#readJournal(past);
  }

  close(): readonly Pack[] {
    this.#closed = true;
    for (const [seq, items] of this.#collected) this.#abandon(seq, items);
    this.#collected.clear();
    return this.#new.close(this.#intake?.close() ?? [], this.#past);
  }

  /** True: every chunk of the journal was found in the input. */
  get #isProven(): boolean {
    return this.#whole >= (this.#past?.size ?? 0);
  }

  /** How large a request is, and so which ids it takes, may depend on what the journal says: it comes first. */
  #openInput(ids: Ids): Intake {
    const sink = this.#sink;
    return new Intake({
      ids,
      ...this.#context,
      sink: {
        ...sink,
        room: () => this.#room(),
        sealed: (packs) => {
          this.#new.sealed(packs);
        },
        ended: (id, end) => {
          if (this.#past?.whereabouts(id.index) === undefined) this.#new.ended(id, end);
          else sink.ended(id, end);
        },
      },
      earlier: (parsed, index) => this.#takeEarlier(parsed, index),
    });
  }

  async #readJournal(past: Past): Promise<void> {
    const { subject, shared, events, sizes } = this.#context;
    await readJournal({
      records: this.#parts.store.read(),
      past,
      subject,
      measure: sizes.measure,
      room: () => this.#sink.room(),
      isClosed: () => this.#closed,
      read: this.#sink.read,
      ended: this.#sink.ended,
      chunk: (chunk, items) => {
        this.#handOut(chunk, items);
      },
    });
    if (this.#closed || past.inputRead !== undefined || this.#parts.mode === 'reconcile') return;
    const message = 'The input had not been read to its end when the run ended. Give it again as `ids`.';
    events.warn({ code: 'inputNotRead', message });
    shared.incomplete = journalError(subject, message);
  }

  async #readInput(intake: Intake): Promise<void> {
    try {
      await intake.readAll();
    } catch (error) {
      await Promise.all(this.#comparing);
      this.#sink.sealed(this.close());
      throw error;
    }
    await Promise.all(this.#comparing);
    if (!intake.hasEnded || this.#context.stops.sending.aborted) return;
    if (!this.#isProven) {
      this.#refuse('The input has fewer ids than the journal: it is not the one that the run had read.');
    }
  }

  #room(): Promise<void> | undefined {
    if (this.#comparing.size < MOST_COMPARED) return this.#sink.room();
    return Promise.all(this.#comparing).then(() => undefined);
  }

  /** True: the id was in a chunk of an earlier run. */
  #takeEarlier(parsed: ParsedId, index: number): boolean {
    const seq = this.#past?.whereabouts(index);
    const chunk = seq === undefined ? undefined : this.#past?.chunk(seq);
    if (chunk === undefined) return false;
    const items = this.#collected.get(chunk.seq) ?? [];
    this.#collected.set(chunk.seq, items);
    const { text } = parsed;
    const id = parsed.ok ? parsed.id : text;
    if (!parsed.ok) {
      this.#refuse(
        `Number ${index + 1} of the input is in the journal, and it cannot be sent: ${parsed.message}`,
      );
    }
    items.push({
      id,
      text,
      index,
      bytes: this.#context.sizes.measure.sizeOf(id),
      alone: parsed.ok && parsed.alone,
    });
    if (items.length === chunk.count) {
      const compared = this.#compare(chunk, items, this.#lastCompared).finally(() =>
        this.#comparing.delete(compared),
      );
      this.#lastCompared = compared;
      this.#comparing.add(compared);
    }
    return true;
  }

  /** Hashes beside the chunks before it, judges after them: what is said to differ is the first that does. */
  async #compare(chunk: ChunkPast, items: readonly Item[], before: Promise<void>): Promise<void> {
    const hash = await this.#parts.hash(items.map(({ text }) => text));
    await before;
    if (!this.#collected.delete(chunk.seq)) return;
    if (hash !== chunk.hash) {
      const { index = 0 } = items[0] ?? {};
      this.#refuse(
        `The ids of the input from number ${index + 1} on are not those of the journal: the input was changed` +
          (this.#past?.run.ids === 'hash' ? ', or the key is another.' : '.'),
      );
      this.#abandon(chunk.seq, items);
      return;
    }
    this.#whole += 1;
    this.#handOut(chunk, items);
    if (this.#isProven) this.#new.open();
  }

  #handOut(chunk: ChunkPast, items: readonly Item[]): void {
    const { subject, shared, settings } = this.#context;
    const { seq } = chunk;
    const left = sortRemainders(chunk, items, this.#parts.mode);
    this.#restate(seq, left.restate.items, left.restate.settlements);
    this.#leave(seq, left.leave, { status: 'skipped', evidence: 'local', reason: 'stopped' });
    if (settings.dryRun) {
      for (const group of [left.send, left.check, ...left.wait.values()]) {
        this.#leave(seq, group, { status: 'skipped', evidence: 'local', reason: 'dryRun' });
      }
      return;
    }
    const sent = left.send.filter(({ id }) => !this.#isProtected(id));
    this.#leave(
      seq,
      left.send.filter(({ id }) => this.#isProtected(id)),
      left.mayBeGone
        ? lostSettlement(this.#context)
        : { status: 'skipped', evidence: 'local', reason: 'excluded' },
    );
    const waiting = [...left.wait.values()].reduce((sum, { length }) => sum + length, 0);
    const open = sent.length + left.check.length + waiting;
    if (open === 0) return;
    this.#parts.reopen(seq, items, open);
    for (const [{ ref, requestId }, group] of left.wait) {
      this.#sink.waiting(this.#chunkOf(chunk, group, false), ref, requestId);
    }
    if (left.check.length > 0) this.#sink.lost(this.#chunkOf(chunk, left.check, true));
    if (sent.length === 0) return;
    shared.mayRepeat ||= chunk.mayRepeat;
    const again = this.#chunkOf(chunk, sent, left.mayBeGone);
    if (left.mayBeGone && subject.behaviour.retry !== 'safe') this.#sink.lost(again);
    else {
      this.#again += 1;
      this.#sink.again(again);
    }
  }

  #chunkOf({ seq, ambiguous }: ChunkPast, items: readonly Item[], mayBeGone: boolean): Chunk {
    const idBytes = items.reduce((sum, { bytes }) => sum + bytes, 0);
    const bytes = requestBytes(this.#context.sizes.measure, items.length, idBytes);
    return { seq, items, bytes, past: { ambiguous: ambiguous || mayBeGone } };
  }

  /** Nobody knows whether these are the ids of the journal, and the run ends. */
  #abandon(seq: number, items: readonly Item[]): void {
    this.#leave(seq, items, unprovenSettlement(this.#context, this.#past));
  }

  /** As an earlier run has settled them, and written down. */
  #restate(seq: number, items: readonly Item[], settlements: readonly Settlement[]): void {
    if (items.length === 0) return;
    this.#sink.restated({ items, settlements, chunk: seq, attempts: 0, requestId: undefined });
  }

  /** Not sent by this run. */
  #leave(seq: number, items: readonly Item[], settlements: Settlement): void {
    if (items.length === 0) return;
    this.#sink.unsent({ items, settlements, chunk: seq, attempts: 0, requestId: undefined });
  }

  /** Whoever stops a run need not close its source: the engine does that. */
  #refuse(message: string): void {
    const error = journalError(this.#context.subject, message);
    this.#context.stops.stop({ reason: 'stopped', error, rejects: true });
  }
}
