/**
 * The other end of `openBridge`: a thread with one connection. It carries out a statement at a time and wakes the
 * thread that sleeps until the reply is there.
 */
import { workerData } from 'node:worker_threads';
import type { Connection } from 'mysql2/promise';
import type { BridgeReply, BridgeRequest, BridgeSetup } from './mysql-bridge.js';

const { url, port, signal } = workerData as BridgeSetup;
let connection: Connection | null = null;

port.on('message', (request: BridgeRequest) => {
  void carryOut(request).then((reply) => {
    port.postMessage(reply);
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  });
});

async function carryOut({ text, values }: BridgeRequest): Promise<BridgeReply> {
  try {
    connection ??= await connect();
    const [result] =
      values.length === 0 ? await connection.query(text) : await connection.execute(text, [...values]);
    return Array.isArray(result)
      ? { result: { rows: result as unknown as readonly Record<string, unknown>[] } }
      : { result: { affectedRows: result.affectedRows, insertId: String(result.insertId) } };
  } catch (error) {
    return { failure: describeFailure(error) };
  }
}

/** Not before it is needed: who uses the embedded store alone need not have the package. */
async function connect(): Promise<Connection> {
  const { createConnection } = await import('mysql2/promise');
  const made = await createConnection({
    uri: url,
    charset: 'UTF8MB4_GENERAL_CI',
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    // An update counts the rows that it changed, which is what the databases do unless a client asks otherwise.
    flags: ['-FOUND_ROWS'],
    // Each length of a list is a statement of its own.
    maxPreparedStatements: 100,
  });
  made.on('error', () => (connection = null));
  await made.query("SET time_zone = '+00:00'");
  return made;
}

function describeFailure(error: unknown): { readonly errno: number | null; readonly message: string } {
  const message = error instanceof Error ? error.message : String(error);
  const errno = error instanceof Error && 'errno' in error ? error.errno : null;
  return { errno: typeof errno === 'number' ? errno : null, message };
}
