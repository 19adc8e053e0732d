/** Ids of an input of which the journal knows nothing: they wait until that input is known to be the journal's. */
import { errorFor } from '../../codes.js';
import type { RunContext, Settlement } from '../context.js';
import type { LocalEnd } from '../input/intake.js';
import type { Item, Pack } from '../input/packer.js';
import type { Past } from './past.js';
import type { SourceSink } from '../input/source.js';

type Ended = Parameters<SourceSink['ended']>[0];

/** Nothing of an input that may be another one is sent, or gets into the journal. */
export class NewIds {
  readonly #context: RunContext;
  readonly #sink: SourceSink;
  readonly #areSent: boolean;
  #packs: Pack[] = [];
  #ends: { readonly id: Ended; readonly end: LocalEnd }[] = [];
  #isOpen = false;
  #hasLeft = false;

  /** `areSent`: false for a run that deletes nothing. */
  constructor(context: RunContext, sink: SourceSink, areSent: boolean) {
    this.#context = context;
    this.#sink = sink;
    this.#areSent = areSent;
  }

  /** True: an id was left as it is, and stands nowhere. */
  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  /** The input is the journal's: what waits goes on, and what comes does not wait. */
  open(): void {
    this.#isOpen = true;
    for (const { id, end } of this.#ends.splice(0)) this.#sink.ended(id, end);
    this.sealed(this.#packs.splice(0));
  }

  sealed(packs: readonly Pack[]): void {
    if (!this.#isOpen) this.#packs.push(...packs);
    else if (this.#areSent) this.#sink.sealed(packs);
    else this.#leave(packs, skippedSettlement(this.#context));
  }

  ended(id: Ended, end: LocalEnd): void {
    if (this.#isOpen) this.#sink.ended(id, end);
    else this.#ends.push({ id, end });
  }

  /** The run ends; `packs` are what was not told yet. Gives those that are to be written down. */
  close(packs: readonly Pack[], past: Past | undefined): readonly Pack[] {
    if (this.#isOpen && this.#areSent) return packs;
    const settlement = this.#isOpen
      ? skippedSettlement(this.#context)
      : unprovenSettlement(this.#context, past);
    const ended = this.#ends.splice(0).map(({ id }) => ({ ...id, id: id.text, bytes: 0, alone: false }));
    this.#leave([{ items: ended }, ...this.#packs.splice(0), ...packs], settlement);
    return [];
  }

  #leave(groups: readonly { readonly items: readonly Item[] }[], settlements: Settlement): void {
    for (const { items } of groups) {
      if (items.length === 0) continue;
      this.#hasLeft = true;
      // They are in no chunk of the journal, which stays as it was; a trail has them as they are told.
      this.#sink.unsent({ items, settlements, chunk: -1, attempts: 0, requestId: undefined });
    }
  }
}

/**
 * What is said of ids of an input that was not found to be the journal's: an earlier run may have sent any of them, in
 * whatever chunk, unless it has sent nothing.
 */
export function unprovenSettlement(context: RunContext, past: Past | undefined): Settlement {
  if (past?.hasSent !== true) return skippedSettlement(context);
  const error = errorFor({
    code: 'ABORTED',
    provider: context.subject.behaviour.provider,
    message:
      'The run ended before its input was known to be that of the journal: an earlier run may have sent the id.',
    attempts: 0,
  });
  return { status: 'unknown', evidence: 'none', error };
}

function skippedSettlement({ stops }: RunContext): Settlement {
  return { status: 'skipped', evidence: 'local', reason: stops.cause?.reason ?? 'stopped' };
}
