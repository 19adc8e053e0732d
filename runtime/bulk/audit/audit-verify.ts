/** Reads an audit trail, and finds what somebody did to it afterwards. */
import { hashOf, NO_HASH } from './audit-chain.js';
import { ChainReader, type Link } from './audit-links.js';
import { RunReader, type AuditRunReport } from './audit-runs.js';

/** What is wrong with one entry, or with the place where one should be. */
export interface AuditProblem {
  /**
   * - `unreadable`: it is no entry.
   * - `changed`: it is not what was written.
   * - `removed`: entries that were written are not there.
   * - `added`: it was not written by the run.
   * - `moved`: it was written elsewhere in the trail.
   * - `unclosed`: a run has no end. It goes on still, or was cut off, or its end was taken away.
   * - `inconsistent`: entries of a run contradict each other.
   * - `anchor`: a hash that was kept elsewhere is in no entry.
   */
  readonly kind:
    'unreadable' | 'changed' | 'removed' | 'added' | 'moved' | 'unclosed' | 'inconsistent' | 'anchor';
  /** Position of the entry among those that were read, from 0; of `removed`, of the entry after the gap. */
  readonly position?: number;
  /** Numbers (`n`) of the entries, where they are known: the first and the last. */
  readonly n?: readonly [first: number, last: number];
  readonly message: string;
}

/** What was found out about a trail. */
export interface AuditReport {
  /** True: there is no problem. */
  readonly ok: boolean;
  /** Entries read, whatever they are. */
  readonly entries: number;
  /** The first 1,000. */
  readonly problems: readonly AuditProblem[];
  /** All of them. */
  readonly problemCount: number;
  readonly runs: readonly AuditRunReport[];
  /** Of the last entry in the chain. Keep it elsewhere, and give it as an anchor next time. */
  readonly lastHash: string;
}

/** What may be known beside the trail itself. */
export interface VerifyAuditOptions {
  /** Hashes of entries that were written down elsewhere. A trail that was written anew as a whole has them not. */
  readonly anchors?: readonly string[];
}

const MOST_PROBLEMS = 1000;

/**
 * Checks a trail, one entry after the other: each against its hash, each hash against the entry before, each run against
 * its end. Memory grows with the runs, not with the entries. Never throws for what is in the trail.
 *
 * What no chain can show by itself: that entries are missing at its end, unless a run is left without its end; and that
 * somebody wrote the whole trail anew, unless a hash of it was kept elsewhere (`anchors`).
 */
export async function verifyAudit(
  entries: Iterable<unknown> | AsyncIterable<unknown>,
  options: VerifyAuditOptions = {},
): Promise<AuditReport> {
  const problems: AuditProblem[] = [];
  let problemCount = 0;
  const report = (problem: AuditProblem): void => {
    problemCount += 1;
    if (problems.length < MOST_PROBLEMS) problems.push(problem);
  };
  const chain = new ChainReader(report);
  const runs = new RunReader(report);
  const anchors = new Set(options.anchors);
  let position = 0;
  for await (const value of entries) {
    const link = await readLink(value, position);
    if (link === undefined) {
      report({ kind: 'unreadable', position, message: `Line ${position + 1} holds no entry.` });
      chain.skip();
    } else {
      anchors.delete(link.actual);
      chain.take(link);
      runs.take(link.entry, position);
    }
    position += 1;
  }
  chain.end();
  const found = runs.end();
  for (const anchor of anchors) report({ kind: 'anchor', message: `No entry has the hash ${anchor}.` });
  return {
    ok: problemCount === 0,
    entries: position,
    problems,
    problemCount,
    runs: found,
    lastHash: chain.lastHash ?? NO_HASH,
  };
}

async function readLink(value: unknown, position: number): Promise<Link | undefined> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const n: unknown = Reflect.get(value, 'n');
  const claimed: unknown = Reflect.get(value, 'hash');
  const prevHash: unknown = Reflect.get(value, 'prevHash');
  if (typeof n !== 'number' || typeof claimed !== 'string' || typeof prevHash !== 'string') return undefined;
  try {
    return { entry: value, position, n, claimed, prevHash, actual: await hashOf(value) };
  } catch {
    return undefined;
  }
}
