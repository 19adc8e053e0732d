/** Findings while they are gathered: still with pointers, and told once for all operations that they concern. */
import type { Bump, Finding, View } from './finding.js';
import type { Rule } from './rules.js';
import type { Side } from './side.js';
import { bumps, views } from './finding.js';
import { compareText } from './text.js';

/** A finding with pointers instead of places. */
export interface Draft {
  readonly rule: Rule;
  readonly view: View;
  readonly bump: Bump;
  readonly message: string;
  readonly old: string | null;
  readonly new: string | null;
  /** Public names; those of the old side where it has them. */
  readonly operations: readonly string[];
  /** The schema that holds an alternative: what the compiler notices, it notices there. */
  readonly within?: { readonly old: string; readonly now: string };
  readonly before?: string | null;
  readonly after?: string | null;
}

/** Gives drafts their places and their order: heaviest first, then by view, then as the description has them. */
export function finishDrafts(drafts: readonly Draft[], old: Side, now: Side): Finding[] {
  const order = new Map<string, number>();
  for (const { name } of [...old.api.operations, ...now.api.operations]) {
    if (!order.has(name)) order.set(name, order.size);
  }
  const rankOf = (name: string): number => order.get(name) ?? order.size;
  const findings = mergeViews(uniteSame(drafts)).map((draft): Finding => {
    const operations = [...new Set(draft.operations)].sort((left, right) => rankOf(left) - rankOf(right));
    const [first = null] = operations;
    return {
      rule: draft.rule,
      view: draft.view,
      views: draft.views,
      bump: draft.bump,
      message: draft.message,
      old: draft.old === null ? null : old.place(draft.old),
      new: draft.new === null ? null : now.place(draft.new),
      operation: operations.length === 1 ? first : null,
      operations,
      ...(typeof draft.before === 'string' ? { before: draft.before } : {}),
      ...(typeof draft.after === 'string' ? { after: draft.after } : {}),
    };
  });
  return findings.sort((left, right) => compareFindings(left, right, rankOf));
}

/** The same change of what several operations share is told once. */
function uniteSame(drafts: readonly Draft[]): Draft[] {
  const known = new Map<string, Draft>();
  for (const draft of drafts) {
    const key = JSON.stringify([draft.rule, draft.view, draft.old, draft.new, draft.message]);
    const before = known.get(key);
    known.set(
      key,
      before === undefined ? draft : { ...before, operations: [...before.operations, ...draft.operations] },
    );
  }
  return [...known.values()];
}

interface Viewed extends Draft {
  readonly views: readonly View[];
}

/** What the compiler notices at a place where the wire already says as much is one finding with two views. */
function mergeViews(drafts: readonly Draft[]): Viewed[] {
  const keyOf = (draft: Draft): string => JSON.stringify([draft.old, draft.new]);
  const wire = new Map<string, Draft>();
  for (const draft of drafts) {
    const before = wire.get(keyOf(draft));
    if (draft.view === 'wire' && draft.within !== undefined) {
      wire.set(JSON.stringify([draft.within.old, draft.within.now]), draft);
    }
    const isHeavier = before === undefined || bumps.indexOf(draft.bump) < bumps.indexOf(before.bump);
    if (draft.view === 'wire' && isHeavier) wire.set(keyOf(draft), draft);
  }
  const also = new Map<Draft, Set<View>>();
  const kept = drafts.filter((draft) => {
    const other = draft.view === 'types' ? wire.get(keyOf(draft)) : undefined;
    if (other === undefined || bumps.indexOf(other.bump) > bumps.indexOf(draft.bump)) return true;
    also.set(other, (also.get(other) ?? new Set()).add(draft.view));
    return false;
  });
  return kept.map((draft) => ({ ...draft, views: [draft.view, ...(also.get(draft) ?? [])] }));
}

function compareFindings(left: Finding, right: Finding, rankOf: (name: string) => number): number {
  const [first = ''] = left.operations;
  const [second = ''] = right.operations;
  return (
    bumps.indexOf(left.bump) - bumps.indexOf(right.bump) ||
    views.indexOf(left.view) - views.indexOf(right.view) ||
    rankOf(first) - rankOf(second) ||
    compareText(placeKey(left), placeKey(right)) ||
    compareText(left.rule, right.rule) ||
    compareText(left.message, right.message)
  );
}

function placeKey(finding: Finding): string {
  const place = finding.new ?? finding.old;
  return place === null ? '' : `${place.file} ${String(place.line).padStart(9, '0')} ${place.pointer}`;
}
