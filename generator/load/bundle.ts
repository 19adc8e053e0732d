import type { Diagnostics } from '../diagnostics.js';
import { nameComponents } from './component-names.js';
import type { JsonObject, JsonValue } from './document.js';
import { examine } from './examine.js';
import {
  countErrors,
  findCircles,
  findHomeWithin,
  followLinks,
  isContainer,
  put,
  type Definition,
  type Link,
} from './definitions.js';
import type { Keys, ReferenceSite } from './examination.js';
import type { Files } from './files.js';
import { getAt, isObject } from './json.js';
import { printFragment, printPointer, readFragment } from './pointer.js';
import { findUnit, splitReference } from './reference-target.js';
import { ReferenceReports } from './reference-reports.js';
import type { Origin } from './resolved.js';
import { ruleOf, shapes, type ObjectRule } from './shape.js';
import type { Source } from './source.js';

/** A description in one piece. */
export interface Bundled {
  readonly value: JsonObject;
  /** Where the values of other files come from. */
  readonly moved: ReadonlyMap<JsonValue, Origin>;
}

/**
 * Takes what the references to other files lead to into the description: as a component with a name of its own, in the place
 * of the reference where a component or a path is nothing but one, and everywhere that OpenAPI has no references. The values of
 * the files are changed: every reference in them becomes one within the description.
 *
 * @param sites the references of the description that lead out of it
 * @returns null when something was reported that is an error.
 */
export function bundle(
  description: {
    readonly source: Source;
    readonly value: JsonObject;
    readonly sites: readonly ReferenceSite[];
  },
  files: Files,
  diagnostics: Diagnostics,
): Bundled | null {
  const bundler = new Bundler(description.source, description.value, files, diagnostics);
  return bundler.run(description.sites);
}

class Bundler {
  readonly #description: Source;
  readonly #value: JsonObject;
  readonly #files: Files;
  readonly #diagnostics: Diagnostics;
  readonly #reports: ReferenceReports;
  readonly #definitions = new Map<string, Definition>();
  /** Definitions whose references are still to be followed, and where they stand if that is known. */
  readonly #pending: { readonly definition: Definition; readonly at: Keys | null }[] = [];
  readonly #links: Link[] = [];
  readonly #moved = new Map<JsonValue, Origin>();

  constructor(description: Source, value: JsonObject, files: Files, diagnostics: Diagnostics) {
    this.#description = description;
    this.#value = value;
    this.#files = files;
    this.#diagnostics = diagnostics;
    this.#reports = new ReferenceReports(diagnostics);
  }

