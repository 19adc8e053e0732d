/**
 * A clock that jumps over every wait, for code that talks to real sockets: it stands still while a request is on its
 * way, and moves to the next moment for which somebody waits when nothing else happens. Servers follow it.
 */
import { setTimeout as realMilliseconds } from 'node:timers/promises';
import type { Clock, Fetch } from '@rowsweep/runtime';

/** One request as the client sent it; moments are of the simulated clock. */
export interface SentRequest {
  readonly sentAtMs: number;
  /** Null while it is on its way. */
  endedAtMs: number | null;
  /** The status; null when no answer came. */
  status: number | null;
}

/** A clock, the network that it watches, and a way to let both run. */
export interface Simulation {
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly sent: readonly SentRequest[];
  /** Requests on their way now. */
  readonly inFlight: () => number;
  readonly elapsedMs: () => number;
  /** Called once, in real time, when the first request must be at the server. */
  readonly afterFirstRequest: (act: () => void) => void;
  /** Lets everything happen until the promise settles. Throws `Hang` when nothing does any more. */
  readonly drive: <T>(promise: PromiseLike<T>) => Promise<T>;
}

/** Nothing waits, nothing is on its way, and the end does not come. */
export class Hang extends Error {}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Where every simulation begins, in milliseconds since 1970. */
export const startMs: number = Date.UTC(2026, 0, 1);
/** Turns of the event loop that the body of an answer needs after its head. */
const turnsOfAnswer = 8;
/** Real time in which nothing happened, after which nothing will. */
const mostIdleMs = 3_000;
/** Real time for which an answer is waited for without a pause. */
const mostTurningMs = 4;
/** Real time that any simulation may take. */
const mostRealMs = 60_000;
/** Real time from a request's sending to its arrival. */
const arrivalMs = 60;

/** `follow` is told every moment before anybody wakes at it. */
export function createSimulation(
  follow: (nowMs: number) => Promise<void>,
  random: () => number = () => 0.5,
): Simulation {
  let now = startMs;
  let inFlight = 0;
  let firstRequest: (() => void) | null = null;
  const sleepers = new Set<Sleeper>();
  const sent: SentRequest[] = [];

  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (ms <= 0 || signal?.aborted === true) {
        resolve();
        return;
      }
      const sleeper: Sleeper = {
        at: now + ms,
        wake: () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', sleeper.wake, { once: true });
    });

  const fetchAndWatch: Fetch = async (...given) => {
    const request: SentRequest = { sentAtMs: now, endedAtMs: null, status: null };
    sent.push(request);
    inFlight += 1;
    if (firstRequest !== null) setTimeout(firstRequest, arrivalMs);
    firstRequest = null;
    try {
      const response = await fetch(...given);
      request.status = response.status;
      return response;
    } finally {
      inFlight -= 1;
      request.endedAtMs = now;
    }
  };

  async function drive<T>(promise: PromiseLike<T>): Promise<T> {
    const state = { isOpen: true };
    const close = (): void => {
      state.isOpen = false;
    };
    promise.then(close, close);
    const began = performance.now();
    /** Since when the same thing is waited for: an answer, or anything at all. */
    let since = began;
    let answers = sent.length - inFlight;
    for (;;) {
      for (let turn = 0; turn < turnsOfAnswer; turn += 1) await nextTurn();
      if (!state.isOpen) return promise;
      const realNow = performance.now();
      if (realNow - began > mostRealMs) throw new Hang('It does not end.');
      const next = firstOf(sleepers);
      if (sent.length - inFlight !== answers) {
        answers = sent.length - inFlight;
        since = realNow;
      }
      if (inFlight > 0) {
        // An answer from this process is a matter of turns; for another process somebody must let go of the processor.
        if (realNow - since > mostTurningMs) await realMilliseconds(1);
      } else if (next === undefined) {
        if (realNow - since > mostIdleMs) throw new Hang('Nothing happens any more, and it has not ended.');
        await realMilliseconds(1);
      } else {
        since = realNow;
        if (next.at > now) await follow(next.at);
        now = Math.max(now, next.at);
        next.wake();
      }
    }
  }

  return {
    clock: { now: () => now, random, sleep },
    fetch: fetchAndWatch,
    sent,
    inFlight: () => inFlight,
    elapsedMs: () => now - startMs,
    afterFirstRequest: (act) => {
      firstRequest = act;
    },
    drive,
  };
}

function firstOf(sleepers: ReadonlySet<Sleeper>): Sleeper | undefined {
  let first: Sleeper | undefined;
  for (const sleeper of sleepers) if (first === undefined || sleeper.at < first.at) first = sleeper;
  return first;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
