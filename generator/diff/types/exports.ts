import type { Draft } from '../drafts.js';
import type { NamedSchema } from '../../model/shape-types.js';
import type { ConnectionOption } from '../../model/types.js';
import type { Side } from '../side.js';
import { quote } from '../text.js';
import type { Names } from './alternatives.js';
import { findSchema } from './find-schema.js';

const base = { view: 'types', operations: [] } as const;

/** Names of the package and of its client. */
export function comparePackage(old: Side, now: Side): Draft[] {
  const drafts: Draft[] = [];
  const [before, after] = [old.api.package, now.api.package];
  const places = { old: '/info', new: '/info' };
  if (before.npmName !== after.npmName) {
    const message = `The package is called ${quote(after.npmName)} now; it was ${quote(before.npmName)}.`;
    const names = { before: before.npmName, after: after.npmName };
    drafts.push({ ...base, ...places, rule: 'package-renamed', bump: 'major', message, ...names });
  }
  for (const key of ['clientType', 'optionsType', 'createFunction', 'connectFunction'] as const) {
    if (before[key] === after[key]) continue;
    const message = `${quote(before[key])} is called ${quote(after[key])} now.`;
    const names = { before: before[key], after: after[key] };
    drafts.push({ ...base, ...places, rule: 'export-renamed', bump: 'major', message, ...names });
  }
  return drafts;
}

/** What a client is made with. */
export function compareOptions(old: Side, now: Side): Draft[] {
  const drafts: Draft[] = [];
  const places = { old: findConnection(old), new: findConnection(now) };
  const after = new Map(now.api.options.map((option) => [option.name, option]));
  for (const option of old.api.options) {
    const counterpart = after.get(option.name);
    after.delete(option.name);
    drafts.push(
      ...compareOption(option, counterpart ?? null).map((draft) => ({ ...base, ...places, ...draft })),
    );
  }
  for (const option of after.values()) {
    const message = `A client ${option.required ? 'needs' : 'takes'} the new option ${quote(option.name)}.`;
    const bump = option.required ? 'major' : 'minor';
    drafts.push({ ...base, ...places, rule: 'option-added', bump, message, after: showOption(option) });
  }
  return drafts;
}

type OptionDraft = Pick<Draft, 'rule' | 'bump' | 'message' | 'before' | 'after'>;

function compareOption(option: ConnectionOption, counterpart: ConnectionOption | null): OptionDraft[] {
  const name = quote(option.name);
  const before = showOption(option);
  if (counterpart === null) {
    return [
      {
        rule: 'option-removed',
        bump: 'major',
        message: `A client no longer takes the option ${name}.`,
        before,
      },
    ];
  }
  const after = showOption(counterpart);
  const drafts: OptionDraft[] = [];
  if (option.required !== counterpart.required) {
    const isDemand = counterpart.required;
    drafts.push({
      rule: isDemand ? 'option-required' : 'option-optional',
      bump: isDemand ? 'major' : 'minor',
      message: `A client ${isDemand ? 'needs' : 'no longer needs'} the option ${name}.`,
      before,
      after,
    });
  }
  if (option.kind !== counterpart.kind) {
    const message = `The option ${name} of a client takes something else: ${counterpart.kind} instead of ${option.kind}.`;
    drafts.push({ rule: 'option-changed', bump: 'major', message, before, after });
  }
  return drafts;
}

function showOption({ name, kind, required }: ConnectionOption): string {
  return `${name}${required ? '' : '?'}: ${kind}`;
}

function findConnection(side: Side): string {
  const places = ['/x-rowsweep-connection', '/components/securitySchemes'];
  return places.find((pointer) => side.find(pointer) !== null) ?? '';
}

/** Exported types by name. One that stands where another stood is that one, renamed. */
export function compareNames(
  sides: { readonly old: Side; readonly now: Side },
  names: { readonly old: Names; readonly now: Names },
  renamed: ReadonlyMap<string, string>,
): Draft[] {
  const drafts: Draft[] = [];
  const taken = new Set<string>();
  for (const [name, schema] of names.old) {
    const counterpart = names.now.get(name);
    if (counterpart !== undefined) {
      drafts.push(...compareConstants(sides, schema, counterpart));
      continue;
    }
    const other = renamed.get(name);
    const places = { old: findSchema(sides.old, name), new: findSchema(sides.now, other ?? name) };
    if (other !== undefined && !names.old.has(other)) {
      taken.add(other);
      const message = `The type ${quote(name)} is called ${quote(other)} now.`;
      drafts.push({
        ...base,
        ...places,
        rule: 'export-renamed',
        bump: 'major',
        message,
        before: name,
        after: other,
      });
    } else {
      const message = `The type ${quote(name)} is not exported any more.`;
      drafts.push({ ...base, ...places, rule: 'export-removed', bump: 'major', message, before: name });
    }
  }
  for (const name of names.now.keys()) {
    if (names.old.has(name) || taken.has(name)) continue;
    const places = { old: findSchema(sides.old, name), new: findSchema(sides.now, name) };
    const message = `The type ${quote(name)} is new.`;
    drafts.push({ ...base, ...places, rule: 'export-added', bump: 'minor', message, after: name });
  }
  return drafts;
}

/** The constant that an enum is, too. */
function compareConstants(
  sides: { readonly old: Side; readonly now: Side },
  old: NamedSchema,
  now: NamedSchema,
): Draft[] {
  if (old.values === null && now.values === null) return [];
  const read = ({ values }: NamedSchema): Map<string, string> =>
    new Map((values ?? []).map(({ key, value }) => [key, JSON.stringify(value)]));
  const [before, after] = [read(old), read(now)];
  const places = { old: findSchema(sides.old, old.name), new: findSchema(sides.now, now.name) };
  const drafts: Draft[] = [];
  for (const [key, value] of before) {
    if (after.get(key) === value) continue;
    const message = `The constant ${quote(`${old.name}.${key}`)} is ${after.has(key) ? 'another value' : 'gone'}.`;
    drafts.push({ ...base, ...places, rule: 'constant-removed', bump: 'major', message, before: value });
  }
  for (const [key, value] of after) {
    if (before.get(key) === value) continue;
    const message = `The constant ${quote(`${now.name}.${key}`)} is new.`;
    drafts.push({ ...base, ...places, rule: 'constant-added', bump: 'minor', message, after: value });
  }
  return drafts;
}
