import type { Draft } from '../drafts.js';
import { childOf, elementsOf, isObject, memberOf, textOf, type Side, type Spot } from '../side.js';
import { listWords, quote } from '../text.js';
import type { OperationPair } from './context.js';
import type { FoundOperation } from './operations.js';

/** Servers by their address. The first is the one that a client talks to when it is told nothing else. */
export function compareServers(old: Side, now: Side): Draft[] {
  const before = serversOf(old.root);
  const after = serversOf(now.root);
  const drafts: Draft[] = [];
  const [first] = before;
  const [then] = after;
  const fallback = {
    old: childOf(old.root, 'servers')?.pointer ?? '',
    new: childOf(now.root, 'servers')?.pointer ?? '',
  };
  const base = { view: 'wire', operations: [], ...fallback } as const;
  if (first !== undefined && then !== undefined && first.template !== then.template) {
    drafts.push({ ...base, ...defaultChange(first, then) });
  }
  for (const server of before) {
    const counterpart = counterpartOf(server, after);
    if (counterpart !== null) {
      drafts.push(...variableChanges(server, counterpart).map((draft) => ({ ...base, ...draft })));
      continue;
    }
    const message = `The server ${quote(server.url)} is gone.`;
    drafts.push({
      ...base,
      rule: 'server-removed',
      bump: 'major',
      message,
      old: server.pointer,
      before: server.url,
    });
  }
  for (const server of after) {
    if (counterpartOf(server, before) !== null) continue;
    const message = `There is the new server ${quote(server.url)}.`;
    drafts.push({
      ...base,
      rule: 'server-added',
      bump: 'minor',
      message,
      new: server.pointer,
      after: server.url,
    });
  }
  return drafts;
}

/**
 * Servers that hold for a path or an operation only. They take the place of the root's, so that an operation which has
 * them on one side alone is compared with the root's of the other.
 */
export function compareOwnServers(pair: OperationPair): void {
  const before = ownServers(pair.sides.old, pair.old);
  const after = ownServers(pair.sides.now, pair.now);
  if (before.owner === null && after.owner === null) return;
  const lost = before.servers.filter(({ key }) => !after.servers.some((server) => server.key === key));
  const gained = after.servers.filter(({ key }) => !before.servers.some((server) => server.key === key));
  const isOtherFirst = before.servers[0]?.key !== after.servers[0]?.key;
  if (lost.length === 0 && gained.length === 0 && !isOtherFirst) return;
  const isOffer = lost.length === 0 && !isOtherFirst;
  const [was = '', is = ''] = [before, after].map(({ servers }) =>
    servers.length === 0 ? 'no server that is named' : listWords(servers.map(({ url }) => quote(url))),
  );
  const isWholePath = before.owner !== pair.old.spot && after.owner !== pair.now.spot;
  pair.report({
    rule: 'operation-server-changed',
    bump: isOffer ? 'minor' : 'major',
    message: `${isWholePath ? quote(pair.old.path) : pair.title} is answered at ${is}; it was ${was}.`,
    old: pointerOf(before.owner ?? pair.old.spot),
    new: pointerOf(after.owner ?? pair.now.spot),
    before: before.servers.map(({ url }) => url).join('\n') || null,
    after: after.servers.map(({ url }) => url).join('\n') || null,
  });
}

interface OwnServers {
  readonly servers: readonly Server[];
  /** The operation or the path item; null: what holds is the root's. */
  readonly owner: Spot | null;
}

function ownServers(side: Side, { spot, pathItem }: FoundOperation): OwnServers {
  const owner = [spot, pathItem].find((each) => elementsOf(each, 'servers').length > 0) ?? null;
  return { servers: serversOf(owner ?? side.root), owner };
}

function pointerOf(owner: Spot): string {
  return childOf(owner, 'servers')?.pointer ?? owner.pointer;
}

interface Server {
  readonly template: string;
  /** With what its variables are when they are left out. */
  readonly url: string;
  /** Those that the address has. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** Equal for servers that mean the same. */
  readonly key: string;
  readonly pointer: string;
}

interface Variable {
  readonly preset: string;
  /** Null: any value. */
  readonly values: readonly string[] | null;
}

type ServerDraft = Pick<Draft, 'rule' | 'bump' | 'message' | 'old' | 'new' | 'before' | 'after'>;

function defaultChange(old: Server, now: Server): ServerDraft {
  return {
    rule: 'server-default-changed',
    bump: 'major',
    message: `A client that names no server talks to ${quote(now.url)} instead of ${quote(old.url)}.`,
    old: old.pointer,
    new: now.pointer,
    before: old.url,
    after: now.url,
  };
}

function counterpartOf(server: Server, others: readonly Server[]): Server | null {
  const same = others.find(({ key }) => key === server.key);
  return same ?? others.find(({ template }) => template === server.template) ?? null;
}

/** The same address whose variables are filled in another way. */
function variableChanges(old: Server, now: Server): ServerDraft[] {
  const drafts: ServerDraft[] = old.url === now.url ? [] : [defaultChange(old, now)];
  for (const [name, { values: before }] of old.variables) {
    const after = now.variables.get(name)?.values ?? null;
    const lost = before === null ? after : before.filter((value) => after?.includes(value) === false);
    const gained = after === null ? before : after.filter((value) => before?.includes(value) === false);
    const texts = {
      old: old.pointer,
      new: now.pointer,
      before: showValues(before),
      after: showValues(after),
    };
    const named = `The variable ${quote(name)} of the server ${quote(old.template)}`;
    if (lost !== null && lost.length > 0) {
      const message = `${named} can no longer be ${before === null ? 'anything' : listWords(lost.map(quote))}.`;
      drafts.push({ rule: 'server-variable-narrowed', bump: 'major', message, ...texts });
    }
    if (gained !== null && gained.length > 0) {
      const message = `${named} may be ${after === null ? 'anything' : listWords(gained.map(quote))}.`;
      drafts.push({ rule: 'server-variable-widened', bump: 'minor', message, ...texts });
    }
  }
  return drafts;
}

function showValues(values: readonly string[] | null): string {
  return values === null ? 'any value' : values.join(', ');
}

/** No list is the same as one of `/` alone (OpenAPI 3.1, OpenAPI Object): where the description itself came from. */
function serversOf(owner: Spot): Server[] {
  const servers = elementsOf(owner, 'servers').map(readServer);
  return servers.length === 1 && servers[0]?.template === '/' ? [] : servers;
}

function readServer(spot: Spot): Server {
  const template = textOf(spot, 'url').replace(/(?<=[^/])\/+$/, '');
  const declared = childOf(spot, 'variables');
  const variables = new Map<string, Variable>();
  for (const [, name = ''] of template.matchAll(/\{([^{}]*)\}/g)) {
    const variable = declared === null ? null : childOf(declared, name);
    if (variable === null || !isObject(variable.value)) continue;
    const values = memberOf(variable, 'enum');
    variables.set(name, {
      preset: textOf(variable, 'default'),
      values: Array.isArray(values) ? values.filter((value) => typeof value === 'string').sort() : null,
    });
  }
  const url = template.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => {
    const preset = variables.get(name)?.preset ?? '';
    return preset === '' ? whole : preset;
  });
  const key = JSON.stringify([template, ...variables].flat());
  return { template, url, variables, key, pointer: spot.pointer };
}
