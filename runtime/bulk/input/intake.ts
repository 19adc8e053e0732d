/** Reads the input: the one owner of the open request. */
import type { Subject } from '../context.js';
import { configurationError } from '../errors.js';
import { openIdMemory, type IdMemory } from './id-memory.js';
import type { ParsedId } from './ids.js';
import type { Settings } from '../settings.js';
import { fitsAlone, Packer, RequestCounter, type Pack } from './packer.js';
import { chooseRests } from './rests.js';
import type { Sizes } from './sizes.js';
import type { Ids, SkipReason } from '../types.js';

/** Where ids go that are not sent. */
export type LocalEnd =
  | { readonly kind: 'invalid'; readonly message: string }
  | { readonly kind: 'tooLarge'; readonly of: 'body' | 'url' }
  | { readonly kind: 'skipped'; readonly reason: SkipReason };

/** What the intake tells while it reads, in the order of the input. */
export interface IntakeSink {
  /** An id was read. */
  readonly read: () => void;
  /** Requests are full; all of those that one id made full are told at once. */
  readonly sealed: (packs: readonly Pack[]) => void;
  /** An id that is not sent. */
  readonly ended: (id: { readonly text: string; readonly index: number }, end: LocalEnd) => void;
  /** Resolves when more may be read; undefined when it may be at once. */
  readonly room: () => Promise<void> | undefined;
  /** True: a request would leave at once. None: a request that is not full never leaves before the end. */
  readonly isIdle?: () => boolean;
}

const SAMPLE = 10;
/** Microtasks that a full request needs to get from here to the transport, where nothing keeps it. */
const TURNS_TO_LEAVE = 8;

/** Between two looks at whether a lane is free. */
const LEAST_WAIT_MS = 10;

/** Reads ids in order, checks them, and packs them. Holds no more than the open request. */
export class Intake {
  readonly #source: Iterator<unknown> | AsyncIterator<unknown>;
  readonly #subject: Subject;
  readonly #settings: Settings;
  readonly #sizes: Sizes;
  readonly #sink: IntakeSink;
  readonly #packer: Packer;
  readonly #earlier: ((parsed: ParsedId, index: number) => boolean) | undefined;
  readonly #counter: RequestCounter;
  readonly #isProtected: (id: string) => boolean;
  readonly #sample: string[] = [];
  readonly #memory: IdMemory;
  readonly #rests = chooseRests();
  #next = 0;
  #closed = false;
  /** When the open request was seen to wait for more. */
  #openSince: number | undefined;
  #ended = false;
  #hasSealed = false;

