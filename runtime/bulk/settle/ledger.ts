import { errorFor } from '../../codes.js';
import type { RowsweepError } from '../../errors.js';
import type { SettledItems, Settlement } from '../context.js';
import type { LocalEnd } from '../input/intake.js';
import type { Outcomes } from './outcomes.js';
import type { Item } from '../input/packer.js';
import { settlementAt } from './settlement-at.js';
import type { Tally } from './tally.js';
import type { DeletionOutcome } from '../types.js';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Writes down what became of each id, once, and hands it to whoever reads outcomes. */
export class Ledger {
  readonly #provider: string;
  readonly #tally: Tally;
  readonly #outcomes: Outcomes;
  readonly #onSettled: () => void;

  constructor(options: {
    readonly provider: string;
    readonly tally: Tally;
    readonly outcomes: Outcomes;
    readonly onSettled: () => void;
  }) {
    this.#provider = options.provider;
    this.#tally = options.tally;
    this.#outcomes = options.outcomes;
    this.#onSettled = options.onSettled;
  }

  settle(settled: SettledItems): void {
    const { items, settlements } = settled;
    for (let position = 0; position < items.length; position += 1) {
      const item = items[position];
      if (item === undefined) break;
      this.#write(settled, item, settlementAt(settlements, position));
    }
    this.#onSettled();
  }

  /** An id that never got into a request. */
  settleLocally({ text, index }: { readonly text: string; readonly index: number }, end: LocalEnd): void {
    this.settle({
      items: [{ id: text, text, index, bytes: 0, alone: false }],
      settlements:
        end.kind === 'skipped'
          ? { status: 'skipped', evidence: 'local', reason: end.reason }
          : { status: 'failed', evidence: 'local', error: this.#localError(end) },
      chunk: -1,
      attempts: 0,
      requestId: undefined,
    });
  }

  #write({ chunk, attempts, requestId }: SettledItems, { text, index }: Item, settlement: Settlement): void {
    const { status, evidence, reason, error, job, settledAs } = settlement;
    this.#tally.addStatus(status, reason);
    if (settledAs !== undefined) this.#tally.addResumed(settledAs);
    if (error !== undefined) this.#tally.addProblem({ id: text, error, requestId });
    if (!this.#outcomes.isWanted) return;
    // Written out, because spreading one object for each of a million ids takes as long as everything else together.
    const outcome: Writable<DeletionOutcome> = { id: text, status, evidence, index, chunk, attempts };
    if (requestId !== undefined) outcome.requestId = requestId;
    if (job !== undefined) outcome.job = job;
    if (reason !== undefined) outcome.reason = reason;
    if (error !== undefined) outcome.error = error;
    if (settledAs !== undefined) outcome.settledAs = settledAs;
    this.#outcomes.push(outcome);
  }

  #localError(end: Exclude<LocalEnd, { kind: 'skipped' }>): RowsweepError {
    const provider = this.#provider;
    if (end.kind === 'invalid') {
      return errorFor({ code: 'INVALID_ID', provider, message: end.message, attempts: 0 });
    }
    return errorFor({
      code: end.of === 'url' ? 'URI_TOO_LONG' : 'PAYLOAD_TOO_LARGE',
      provider,
      message: 'The id does not fit into a request of its own.',
      attempts: 0,
    });
  }
}
