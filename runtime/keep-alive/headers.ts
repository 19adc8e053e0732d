import type { OutgoingHttpHeaders } from 'node:http';
import { unsentProblem } from './failure.js';

/** They say how a message is framed, or ask for another protocol: what a caller wrote there would not be true. */
const REFUSED = new Set([
  'connection',
  'expect',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What the platform's `fetch` adds as well, where the request does not say it itself. */
const DEFAULTS = { accept: '*/*', 'accept-encoding': 'gzip, br', 'user-agent': 'node' };

/** The headers of a request as they are sent. Throws for one that only the transport can write. */
export function headersFor(headers: Headers, body: Uint8Array | string | undefined): OutgoingHttpHeaders {
  const written: OutgoingHttpHeaders = { ...DEFAULTS };
  for (const [name, value] of headers) {
    if (REFUSED.has(name))
      throw unsentProblem('UND_ERR_INVALID_ARG', `the transport itself writes the header ${name}`);
    written[name] = value;
  }
  // Never the caller's: a wrong length would make two requests of one.
  delete written['content-length'];
  if (body !== undefined) written['content-length'] = Buffer.byteLength(body);
  return written;
}
