/** One local HTTP server: reads a request, decides its fate, lets the provider answer, keeps the log. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import {
  Refusal,
  type Answer,
  type Fate,
  type Intercept,
  type LoggedRequest,
  type Provider,
  type Route,
  type SandboxRequest,
} from './message.js';
import { closeLater, cutInBody, cutInHeaders } from './faults/wire.js';
import { findRoute, parseTemplate, type Template } from './route.js';
import type { Validator } from './validate.js';

/** A longer request target is answered with 414. */
export const maxTargetBytes = 8_000;
/** A larger body is answered with 413. */
export const maxBodyBytes: number = 5 * 1024 * 1024;
/** How much of a body that is too large is read and thrown away before the connection is cut. */
const maxDrainedBytes = 64 * 1024 * 1024;
/** Above `maxTargetBytes` by far, so that 414 comes from here and not from Node's parser. */
const maxHeaderBytes = 256 * 1024;
/** The log forgets the oldest line above this. */
const maxLoggedRequests = 100_000;

/** A server that listens. */
export interface RunningServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly baseUrl: string;
  /** Every request in the order in which it was read. Set its length to 0 to start anew. */
  readonly requests: LoggedRequest[];
  /** See `Intercept`; null lets every request through. May be changed at any time. */
  intercept: Intercept | null;
  /** Cuts every connection, also those that wait, and resolves when the port is free. */
  close(): Promise<void>;
}

/** What a server is made from. */
export interface ServerOptions {
  readonly provider: Provider;
  readonly validator: Validator;
  readonly intercept: Intercept | null;
}

type Logged = { -readonly [Key in keyof LoggedRequest]: LoggedRequest[Key] };
/** What goes back, and how; no answer means that the socket is cut. */
interface Sending {
  readonly answer: Answer | null;
  readonly fate?: Fate;
}
type CompiledRoute = Route & { readonly template: Template };

/** Starts on a free port of the loopback interface. Rejects when no port can be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { provider, validator } = options;
  const requests: LoggedRequest[] = [];
  const closing = new AbortController();
  const routes = provider.routes.map((route) => ({ ...route, template: parseTemplate(route.path) }));

  const server = createServer({ maxHeaderSize: maxHeaderBytes }, (incoming, response) => {
    // Only a client that went away or a server that closes gets here: there is nobody left to answer.
    serve(incoming, response).catch(() => incoming.socket.destroy());
  });

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = incoming.url ?? '/';
    const body = await readBody(incoming);
    const log: Logged = {
      method: incoming.method ?? 'GET',
      target,
      operation: null,
      status: null,
      ids: [],
      violations: [],
    };
    requests.push(log);
    if (requests.length > maxLoggedRequests) requests.shift();

    let sending: Sending;
    if (Buffer.byteLength(target) > maxTargetBytes) sending = { answer: provider.fail(414, 'URI too long') };
    else if (body === null) sending = { answer: provider.fail(413, 'Request body too large') };
    else sending = await decide(readRequest(provider, incoming, body), log);

    const { answer, fate } = sending;
    log.status = answer !== null && fate?.cut === undefined ? answer.status : null;
    if (answer === null) incoming.socket.destroy();
    else if (fate?.hang !== true) send(response, answer, fate);
  }

  async function decide(request: SandboxRequest, log: Logged): Promise<Sending> {
    const verdict = validator.check(request);
    log.operation = verdict.operation;
    log.violations = verdict.violations;
    const match = matchRoute(routes, request);
    let full: SandboxRequest = { ...request, ...verdict };
    if (match !== null && match.route !== null) {
      full = { ...full, params: match.variables, deletes: match.route.ids !== undefined };
      log.ids = match.route.ids?.(full) ?? [];
      full = { ...full, ids: log.ids };
    }
    const fate: Fate = (await running.intercept?.(full)) ?? {};
    if (fate.delayMs !== undefined) await delay(fate.delayMs, undefined, { signal: closing.signal });
    if (fate.cut === 'before') return { answer: null };
    const { status } = fate;
    const instead: Answer | null =
      status !== undefined ? { ...fate, status } : fate.hang === true ? { status: 200 } : null;
    if (instead !== null && fate.effect !== true) return { answer: instead, fate };
    if (fate.rewrite !== undefined) {
      full = fate.rewrite(full);
      full = { ...full, violations: validator.check(full).violations };
    }
    const { own, isDone } = answerRequest(provider, full, match);
    if (isDone) fate.onCarriedOut?.();
    const stamped = { ...own, headers: { ...own.headers, ...provider.stamp?.() } };
    return { answer: fate.cut === 'after' ? null : (instead ?? fate.edit?.(stamped) ?? stamped), fate };
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  const { port } = readAddress(server.address());
  const running: RunningServer = {
    baseUrl: `http://127.0.0.1:${String(port)}`,
    requests,
    intercept: options.intercept,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return running;
}

function readAddress(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The sandbox has no port.');
  return address;
}

/** The body as text; null when it is larger than `maxBodyBytes`. Rejects when the client goes away. */
async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
    if (bytes > maxDrainedBytes) throw new Error('The body does not end.');
  }
  return bytes > maxBodyBytes ? null : Buffer.concat(chunks).toString('utf8');
}

