import type { ProviderDefinition } from './definition.js';
import { refuseOption } from './options.js';
import type { PartOf } from './part.js';
import { Refusal } from './refusal.js';

type Server = ProviderDefinition['servers'][number];

/** Fills the variables of a server (OpenAPI 3.1, Server Variable Object): the first that has all that are given. */
export const serverVariables: PartOf<'serverVariables'> = { name: 'serverVariables', fill: fillServer };

function readVariables(server: unknown): ReadonlyMap<string, unknown> {
  if (server === undefined) return new Map();
  if (typeof server === 'object' && server !== null && !Array.isArray(server)) {
    return new Map(Object.entries(server).filter(([, value]) => value !== undefined));
  }
  return refuseOption('server', 'an object of variables', server);
}

function fillServer(servers: readonly Server[], values: unknown): string {
  const given = readVariables(values);
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
