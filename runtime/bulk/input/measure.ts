import type { DeletionBehaviour } from '../../behaviour.js';
import { requestLine, type CallRequest } from '../../call.js';
import type { Connection } from '../../connection.js';
import type { Measure } from './packer.js';
import type { RequestWriter } from '../send/request.js';
import { readUuid } from './uuid.js';

const encoder = /* @__PURE__ */ new TextEncoder();
/** Written in JSON as it is, one byte a character. */
const PLAIN_IN_JSON = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;
/** Never percent-encoded (RFC 3986, section 2.3). */
const UNRESERVED = /^[A-Za-z0-9\-._~]*$/;
/** Any id will do to measure what stands around it; it takes as many bytes as characters everywhere. */
const PROBE = '1';

/** Learns from a few written requests how the size of any request follows from its ids. Exact, not an estimate. */
export function measureRequests(
  connection: Connection,
  behaviour: DeletionBehaviour,
  writer: RequestWriter,
): Measure {
  return behaviour.ids.in === 'body'
    ? measureBody(writer)
    : measureLine(
        (request) => byteLength(requestLine(connection, behaviour.call.operation, request)),
        writer,
      );
}

function measureBody(writer: RequestWriter): Measure {
  const sizeOfBody = (ids: readonly string[]): number => byteLength(JSON.stringify(writer.write(ids).body));
  const one = sizeOfBody([PROBE]);
  const between = sizeOfBody([PROBE, PROBE]) - one;
  const sizeOf = writer.asNumbers ? (id: string): number => id.length : jsonBytes;
  const around = sizeOf(PROBE);
  // With objects around the ids, what stands between two ids is more than the comma: `"},{"record_id":"`.
  return { of: 'body', one: one - around, many: one - around, between: between - around, sizeOf };
}

function measureLine(sizeOfLine: (request: CallRequest) => number, writer: RequestWriter): Measure {
  const one = sizeOfLine(writer.write([PROBE])) - PROBE.length;
  const two = sizeOfLine(writer.write([PROBE, PROBE]));
  const between = sizeOfLine(writer.write([PROBE, PROBE, PROBE])) - two - PROBE.length;
  return {
    of: 'url',
    one,
    many: two - 2 * PROBE.length - between,
    between,
    // Percent-encoding goes character by character, so the bytes of an id do not depend on its neighbours.
    sizeOf: (id) => (UNRESERVED.test(id) ? id.length : sizeOfLine(writer.write([id])) - one),
  };
}

function jsonBytes(id: string): number {
  // Most ids are UUIDs, and this one was read a moment ago.
  const isPlain = readUuid(id) !== undefined || PLAIN_IN_JSON.test(id);
  return isPlain ? id.length + 2 : byteLength(JSON.stringify(id));
}

function byteLength(text: string): number {
  return encoder.encode(text).length;
}
