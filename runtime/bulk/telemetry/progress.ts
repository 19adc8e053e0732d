import type { RunContext } from '../context.js';
import type { Progress } from './events.js';

/** Rates are averaged over about this span. */
const SMOOTHING_MS = 10_000;
const SHORTEST_SAMPLE_MS = 250;

/** Says where a run stands, at most so often as asked. */
export class ProgressMeter {
  readonly #context: RunContext;
  readonly #total: number | undefined;
  readonly #inFlight: () => number;
  #lastEventAt = Number.NEGATIVE_INFINITY;
  #sampledAt: number;
  #sampled = 0;
  #idsPerMs: number | undefined;

  constructor(options: {
    readonly context: RunContext;
    /** Ids in the input, when it says so. */
    readonly total: number | undefined;
    readonly inFlight: () => number;
  }) {
    this.#context = options.context;
    this.#total = options.total;
    this.#inFlight = options.inFlight;
    this.#sampledAt = options.context.settings.clock.now();
  }

  get progress(): Progress {
    const { tally, gate, lanes, jobs } = this.#context;
    const { byStatus } = tally;
    const total = this.#total;
    const idsPerSecond = (this.#idsPerMs ?? 0) * 1000;
    const { pausedUntil } = gate;
    return {
      read: tally.read,
      sent: tally.sent,
      settled: tally.settled,
      gone: tally.gone,
      failed: byStatus.failed,
      unknown: byStatus.unknown,
      pending: byStatus.pending + (jobs?.waitingIds ?? 0),
      ...(total === undefined ? {} : { total }),
      idsPerSecond,
      ...(total === undefined || idsPerSecond === 0
        ? {}
        : { etaMs: Math.max(0, ((total - tally.settled) / idsPerSecond) * 1000) }),
      inFlight: this.#inFlight(),
      concurrency: lanes.limit,
      ...(pausedUntil === undefined ? {} : { pausedUntil }),
    };
  }

  /** Something settled. */
  tick(): void {
    const { settings, events } = this.#context;
    if (settings.onEvent === undefined && this.#total === undefined) return;
    const now = settings.clock.now();
    this.#sample(now);
    if (settings.onEvent === undefined || now - this.#lastEventAt < settings.progressIntervalMs) return;
    this.#lastEventAt = now;
    events.emit({ type: 'progress', progress: this.progress });
  }

  /** The last word, always given. */
  finish(): void {
    this.#context.events.emit({ type: 'progress', progress: this.progress });
  }

  #sample(now: number): void {
    const elapsedMs = now - this.#sampledAt;
    if (elapsedMs < SHORTEST_SAMPLE_MS) return;
    const { settled } = this.#context.tally;
    const rate = (settled - this.#sampled) / elapsedMs;
    const weight = this.#idsPerMs === undefined ? 1 : 1 - Math.exp(-elapsedMs / SMOOTHING_MS);
    this.#idsPerMs = (this.#idsPerMs ?? 0) * (1 - weight) + rate * weight;
    this.#sampledAt = now;
    this.#sampled = settled;
  }
}
