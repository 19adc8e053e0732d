import type { Clock } from '../clock.js';
import type { Policy } from './policy.js';

/** A request that is about to be sent. It names the operation and the path's template, no id and no secret. */
export interface RequestEvent {
  readonly provider: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /** From 1. */
  readonly attempt: number;
}

/** What came of it. */
export interface ResponseEvent extends RequestEvent {
  /** The HTTP status; undefined when no complete answer came. */
  readonly status: number | undefined;
  readonly durationMs: number;
}

/** Functions that watch. They change nothing, and what they throw is dropped: telemetry must not fail a deletion. */
export interface Hooks {
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined;
}

/** Tells the hooks about each request and what came of it. */
export function observe(options: {
  readonly hooks: Hooks;
  readonly event: RequestEvent;
  readonly clock: Clock;
}): Policy {
  const { hooks, event, clock } = options;
  return async (request, next) => {
    const startedAt = clock.now();
    notify(hooks.onRequest, event);
    let status: number | undefined;
    try {
      const response = await next(request);
      status = response.status;
      return response;
    } finally {
      notify(hooks.onResponse, { ...event, status, durationMs: clock.now() - startedAt });
    }
  };
}

function notify<Event>(hook: ((event: Event) => unknown) | undefined, event: Event): void {
  try {
    const result = hook?.(event);
    if (result instanceof Promise) result.catch(() => undefined);
  } catch {
    // See Hooks: a watcher that fails is not the request's problem.
  }
}
