import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const DECODERS: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);
/** A server that names more than these is playing. */
const MOST_CODINGS = 5;

/**
 * The body of an answer without its content codings (RFC 9110, section 8.4). With one that is unknown, it is handed on
 * as it came, as by the platform's `fetch`. An end that comes too early is an error.
 */
export function decodeBody(incoming: IncomingMessage): Readable {
  const codings = (incoming.headers['content-encoding'] ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  const decoders = codings.map((coding) => DECODERS.get(coding)).filter((decoder) => decoder !== undefined);
  if (decoders.length === 0 || decoders.length < codings.length || codings.length > MOST_CODINGS)
    return incoming;
  // They are named in the order in which they were applied.
  const streams = decoders.reverse().map((create) => create());
  // Every error also comes to the last stream, where it is listened to.
  pipeline([incoming, ...streams], () => undefined);
  return streams.at(-1) ?? incoming;
}
