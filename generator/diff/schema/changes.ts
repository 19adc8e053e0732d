/** What two normal forms of a schema differ in, without what lies deeper. */
import type { Bump } from '../finding.js';
import type { Rule } from '../rules.js';
import { listWords, quote, showShort } from '../text.js';
import type { Direction } from './labels.js';
import { formatChanges } from './formats.js';
import { limitChanges } from './limit-changes.js';
import { typesOf, type Normal } from './normal.js';
import { missingTypes } from './type-sets.js';

/** One difference. `text` goes on after the name of the value. */
export interface Change {
  readonly rule: Rule;
  readonly bump: Bump;
  readonly text: string;
  readonly before?: string | null;
  readonly after?: string | null;
  /** Keywords that say it: the first that is there is what is pointed to. */
  readonly keywords?: readonly string[];
}

/** Both sides of a pair, and who reads it. */
export interface Pair {
  readonly old: Normal;
  readonly now: Normal;
  readonly direction: Direction;
}

/** A server that lets in less breaks callers; an answer that may hold more breaks its readers. */
export function bumpOfNarrowing(direction: Direction): Bump {
  return direction === 'request' ? 'major' : 'minor';
}

/** The other way round. */
export function bumpOfWidening(direction: Direction): Bump {
  return direction === 'request' ? 'minor' : 'major';
}

/** Differences of the value itself: types, null, lists of values, limits, formats, conditions, defaults. */
export function* valueChanges(pair: Pair): Generator<Change> {
  yield* typeChanges(pair);
  yield* enumChanges(pair);
  yield* limitChanges(pair);
  yield* patternChanges(pair);
  yield* formatChanges(pair);
  yield* conditionChanges(pair);
  if (pair.direction === 'request') yield* defaultChanges(pair);
}

/** False when no value can be valid on both sides, so that it says nothing to look deeper. */
export function sharesTypes({ old, now }: Pair): boolean {
  if (old.never || now.never) return false;
  const mine = typesOf(old);
  return (
    [...mine].some((type) => type !== 'null' && missingTypes(new Set([type]), typesOf(now)).length === 0) ||
    [...typesOf(now)].some((type) => type !== 'null' && missingTypes(new Set([type]), mine).length === 0)
  );
}

function* typeChanges({ old, now, direction }: Pair): Generator<Change> {
  if (isChoice(old) || isChoice(now)) {
    yield* choiceChanges({ old, now, direction });
    return;
  }
  const before = old.never ? new Set<never>() : typesOf(old);
  const after = now.never ? new Set<never>() : typesOf(now);
  const lost = missingTypes(before, after);
  const gained = missingTypes(after, before);
  const texts = { before: showTypes(old), after: showTypes(now) };
  const lostTypes = lost.filter((type) => type !== 'null');
  const gainedTypes = gained.filter((type) => type !== 'null');
  if (lostTypes.length > 0 && gainedTypes.length > 0) {
    const text = `is ${showTypes(now)} now; it was ${showTypes(old)}`;
    yield { rule: 'type-changed', bump: 'major', text, ...texts };
  } else if (lostTypes.length > 0) {
    const bump = bumpOfNarrowing(direction);
    const text =
      old.types === null ? `is ${showTypes(now)} now` : `can no longer be ${showList(lostTypes, 'or')}`;
    yield { rule: 'type-narrowed', bump, text, ...texts };
  } else if (gainedTypes.length > 0) {
    const bump = bumpOfWidening(direction);
    const text = now.types === null ? 'may be anything' : `may be ${showList(gainedTypes, 'or')}, too`;
    yield { rule: 'type-widened', bump, text, ...texts };
  }
  const isOther = lostTypes.length > 0 && gainedTypes.length > 0;
  if (gained.includes('null') && !isOther && gainedTypes.length === 0) {
    yield { rule: 'null-added', bump: bumpOfWidening(direction), text: 'may be null', ...texts };
  }
  if (lost.includes('null') && !isOther && lostTypes.length === 0) {
    yield { rule: 'null-removed', bump: bumpOfNarrowing(direction), text: 'can no longer be null', ...texts };
  }
}

/** A schema whose types are those of its alternatives. */
export function isChoice({ types, unions }: Normal): boolean {
  return types === null && unions.length > 0;
}

/** What alternatives let in is compared with them; null is none of them. */
function* choiceChanges({ old, now, direction }: Pair): Generator<Change> {
  if (!isChoice(old) || !isChoice(now) || old.nullable === now.nullable) return;
  if (now.nullable) yield { rule: 'null-added', bump: bumpOfWidening(direction), text: 'may be null' };
  else yield { rule: 'null-removed', bump: bumpOfNarrowing(direction), text: 'can no longer be null' };
}

function showTypes({ types, never, format }: Normal): string {
  if (never) return 'nothing';
  if (types === null) return 'anything';
  return `${listWords([...types]).replace(' and ', ' or ')}${format === null ? '' : ` (${format})`}`;
}

function showList(words: readonly string[], joint: 'and' | 'or'): string {
  return listWords(words).replace(' and ', ` ${joint} `);
}

