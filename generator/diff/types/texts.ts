import type { Draft } from '../drafts.js';
import type { Side } from '../side.js';

/** Where the model keeps texts for readers. */
const textKeys = new Set(['doc', 'description', 'summary', 'title', 'source']);

/** Whether only texts for readers differ: then there is a package to publish, and nothing that a caller has to do. */
export function compareTexts(old: Side, now: Side): Draft[] {
  const [before, after] = [old, now].map((side) => [...readTexts(side.api)].sort());
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [
    {
      rule: 'text-changed',
      view: 'types',
      bump: 'patch',
      message: 'Texts for readers differ.',
      old: '/info',
      new: '/info',
      operations: [],
    },
  ];
}

/** All texts; what is shared is read once. */
function readTexts(api: object): Set<string> {
  const texts = new Set<string>();
  const seen = new Set<object>();
  const pending: object[] = [api];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const [key, value] of Object.entries(next) as [string, unknown][]) {
      if (typeof value === 'string' && textKeys.has(key)) texts.add(value);
      else if (typeof value === 'object' && value !== null) pending.push(value);
    }
  }
  return texts;
}
