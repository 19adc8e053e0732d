/**
 * Statements whose results are there when the call returns. The tables of the sandbox answer at once, whichever store
 * holds them; a connection to a database does not. So the connection lives in a thread of its own, and the caller's
 * thread sleeps until it has answered.
 */
import { existsSync } from 'node:fs';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';

/** What the thread is started with. */
export interface BridgeSetup {
  readonly url: string;
  readonly port: MessagePort;
  /** Turns from 0 to 1 when a reply was posted. */
  readonly signal: Int32Array;
}

/** One statement. */
export interface BridgeRequest {
  readonly text: string;
  readonly values: readonly (string | null)[];
}

/** What a statement gave: rows, or what it did. */
export type BridgeResult =
  | { readonly rows: readonly Readonly<Record<string, unknown>>[] }
  | { readonly affectedRows: number; readonly insertId: string };

/** A result, or the number and the text of the database's error. */
export type BridgeReply =
  | { readonly result: BridgeResult }
  | { readonly failure: { readonly errno: number | null; readonly message: string } };

/** What the database refused. */
export class BridgeError extends Error {
  /** The number of the error; null when it did not come from the database. */
  readonly errno: number | null;
  constructor(message: string, errno: number | null) {
    super(message);
    this.errno = errno;
  }
}

/** Carries out a statement while the caller's thread sleeps; values are bound to its marks. Throws `BridgeError`. */
export type Bridge = (text: string, values?: readonly (string | null)[]) => BridgeResult;

const longestWaitMs = 60_000;
const bridges = new Map<string, Bridge>();

/**
 * The one connection of this process to the server at `url`. Its thread keeps no process alive. It is made by the first
 * statement, which throws when it cannot be had.
 */
export function openBridge(url: string): Bridge {
  const bridge = bridges.get(url) ?? startBridge(url);
  bridges.set(url, bridge);
  return bridge;
}

function startBridge(url: string): Bridge {
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const { port1: near, port2: far } = new MessageChannel();
  const setup: BridgeSetup = { url, port: far, signal };
  const worker = new Worker(locateWorker(), { workerData: setup, transferList: [far] });
  worker.unref();

  return (text, values = []) => {
    const request: BridgeRequest = { text, values };
    Atomics.store(signal, 0, 0);
    near.postMessage(request);
    const untilMs = Date.now() + longestWaitMs;
    // A wake that was meant for the statement before may come late, so it is the signal that counts.
    while (Atomics.load(signal, 0) === 0) {
      if (Atomics.wait(signal, 0, 0, Math.max(0, untilMs - Date.now())) !== 'timed-out') continue;
      // A late reply must not be taken for that to the next statement.
      bridges.delete(url);
      void worker.terminate();
      throw new BridgeError('The database did not answer.', null);
    }
    const reply = receiveMessageOnPort(near)?.message as BridgeReply;
    if ('failure' in reply) throw new BridgeError(reply.failure.message, reply.failure.errno);
    return reply.result;
  };
}

/** The compiled thread, also when this file runs as source: Node cannot start a thread from TypeScript. */
function locateWorker(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  const file = new URL(isSource ? '../dist/stores/mysql-worker.js' : 'mysql-worker.js', import.meta.url);
  if (!existsSync(file)) throw new Error('A real database needs the sandbox to be built: npm run build');
  return file;
}
