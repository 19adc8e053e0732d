import type { ConnectionOptions } from 'node:tls';
import { LONGEST_TIMER_MS } from '../clock.js';
import { errorFor } from '../codes.js';
import type { RowsweepError } from '../errors.js';
import { readWhole } from '../options.js';
import { kindOf, Refusal } from '../refusal.js';

/** What Node's `tls.connect` takes to know the server, and to show who calls. */
export type TlsOptions = Pick<
  ConnectionOptions,
  | 'ca'
  | 'cert'
  | 'checkServerIdentity'
  | 'ciphers'
  | 'crl'
  | 'ecdhCurve'
  | 'key'
  | 'maxVersion'
  | 'minVersion'
  | 'passphrase'
  | 'pfx'
  | 'rejectUnauthorized'
  | 'secureContext'
  | 'servername'
  | 'sigalgs'
>;

/** What `createKeepAliveFetch` takes. */
export interface KeepAliveOptions {
  /** Most connections to one origin; more requests wait for one of them. Default 64. */
  readonly maxSockets?: number | undefined;
  /** Most connections to one origin that are kept while nobody needs them. Default: `maxSockets`. */
  readonly maxIdleSockets?: number | undefined;
  /**
   * How long a connection is kept while nobody needs it. Default 4,000. A server that tells its own time
   * (`Keep-Alive: timeout=5`) is left one second before that.
   */
  readonly idleTimeoutMs?: number | undefined;
  /** For a new connection, with the handshake of TLS. Default 10,000. */
  readonly connectTimeoutMs?: number | undefined;
  /** Passed on to Node for `https:`. */
  readonly tls?: TlsOptions | undefined;
}

/** The options, checked and complete. */
export interface KeepAliveSettings {
  readonly maxSockets: number;
  readonly maxIdleSockets: number;
  readonly idleTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly tls: TlsOptions;
}

const DEFAULT_SOCKETS = 64;
const DEFAULT_IDLE_MS = 4_000;
const DEFAULT_CONNECT_MS = 10_000;

/** Throws `CONFIGURATION` for an option of the wrong kind. */
export function readKeepAliveOptions(options: KeepAliveOptions): KeepAliveSettings {
  if (typeof options !== 'object' || (options as unknown) === null) {
    throw optionError(`The options want an object; got ${kindOf(options)}.`);
  }
  const { tls = {} } = options;
  if (typeof tls !== 'object' || (tls as unknown) === null) {
    throw optionError(`\`tls\` wants an object; got ${kindOf(tls)}.`);
  }
  try {
    return { ...readNumbers(options), tls: { ...tls } };
  } catch (error) {
    throw error instanceof Refusal ? optionError(error.message) : error;
  }
}

function readNumbers(options: KeepAliveOptions): Omit<KeepAliveSettings, 'tls'> {
  const count = (name: 'maxSockets' | 'maxIdleSockets', from: number, otherwise: number): number =>
    readWhole(options[name], name, { from, to: Number.MAX_SAFE_INTEGER, otherwise });
  const timeMs = (name: 'idleTimeoutMs' | 'connectTimeoutMs', otherwise: number): number =>
    readWhole(options[name], name, { from: 1, to: LONGEST_TIMER_MS, otherwise });
  const maxSockets = count('maxSockets', 1, DEFAULT_SOCKETS);
  return {
    maxSockets,
    maxIdleSockets: count('maxIdleSockets', 0, maxSockets),
    idleTimeoutMs: timeMs('idleTimeoutMs', DEFAULT_IDLE_MS),
    connectTimeoutMs: timeMs('connectTimeoutMs', DEFAULT_CONNECT_MS),
  };
}

function optionError(message: string): RowsweepError {
  const text = `Cannot make a keep-alive fetch: ${message}`;
  return errorFor({ code: 'CONFIGURATION', provider: '', attempts: 0, message: text });
}
