/** Tells loggers and tracers. Whatever they do, the run goes on. */
import type { OperationDefinition } from '../../definition.js';
import type { RowsweepError } from '../../errors.js';
import type { DeletionEvent } from './events.js';
import type { LogDetails, LoggerLike, SpanLike, TracerLike } from './telemetry-types.js';
import type { ChunkInfo, DeletionSummary, Warning } from '../types.js';

/** A request, as a span tells it: no id, no header, no URL but its template. */
export interface RequestFacts {
  readonly kind: 'deletion' | 'read';
  readonly operation: Pick<OperationDefinition, 'name' | 'method' | 'path'>;
  /** From 1. */
  readonly attempt: number;
  /** Ids that a deletion carries. */
  readonly size: number | undefined;
}

/** How a request ended. */
export type RequestEnd = { readonly status: number } | { readonly error: RowsweepError };

type Level = keyof LoggerLike;

/** One run's logger and tracer, either of which may be missing. */
export class Telemetry {
  readonly #logger: LoggerLike | undefined;
  readonly #tracer: TracerLike | undefined;
  readonly #mayNameIds: boolean;
  readonly #onFailure: (warning: Warning) => void;
  #runSpan: SpanLike | undefined;
  #run: Readonly<Record<string, string>> = {};

  constructor(options: {
    readonly logger: LoggerLike | undefined;
    readonly tracer: TracerLike | undefined;
    /** True: texts of the provider are passed on too. */
    readonly mayNameIds: boolean;
    readonly onFailure: (warning: Warning) => void;
  }) {
    this.#logger = options.logger;
    this.#tracer = options.tracer;
    this.#mayNameIds = options.mayNameIds;
    this.#onFailure = options.onFailure;
  }

  begin(run: { readonly runId: string; readonly provider: string; readonly target: string }): void {
    this.#run = { 'rowsweep.run_id': run.runId, 'rowsweep.provider': run.provider };
    this.#log('info', 'deletion begins', { ...run });
    this.#runSpan = this.#span('rowsweep.run', { ...this.#run, 'rowsweep.target': run.target });
  }

  /** The run has ended; `error` is what it rejects with. */
  end(summary: DeletionSummary | undefined, error: RowsweepError | undefined): void {
    const counts = summary === undefined ? {} : endFacts(summary);
    const code = error?.code ?? summary?.stoppedBy?.code;
    const details = { ...counts, ...(code === undefined ? {} : { code }) };
    this.#log(error === undefined ? 'info' : 'error', 'deletion ended', details);
    const span = this.#runSpan;
    if (span === undefined) return;
    for (const [name, value] of Object.entries(counts)) this.#set(span, `rowsweep.${name}`, value);
    if (code !== undefined) this.#fail(span, code, error);
    this.#guard('tracer', () => {
      span.end();
    });
  }

  /** A request leaves; call what it gives when it has ended. */
  request({ kind, operation, attempt, size }: RequestFacts): (end: RequestEnd) => void {
    const span = this.#span(`${operation.method} ${operation.path}`, {
      ...this.#run,
      'http.request.method': operation.method,
      'url.template': operation.path,
      'rowsweep.operation': operation.name,
      'rowsweep.request.kind': kind,
      ...(attempt > 1 ? { 'http.request.resend_count': attempt - 1 } : {}),
      ...(size === undefined ? {} : { 'rowsweep.chunk.size': size }),
    });
    return (end) => {
      if (span === undefined) return;
      const status = 'status' in end ? end.status : end.error.status;
      if (status !== undefined) this.#set(span, 'http.response.status_code', status);
      if ('error' in end) this.#fail(span, end.error.code, end.error);
      this.#guard('tracer', () => {
        span.end();
      });
    };
  }

  /** One thing that happened; progress is not logged. */
  event(event: DeletionEvent): void {
    if (this.#logger === undefined || event.type === 'progress') return;
    const { level, details } = describe(event, this.#mayNameIds);
    this.#log(level, event.type, details);
  }

  warning({ code, message }: Warning): void {
    this.#log('warn', 'warning', { code, ...(this.#mayNameIds ? { message } : {}) });
  }

  #log(level: Level, message: string, details: LogDetails): void {
    const logger = this.#logger;
    if (logger === undefined) return;
    this.#guard('logger', () => logger[level](`rowsweep: ${message}`, details));
  }

  #span(name: string, attributes: Record<string, string | number | boolean>): SpanLike | undefined {
    let span: SpanLike | undefined;
    this.#guard('tracer', () => {
      span = this.#tracer?.startSpan(name, { attributes });
    });
    return span;
  }

  #set(span: SpanLike, name: string, value: string | number | boolean): void {
    this.#guard('tracer', () => {
      span.setAttribute(name, value);
    });
  }

  #fail(span: SpanLike, code: string, error: RowsweepError | undefined): void {
    this.#set(span, 'error.type', code);
    if (error === undefined || !this.#mayNameIds) return;
    this.#guard('tracer', () => {
      span.recordException(error);
    });
  }

  #guard(who: 'logger' | 'tracer', act: () => unknown): void {
    const fail = (error: unknown): void => {
      this.#onFailure({ code: `${who}Failed`, message: `The ${who} threw: ${String(error)}` });
    };
    try {
      const given = act();
      if (given instanceof Promise) given.catch(fail);
    } catch (error) {
      fail(error);
    }
  }
}

