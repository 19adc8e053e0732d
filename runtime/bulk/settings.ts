/** Options, checked and with every default filled in. */
import type { DeletionBehaviour } from '../behaviour.js';
import { systemClock, type Clock } from '../clock.js';
import { configurationError } from './errors.js';
import type { DeleteOptions, Guards, RetryPolicy } from './options.js';

/** Options with every default filled in and every number checked. */
export interface Settings {
  readonly signal: AbortSignal | undefined;
  readonly onAbort: 'drain' | 'cancel';
  readonly concurrency: { readonly initial: number; readonly max: number };
  readonly requestsPerSecond: number | null;
  readonly retry: RetryPolicy;
  readonly requestMs: number | undefined;
  readonly jobMs: number;
  readonly chunk: NonNullable<DeleteOptions['chunk']>;
  readonly dedupe: 'off' | 'window' | 'all';
  readonly onFailure: 'continue' | 'stop';
  readonly verify: 'off' | 'ambiguous' | 'all';
  readonly wait: 'settled' | 'submitted';
  readonly dryRun: boolean;
  readonly maxDeletes: number;
  readonly protect: Guards['protect'];
  readonly stopOnOverDelete: boolean;
  readonly confirm: DeleteOptions['confirm'];
  readonly reason: string | undefined;
  readonly singleJobRead: boolean;
  readonly onEvent: DeleteOptions['onEvent'];
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

/** Merges options over defaults over the provider's own; throws `CONFIGURATION` for a value that makes no sense. */
export function readOptions(
  behaviour: DeletionBehaviour,
  options: DeleteOptions,
  connectionClock: Clock = systemClock,
): Settings {
  const fault = faultIn(options, SHAPE, '');
  if (fault !== undefined) throw refuse(behaviour, fault);
  const { concurrency = behaviour.pace.concurrency, guards = {}, timeouts = {} } = options;
  const settings: Settings = {
    signal: options.signal,
    onAbort: options.onAbort ?? 'drain',
    concurrency: typeof concurrency === 'number' ? { initial: concurrency, max: concurrency } : concurrency,
    requestsPerSecond:
      options.rateLimit === undefined
        ? behaviour.pace.requestsPerSecond
        : options.rateLimit.requestsPerSecond,
    retry: {
      ...DEFAULT_RETRY,
      ...options.retry,
      budget: { ...DEFAULT_RETRY.budget, ...options.retry?.budget },
    },
    requestMs: timeouts.requestMs,
    jobMs: timeouts.jobMs ?? 60 * 60_000,
    chunk: options.chunk ?? {},
    dedupe: options.dedupe ?? 'window',
    onFailure: options.onFailure ?? 'continue',
    verify: options.verify ?? defaultVerify(behaviour),
    wait: options.wait ?? 'settled',
    dryRun: options.dryRun ?? false,
    maxDeletes: guards.maxDeletes ?? Number.POSITIVE_INFINITY,
    protect: guards.protect,
    stopOnOverDelete: guards.stopOnOverDelete ?? true,
    confirm: options.confirm,
    reason: options.reason,
    singleJobRead: options.singleJobRead ?? false,
    onEvent: options.onEvent,
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
  rateLimit: { requestsPerSecond: null },
  retry: { ...namesOf(DEFAULT_RETRY), budget: namesOf(DEFAULT_RETRY.budget) },
  timeouts: { requestMs: null, jobMs: null },
  chunk: { maxIds: null, maxBytes: null, maxUrlBytes: null },
  dedupe: ['off', 'window', 'all'],
  onFailure: ['continue', 'stop'],
  verify: ['off', 'ambiguous', 'all'],
  wait: ['settled', 'submitted'],
  dryRun: 'boolean',
  guards: { maxDeletes: null, protect: null, stopOnOverDelete: 'boolean' },
  confirm: 'function',
  reason: 'string',
  singleJobRead: 'boolean',
  onEvent: 'function',
  progressIntervalMs: null,
  clock: 'object',
};

/** A type, the values that are allowed, or the parts; null: looked at elsewhere. */
type Shape = 'boolean' | 'function' | 'object' | 'string' | null | readonly string[] | ShapeOfParts;

interface ShapeOfParts {
  readonly [name: string]: Shape;
}

function namesOf(example: object): ShapeOfParts {
  return Object.fromEntries(Object.keys(example).map((name) => [name, null]));
}

/** The first thing about the value that is wrong, in words; undefined when nothing is. */
function faultIn(value: unknown, shape: Shape, name: string): string | undefined {
  if (value === undefined || shape === null) return undefined;
  if (typeof shape === 'string') return typeof value === shape ? undefined : `${name} must be a ${shape}.`;
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
  ];
  for (const [name, value] of wholeFromOne) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1)) {
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
    ['guards.maxDeletes', settings.maxDeletes],
    ['progressIntervalMs', settings.progressIntervalMs],
  ];
  for (const [name, value] of notNegative) {
    if (!(value >= 0)) throw refuse(behaviour, `${name} must not be negative; it is ${String(value)}.`);
  }
  if (concurrency.initial > concurrency.max) {
    throw refuse(behaviour, 'concurrency.initial must not be above concurrency.max.');
  }
  if (settings.requestsPerSecond !== null && !(settings.requestsPerSecond > 0)) {
    throw refuse(behaviour, 'rateLimit.requestsPerSecond must be above 0, or null for no bound.');
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
