import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { answerOf } from './answer.js';
import { asSent, asUnsent, fetchFailed, unsentProblem } from './failure.js';
import { headersFor } from './headers.js';
import type { Line, Pool } from './pool.js';

const REDIRECTS: ReadonlySet<number | undefined> = new Set([301, 302, 303, 307, 308]);

/** What is to be sent. */
export interface OutgoingRequest {
  readonly request: Request;
  /** A body that the request does not have. */
  readonly text: string | undefined;
  /** Ends the exchange; not always the request's own. */
  readonly signal: AbortSignal;
}

/** What is sent. */
interface Message {
  readonly url: URL;
  readonly method: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Uint8Array | string | undefined;
}

/** One request and its answer, from the first byte of its body to the last byte of the answer's. */
export class Exchange {
  readonly #pool: Pool;
  /** Held to the end: a request that is collected takes its signal with it. */
  readonly #request: Request;
  readonly #text: string | undefined;
  readonly #signal: AbortSignal;
  readonly #leave: () => void;
  #isOver = false;
  #reject: (reason: unknown) => void = () => undefined;
  /** Ends whatever is under way. */
  #stop: (reason: unknown) => void = () => undefined;

  constructor(pool: Pool, { request, text, signal }: OutgoingRequest) {
    this.#pool = pool;
    this.#request = request;
    this.#text = text;
    this.#signal = signal;
    this.#leave = pool.enter();
  }

  /** Resolves when the head of the answer is there. Rejects with the signal's reason, or as `fetch` does. */
  run(): Promise<Response> {
    const signal = this.#signal;
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      signal.addEventListener('abort', this.#abort);
      if (signal.aborted) {
        this.#abort();
        return;
      }
      const sending = this.#send();
      sending.catch(this.#end);
      sending.then(resolve, reject);
    });
  }

  readonly #abort = (): void => {
    const reason: unknown = this.#signal.reason;
    this.#end();
    this.#reject(reason);
    this.#stop(reason);
  };

  readonly #end = (): void => {
    this.#isOver = true;
    this.#signal.removeEventListener('abort', this.#abort);
    this.#leave();
  };

  async #send(): Promise<Response> {
    const message = await this.#readMessage().catch((error: unknown) => {
      throw fetchFailed(asUnsent(error));
    });
    for (;;) {
      // Whoever aborted has been told so, and nothing may be sent after that.
      if (this.#isOver) throw fetchFailed(unsentProblem('ABORT_ERR', 'it was aborted before it was sent'));
      const response = await this.#try(message);
      if (response !== undefined) return response;
    }
  }

  async #readMessage(): Promise<Message> {
    const { method, headers } = this.#request;
    const url = new URL(this.#request.url);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      throw unsentProblem('ERR_INVALID_PROTOCOL', `the protocol ${url.protocol} is not HTTP`);
    }
    const body = this.#text ?? (await this.#readBytes());
    return { url, method, headers: headersFor(headers, body), body };
  }

  async #readBytes(): Promise<Uint8Array | undefined> {
    return this.#request.body === null ? undefined : new Uint8Array(await this.#request.arrayBuffer());
  }

  /** Undefined: the connection was an old one that had ended, and nothing was written to it. */
  #try(message: Message): Promise<Response | undefined> {
    return new Promise((resolve, reject) => {
      const outgoing = this.#open(message);
      let line: Line | undefined;
      let writtenBefore = 0;
      outgoing.on('socket', (socket) => {
        line = this.#pool.lineOf(socket, message.url.protocol === 'https:');
        writtenBefore = socket.bytesWritten;
      });
      let isAnswered = false;
      outgoing.on('response', (incoming) => {
        isAnswered = true;
        // At once: what comes next may end it, and nobody would listen.
        try {
          resolve(this.#receive(incoming));
        } catch (error) {
          incoming.on('error', () => undefined).destroy();
          reject(fetchFailed(asSent(error)));
        }
      });
      const fail = (error?: unknown): void => {
        // What fails now, fails the body; and the end of every good exchange comes here too.
        if (isAnswered) return;
        // Bytes that Node still holds are counted as written; those that wait for a connection never left.
        const isSent = line?.isReady === true && line.socket.bytesWritten > writtenBefore;
        if (isSent) reject(fetchFailed(asSent(error)));
        else if (line !== undefined && line.uses > 1) resolve(undefined);
        else reject(fetchFailed(asUnsent(error)));
      };
      outgoing.on('error', fail);
      // After an answer that is none, such as one that switches protocols, there is no error.
      outgoing.on('close', fail);
      this.#stop = () => outgoing.destroy();
      outgoing.end(message.body);
    });
  }

  #open({ url, method, headers }: Message): ClientRequest {
    try {
      return this.#pool.open(url, { method, headers });
    } catch (error) {
      throw fetchFailed(asUnsent(error));
    }
  }

  #receive(incoming: IncomingMessage): Response {
    this.#pool.noteAnswer(incoming.socket, incoming);
    const isRedirect = REDIRECTS.has(incoming.statusCode) && incoming.headers.location !== undefined;
    if (isRedirect && this.#request.redirect !== 'manual') throw new Error('unexpected redirect');
    const { response, stop } = answerOf(incoming, this.#request.method, this.#end);
    this.#stop = stop;
    return response;
  }
}
