import type { ProviderDefinition } from './definition.js';
import { refuseOption } from './options.js';
import { findPart } from './part.js';
import { kindOf, Refusal } from './refusal.js';

/**
 * The base URL, without a slash at its end: the one given, else the first server of the description that has all the
 * variables given, with them filled in. Throws a `Refusal`.
 */
export function chooseBaseUrl(
  provider: ProviderDefinition,
  { baseUrl, server }: { readonly baseUrl?: unknown; readonly server?: unknown },
): string {
  if (baseUrl === undefined) return checkBaseUrl(chooseServer(provider, server), 'server');
  if (server === undefined) return checkBaseUrl(baseUrl, 'baseUrl');
  throw new Refusal('INPUT', '`baseUrl` and `server` exclude each other; got both.');
}

function chooseServer(provider: ProviderDefinition, given: unknown): string {
  const [first] = provider.servers;
  const variables = findPart(provider, 'serverVariables');
  if (variables !== undefined) return variables.fill(provider.servers, given);
  if (given !== undefined) refuseOption('server', 'nothing, as no server has variables', given);
  if (first !== undefined) return first.url;
  throw new Refusal('INPUT', '`baseUrl` is missing; the description names no server.');
}

function checkBaseUrl(value: unknown, name: string): string {
  const isPlain = typeof value === 'string' && /^https?:\/\/[^\s{}?#@]+$/i.test(value);
  if (isPlain && URL.canParse(value)) return new URL(value).href.replace(/(?<!\/)\/+$/, '');
  const got = typeof value === 'string' ? 'another text' : kindOf(value);
  const wanted = 'an absolute http or https URL without credentials, query, fragment, placeholder and space';
  throw new Refusal('INPUT', `\`${name}\` wants ${wanted}; got ${got}.`);
}