function readRequest(provider: Provider, incoming: IncomingMessage, text: string): SandboxRequest {
  const target = incoming.url ?? '/';
  const [path = '/', ...rest] = target.split('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    provider: provider.name,
    method: incoming.method ?? 'GET',
    target,
    path,
    query: [...new URLSearchParams(rest.join('?'))],
    headers,
    text,
    json: parseJson(text),
    params: {},
    ids: [],
    deletes: false,
    operation: null,
    violations: [],
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `route` is null when the path exists with other methods only; the whole is null when there is no such path. */
type Match = {
  readonly route: CompiledRoute | null;
  readonly methods: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
} | null;

function matchRoute(routes: readonly CompiledRoute[], request: SandboxRequest): Match {
  const best = findRoute(routes, request.path);
  if (best === null) return null;
  const same = routes.filter(({ path }) => path === best.found.path);
  return {
    route: same.find(({ method }) => method === request.method) ?? null,
    methods: same.map(({ method }) => method),
    variables: best.variables,
  };
}

/** A provider's own answer. `isDone`: the operation did what it was asked; whatever refuses comes before it does. */
interface Answered {
  readonly own: Answer;
  readonly isDone: boolean;
}

function answerRequest(provider: Provider, request: SandboxRequest, match: Match): Answered {
  const refuse = (own: Answer): Answered => ({ own, isDone: false });
  if (match === null) return refuse(provider.fail(404, 'Not Found'));
  const { route } = match;
  if (route === null) {
    const allowed = { allow: match.methods.join(', ') };
    return refuse({ ...provider.fail(405, 'Method Not Allowed'), headers: allowed });
  }
  try {
    const refused = route.open === true ? null : provider.admit(request);
    if (refused !== null) return refuse(refused);
    const violations = request.violations.filter(({ keyword }) => keyword !== 'undeclared');
    if (violations.length > 0) return refuse(provider.refuse(request, violations));
    // A code in an answer with status 200 is a refusal too; those are thrown.
    const own = route.handle(request);
    return { own, isDone: own.status < 400 };
  } catch (error) {
    return refuse(error instanceof Refusal ? error.answer : provider.fail(500, 'Internal Server Error'));
  }
}

function send(response: ServerResponse, answer: Answer, fate: Fate = {}): void {
  const { body } = answer;
  const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
  const headers: Record<string, string> = { ...answer.headers };
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  if (text !== null && !hasType) {
    headers['content-type'] = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
  }
  if (fate.cut === 'inHeaders') cutInHeaders(response, answer.status);
  else if (fate.cut === 'inBody') cutInBody(response, { status: answer.status, headers, text: text ?? '' });
  else {
    if (fate.closeIdleMs !== undefined) closeLater(response, fate.closeIdleMs);
    response.writeHead(answer.status, headers);
    response.end(text ?? undefined);
  }
}
