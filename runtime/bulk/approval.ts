import type { RunContext } from './context.js';
import { GuardError, type GuardName } from './errors.js';
import type { EventSink } from './events.js';
import type { DeleteOptions } from './options.js';
import type { DeletionPlan } from './types.js';

/** Whether the caller has agreed to the plan. */
export class Approval {
  readonly #confirm: DeleteOptions['confirm'];
  readonly #events: EventSink;
  #state: 'needed' | 'asked' | 'given';

  constructor(confirm: DeleteOptions['confirm'], events: EventSink) {
    this.#confirm = confirm;
    this.#events = events;
    this.#state = confirm === undefined ? 'given' : 'needed';
  }

  get isNeeded(): boolean {
    return this.#state === 'needed';
  }

  get isGiven(): boolean {
    return this.#state === 'given';
  }

  /** Asks once. Undefined: agreed; else why not. */
  async ask(makePlan: () => DeletionPlan | Promise<DeletionPlan>): Promise<string | undefined> {
    this.#state = 'asked';
    try {
      const plan = await makePlan();
      this.#events.emit({ type: 'planned', plan });
      return (await this.#confirm?.(plan)) === true ? undefined : 'was answered with no';
    } catch (error) {
      return `failed: ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      this.#state = 'given';
    }
  }
}

/** A rule that protects rows holds: nothing more is sent. */
export function stopForGuard({ subject, stops }: RunContext, guard: GuardName, message: string): void {
  const { provider } = subject.behaviour;
  const error = new GuardError({ guard, provider, message, effect: 'none' });
  stops.stop({ reason: 'guard', error, rejects: true });
}

/** True: the ids may be sent too; false: that would pass `maxDeletes`, and the run stops. */
export function isWithinMaxDeletes(context: RunContext, ids: number): boolean {
  const { tally, settings } = context;
  const sent = tally.sentBefore + tally.sent + ids;
  if (sent <= settings.maxDeletes) return true;
  const message = `The next request would bring the ids sent to ${sent}; maxDeletes is ${settings.maxDeletes}.`;
  stopForGuard(context, 'maxDeletes', message);
  return false;
}
