import type { Clock } from './clock.js';
import { errorFor } from './codes.js';
import type { CredentialSource } from './credential.js';
import type {
  CredentialDefinition,
  ErrorRule,
  OperationDefinition,
  ProviderDefinition,
} from './definition.js';
import type { Hooks } from './hooks.js';
import {
  checkFunction,
  checkHeader,
  readClock,
  readErrorRules,
  readExtraHeaders,
  readNamed,
  readObject,
  readRetry,
  readTimeoutMs,
  readWhole,
  secretsOf,
} from './options.js';
import { needPart, type ProviderPart } from './part.js';
import type { Plan } from './plan.js';
import { Refusal } from './refusal.js';
import type { RetryOptions, RetryPolicy } from './retry.js';
import { chooseBaseUrl } from './server.js';

export type { BasicCredential, Credential, CredentialRequest, UserPassword } from './credential.js';

/**
 * What answers a request: the platform's `fetch`, or a function of your own with its signature, called with an absolute
 * URL and every setting of the request. `new Request(url, init)` makes a `Request` of them where one is wanted.
 */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

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
  /** For one request with its whole answer; of a stream, for each wait for its next bytes. Default 60,000. */
  readonly timeoutMs?: number | undefined;
  /** For operations that are safe to repeat. Bulk runs have a policy of their own. */
  readonly retry?: RetryOptions | undefined;
  /** Tried before the provider's rules: the place to correct what an error means. */
  readonly errorRules?: readonly ErrorRule[] | undefined;
  /** Most bytes of one answer that are taken in; of a stream, most characters of one value. Default 64 MiB. */
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
  readonly base: URL;
  /** The caller's own; undefined: the platform's. */
  readonly fetch: Fetch | undefined;
  /** Those that were given. */
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
  /** What of an operation's requests is the same for all of them. */
  readonly plans: WeakMap<OperationDefinition, Plan>;
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
    const state = readState(provider, options);
    const connection: Connection = Object.freeze({ provider: provider.name, baseUrl: state.baseUrl });
    states.set(connection, state);
    return connection;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw errorFor({
      code: 'CONFIGURATION',
      provider: provider.name,
      attempts: 0,
      message: `Cannot connect to ${provider.title}: ${error.message}`,
    });
  }
}

function readState(provider: ProviderDefinition, options: ConnectOptions): ConnectionState {
  readObject(options, 'options');
  const { fetch, onRequest, onResponse } = options;
  checkFunction(fetch, 'fetch');
  checkFunction(onRequest, 'onRequest');
  checkFunction(onResponse, 'onResponse');
  if (provider.errors.bodies.length > 0) needPart(provider, 'errorWords');
  if (provider.throttle.resetHeader !== null) needPart(provider, 'throttleHeaders');
  const credentials = readNamed(provider.credentials, options, (value, definition) =>
    needPart(provider, credentialPartOf(definition)).open(definition, value),
  );
  const extraHeaders = readExtraHeaders(provider, options.headers);
  const connectionHeaders = readNamed(
    provider.headers,
    options,
    (value, { option, header }) => [header, checkHeader(value, option)] as const,
  );
  const secretHeaders = secretsOf([...extraHeaders, ...connectionHeaders.values()]);
  const baseUrl = chooseBaseUrl(provider, options);
  return {
    provider,
    baseUrl,
    base: new URL(baseUrl),
    fetch,
    credentials,
    connectionHeaders,
    extraHeaders,
    timeoutMs: readTimeoutMs(options.timeoutMs, DEFAULT_TIMEOUT_MS),
    retry: readRetry(options.retry),
    errorRules: [...readErrorRules(options.errorRules), ...provider.errors.rules],
    maxResponseBytes: readWhole(options.maxResponseBytes, 'maxResponseBytes', {
      from: 1,
      to: Number.MAX_SAFE_INTEGER,
      otherwise: DEFAULT_RESPONSE_BYTES,
    }),
    hooks: { onRequest, onResponse },
    clock: readClock(options.clock),
    plans: new WeakMap(),
    secrets: () => [...[...credentials.values()].flatMap(({ given }) => given()), ...secretHeaders],
  };
}

type CredentialPart = Extract<ProviderPart['name'], `${string}Credential`>;

/** The part that opens a credential. */
function credentialPartOf(definition: CredentialDefinition): CredentialPart {
  if (definition.kind !== 'authorization') return `${definition.kind}Credential`;
  return definition.scheme === 'Basic' ? 'basicCredential' : 'headerCredential';
}
