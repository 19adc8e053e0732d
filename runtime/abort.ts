/** What waits for one signal, behind the one listener that the signal has. */
interface Waiting {
  readonly acts: Set<() => void>;
  readonly stop: () => void;
}

const waitingFor = new WeakMap<AbortSignal, Waiting>();

/**
 * Runs `act` when the signal aborts; gives the function that takes it back. A signal has one listener however many
 * calls wait for it, and none when no call does: Node warns of a leak at the eleventh.
 */
export function onAbort(signal: AbortSignal, act: () => void): () => void {
  const { acts, stop } = waitingFor.get(signal) ?? startWaiting(signal);
  acts.add(act);
  return () => {
    acts.delete(act);
    if (acts.size === 0) stop();
  };
}

function startWaiting(signal: AbortSignal): Waiting {
  const acts = new Set<() => void>();
  const runAll = (): void => {
    stop();
    for (const act of acts) act();
  };
  const stop = (): void => {
    signal.removeEventListener('abort', runAll);
    if (waitingFor.get(signal)?.acts === acts) waitingFor.delete(signal);
  };
  signal.addEventListener('abort', runAll);
  const waiting: Waiting = { acts, stop };
  waitingFor.set(signal, waiting);
  return waiting;
}
