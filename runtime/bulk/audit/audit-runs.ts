/** Checks the runs in an audit trail against themselves. */
import type { AuditProblem } from './audit-verify.js';

/** One run, as the trail tells it. */
export interface AuditRunReport {
  readonly runId: string;
  readonly provider: string;
  readonly target: string;
  /** Entries of type `chunk`. */
  readonly chunks: number;
  /** Ids in them, by what became of them. */
  readonly outcome: Readonly<Record<string, number>>;
  /** False: there is no end of it. */
  readonly isClosed: boolean;
}

type OpenRun = { -readonly [Key in keyof AuditRunReport]: AuditRunReport[Key] } & {
  readonly outcome: Record<string, number>;
  readonly position: number;
};

/** Adds up what the entries of each run say, and compares it with what its end says. */
export class RunReader {
  readonly #report: (problem: AuditProblem) => void;
  readonly #runs = new Map<string, OpenRun>();

  constructor(report: (problem: AuditProblem) => void) {
    this.#report = report;
  }

  take(entry: object, position: number): void {
    const type = textAt(entry, 'type');
    const runId = textAt(entry, 'runId');
    const run = this.#runs.get(runId);
    if (type === 'run') {
      if (run === undefined) this.#runs.set(runId, openRun(entry, runId, position));
      else this.#contradict(position, `Line ${position + 1} begins run ${runId} a second time.`);
      return;
    }
    if (run === undefined || run.isClosed) {
      this.#contradict(position, `Line ${position + 1} belongs to no run that is open.`);
      return;
    }
    const outcome = countsAt(entry, 'outcome');
    if (type === 'chunk') {
      this.#checkIds(entry, outcome, position);
      run.chunks += 1;
      add(run.outcome, outcome);
    } else {
      run.isClosed = true;
      if (Reflect.get(entry, 'chunks') === run.chunks && isSame(run.outcome, outcome)) return;
      this.#contradict(position, `The end of run ${runId} does not agree with its chunks.`);
    }
  }

  end(): readonly AuditRunReport[] {
    return [...this.#runs.values()].map(
      ({ runId, provider, target, chunks, outcome, isClosed, position }) => {
        if (!isClosed) {
          this.#report({
            kind: 'unclosed',
            position,
            message: `Run ${runId} has no end: it goes on still, was cut off, or its end was taken away.`,
          });
        }
        return { runId, provider, target, chunks, outcome, isClosed };
      },
    );
  }

  #checkIds(entry: object, outcome: Record<string, number>, position: number): void {
    const ids: unknown = Reflect.get(entry, 'ids');
    const count: unknown = Array.isArray(ids) ? ids.length : countsAt(entry, 'ids')['count'];
    const sum = Object.values(outcome).reduce((total, part) => total + part, 0);
    if (count === sum) return;
    this.#contradict(position, `Line ${position + 1} speaks of ${String(count)} ids and of ${sum} outcomes.`);
  }

  #contradict(position: number, message: string): void {
    this.#report({ kind: 'inconsistent', position, message });
  }
}

function openRun(entry: object, runId: string, position: number): OpenRun {
  return {
    runId,
    provider: textAt(entry, 'provider'),
    target: textAt(entry, 'target'),
    chunks: 0,
    outcome: {},
    isClosed: false,
    position,
  };
}

function textAt(entry: object, key: string): string {
  const value: unknown = Reflect.get(entry, key);
  return typeof value === 'string' ? value : '';
}

/** The numbers in an object; whatever else is there is not counted. */
function countsAt(entry: object, key: string): Record<string, number> {
  const value: unknown = Reflect.get(entry, key);
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, number] => typeof pair[1] === 'number'),
  );
}

function add(sum: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [status, count] of Object.entries(counts)) sum[status] = (sum[status] ?? 0) + count;
}

function isSame(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): boolean {
  const statuses = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...statuses].every((status) => (one[status] ?? 0) === (other[status] ?? 0));
}
