import type { Draft } from '../drafts.js';
import type { Direction, Shape } from '../../model/shape-types.js';
import type { Bump } from '../finding.js';
import type { Rule } from '../rules.js';
import { labelOfPointer, openSentence, type Label } from '../schema/labels.js';
import type { Side } from '../side.js';
import { matchAlternatives } from './match.js';
import { alternativesOf, asObjectShape, type Names } from './alternatives.js';
import { findSchema } from './find-schema.js';
import { locate, settle, type Step } from './locate.js';
import { showShape } from './show-shape.js';
import { compareObjectShapes } from './object-shapes.js';

/** A type of one place, old and new. */
export interface ShapePair {
  readonly old: Shape;
  readonly now: Shape;
  readonly direction: Direction;
  readonly operation: string | null;
  readonly label: Label;
  /** Where the description has it. */
  readonly places: { readonly old: string; readonly now: string };
}

/** One difference of a pair. `text` goes on after the name of the value. */
export interface ShapeChange {
  readonly rule: Rule;
  readonly bump: Bump;
  readonly text: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly places?: ShapePair['places'];
  /** The schema that a sentence speaks of, when that is not the pair's. */
  readonly holder?: string;
}

interface NamedPair {
  readonly operations: Set<string>;
  readonly drafts: Draft[];
  readonly users: Set<NamedPair>;
}

/**
 * Compares the types that yesterday's package had with those of today's, as the compiler does: what is sent may only
 * become wider, what is received only narrower. Each pair of named types is compared once in each direction.
 */
export class ShapePairs {
  readonly sides: { readonly old: Side; readonly now: Side };
  readonly names: { readonly old: Names; readonly now: Names };
  /** What stands now where a name stood. */
  readonly renamed = new Map<string, string>();
  readonly #known = new Map<string, NamedPair>();
  readonly #pending: { readonly pair: ShapePair; readonly owner: NamedPair }[] = [];

  constructor(old: Side, now: Side) {
    this.sides = { old, now };
    const read = (side: Side): Names => new Map(side.api.schemas.map((schema) => [schema.name, schema]));
    this.names = { old: read(old), now: read(now) };
  }

  /** Asks for a pair of an operation. */
  ask(pair: ShapePair): void {
    const operations = pair.operation === null ? [] : [pair.operation];
    const owner: NamedPair = { operations: new Set(operations), drafts: [], users: new Set() };
    this.#known.set(`asked ${this.#known.size}`, owner);
    this.#pending.push({ pair, owner });
  }

  /** True when a name was met in any direction. */
  hasMet(name: string): boolean {
    return this.#known.has(`answer ${name} ${name}`) || this.#known.has(`request ${name} ${name}`);
  }

