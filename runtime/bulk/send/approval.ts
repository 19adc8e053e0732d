import { onAbort } from '../../abort.js';
import type { RunContext } from '../context.js';
import { GuardError, type GuardName } from '../errors.js';
import type { DeleteOptions } from '../options.js';
import type { DeletionPlan } from '../types.js';

/** Whether the caller has agreed to the plan. */
export class Approval {
  readonly #confirm: DeleteOptions['confirm'];
  readonly #context: Pick<RunContext, 'events' | 'stops'>;
  #state: 'needed' | 'asked' | 'given' | 'refused';

  constructor(confirm: DeleteOptions['confirm'], context: Pick<RunContext, 'events' | 'stops'>) {
    this.#confirm = confirm;
    this.#context = context;
    this.#state = confirm === undefined ? 'given' : 'needed';
  }

  get isNeeded(): boolean {
    return this.#state === 'needed';
  }

  get isGiven(): boolean {
    return this.#state === 'given';
  }

  /** Asks once, and waits for the answer no longer than the run goes on. Undefined: agreed; else why not. */
  async ask(makePlan: () => DeletionPlan | Promise<DeletionPlan>): Promise<string | undefined> {
    const { events, stops } = this.#context;
    this.#state = 'asked';
    let refused: string | undefined;
    try {
      const plan = await makePlan();
      events.emit({ type: 'planned', plan });
      const answer = await unlessAborted(stops.sending, async () => this.#confirm?.(plan));
      if (answer !== true) refused = stops.sending.aborted ? 'was not waited for' : 'was answered with no';
    } catch (error) {
      refused = `failed: ${error instanceof Error ? error.message : String(error)}`;
    }
    this.#state = refused === undefined ? 'given' : 'refused';
    return refused;
  }
}

/** What `work` gives; undefined as soon as the signal aborts, whatever comes later. */
async function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  let leave: (() => void) | undefined;
  const aborted = new Promise<undefined>((resolve) => {
    leave = onAbort(signal, () => {
      resolve(undefined);
    });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    leave?.();
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
