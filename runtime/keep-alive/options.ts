import type { ConnectionOptions } from 'node:tls';
import { errorFor } from '../codes.js';
import { kindOf } from '../refusal.js';

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
/** The longest timer that Node keeps to. */
const LONGEST_MS = 2 ** 31 - 1;

/** Throws `CONFIGURATION` for an option of the wrong kind. */
export function readKeepAliveOptions(options: KeepAliveOptions): KeepAliveSettings {
  if (typeof options !== 'object' || (options as unknown) === null) {
    throw optionError(`The options want an object; got ${kindOf(options)}.`);
  }
  const { maxSockets = DEFAULT_SOCKETS, idleTimeoutMs = DEFAULT_IDLE_MS } = options;
  const { maxIdleSockets = maxSockets, connectTimeoutMs = DEFAULT_CONNECT_MS, tls = {} } = options;
  checkWhole('maxSockets', maxSockets, { from: 1, to: Number.MAX_SAFE_INTEGER });
  checkWhole('maxIdleSockets', maxIdleSockets, { from: 0, to: Number.MAX_SAFE_INTEGER });
  checkWhole('idleTimeoutMs', idleTimeoutMs, { from: 1, to: LONGEST_MS });
  checkWhole('connectTimeoutMs', connectTimeoutMs, { from: 1, to: LONGEST_MS });
  if (typeof tls !== 'object' || (tls as unknown) === null) {
    throw optionError(`\`tls\` wants an object; got ${kindOf(tls)}.`);
  }
  return { maxSockets, maxIdleSockets, idleTimeoutMs, connectTimeoutMs, tls: { ...tls } };
}

function checkWhole(
  name: string,
  value: unknown,
  range: { readonly from: number; readonly to: number },
): void {
  const isFit = typeof value === 'number' && Number.isInteger(value);
  if (isFit && value >= range.from && value <= range.to) return;
  throw optionError(
    `\`${name}\` wants a whole number from ${range.from} to ${range.to}; got ${kindOf(value)}.`,
  );
}

function optionError(message: string): Error {
  const text = `Cannot make a keep-alive fetch: ${message}`;
  return errorFor({ code: 'CONFIGURATION', provider: '', attempts: 0, message: text });
}
