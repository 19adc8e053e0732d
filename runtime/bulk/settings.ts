/** Options, checked and with every default filled in. */
import type { DeletionBehaviour } from '../behaviour.js';
import { systemClock, type Clock } from '../clock.js';
import type { AuditOptions } from './audit/audit-types.js';
import { configurationError } from './errors.js';
import { readFailureLimit, type FailureLimit } from './send/failure-limit.js';
import type { JournalOptions } from './journal/journal-types.js';
import type { DeleteOptions, Guards, RetryPolicy } from './options.js';
import { readPacing, type Pacing } from './send/pacing.js';
import { readAuditOption, readJournalOption } from './recorders.js';
import { missingFunction } from './telemetry/telemetry.js';

/** Options with every default filled in and every number checked. */
export interface Settings {
  readonly signal: AbortSignal | undefined;
  readonly onAbort: 'drain' | 'cancel';
  readonly concurrency: { readonly initial: number; readonly max: number };
  readonly pacing: Pacing;
  readonly retry: RetryPolicy;
  readonly requestMs: number | undefined;
  readonly jobMs: number;
  /** Null: no bound. */
  readonly runMs: number | null;
  readonly chunk: NonNullable<DeleteOptions['chunk']>;
  readonly dedupe: 'off' | 'window' | 'all';
  /** Null: failures never end the run. */
  readonly failureLimit: FailureLimit | null;
  readonly verify: 'off' | 'ambiguous' | 'sample' | 'all';
  readonly sampleSize: number;
  readonly wait: 'settled' | 'submitted';
  readonly dryRun: boolean;
  /** With `dryRun`: the target's records are counted. */
  readonly countsTarget: boolean;
  readonly maxDeletes: number;
  readonly protect: Guards['protect'];
  readonly stopOnOverDelete: boolean;
  readonly confirm: DeleteOptions['confirm'];
  readonly reason: string | undefined;
  readonly singleJobRead: boolean;
  readonly onEvent: DeleteOptions['onEvent'];
  readonly audit: AuditOptions | undefined;
  readonly journal: JournalOptions | null;
  readonly logger: DeleteOptions['logger'];
  readonly tracer: DeleteOptions['tracer'];
  readonly logIds: boolean;
  readonly progressIntervalMs: number;
  readonly clock: Clock;
}

const DEFAULT_RETRY: RetryPolicy = {
  maxAttempts: 5,
  baseDelayMs: 200,
  throttledBaseDelayMs: 1_000,
  maxDelayMs: 30_000,
  maxRetryAfterMs: 15 * 60_000,
  budget: { tokens: 500, costTransient: 5, costTimeout: 10, costThrottle: 1, refund: 1 },
  maxFailedChunksInARow: 10,
};

/** Options over defaults: each guard for itself, everything else as it is given. What is undefined is not given. */
export function mergeOptions(defaults: DeleteOptions, options: DeleteOptions): DeleteOptions {
  const merged: DeleteOptions = { ...defaults, ...givenIn(options) };
  // What is no object is refused by its name later; here it must not turn into no guards at all.
  if (!isObject(defaults.guards) || !isObject(merged.guards)) return merged;
  return { ...merged, guards: { ...defaults.guards, ...givenIn(merged.guards) } };
}