  run(sites: readonly ReferenceSite[]): Bundled | null {
    const before = countErrors(this.#diagnostics);
    for (const site of sites) this.#follow(site, this.#description, site.keys);
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) {
      this.#gather(next.definition, next.at);
    }
    this.#reports.finish();
    if (countErrors(this.#diagnostics) > before) return null;
    const circles = findCircles(this.#definitions.values());
    for (const link of circles) this.#reports.reportLoop(link.site, link.from);
    if (circles.length > 0) return null;
    for (const link of this.#links) this.#inline(link);
    this.#settleParts();
    for (const link of this.#links) this.#settle(link);
    const value = this.#addComponents();
    for (const link of this.#links) this.#redirect(link);
    return { value, moved: this.#moved };
  }

  /** Finds what a reference leads to. */
  #follow(site: ReferenceSite, from: Source, at: Keys | null): Link | null {
    const { file, fragment } = splitReference(site.reference);
    const found = file === '' ? ({ kind: 'file', source: from } as const) : this.#files.find(file, from);
    if (found.kind !== 'file') {
      if (found.kind !== 'unreadable') this.#reports.note(site, from, found);
      return null;
    }
    const { source } = found;
    const root = source === this.#description ? this.#value : source.value;
    const keys = fragment === '' ? [] : readFragment(`#${fragment}`);
    const value = keys === null ? undefined : getAt(root, keys);
    if (keys === null || value === undefined) {
      this.#reports.noteNowhere(site, from, source);
      return null;
    }
    const link =
      source === this.#description
        ? { site, from, at, definition: null, rest: keys }
        : { site, from, at, ...this.#define(source, keys, site.rule, at) };
    this.#links.push(link);
    return link;
  }

  #define(
    source: Source,
    target: Keys,
    rule: ObjectRule,
    at: Keys | null,
  ): { definition: Definition; rest: Keys } {
    const isPlain = rule.form === 'one' && shapes[rule.kind].section !== null;
    const unit = isPlain ? findUnit(target, rule.kind) : { keys: target, kind: rule.kind, rest: [] };
    const unitRule = isPlain ? ruleOf[unit.kind] : rule;
    const section = isPlain ? shapes[unit.kind].section : null;
    const mark = `${rule.form} ${unit.kind} ${printPointer(unit.keys)} ${this.#files.nameOf(source.file)}`;
    let definition = this.#definitions.get(mark);
    if (definition === undefined) {
      const value = getAt(source.value, unit.keys) ?? null;
      const { keys } = unit;
      definition = { source, keys, rule: unitRule, section, value, links: [], home: null };
      this.#definitions.set(mark, definition);
      // What stands in the place of the reference has a place known beforehand, and so has what is in it.
      this.#pending.push({ definition, at: section === null ? at : null });
    }
    return { definition, rest: unit.rest };
  }

  #gather(definition: Definition, at: Keys | null): void {
    const { source, keys, rule } = definition;
    for (const site of examine({ root: source.value, keys, rule, gatherOnly: true }).sites) {
      const link = this.#follow(site, source, at === null ? null : [...at, ...site.keys.slice(keys.length)]);
      if (link !== null) definition.links.push(link);
    }
  }

  /** Puts the value itself in the place of a reference that OpenAPI does not have. */
  #inline({ site, from, at, definition }: Link): void {
    if (definition?.section !== null || site.key !== '$ref') return;
    const holder = this.#holderOf(site, from);
    const key = site.keys.at(-1);
    if (holder === null || key === undefined) return;
    const end = followLinks(definition);
    const { value } = end;
    put(holder, key, value);
    this.#remember(value, end);
    end.home ??= at;
  }

  #settleParts(): void {
    const inlined = [...this.#definitions.values()].filter(
      ({ section, home }) => section === null && home?.[0] === 'components',
    );
    for (const definition of this.#definitions.values()) {
      if (definition.section !== null) definition.home = findHomeWithin(definition, inlined);
    }
  }

  /** Decides that a component or a path that is only a reference is where the definition stands. */
  #settle({ site, from, at, definition, rest }: Link): void {
    if (definition?.home !== null || definition.section === null) return;
    if (at === null || rest.length > 0 || site.key !== '$ref' || Object.keys(site.holder).length !== 1)
      return;
    const isComponent = at.length === 3 && at[0] === 'components' && at[1] === definition.section;
    const isPath = at.length === 2 && (at[0] === 'paths' || at[0] === 'webhooks');
    const holder = this.#holderOf(site, from);
    const key = site.keys.at(-1);
    if (!(isComponent || isPath) || holder === null || key === undefined) return;
    definition.home = at;
    put(holder, key, definition.value);
    this.#remember(definition.value, definition);
  }

  /** Gives every other definition a name among the components. */
  #addComponents(): JsonObject {
    const components = this.#value['components'];
    const known = isObject(components) ? components : {};
    const homeless = [...this.#definitions.values()].flatMap((definition) => {
      const { section, home } = definition;
      if (section === null || home !== null) return [];
      return [{ definition, section, segments: this.#segmentsOf(definition) }];
    });
    if (homeless.length === 0) return this.#value;
    const names = nameComponents(homeless, (section) => {
      const own = known[section];
      return new Set(isObject(own) ? Object.keys(own) : []);
    });
    const sections: Record<string, JsonObject> = {};
    for (const each of homeless) {
      const { definition, section } = each;
      const { name, wanted } = names.get(each) ?? { name: '', wanted: '' };
      if (name !== wanted) this.#reportRenamed(definition, name, wanted);
      const own = known[section];
      const into = (sections[section] ??= this.#copy(own));
      put(into, name, definition.value);
      definition.home = ['components', section, name];
      this.#remember(definition.value, definition);
    }
    const extended = this.#copy(components);
    for (const [section, into] of Object.entries(sections)) put(extended, section, into);
    return { ...this.#value, components: extended };
  }

  /** A copy of an object, or an empty one, that has come from where the object came from. */
  #copy(value: JsonValue | undefined): JsonObject {
    const copy = isObject(value) ? { ...value } : {};
    const origin = isObject(value) ? this.#moved.get(value) : undefined;
    if (origin !== undefined) this.#moved.set(copy, origin);
    return copy;
  }

  #remember(value: JsonValue, { source, keys }: Definition): void {
    if (isContainer(value)) this.#moved.set(value, { source, pointer: printPointer(keys) });
  }

  #redirect({ site, definition, rest }: Link): void {
    if (definition?.section === null) return;
    const home = definition === null ? [] : definition.home;
    if (home !== null) put(site.holder, site.key, printFragment([...home, ...rest]));
  }

  #segmentsOf({ source, keys }: Definition): string[] {
    const path = this.#files
      .nameOf(source.file)
      .replace(/\.[^./]+$/, '')
      .split('/')
      .filter((part) => part !== '..' && part !== '.');
    // `Row/index.yaml` is called after its folder.
    if (path.length > 1 && /^_?index$/i.test(path.at(-1) ?? '')) path.pop();
    const key = keys.at(-1);
    return (key === undefined ? path : [...path, String(key)]).map((part) =>
      part.replaceAll(/[^\p{L}\p{N}._-]/gu, '_'),
    );
  }

  #reportRenamed(definition: Definition, name: string, wanted: string): void {
    this.#diagnostics.report(
      'reference-renamed',
      definition.source.place(printPointer(definition.keys)),
      `Another definition is called ${JSON.stringify(wanted)}; this one becomes ${JSON.stringify(name)}.`,
    );
  }

  /** What holds the object with the reference. */
  #holderOf({ keys }: ReferenceSite, from: Source): JsonObject | JsonValue[] | null {
    const root = from === this.#description ? this.#value : from.value;
    const holder = getAt(root, keys.slice(0, -1));
    return keys.length > 0 && isContainer(holder) ? holder : null;
  }
}
