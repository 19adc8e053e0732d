/**
 * The least number of requests that can carry ids in their order, worked out a second time: from the written text of a
 * request as the provider's page shows it, and with nothing of the engine's.
 */

/** What one request may be. */
export interface RequestLimits {
  readonly maxIds: number;
  /** Of `textOf`; infinite where nothing is said. */
  readonly maxBytes: number;
  /** What is limited, with these ids in it: a body, or a request line. */
  readonly textOf: (ids: readonly string[]) => string;
  /** An id that no other may stand beside. */
  readonly isAlone: (id: string) => boolean;
}

/** Greedy and in order, with what one id adds learned from two written requests. */
export function countLeastRequests(ids: readonly string[], limits: RequestLimits): number {
  const bytesOf = (list: readonly string[]): number => Buffer.byteLength(limits.textOf(list));
  const probe = bytesOf(['a', 'a']);
  let requests = 0;
  let held = 0;
  let heldBytes = 0;
  for (const id of ids) {
    if (limits.isAlone(id)) {
      requests += 1;
      continue;
    }
    const added = bytesOf(['a', 'a', id]) - probe;
    const isFull = held === limits.maxIds || (held > 0 && heldBytes + added > limits.maxBytes);
    if (isFull || held === 0) {
      requests += 1;
      held = 0;
      heldBytes = bytesOf([id]);
    } else {
      heldBytes += added;
    }
    held += 1;
  }
  return requests;
}
