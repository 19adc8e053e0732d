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
  /** The HTTP status; undefined when no complete answer came, or for a stream, no complete head. */
  readonly status: number | undefined;
  readonly durationMs: number;
}

/** Functions that watch. They change nothing, and what they throw is dropped: telemetry must not fail a deletion. */
export interface Hooks {
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined;
}

/** Tells one hook. */
export function notify<Event>(hook: ((event: Event) => unknown) | undefined, event: Event): void {
  try {
    const result = hook?.(event);
    if (result instanceof Promise) result.catch(() => undefined);
  } catch {
    // See Hooks: a watcher that fails is not the request's problem.
  }
}
