/**
 * Several sources as one. Each is asked for its next value when the one before was taken, so a slow reader slows all of
 * them; a source that throws has ended.
 */
export async function* merge<T>(sources: readonly AsyncIterable<T>[]): AsyncGenerator<T, void, undefined> {
  const ready: { readonly value: T; readonly from: AsyncIterator<T> }[] = [];
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  let open = iterators.length;
  let wake: () => void = ignore;
  const ask = async (from: AsyncIterator<T>): Promise<void> => {
    try {
      const result = await from.next();
      if (result.done === true) open -= 1;
      else ready.push({ value: result.value, from });
    } catch {
      open -= 1;
    }
    wake();
  };
  try {
    for (const from of iterators) void ask(from);
    while (open > 0 || ready.length > 0) {
      const next = ready.shift();
      if (next === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      } else {
        yield next.value;
        void ask(next.from);
      }
    }
  } finally {
    for (const from of iterators) void from.return?.().catch(ignore);
  }
}

function ignore(): void {
  return undefined;
}
