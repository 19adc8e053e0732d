import { stepLabel } from './labels.js';
import type { Comparison } from './pairs.js';

/** The elements of arrays. */
export function compareLists({ old, now, label, report, deepen }: Comparison): void {
  deepen({ old: old.items, now: now.items, label: stepLabel(label, '[]') });
  const shared = Math.min(old.prefix.length, now.prefix.length);
  for (let index = 0; index < shared; index += 1) {
    const before = old.prefix[index] ?? null;
    const after = now.prefix[index] ?? null;
    deepen({ old: before, now: after, label: stepLabel(label, `[${index}]`) });
  }
  if (old.prefix.length === now.prefix.length) return;
  report({
    rule: 'tuple-changed',
    bump: 'major',
    text: `begins with ${now.prefix.length} elements of their own types instead of ${old.prefix.length}`,
  });
}
