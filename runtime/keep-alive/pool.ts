import * as http from 'node:http';
import * as https from 'node:https';
import type { Duplex } from 'node:stream';
import { Socket } from 'node:net';
import type { KeepAliveSettings } from './options.js';

/** Leaves a connection so long before the server says that it will. */
const MARGIN_MS = 1_000;
const MS_PER_SECOND = 1_000;

/** What is known of one connection. */
export interface Line {
  readonly socket: Socket;
  /** Something that is written now can leave the process: it is connected, and its TLS is agreed on. */
  isReady: boolean;
  /** Requests that it was given to. */
  uses: number;
}

/** The connections of one `fetch`, over all origins. */
export class Pool {
  readonly #settings: KeepAliveSettings;
  readonly #http: http.Agent;
  readonly #https: https.Agent;
  readonly #lines = new WeakMap<Duplex, Line>();
  /** How long the server keeps the connection, as it said last. */
  readonly #hintsMs = new WeakMap<Duplex, number>();
  #running = 0;
  #closing: Promise<void> | undefined;
  #endClosing: (() => void) | undefined;

  constructor(settings: KeepAliveSettings) {
    this.#settings = settings;
    const idleMs = (socket: Duplex): number => this.#idleMs(socket);
    const options = {
      keepAlive: true,
      maxSockets: settings.maxSockets,
      maxFreeSockets: settings.maxIdleSockets,
    };
    this.#http = keepWell(new http.Agent(options), idleMs);
    this.#https = keepWell(new https.Agent({ ...settings.tls, ...options }), idleMs);
  }

  get isClosed(): boolean {
    return this.#closing !== undefined;
  }

  /** Makes a request; it goes out when its body is written. */
  open(
    url: URL,
    options: { readonly method: string; readonly headers: http.OutgoingHttpHeaders },
  ): http.ClientRequest {
    return url.protocol === 'https:'
      ? https.request(url, { ...options, agent: this.#https })
      : http.request(url, { ...options, agent: this.#http });
  }

  /** Counts a request in; gives what counts it out. */
  enter(): () => void {
    this.#running += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#running -= 1;
      if (this.#running === 0) this.#endClosing?.();
    };
  }

  /** The connection that a request was given; it is watched from the first time on. */
  lineOf(socket: Socket, isTls: boolean): Line {
    const known = this.#lines.get(socket);
    if (known !== undefined) {
      known.uses += 1;
      return known;
    }
    const line: Line = { socket, isReady: !socket.connecting, uses: 1 };
    this.#lines.set(socket, line);
    if (!line.isReady) this.#watchConnecting(line, isTls);
    return line;
  }

  /** Reads how long the server keeps the connection. */
  noteAnswer(socket: Duplex, answer: http.IncomingMessage): void {
    const seconds = /(?:^|[\s,;])timeout=(\d{1,9})/i.exec(String(answer.headers['keep-alive'] ?? ''))?.[1];
    if (seconds === undefined) this.#hintsMs.delete(socket);
    else this.#hintsMs.set(socket, Number(seconds) * MS_PER_SECOND);
  }

  /** Lets running requests end. */
  close(): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      this.#endClosing = () => {
        this.#http.destroy();
        this.#https.destroy();
        resolve();
      };
      for (const agent of [this.#http, this.#https]) {
        for (const socket of Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? []))
          socket.destroy();
      }
      if (this.#running === 0) this.#endClosing();
    });
    return this.#closing;
  }

  /** 0: it is not kept. */
  #idleMs(socket: Duplex): number {
    if (this.isClosed) return 0;
    const hintMs = this.#hintsMs.get(socket) ?? Number.POSITIVE_INFINITY;
    return Math.max(0, Math.min(this.#settings.idleTimeoutMs, hintMs - MARGIN_MS));
  }

  #watchConnecting(line: Line, isTls: boolean): void {
    const { socket } = line;
    const { connectTimeoutMs } = this.#settings;
    const timer = setTimeout(() => {
      const message = `no connection within ${connectTimeoutMs} ms`;
      socket.destroy(Object.assign(new Error(message), { code: 'UND_ERR_CONNECT_TIMEOUT' }));
    }, connectTimeoutMs);
    socket.once('close', () => {
      clearTimeout(timer);
    });
    // Node tells of a handshake, and checks the certificate, before it writes what waits behind it.
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      line.isReady = true;
    });
  }
}

/**
 * Makes an agent drop idle connections in time, and those on which a server says something that nobody asked for: that
 * would be taken for the answer to the next request.
 */
function keepWell<Agent extends http.Agent>(agent: Agent, idleMs: (socket: Duplex) => number): Agent {
  const keep = agent.keepSocketAlive.bind(agent);
  const reuse = agent.reuseSocket.bind(agent);
  agent.keepSocketAlive = (socket) => {
    const ms = idleMs(socket);
    if (ms === 0 || !(socket instanceof Socket)) return false;
    keep(socket);
    socket.setTimeout(ms);
    socket.on('data', dropUnasked);
    return true;
  };
  agent.reuseSocket = (socket, request) => {
    reuse(socket, request);
    socket.off('data', dropUnasked);
    if (socket instanceof Socket) socket.setTimeout(0);
  };
  return agent;
}

function dropUnasked(this: Duplex): void {
  this.destroy();
}
