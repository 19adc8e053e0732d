import type { Clock } from './clock.js';
import { errorFor } from './codes.js';
import { CredentialProblem, type CredentialSource } from './credential.js';
import type { ErrorRule, ProviderDefinition } from './definition.js';
import { readErrorRules } from './error-rules.js';
import {
  checkFunction,
  checkRetry,
  OptionProblem,
  readClock,
  readConnectionHeaders,
  readCredentials,
  readExtraHeaders,
  readTimeoutMs,
  readWhole,
  secretsOf,
} from './options.js';
import type { Hooks } from './policies/observe.js';
import type { Next } from './policies/policy.js';
import { kindOf } from './refusal.js';
import { DEFAULT_RETRY, withRetryOptions, type RetryOptions, type RetryPolicy } from './retry.js';
import { chooseBaseUrl, ServerProblem } from './server.js';

export type { Credential } from './credential.js';

/** What answers a request: the platform's `fetch`, or a function of your own. */
export type Fetch = (request: Request) => Promise<Response>;

/** What every provider's connection takes; a generated package adds its credentials and headers. */
export interface ConnectOptions extends Hooks {
  /** Instead of a server of the description: absolute, http or https, without query and fragment. */
  readonly baseUrl?: string | undefined;
  /** Values for the variables of the description's server. */
  readonly server?: Readonly<Record<string, string>> | undefined;
  /** Sends the requests. Default: `globalThis.fetch`, looked up for each request. */
  readonly fetch?: Fetch | undefined;
  /** Sent with every request; not for what the connection writes itself. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** For one request with its whole answer. Default 60,000. */
  readonly timeoutMs?: number | undefined;
  /** For operations that are safe to repeat. Bulk runs have a policy of their own. */
  readonly retry?: RetryOptions | undefined;
  /** Tried before the provider's rules: the place to correct what an error means. */
  readonly errorRules?: readonly ErrorRule[] | undefined;
  /** Most bytes of one answer that are taken in. Default 64 MiB. */
  readonly maxResponseBytes?: number | undefined;
  /** Time and chance, for tests. */
  readonly clock?: Clock | undefined;
}

/** One provider, reached with one set of credentials. Printing it shows no secret: it holds none. */
export interface Connection {
  readonly provider: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
}

/** What the runtime knows about a connection and nobody else sees. */
export interface ConnectionState {
  readonly provider: ProviderDefinition;
  readonly baseUrl: string;
  /** Looks the function up when it is called, so that a `fetch` that is replaced later is the one used. */
  readonly send: Next;
  readonly credentials: ReadonlyMap<string, CredentialSource>;
  /** Header and value by the name of the option. */
  readonly connectionHeaders: ReadonlyMap<string, readonly [name: string, value: string]>;
  readonly extraHeaders: readonly (readonly [name: string, value: string])[];
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  /** The caller's, then the provider's. */
  readonly errorRules: readonly ErrorRule[];
  readonly maxResponseBytes: number;
  readonly hooks: Hooks;
  readonly clock: Clock;
  /** Every secret that the connection has sent lately. */
  readonly secrets: () => readonly string[];
}

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_RESPONSE_BYTES = 64 * 2 ** 20;

const states = new WeakMap<object, ConnectionState>();

/** The state of a connection; throws `CONFIGURATION` for an object that `connect` did not make. */
export function stateOf(connection: Connection): ConnectionState {
  const state = states.get(connection);
  if (state !== undefined) return state;
  // A caller without types may pass nothing at all.
  const provider: unknown = Reflect.get(Object(connection) as object, 'provider');
  throw errorFor({
    code: 'CONFIGURATION',
    provider: typeof provider === 'string' ? provider : '',
    attempts: 0,
    message:
      'A connection is missing: one made by connect() of this copy of the runtime; got another object.',
  });
}

/**
 * Makes a connection; sends nothing. Throws `CONFIGURATION` for an option that is missing, blank, of the wrong kind,
 * or that would let a value write a header or a host of its own.
 */
export function connect(provider: ProviderDefinition, options: ConnectOptions): Connection {
  try {
    if (typeof options !== 'object' || (options as unknown) === null) {
      throw new OptionProblem(`The options want an object; got ${kindOf(options)}.`);
    }
    const state = readState(provider, options);
    const connection: Connection = Object.freeze({ provider: provider.name, baseUrl: state.baseUrl });
    states.set(connection, state);
    return connection;
  } catch (error) {
    if (!isDoorProblem(error)) throw error;
    throw errorFor({
      code: 'CONFIGURATION',
      provider: provider.name,
      attempts: 0,
      message: `Cannot connect to ${provider.title}: ${error.message}`,
    });
  }
}

/** True for a problem with an option, whichever part of it was wrong. */
export function isDoorProblem(error: unknown): error is OptionProblem | CredentialProblem | ServerProblem {
  return (
    error instanceof OptionProblem || error instanceof CredentialProblem || error instanceof ServerProblem
  );
}

function readState(provider: ProviderDefinition, options: ConnectOptions): ConnectionState {
  const credentials = readCredentials(provider, options);
  const extraHeaders = readExtraHeaders(provider, options.headers);
  checkFunction(options.fetch, 'fetch');
  checkFunction(options.onRequest, 'onRequest');
  checkFunction(options.onResponse, 'onResponse');
  const { fetch } = options;
  const connectionHeaders = readConnectionHeaders(provider, options);
  const secretHeaders = secretsOf([...extraHeaders, ...connectionHeaders.values()]);
  return {
    provider,
    baseUrl: chooseBaseUrl(provider, options),
    send: (request) => (fetch ?? globalThis.fetch)(request),
    credentials,
    connectionHeaders,
    extraHeaders,
    timeoutMs: readTimeoutMs(options.timeoutMs, DEFAULT_TIMEOUT_MS),
    retry: withRetryOptions(DEFAULT_RETRY, checkRetry(options.retry)),
    errorRules: [...readErrorRules(options.errorRules), ...provider.errors.rules],
    maxResponseBytes: readWhole(options.maxResponseBytes, 'maxResponseBytes', {
      from: 1,
      to: Number.MAX_SAFE_INTEGER,
      otherwise: DEFAULT_RESPONSE_BYTES,
    }),
    hooks: { onRequest: options.onRequest, onResponse: options.onResponse },
    clock: readClock(options.clock),
    secrets: () => [...[...credentials.values()].flatMap((source) => source.given), ...secretHeaders],
  };
}
