import { joinPointer } from './json-pointer.js';
import { asObject, isObject, own, textOf, type ObjectSpot, type Source } from './source.js';
import type { Server } from './types.js';

/** Where the API is. Reports a description that does not say, and variables that cannot be filled. */
export function readServers(source: Source): readonly Server[] {
  const servers = source.elements(source.root, 'servers').flatMap((spot) => {
    const server = asObject(spot);
    return server === null ? [] : [readServer(source, server)];
  });
  const absolute = servers.some(({ url }) => /^(https?:)?\/\/|^\{/i.test(url));
  if (!absolute) {
    const message =
      servers.length === 0
        ? 'The description names no server.'
        : 'The description names no server with an absolute URL.';
    source.report('server-missing', servers.length === 0 ? '' : '/servers', message);
  }
  return servers;
}

/** Reports servers of a path or an operation: a client has one base URL. */
export function reportOwnServers(source: Source, owner: ObjectSpot): void {
  if (source.elements(owner, 'servers').length === 0) return;
  source.report('server-ignored', joinPointer(owner.pointer, 'servers'), 'These servers are not used.');
}

function readServer(source: Source, server: ObjectSpot): Server {
  const url = textOf(server.value, 'url') ?? '/';
  const declared = new Map(source.members(server, 'variables'));
  const names = new Set([...url.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? ''));
  const variables = [...names].flatMap((name) => {
    const value = declared.get(name)?.value;
    const preset = isObject(value) ? own(value, 'default') : undefined;
    if (!isObject(value) || typeof preset !== 'string') {
      const message = `The variable {${name}} of ${url} has no default.`;
      source.report('server-invalid', declared.get(name)?.pointer ?? server.pointer, message);
      return [];
    }
    const listed = own(value, 'enum');
    const values = Array.isArray(listed) ? listed.filter((each) => typeof each === 'string') : null;
    return [{ name, default: preset, enum: values }];
  });
  return { url, variables };
}