/** Merges options over defaults over the provider's own; throws `CONFIGURATION` for a value that makes no sense. */
export function readOptions(
  behaviour: DeletionBehaviour,
  options: DeleteOptions,
  connectionClock: Clock = systemClock,
): Settings {
  const fault = faultIn(options, SHAPE, '') ?? faultInConcurrency(options.concurrency);
  if (fault !== undefined) throw refuse(behaviour, fault);
  const { concurrency = behaviour.pace.concurrency, guards = {}, timeouts = {} } = options;
  // Null is no bound that anybody gave, and is refused below.
  const { maxDeletes = Number.POSITIVE_INFINITY } = guards;
  const settings: Settings = {
    signal: options.signal,
    onAbort: options.onAbort ?? 'drain',
    concurrency: typeof concurrency === 'number' ? { initial: concurrency, max: concurrency } : concurrency,
    pacing: readPacing(behaviour, options),
    retry: {
      ...DEFAULT_RETRY,
      ...givenIn(options.retry ?? {}),
      budget: { ...DEFAULT_RETRY.budget, ...givenIn(options.retry?.budget ?? {}) },
    },
    requestMs: timeouts.requestMs,
    jobMs: timeouts.jobMs ?? 60 * 60_000,
    runMs: timeouts.runMs ?? null,
    chunk: options.chunk ?? {},
    dedupe: options.dedupe ?? 'window',
    failureLimit: readFailureLimit(behaviour.provider, options.onFailure),
    verify: options.verify ?? defaultVerify(behaviour),
    sampleSize: options.sampleSize ?? 300,
    wait: options.wait ?? 'settled',
    dryRun: options.dryRun !== undefined && options.dryRun !== false,
    countsTarget: options.dryRun === 'count',
    maxDeletes,
    protect: guards.protect,
    stopOnOverDelete: guards.stopOnOverDelete ?? true,
    confirm: options.confirm,
    reason: options.reason,
    singleJobRead: options.singleJobRead ?? false,
    onEvent: options.onEvent,
    audit: options.audit === undefined ? undefined : readAuditOption(behaviour.provider, options.audit),
    journal: options.journal === undefined ? null : readJournalOption(behaviour.provider, options.journal),
    logger: options.logger,
    tracer: options.tracer,
    logIds: options.logIds ?? false,
    progressIntervalMs: options.progressIntervalMs ?? 100,
    clock: options.clock ?? connectionClock,
  };
  check(behaviour, options, settings);
  return settings;
}

function defaultVerify({ readBack }: DeletionBehaviour): 'off' | 'ambiguous' {
  return readBack === null || readBack.kind === 'scan' ? 'off' : 'ambiguous';
}

/** Every option by its name, and what it may be; a mistyped guard must not go unnoticed where no types are checked. */
const SHAPE: Readonly<Record<keyof DeleteOptions, Shape>> = {
  signal: 'object',
  onAbort: ['drain', 'cancel'],
  concurrency: null,
  rateLimit: { requestsPerSecond: null, idsPerSecond: null, burst: null },
  ramp: { initialIdsPerSecond: null, factor: null, everyMs: null },
  retry: /* @__PURE__ */ retryShape(),
  timeouts: { requestMs: null, jobMs: null, runMs: null },
  chunk: { maxIds: null, maxBytes: null, maxUrlBytes: null, lingerMs: null },
  dedupe: ['off', 'window', 'all'],
  onFailure: null,
  verify: ['off', 'ambiguous', 'sample', 'all'],
  sampleSize: null,
  wait: ['settled', 'submitted'],
  dryRun: null,
  guards: { maxDeletes: null, protect: null, stopOnOverDelete: 'boolean' },
  confirm: 'function',
  reason: 'string',
  singleJobRead: 'boolean',
  onEvent: 'function',
  audit: 'object',
  journal: 'object',
  logger: 'object',
  tracer: 'object',
  logIds: 'boolean',
  progressIntervalMs: null,
  clock: 'object',
};

/** A type, the values that are allowed, or the parts; null: looked at elsewhere. */
type Shape = 'boolean' | 'function' | 'object' | 'string' | null | readonly string[] | ShapeOfParts;

interface ShapeOfParts {
  readonly [name: string]: Shape;
}

function retryShape(): ShapeOfParts {
  return { ...namesOf(DEFAULT_RETRY), budget: namesOf(DEFAULT_RETRY.budget) };
}

function namesOf(example: object): ShapeOfParts {
  return Object.fromEntries(Object.keys(example).map((name) => [name, null]));
}

