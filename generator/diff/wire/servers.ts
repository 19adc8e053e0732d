import type { Draft } from '../drafts.js';
import { childOf, elementsOf, memberOf, textOf, type Side } from '../side.js';
import { canonicalText } from '../schema/canonical.js';
import { quote } from '../text.js';

/** Servers by their address. The first is the one that a client talks to when it is told nothing else. */
export function compareServers(old: Side, now: Side): Draft[] {
  const before = serversOf(old);
  const after = serversOf(now);
  const drafts: Draft[] = [];
  const [first] = before;
  const [then] = after;
  const fallback = {
    old: childOf(old.root, 'servers')?.pointer ?? '',
    new: childOf(now.root, 'servers')?.pointer ?? '',
  };
  const base = { view: 'wire', operations: [], ...fallback } as const;
  if (first !== undefined && then !== undefined && first.key !== then.key) {
    drafts.push({
      ...base,
      rule: 'server-default-changed',
      bump: 'major',
      message: `A client that names no server talks to ${quote(then.url)} instead of ${quote(first.url)}.`,
      old: first.pointer,
      new: then.pointer,
      before: first.url,
      after: then.url,
    });
  }
  for (const server of before) {
    if (after.some(({ key }) => key === server.key)) continue;
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
    if (before.some(({ key }) => key === server.key)) continue;
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

interface Server {
  readonly url: string;
  readonly key: string;
  readonly pointer: string;
}

function serversOf(side: Side): Server[] {
  return elementsOf(side.root, 'servers').map((spot) => {
    const url = textOf(spot, 'url').replace(/(?<=.)\/+$/, '');
    return { url, key: `${url} ${canonicalText(memberOf(spot, 'variables') ?? {})}`, pointer: spot.pointer };
  });
}