function* enumChanges({ old, now, direction }: Pair): Generator<Change> {
  const before = old.values;
  const after = now.values;
  if (before === null && after === null) return;
  const texts = { before: showValues(old), after: showValues(now) };
  if (before === null || after === null) {
    if (after === null) {
      const text =
        direction === 'request' ? 'takes any value now' : 'may hold other values than those listed';
      yield { rule: 'enum-removed', bump: 'minor', text, ...texts };
    } else {
      const bump = bumpOfNarrowing(direction);
      yield { rule: 'enum-added', bump, text: `is one of ${showValues(now)} now`, ...texts };
    }
    return;
  }
  const lost = [...before.keys()].filter((key) => !after.has(key));
  const gained = [...after.keys()].filter((key) => !before.has(key));
  const isOther = lost.length === before.size || gained.length === after.size;
  if (lost.length > 0) {
    const text = `can no longer be ${showKeys(lost)}`;
    yield {
      rule: 'enum-value-removed',
      bump: isOther ? 'major' : bumpOfNarrowing(direction),
      text,
      ...texts,
    };
  }
  if (gained.length > 0) {
    const isBreak = isOther && direction === 'answer';
    const text = `may be ${showKeys(gained)}`;
    yield { rule: 'enum-value-added', bump: isBreak ? 'major' : 'minor', text, ...texts };
  }
}

function showKeys(keys: readonly string[]): string {
  const shown = keys.slice(0, 8).map(quote);
  const left = keys.length - shown.length;
  return listWords(left > 0 ? [...shown, `${left} more`] : shown);
}

function showValues({ values }: Normal): string {
  return values === null ? 'any value' : showKeys([...values.keys()]);
}

function* patternChanges({ old, now, direction }: Pair): Generator<Change> {
  const before = old.patterns.join(' and ');
  const after = now.patterns.join(' and ');
  if (before === after) return;
  const texts = { before: before || null, after: after || null, keywords: ['pattern'] };
  const bump = bumpOfNarrowing(direction);
  if (before === '') yield { rule: 'pattern-added', bump, text: `matches ${quote(after)} now`, ...texts };
  else if (after === '') {
    yield {
      rule: 'pattern-removed',
      bump: 'minor',
      text: `need not match ${quote(before)} any more`,
      ...texts,
    };
  } else {
    yield {
      rule: 'pattern-changed',
      bump,
      text: `matches ${quote(after)} instead of ${quote(before)}`,
      ...texts,
    };
  }
}

/** Of these a reader notices what they say about the value itself. */
const readConditions = new Set(['contentEncoding', 'contentMediaType', 'contentSchema', '$dynamicRef']);

function* conditionChanges({ old, now, direction }: Pair): Generator<Change> {
  for (const keyword of new Set([...old.conditions.keys(), ...now.conditions.keys()])) {
    const before = old.conditions.get(keyword) ?? null;
    const after = now.conditions.get(keyword) ?? null;
    if (before === after) continue;
    if (readConditions.has(keyword)) {
      const text = `has another ${quote(keyword)}, so that it is read and written in another way`;
      yield { rule: 'condition-changed', bump: 'major', text, before, after, keywords: [keyword] };
    } else if (after === null) {
      const text = `is no longer bound by ${quote(keyword)}`;
      yield { rule: 'condition-changed', bump: 'minor', text, before, after, keywords: [keyword] };
    } else {
      const what = before === null ? `is bound by ${quote(keyword)} now` : `has another ${quote(keyword)}`;
      const text = `${what}, so that it cannot be told which values are refused`;
      const bump = bumpOfNarrowing(direction);
      yield { rule: 'condition-changed', bump, text, before, after, keywords: [keyword] };
    }
  }
}

/** Of a value that is written as XML: what another name, namespace or place is called nobody finds any more. */
export function* xmlChanges({ old, now }: Pick<Pair, 'old' | 'now'>): Generator<Change> {
  if (old.xml === now.xml) return;
  const text = 'has another name, namespace or place where it is written as XML';
  const texts = { before: old.xml || null, after: now.xml || null, keywords: ['xml'] };
  yield { rule: 'xml-changed', bump: 'major', text, ...texts };
}

function* defaultChanges({ old, now }: Pair): Generator<Change> {
  const before = old.preset === undefined ? null : JSON.stringify(old.preset);
  const after = now.preset === undefined ? null : JSON.stringify(now.preset);
  if (before === after) return;
  const texts = { before, after, keywords: ['default'] };
  if (before === null) {
    const text = `counts as ${quote(showShort(now.preset ?? null))} when it is left out`;
    yield { rule: 'default-added', bump: 'minor', text, ...texts };
  } else if (after === null) {
    const text = `no longer counts as ${quote(showShort(old.preset ?? null))} when it is left out`;
    yield { rule: 'default-removed', bump: 'major', text, ...texts };
  } else {
    const text = `counts as ${quote(showShort(now.preset ?? null))} when it is left out; it was ${quote(showShort(old.preset ?? null))}`;
    yield { rule: 'default-changed', bump: 'major', text, ...texts };
  }
}