  /** Compares all that was asked for since the last time, and what lies below. */
  run(): void {
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) {
      this.#compare(next.pair, next.owner);
    }
  }

  /** What was found, for all operations that it concerns. */
  finish(): Draft[] {
    this.run();
    return [...this.#known.values()].flatMap((pair) => {
      if (pair.drafts.length === 0) return [];
      const operations = new Set<string>();
      const seen = new Set([pair]);
      for (const each of seen) {
        for (const operation of each.operations) operations.add(operation);
        for (const user of each.users) seen.add(user);
      }
      return pair.drafts.map((draft) => ({ ...draft, operations: [...operations] }));
    });
  }

  #compare(pair: ShapePair, owner: NamedPair): void {
    const { old, now, direction } = pair;
    if (old.kind === 'name' && now.kind === 'name') {
      const key = `${direction} ${old.name} ${now.name}`;
      const known = this.#known.get(key);
      if (known !== undefined) {
        known.users.add(owner);
        return;
      }
      if (old.name !== now.name) this.renamed.set(old.name, now.name);
      const [was, is] = [this.names.old.get(old.name), this.names.now.get(now.name)];
      if (was === undefined || is === undefined) return;
      const named: NamedPair = { operations: new Set(), drafts: [], users: new Set([owner]) };
      this.#known.set(key, named);
      const places = {
        old: placeOf(this.sides.old, old.name, pair.places.old),
        now: placeOf(this.sides.now, now.name, pair.places.now),
      };
      const label = { root: pair.label.root, component: old.name, path: '' };
      this.#pending.push({ pair: { ...pair, old: was.shape, now: is.shape, places, label }, owner: named });
      return;
    }
    this.#compareAlternatives(pair, owner);
  }

  #compareAlternatives(pair: ShapePair, owner: NamedPair): void {
    const report = (change: ShapeChange): void => {
      owner.drafts.push(toDraft(pair, change));
    };
    const { both, lost, gained } = matchAlternatives(
      { names: this.names.old, alternatives: alternativesOf(this.names.old, pair.old) },
      { names: this.names.now, alternatives: alternativesOf(this.names.now, pair.now) },
    );
    const change = judge(pair, lost.length > 0, gained.length > 0);
    if (change !== null) {
      const [before, after] = [showShape(pair.old), showShape(pair.now)];
      // The wire speaks of the schema itself, wherever references led to it.
      const places = {
        old: settle(this.sides.old, pair.places.old),
        now: settle(this.sides.now, pair.places.now),
      };
      const label = labelOfPointer(places.old) ?? pair.label;
      const text = `is ${after} to the compiler; it was ${before}`;
      owner.drafts.push(toDraft({ ...pair, label }, { ...change, text, before, after, places }));
    }
    for (const [one, other] of both) {
      if (one.name !== null && other.name !== null && one.shape !== pair.old) {
        const names = {
          old: { kind: 'name', name: one.name },
          now: { kind: 'name', name: other.name },
        } as const;
        this.#pending.push({ pair: { ...pair, ...names }, owner });
      } else {
        this.#compareInner({ ...pair, old: one.shape, now: other.shape }, owner, report);
      }
    }
  }

  #compareInner(pair: ShapePair, owner: NamedPair, report: (change: ShapeChange) => void): void {
    const { old, now } = pair;
    const deepen = (was: Shape, is: Shape, step: Step): void => {
      const places = {
        old: locate(this.sides.old, pair.places.old, step),
        now: locate(this.sides.now, pair.places.now, step),
      };
      const label = labelOfPointer(places.old) ?? pair.label;
      this.#pending.push({ pair: { ...pair, old: was, now: is, places, label }, owner });
    };
    if (old.kind === 'array' && now.kind === 'array') {
      if (old.readonly && !now.readonly) {
        const text = 'takes no readonly array any more';
        report({ rule: 'request-type-narrowed', bump: 'major', text, before: 'readonly', after: null });
      }
      deepen(old.items, now.items, { kind: 'items' });
    } else if (old.kind === 'tuple' && now.kind === 'tuple') {
      for (const [index, item] of old.items.entries()) {
        const other = now.items[index];
        if (other !== undefined) deepen(item.shape, other.shape, { kind: 'member', index });
      }
      if (old.items.length !== now.items.length) {
        const rule = pair.direction === 'request' ? 'request-type-changed' : 'answer-type-changed';
        const [before, after] = [showShape(old), showShape(now)];
        report({ rule, bump: 'major', text: `is ${after} to the compiler; it was ${before}`, before, after });
      }
    } else {
      const was = asObjectShape(this.names.old, old);
      const is = asObjectShape(this.names.now, now);
      if (was !== null && is !== null) {
        compareObjectShapes(
          { old: was, now: is, direction: pair.direction },
          { report, deepen, pair, sides: this.sides },
        );
      }
    }
  }
}

/** Of a type with a name: its component, else where it is used. */
function placeOf(side: Side, name: string, pointer: string): string {
  const found = findSchema(side, name);
  return found.split('/').length > 3 ? found : settle(side, pointer);
}

/** What it means that alternatives are gone or new; null: nothing. */
function judge(
  { direction }: ShapePair,
  isLost: boolean,
  isGained: boolean,
): { readonly rule: Rule; readonly bump: Bump } | null {
  const isRequest = direction === 'request';
  if (isLost && isGained)
    return { rule: isRequest ? 'request-type-changed' : 'answer-type-changed', bump: 'major' };
  if (isLost) {
    return isRequest
      ? { rule: 'request-type-narrowed', bump: 'major' }
      : { rule: 'answer-type-narrowed', bump: 'minor' };
  }
  if (!isGained) return null;
  return isRequest
    ? { rule: 'request-type-widened', bump: 'minor' }
    : { rule: 'answer-type-widened', bump: 'major' };
}

function toDraft(
  pair: ShapePair,
  { rule, bump, text, before, after, holder, places = pair.places }: ShapeChange,
): Draft {
  return {
    rule,
    view: 'types',
    bump,
    message: `${openSentence(labelOfPointer(holder ?? '') ?? pair.label, pair.direction)} ${text}.`,
    old: places.old,
    new: places.now,
    operations: [],
    before,
    after,
  };
}
