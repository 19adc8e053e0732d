import type { ProviderDefinition } from './definition.js';
import { kindOf } from './refusal.js';

/** Why no base URL can be made of the options. */
export class ServerProblem extends Error {
  override readonly name: string = 'ServerProblem';
}

type Server = ProviderDefinition['servers'][number];

/**
 * The base URL, without a slash at its end: the one given, else the first server of the description that has all the
 * variables given, with them filled in. Throws a `ServerProblem`.
 */
export function chooseBaseUrl(
  provider: ProviderDefinition,
  options: { readonly baseUrl?: unknown; readonly server?: unknown },
): string {
  const { baseUrl, server } = options;
  if (baseUrl !== undefined) {
    if (server !== undefined) throw new ServerProblem('`baseUrl` and `server` exclude each other; got both.');
    return checkBaseUrl(baseUrl, '`baseUrl`');
  }
  return checkBaseUrl(fillServer(provider, readVariables(server)), 'the server of the description');
}

function readVariables(server: unknown): ReadonlyMap<string, unknown> {
  if (server === undefined) return new Map();
  if (typeof server === 'object' && server !== null && !Array.isArray(server)) {
    return new Map(Object.entries(server).filter(([, value]) => value !== undefined));
  }
  throw new ServerProblem(`\`server\` wants an object of variables; got ${kindOf(server)}.`);
}

function fillServer(provider: ProviderDefinition, given: ReadonlyMap<string, unknown>): string {
  const [first] = provider.servers;
  if (first === undefined) throw new ServerProblem('`baseUrl` is missing; the description names no server.');
  const names = [...given.keys()];
  const server = provider.servers.find(({ variables }) =>
    names.every((name) => variables.some((variable) => variable.name === name)),
  );
  if (server === undefined) throw new ServerProblem(describeUnknown(provider.servers, names));
  return server.variables.reduce(
    (url, variable) => url.replaceAll(`{${variable.name}}`, () => chooseValue(variable, given)),
    server.url,
  );
}

function describeUnknown(servers: readonly Server[], names: readonly string[]): string {
  const known = [...new Set(servers.flatMap(({ variables }) => variables.map(({ name }) => name)))];
  return `\`server\` wants variables out of: ${known.join(', ') || 'none'}; got ${names.join(', ')}.`;
}

function chooseValue(variable: Server['variables'][number], given: ReadonlyMap<string, unknown>): string {
  const { name, enum: allowed } = variable;
  const value = given.has(name) ? given.get(name) : variable.default;
  if (typeof value !== 'string') {
    throw new ServerProblem(`\`server.${name}\` wants a string; got ${kindOf(value)}.`);
  }
  if (allowed !== null && !allowed.includes(value)) {
    throw new ServerProblem(`\`server.${name}\` wants one of ${allowed.join(', ')}; got another value.`);
  }
  // A host, a port or a path; nothing that would end the host early and send the credentials to another.
  if (!/^[A-Za-z0-9._~:/-]+$/.test(value)) {
    throw new ServerProblem(`\`server.${name}\` wants letters, digits and \`._~:/-\`; got something else.`);
  }
  return value;
}

function checkBaseUrl(value: unknown, where: string): string {
  const wanted = `${where} wants an absolute http or https URL without credentials, query and fragment`;
  if (typeof value !== 'string') throw new ServerProblem(`${wanted}; got ${kindOf(value)}.`);
  if (value.includes('${') || /[{}\s]/.test(value)) {
    throw new ServerProblem(`${wanted}; got one with a placeholder or a space in it.`);
  }
  if (!URL.canParse(value)) throw new ServerProblem(`${wanted}; got a text that is not one.`);
  const url = new URL(value);
  if (!/^https?:\/\//i.test(value) || !['http:', 'https:'].includes(url.protocol)) {
    throw new ServerProblem(`${wanted}; got the scheme ${url.protocol}`);
  }
  if (url.username !== '' || url.password !== '' || /[?#@]/.test(value)) {
    throw new ServerProblem(`${wanted}; got one with such a part.`);
  }
  return url.href.replace(/\/+$/, '');
}
