/** Loads a generated package that was compiled, and calls its operations over a stub instead of a network. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isObject, listOf, objectOf, textOf } from './json.js';

/** Answers a request instead of a server. */
export type Stub = (request: Request) => Promise<Response>;

export interface Client {
  /** The name of the function that calls `METHOD /path`; undefined where there is none. */
  readonly nameOf: (method: string, path: string) => string | undefined;
  /** Calls a function by its name; what the stub answers must have been said before. */
  readonly call: (name: string, input: unknown, stub: Stub) => Promise<unknown>;
}

/** Below a path of its own, so that one that is lost on the way is seen. */
export const BASE_PATH = '/base/v0';
const BASE_URL = `https://corpus.example${BASE_PATH}`;

/** Throws when the package does not export what every generated package does. */
export async function loadClient(folder: string): Promise<Client> {
  const load = async (file: string): Promise<Record<string, unknown>> =>
    (await import(pathToFileURL(join(folder, 'dist', file)).href)) as Record<string, unknown>;
  const [makers, definitions, provider] = await Promise.all([
    load('client.js'),
    load('definitions.js'),
    load('provider.js'),
  ]);
  const [create] = Object.values(makers).filter((one) => typeof one === 'function');
  if (create === undefined) throw new Error('client.js exports no function');
  let current: Stub | null = null;
  const made: unknown = (create as (options: unknown) => unknown)({
    ...optionsFor(objectOf(provider['provider'])),
    baseUrl: BASE_URL,
    retry: { maxRetries: 0 },
    fetch: (input: Request | URL | string, init?: RequestInit) => {
      if (current === null) throw new Error('a request was sent outside of a call');
      return current(new Request(input, init));
    },
  });
  const names = namesByRequest(Object.keys(Object(made) as object), definitions);
  return {
    // A fragment never goes over the wire: the paths that differ in it alone are told apart by their order.
    nameOf: (method, path) => {
      const found = names.get(`${method} ${path.split('#', 1)[0] ?? path}`);
      return found !== undefined && found.length > 1 ? found.shift() : found?.[0];
    },
    call: async (name, input, stub) => {
      const operation: unknown = Reflect.get(Object(made) as object, name);
      if (typeof operation !== 'function') throw new Error(`the client has no function ${name}`);
      current = stub;
      const answered: unknown = await (operation as (input: unknown) => unknown)(input);
      return answered;
    },
  };
}

/** The operations of a client in its own order, which is the description's, by method and path. */
function namesByRequest(
  names: readonly string[],
  definitions: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  for (const name of names) {
    const definition = Object.values(definitions)
      .filter(isObject)
      .find((each) => each['name'] === name);
    if (definition === undefined) continue;
    const request = `${String(definition['method'])} ${String(definition['path'])}`;
    found.set(request, [...(found.get(request) ?? []), name]);
  }
  return found;
}

/** A secret for each credential, a text for each header of the connection. */
function optionsFor(provider: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const one of [...listOf(provider['credentials']), ...listOf(provider['headers'])].map(objectOf)) {
    const option = textOf(one['option']);
    if (option === null) continue;
    const isBasic = String(one['scheme']).toLowerCase() === 'basic';
    options[option] = isBasic
      ? { username: 'corpus-user', password: 'corpus-9f3k' }
      : `corpus-4h7d-${option}`;
  }
  return options;
}
