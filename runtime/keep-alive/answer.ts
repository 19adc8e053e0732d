import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { decodeBody } from './decode.js';
import { bodyTerminated } from './failure.js';

/** An answer whose body may still be on its way. */
export interface Answer {
  readonly response: Response;
  /** Ends the body with this error, and the connection with it. */
  readonly stop: (reason: unknown) => void;
}

/** So much of a body is taken in before anybody reads it: a small one frees its connection at once. */
const AHEAD_BYTES = 2 ** 16;

/**
 * Makes a `Response` whose body streams. `finish` is called once nothing of it is on its way any more. Throws where the
 * head is one that no `Response` can have, such as a status above 599.
 */
export function answerOf(incoming: IncomingMessage, method: string, finish: () => void): Answer {
  const { statusCode: status = 0, statusMessage: statusText = '', rawHeaders } = incoming;
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  const isBodiless = method === 'HEAD' || status === 204 || status === 205 || status === 304;
  if (isBodiless) {
    const response = new Response(null, { status, statusText, headers });
    incoming.on('error', ignore).on('end', finish).on('close', finish).resume();
    return { response, stop: () => incoming.destroy() };
  }
  const body = new Body(incoming, finish);
  return {
    response: new Response(body.stream, { status, statusText, headers }),
    stop: (reason) => {
      body.stop(reason);
    },
  };
}

/** A body from Node as one of the web. */
class Body {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #incoming: IncomingMessage;
  readonly #source: Readable;
  readonly #finish: () => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(incoming: IncomingMessage, finish: () => void) {
    this.#incoming = incoming;
    this.#source = decodeBody(incoming);
    this.#finish = finish;
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => {
          this.#source.resume();
        },
        cancel: () => {
          this.#release();
        },
      },
      { highWaterMark: AHEAD_BYTES, size: ({ byteLength }) => byteLength },
    );
    // A compressed body may fail in either of the two.
    incoming.on('error', this.#fail);
    this.#source.on('error', this.#fail);
    this.#source.on('close', this.#fail);
    this.#source.on('end', this.#close);
    this.#source.on('data', this.#give);
  }

  /** Ends the stream with this error. */
  stop(reason: unknown): void {
    const controller = this.#end();
    controller?.error(reason);
    this.#source.destroy();
    this.#incoming.destroy();
  }

  readonly #give = (chunk: Buffer): void => {
    const controller = this.#controller;
    if (controller === undefined) return;
    controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if ((controller.desiredSize ?? 0) <= 0) this.#source.pause();
  };

  readonly #close = (): void => {
    if (this.#incoming.complete) this.#end()?.close();
    else this.stop(bodyTerminated(undefined));
  };

  /** After an end, nothing is left to fail. */
  readonly #fail = (cause?: unknown): void => {
    if (this.#controller !== undefined) this.stop(bodyTerminated(cause));
  };

  /** Nobody wants the rest. What has arrived whole costs nothing to read; anything else, its connection. */
  #release(): void {
    this.#end();
    this.#source.off('data', this.#give);
    if (this.#source === this.#incoming && this.#incoming.complete) this.#incoming.resume();
    else {
      this.#source.destroy();
      this.#incoming.destroy();
    }
  }

  /** Gives the controller the first time, for a last word. */
  #end(): ReadableStreamDefaultController<Uint8Array> | undefined {
    const controller = this.#controller;
    this.#controller = undefined;
    if (controller !== undefined) this.#finish();
    return controller;
  }
}

function ignore(): void {
  return undefined;
}
