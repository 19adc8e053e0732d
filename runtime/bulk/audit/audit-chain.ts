import type {
  AuditChunkEntry,
  AuditEndEntry,
  AuditEntry,
  AuditRunEntry,
  AuditSink,
  AuditTail,
} from './audit-types.js';
import { sha256Hex, writeCanonical } from './canonical.js';

/** What the first entry of a chain has as `prevHash`. */
export const NO_HASH: string = '0'.repeat(64);

type WithoutChain<Entry> = Omit<Entry, 'v' | 'n' | 'prevHash' | 'hash'>;

/** An entry that is not in a chain yet. */
export type AuditFacts =
  WithoutChain<AuditRunEntry> | WithoutChain<AuditChunkEntry> | WithoutChain<AuditEndEntry>;

/** The hash that belongs to an entry, whatever `hash` says in it. Throws `TypeError` for what JSON cannot hold. */
export async function hashOf(entry: object): Promise<string> {
  return sha256Hex(writeCanonical({ ...entry, hash: undefined }));
}

/** The entries of one sink, one after the other, whoever writes them. */
export class AuditChain {
  readonly #sink: AuditSink;
  #tail: AuditTail | undefined;
  #last: Promise<void> = Promise.resolve();
  #failure: Error | undefined;

  constructor(sink: AuditSink) {
    this.#sink = sink;
  }

  /** Resolves when the sink has kept the entry. After one failure every further entry is refused with it. */
  append(facts: AuditFacts): Promise<void> {
    const written = this.#last.then(() => this.#write(facts));
    this.#last = written.catch((failure: unknown) => {
      this.#failure ??= failure instanceof Error ? failure : new Error(String(failure));
    });
    return written;
  }

  async #write(facts: AuditFacts): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    this.#tail ??= (await this.#sink.tail?.()) ?? { n: -1, hash: NO_HASH };
    const { n, hash: prevHash } = this.#tail;
    const linked = { ...facts, v: 1, n: n + 1, prevHash } as const;
    const entry: AuditEntry = { ...linked, hash: await hashOf(linked) };
    await this.#sink.write(entry);
    this.#tail = { n: entry.n, hash: entry.hash };
  }
}

const chains = /* @__PURE__ */ new WeakMap<AuditSink, AuditChain>();

/** The chain of a sink: two runs that share a sink share its chain, so that neither breaks that of the other. */
export function chainOf(sink: AuditSink): AuditChain {
  let chain = chains.get(sink);
  if (chain === undefined) {
    chain = new AuditChain(sink);
    chains.set(sink, chain);
  }
  return chain;
}
