import type { Draft } from '../drafts.js';
import { joinPointer, type Side, type Spot } from '../side.js';
import { isChoice, sharesTypes, valueChanges, xmlChanges, type Change, type Pair } from './changes.js';
import { labelOfPointer, openSentence, type Direction, type Label } from './labels.js';
import { isAnything, normalize, type Normal } from './normal.js';
import { compareObjects } from './object-changes.js';
import { compareLists } from './list-changes.js';
import { compareUnions } from './union-changes.js';

/** Schemas of one place, old and new. Null: there is none, so that anything may stand there. */
export interface Asked {
  readonly old: readonly Spot[] | null;
  readonly now: readonly Spot[] | null;
  readonly direction: Direction;
  /** It is part of a text in XML. */
  readonly isXml: boolean;
  readonly label: Label;
  /** Where to point to when there is no schema. */
  readonly holders: { readonly old: string; readonly now: string };
}

/** What the parts of a comparison are told: the pair, how to name it, how to report, and how to go deeper. */
export interface Comparison extends Pair {
  readonly label: Label;
  readonly report: (change: Change, places?: ChangePlaces) => void;
  readonly deepen: (asked: Pick<Asked, 'old' | 'now' | 'label'>) => void;
}

/** Where a difference is, when that is not the pair itself. */
export interface ChangePlaces {
  readonly old?: string;
  readonly now?: string;
  /** The schema that a sentence speaks of. */
  readonly holder?: string;
}

interface Node {
  readonly key: string;
  readonly asked: Asked;
  readonly parents: Set<Node>;
  readonly operations: Set<string>;
  readonly drafts: Omit<Draft, 'operations'>[];
}

/**
 * Compares schemas by what they mean, each pair once in each direction, however many operations reach it. A list of
 * work instead of recursion: descriptions have circles, and chains of references that are thousands long.
 */
export class SchemaPairs {
  readonly #old: Side;
  readonly #now: Side;
  readonly #nodes = new Map<string, Node>();
  readonly #pending: Node[] = [];
  readonly #normals = new Map<string, Normal>();

  constructor(old: Side, now: Side) {
    this.#old = old;
    this.#now = now;
  }

  /** Asks for a pair on behalf of an operation. */
  ask(asked: Asked, operation: string): void {
    this.#add(asked)?.operations.add(operation);
  }

  /** Compares all that was asked for, and what lies below. */
  finish(): Draft[] {
    for (let node = this.#pending.pop(); node !== undefined; node = this.#pending.pop()) this.#compare(node);
    const found: Draft[] = [];
    for (const node of this.#nodes.values()) {
      if (node.drafts.length === 0) continue;
      const operations = [...findUsers(node)];
      for (const draft of node.drafts) found.push({ ...draft, operations });
    }
    return found;
  }

  #add(asked: Asked): Node | null {
    if (isAnything(asked.old) && isAnything(asked.now)) return null;
    const form = asked.isXml ? `${asked.direction} xml` : asked.direction;
    const key = `${form} ${this.#keyOf(this.#old, asked.old)} ${this.#keyOf(this.#now, asked.now)}`;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    // Yesterday's callers know yesterday's names.
    const label = labelOf(this.#old, asked.old) ?? labelOf(this.#now, asked.now) ?? asked.label;
    const node: Node = {
      key,
      asked: { ...asked, label },
      parents: new Set(),
      operations: new Set(),
      drafts: [],
    };
    this.#nodes.set(key, node);
    this.#pending.push(node);
    return node;
  }

  #keyOf(side: Side, spots: readonly Spot[] | null): string {
    return (spots ?? [])
      .flatMap((spot) => side.resolveSchema(spot))
      .map(({ pointer }) => pointer)
      .join('|');
  }

  #normalOf(side: Side, spots: readonly Spot[] | null, holder: string): Normal {
    // Where there is no schema, what holds it is only where to point to.
    if (spots === null || spots.length === 0) return normalize(side, [{ value: true, pointer: holder }]);
    const key = `${side === this.#old ? 'old' : 'new'} ${this.#keyOf(side, spots)}`;
    let normal = this.#normals.get(key);
    if (normal === undefined) {
      normal = normalize(side, spots);
      this.#normals.set(key, normal);
    }
    return normal;
  }

  #compare(node: Node): void {
    const { asked } = node;
    const { direction, isXml, label, holders } = asked;
    const old = this.#normalOf(this.#old, asked.old, holders.old);
    const now = this.#normalOf(this.#now, asked.now, holders.now);
    const comparison: Comparison = {
      old,
      now,
      direction,
      label,
      report: ({ rule, bump, text, before, after, keywords = [] }, places = {}) => {
        const named = labelOfPointer(places.holder ?? '') ?? label;
        node.drafts.push({
          rule,
          view: 'wire',
          bump,
          message: `${openSentence(named, direction)} ${text}.`,
          ...(rule.startsWith('member-') ? { within: { old: old.pointer, now: now.pointer } } : {}),
          old: places.old ?? pointTo(this.#old, old.pointer, keywords),
          new: places.now ?? pointTo(this.#now, now.pointer, keywords),
          before: before ?? null,
          after: after ?? null,
        });
      },
      deepen: (inner) => {
        const below = {
          ...inner,
          direction,
          isXml,
          holders: { old: old.objectPointer, now: now.objectPointer },
        };
        this.#add(below)?.parents.add(node);
      },
    };
    for (const change of valueChanges(comparison)) comparison.report(change);
    if (isXml) for (const change of xmlChanges(comparison)) comparison.report(change);
    reportDeprecation(comparison);
    if (!sharesTypes(comparison)) return;
    // One side is a choice, the other one of its alternatives.
    if (isChoice(old) !== isChoice(now) && old.properties.size * now.properties.size === 0) {
      compareUnions(comparison, { old: this.#old, now: this.#now, asked });
      return;
    }
    compareObjects(comparison, this.#old, this.#now);
    compareLists(comparison);
    compareUnions(comparison, { old: this.#old, now: this.#now, asked });
  }
}

/** The first keyword that the schema has, else the schema. */
function pointTo(side: Side, pointer: string, keywords: readonly string[]): string {
  const places = keywords.map((keyword) => joinPointer(pointer, keyword));
  return places.find((place) => side.find(place) !== null) ?? pointer;
}

function reportDeprecation({ old, now, label, report }: Comparison): void {
  if (old.deprecated === now.deprecated) return;
  const isProperty = label.path !== '';
  if (now.deprecated) {
    const rule = isProperty ? 'property-deprecated' : 'schema-deprecated';
    report({ rule, bump: 'minor', text: 'is deprecated' });
  } else {
    const rule = isProperty ? 'property-restored' : 'schema-restored';
    report({ rule, bump: 'patch', text: 'is no longer deprecated' });
  }
}

/** By the component that holds the schema; null: none does. */
function labelOf(side: Side, spots: readonly Spot[] | null): Label | null {
  const [first] = spots ?? [];
  return first === undefined ? null : labelOfPointer(side.resolve(first).pointer);
}

/** Every operation that reaches the pair. */
function findUsers(start: Node): Set<string> {
  const found = new Set<string>();
  const seen = new Set([start]);
  // The set grows while it is walked.
  for (const node of seen) {
    for (const operation of node.operations) found.add(operation);
    for (const parent of node.parents) seen.add(parent);
  }
  return found;
}