  constructor(options: {
    readonly ids: Ids;
    readonly subject: Subject;
    readonly settings: Settings;
    readonly sizes: Sizes;
    readonly sink: IntakeSink;
    /** Told of each id first; true: it belongs to an earlier run, and is only remembered here. */
    readonly earlier?: (parsed: ParsedId, index: number) => boolean;
  }) {
    const { subject, settings, sizes } = options;
    this.#source = open(subject, options.ids);
    this.#subject = subject;
    this.#settings = settings;
    this.#sizes = sizes;
    this.#sink = options.sink;
    this.#earlier = options.earlier;
    this.#packer = new Packer(sizes.measure, () => sizes.bounds);
    this.#counter = new RequestCounter(sizes.measure, sizes.hard);
    this.#isProtected = protection(subject, settings);
    this.#memory = openIdMemory(settings.dedupe);
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  /** True: an id that was read before may have been read again without anybody noticing. */
  get mayRepeat(): boolean {
    return this.#memory.forgets;
  }

  /** Requests that the ids read so far need at least. */
  get minimumRequests(): number {
    return this.#counter.requests;
  }

  /** The first ids that can be sent. */
  get sample(): readonly string[] {
    return this.#sample;
  }

  /** Reads to the end, or until `close`. Throws what the input throws; the open request is sealed all the same. */
  async readAll(): Promise<void> {
    try {
      for (let stretch = 0; !this.#isClosed(); stretch += 1) {
        const room = this.#sink.room() ?? (stretch >= this.#rests.everyIds ? this.#rests.rest() : undefined);
        if (this.#isClosed()) return;
        if (room !== undefined) {
          await room;
          stretch = 0;
          continue;
        }
        const given = this.#source.next();
        const result = isPromise(given) ? await (this.#mayLinger() ? this.#await(given) : given) : given;
        if (this.#isClosed()) return;
        if (result.done === true) {
          this.#closed = true;
          this.#ended = true;
          break;
        }
        this.#take(result.value);
        if (this.#hasSealed) await this.#letLeave();
      }
    } finally {
      this.#seal(this.close());
    }
  }

  /** Reads nothing more, and lets the source go without waiting for it. What is open can be taken from `seal`. */
  close(): readonly Pack[] {
    if (!this.#closed) {
      this.#closed = true;
      try {
        const returned = this.#source.return?.();
        if (isPromise(returned)) returned.catch(ignoreLateFailure);
      } catch {
        // The source is ours no longer; what it says at its end cannot change what was read.
      }
    }
    return this.#packer.seal();
  }

  /** A request that is full leaves before more is read, also where the input never waits. */
  async #letLeave(): Promise<void> {
    this.#hasSealed = false;
    for (let turn = 0; turn < TURNS_TO_LEAVE; turn += 1) await Promise.resolve();
  }

  #mayLinger(): boolean {
    return this.#settings.chunk.lingerMs !== undefined && !this.#packer.isEmpty;
  }

  /** Waits for the next id. The open request may leave meanwhile; nobody else touches it, because nothing is read. */
  async #await<T>(given: Promise<T>): Promise<T> {
    const { lingerMs = 0 } = this.#settings.chunk;
    const arrival = new AbortController();
    void this.#linger(lingerMs, arrival.signal);
    try {
      return await given;
    } finally {
      arrival.abort();
    }
  }

  async #linger(lingerMs: number, arrival: AbortSignal): Promise<void> {
    const { clock } = this.#settings;
    this.#openSince ??= clock.now();
    for (
      let waitMs = this.#openSince + lingerMs - clock.now();
      ;
      waitMs = Math.max(lingerMs, LEAST_WAIT_MS)
    ) {
      await clock.sleep(Math.max(0, waitMs), arrival);
      if (arrival.aborted || this.#isClosed()) return;
      if (this.#sink.isIdle?.() !== true) continue;
      this.#seal(this.#packer.seal());
      return;
    }
  }

  #take(raw: unknown): void {
    const index = this.#next;
    this.#next += 1;
    this.#sink.read();
    const parsed = this.#subject.parseId(raw);
    if (this.#earlier?.(parsed, index) === true) {
      if (parsed.ok) this.#memory.add(parsed.id);
      return;
    }
    const end = this.#endOf(parsed, index);
    if (end !== undefined) {
      this.#sink.ended({ text: parsed.text, index }, end);
      return;
    }
    if (!parsed.ok) return;
    const { id, text, alone } = parsed;
    const bytes = this.#sizes.measure.sizeOf(id);
    if (!fitsAlone(this.#sizes.measure, this.#sizes.hard, bytes)) {
      this.#sink.ended({ text, index }, { kind: 'tooLarge', of: this.#sizes.measure.of });
      return;
    }
    if (this.#sample.length < SAMPLE) this.#sample.push(text);
    this.#counter.add(bytes, alone);
    if (this.#settings.dryRun) {
      this.#sink.ended({ text, index }, { kind: 'skipped', reason: 'dryRun' });
      return;
    }
    this.#seal(this.#packer.push({ id, text, index, bytes, alone }));
  }

  #seal(packs: readonly Pack[]): void {
    if (packs.length === 0) return;
    this.#openSince = undefined;
    this.#hasSealed = true;
    this.#sink.sealed(packs);
  }

  /** Asked anew after everything that may have closed it meanwhile. */
  #isClosed(): boolean {
    return this.#closed;
  }

  /** Why an id is not sent. A guard that throws ends the reading, and the id that it was asked about goes nowhere. */
  #endOf(parsed: ParsedId, index: number): LocalEnd | undefined {
    if (!parsed.ok) return { kind: 'invalid', message: parsed.message };
    const { id, text } = parsed;
    try {
      if (this.#isProtected(id)) return { kind: 'skipped', reason: 'excluded' };
      if (this.#memory.add(id)) return { kind: 'skipped', reason: 'duplicate' };
      return undefined;
    } catch (error) {
      this.#sink.ended({ text, index }, { kind: 'skipped', reason: 'guard' });
      throw error;
    }
  }
}

/** How many ids there are, when the input can say so and can be read twice. */
export function sizeOf(ids: Ids): number | undefined {
  if (Array.isArray(ids)) return ids.length;
  return ids instanceof Set ? ids.size : undefined;
}

/** Throws `CONFIGURATION` for what cannot be read as an input; reads nothing. */
export function checkInput({ behaviour }: Subject, ids: unknown): void {
  // Text is iterable too: each of its characters would be taken for an id.
  if (typeof ids === 'object' && ids !== null && (Symbol.asyncIterator in ids || Symbol.iterator in ids)) {
    return;
  }
  throw configurationError(
    behaviour.provider,
    `Wrong input: ids must be an array, an iterable or an async iterable, not ${typeof ids}.`,
  );
}

function open(subject: Subject, ids: Ids): Iterator<unknown> | AsyncIterator<unknown> {
  checkInput(subject, ids);
  return Symbol.asyncIterator in ids ? ids[Symbol.asyncIterator]() : ids[Symbol.iterator]();
}

/** Which ids are never sent, in their canonical form. */
export function protection({ parseId, behaviour }: Subject, { protect }: Settings): (id: string) => boolean {
  if (protect === undefined) return () => false;
  if (typeof protect === 'function') return protect;
  // Text is iterable too: its characters would be protected, and not the id.
  const given: unknown = protect;
  if (typeof given !== 'object' || given === null || !(Symbol.iterator in given)) {
    throw configurationError(
      behaviour.provider,
      'Wrong option: guards.protect must be ids, or a function of one.',
    );
  }
  const ids = new Set<string>();
  for (const raw of protect) {
    const parsed = parseId(raw);
    if (!parsed.ok) {
      throw configurationError(behaviour.provider, `Wrong option: guards.protect: ${parsed.message}`);
    }
    ids.add(parsed.id);
  }
  return (id) => ids.has(id);
}

function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  if (value instanceof Promise) return true;
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function';
}

function ignoreLateFailure(): void {
  return undefined;
}
