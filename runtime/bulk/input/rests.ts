/** How a reader that never has to wait lets others run. */
export interface Rests {
  /** Ids that are read between two rests. */
  readonly everyIds: number;
  readonly rest: () => Promise<void>;
}

/**
 * A long input must not keep timers and sockets from their turn, and an answer that has come is the start of the next
 * request. Where the platform has nothing faster than a timer, which takes a millisecond or more, rests are rare.
 */
export function chooseRests(): Rests {
  // Not of the web: Node, Bun and Deno have it.
  const { setImmediate } = globalThis as { readonly setImmediate?: (goOn: () => void) => unknown };
  const runLater = setImmediate ?? setTimeout;
  return {
    everyIds: setImmediate === undefined ? 4096 : 128,
    rest: () =>
      new Promise((resolve) => {
        runLater(resolve);
      }),
  };
}