function endFacts(summary: DeletionSummary): Record<string, string | number> {
  const { state, requested, gone, byStatus, requests, durationMs } = summary;
  const { failed, unknown, pending, skipped } = byStatus;
  return { state, requested, gone, failed, unknown, pending, skipped, requests: requests.sent, durationMs };
}

function describe(
  event: Exclude<DeletionEvent, { type: 'progress' }>,
  mayNameIds: boolean,
): { readonly level: Level; readonly details: LogDetails } {
  switch (event.type) {
    case 'planned': {
      const { ids, minimumRequests, invalid, duplicates, excluded } = event.plan;
      return { level: 'info', details: known({ ids, minimumRequests, invalid, duplicates, excluded }) };
    }
    case 'chunkSent':
      return { level: 'debug', details: { ...chunkFacts(event.chunk), attempt: event.attempt } };
    case 'chunkSettled': {
      const { status, durationMs, requestId } = event;
      return {
        level: 'debug',
        details: known({ ...chunkFacts(event.chunk), status, durationMs, requestId }),
      };
    }
    case 'retry': {
      const { attempt, delayMs, error } = event;
      const { code, status, requestId } = error;
      const message = mayNameIds ? error.message : undefined;
      const facts = { ...chunkFacts(event.chunk), attempt, delayMs, code, status, requestId, message };
      return { level: 'warn', details: known(facts) };
    }
    case 'paused':
      return { level: 'info', details: { untilMs: event.untilMs, why: event.why } };
    case 'split':
      return { level: 'info', details: { ...chunkFacts(event.chunk), into: event.into, why: event.why } };
    case 'limitLearned': {
      const { maxIds, maxBytes, maxUrlBytes } = event;
      return { level: 'info', details: known({ maxIds, maxBytes, maxUrlBytes }) };
    }
    case 'job':
      return { level: 'debug', details: { jobId: event.job.jobId, state: event.state } };
    case 'anomaly': {
      const chunk = event.chunk === undefined ? {} : chunkFacts(event.chunk);
      return {
        level: 'error',
        details: { ...chunk, code: event.code, ...(mayNameIds ? { message: event.message } : {}) },
      };
    }
  }
}

function chunkFacts({ seq, size }: ChunkInfo): { readonly chunk: number; readonly size: number } {
  return { chunk: seq, size };
}

function known(details: Readonly<Record<string, string | number | boolean | undefined>>): LogDetails {
  return Object.fromEntries(
    Object.entries(details).filter(
      (pair): pair is [string, string | number | boolean] => pair[1] !== undefined,
    ),
  );
}

/** A function that the caller's logger or tracer should have and has not, by its name. */
export function missingFunction({
  logger,
  tracer,
}: {
  readonly logger?: LoggerLike;
  readonly tracer?: TracerLike;
}): string | undefined {
  const levels = ['debug', 'info', 'warn', 'error'] as const;
  const level = levels.find((name) => logger !== undefined && typeof logger[name] !== 'function');
  if (level !== undefined) return `logger.${level}`;
  return tracer !== undefined && typeof tracer.startSpan !== 'function' ? 'tracer.startSpan' : undefined;
}
