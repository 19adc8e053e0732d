import type { ProviderDefinition } from './definition.js';
import { refuseOption } from './options.js';
import { kindOf, Refusal } from './refusal.js';

type Server = ProviderDefinition['servers'][number];

/**
 * The base URL, without a slash at its end: the one given, else the first server of the description that has all the
 * variables given, with them filled in. Throws a `Refusal`.
 */
export function chooseBaseUrl(
  { servers }: ProviderDefinition,
  { baseUrl, server }: { readonly baseUrl?: unknown; readonly server?: unknown },
): string {
  if (baseUrl === undefined) return checkBaseUrl(fillServer(servers, readVariables(server)), 'server');
  if (server === undefined) return checkBaseUrl(baseUrl, 'baseUrl');
  throw new Refusal('INPUT', '`baseUrl` and `server` exclude each other; got both.');
}

function readVariables(server: unknown): ReadonlyMap<string, unknown> {
  if (server === undefined) return new Map();
  if (typeof server === 'object' && server !== null && !Array.isArray(server)) {
    return new Map(Object.entries(server).filter(([, value]) => value !== undefined));
  }
  return refuseOption('server', 'an object of variables', server);
}

function fillServer(servers: readonly Server[], given: ReadonlyMap<string, unknown>): string {
  const names = [...given.keys()];
  const server = servers.find(({ variables }) =>
    names.every((name) => variables.some((variable) => variable.name === name)),
  );
  if (server !== undefined) {
    return server.variables.reduce(
      (url, variable) => url.replaceAll(`{${variable.name}}`, () => chooseValue(variable, given)),
      server.url,
    );
  }
  if (servers.length === 0)
    throw new Refusal('INPUT', '`baseUrl` is missing; the description names no server.');
  const known = new Set(servers.flatMap(({ variables }) => variables.map(({ name }) => name)));
  throw new Refusal(
    'INPUT',
    `\`server\` wants variables out of: ${[...known].join(', ') || 'none'}; got ${names.join(', ')}.`,
  );
}

function chooseValue(
  { name, enum: allowed, default: otherwise }: Server['variables'][number],
  given: ReadonlyMap<string, unknown>,
): string {
  const value = given.has(name) ? given.get(name) : otherwise;
  // A host, a port or a path; nothing that would end the host early and send the credentials to another.
  const isSafe = typeof value === 'string' && /^[A-Za-z0-9._~:/-]+$/.test(value);
  if (isSafe && (allowed === null || allowed.includes(value))) return value;
  const wanted = allowed === null ? 'letters, digits and `._~:/-`' : `one of ${allowed.join(', ')}`;
  return refuseOption(`server.${name}`, wanted, value);
}

function checkBaseUrl(value: unknown, name: string): string {
  const isPlain = typeof value === 'string' && /^https?:\/\/[^\s{}?#@]+$/i.test(value);
  if (isPlain && URL.canParse(value)) return new URL(value).href.replace(/\/+$/, '');
  const got = typeof value === 'string' ? 'another text' : kindOf(value);
  const wanted = 'an absolute http or https URL without credentials, query, fragment, placeholder and space';
  throw new Refusal('INPUT', `\`${name}\` wants ${wanted}; got ${got}.`);
}