/** The first thing about the value that is wrong, in words; undefined when nothing is. */
function faultIn(value: unknown, shape: Shape, name: string): string | undefined {
  if (value === undefined || shape === null) return undefined;
  if (typeof shape === 'string') {
    return typeof value === shape && value !== null ? undefined : `${name} must be a ${shape}.`;
  }
  if (isList(shape)) {
    const isKnown = typeof value === 'string' && shape.includes(value);
    return isKnown ? undefined : `${name} must be one of ${shape.join(', ')}.`;
  }
  if (typeof value !== 'object' || value === null) return `${name} must be an object.`;
  for (const [key, part] of Object.entries(value)) {
    const path = name === '' ? key : `${name}.${key}`;
    const known = Object.hasOwn(shape, key) ? shape[key] : undefined;
    const fault = known === undefined ? `there is no option ${path}.` : faultIn(part, known, path);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** A number, or both ends of a range. */
function faultInConcurrency(given: unknown): string | undefined {
  if (typeof given === 'number') return undefined;
  const fault = faultIn(given, { initial: null, max: null }, 'concurrency');
  const isWhole = given === undefined || (isObject(given) && 'initial' in given && 'max' in given);
  return fault ?? (isWhole ? undefined : 'concurrency must be a number, or have initial and max.');
}

/** The members that are given: what is undefined keeps its default. */
function givenIn<Given extends object>(options: Given): Partial<Given> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Partial<Given>;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isList(shape: readonly string[] | ShapeOfParts): shape is readonly string[] {
  return Array.isArray(shape);
}

function check(behaviour: DeletionBehaviour, options: DeleteOptions, settings: Settings): void {
  const { retry, chunk, concurrency } = settings;
  const wholeFromOne: readonly (readonly [string, number | undefined])[] = [
    ['concurrency.initial', concurrency.initial],
    ['concurrency.max', concurrency.max],
    ['retry.maxAttempts', retry.maxAttempts],
    ['retry.maxFailedChunksInARow', retry.maxFailedChunksInARow],
    ['chunk.maxIds', chunk.maxIds],
    ['chunk.maxBytes', chunk.maxBytes],
    ['chunk.maxUrlBytes', chunk.maxUrlBytes],
    ['sampleSize', settings.sampleSize],
    ['timeouts.requestMs', settings.requestMs ?? 1],
  ];
  for (const [name, value] of wholeFromOne) {
    const isLeftOut = value === undefined && name.startsWith('chunk.');
    if (!isLeftOut && !(Number.isSafeInteger(value) && Number(value) >= 1)) {
      throw refuse(behaviour, `${name} must be a whole number from 1, not ${String(value)}.`);
    }
  }
  const notNegative: readonly (readonly [string, number])[] = [
    ['retry.baseDelayMs', retry.baseDelayMs],
    ['retry.throttledBaseDelayMs', retry.throttledBaseDelayMs],
    ['retry.maxDelayMs', retry.maxDelayMs],
    ['retry.maxRetryAfterMs', retry.maxRetryAfterMs],
    ...Object.entries(retry.budget).map(([name, value]) => [`retry.budget.${name}`, value] as const),
    ['timeouts.jobMs', settings.jobMs],
    ['timeouts.runMs', settings.runMs ?? 0],
    ['chunk.lingerMs', chunk.lingerMs ?? 0],
    ['guards.maxDeletes', settings.maxDeletes],
    ['progressIntervalMs', settings.progressIntervalMs],
  ];
  for (const [name, value] of notNegative) {
    if (!(typeof value === 'number' && value >= 0))
      throw refuse(behaviour, `${name} must be a number from 0; it is ${String(value)}.`);
  }
  if (concurrency.initial > concurrency.max) {
    throw refuse(behaviour, 'concurrency.initial must not be above concurrency.max.');
  }
  const dryRun: unknown = options.dryRun;
  if (dryRun !== undefined && typeof dryRun !== 'boolean' && dryRun !== 'count') {
    throw refuse(behaviour, "dryRun must be a boolean or 'count'.");
  }
  const lacking = missingFunction(options);
  if (lacking !== undefined) throw refuse(behaviour, `${lacking} must be a function.`);
  if (settings.countsTarget && behaviour.count === null) {
    throw refuse(behaviour, "dryRun: 'count' needs a way to count records, and none is described.");
  }
  if (options.verify !== undefined && options.verify !== 'off' && behaviour.readBack === null) {
    throw refuse(behaviour, `verify: '${options.verify}' needs a way to read rows, and none is described.`);
  }
  if (settings.reason !== undefined && behaviour.reason !== null) {
    const { length } = Array.from(settings.reason);
    if (length > behaviour.reason.maxLength) {
      throw refuse(behaviour, `reason may have ${behaviour.reason.maxLength} characters; it has ${length}.`);
    }
  }
}

function refuse(behaviour: DeletionBehaviour, message: string): Error {
  return configurationError(behaviour.provider, `Wrong option: ${message}`);
}
