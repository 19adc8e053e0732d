/** What a plan can do beyond deleting by id, and each detail of how. */
import type { Bump } from '../finding.js';
import { quote } from '../text.js';
import { differ, type PlanChange, type PlanPair } from './plan.js';

const abilities = [
  { key: 'badId', can: 'tell which id of a refused request was wrong' },
  { key: 'reason', can: 'send a reason' },
  { key: 'job', can: 'follow the job that deletes' },
  { key: 'readBack', can: 'look up whether ids are gone' },
  { key: 'count', can: 'count the rows beforehand' },
  { key: 'filter', can: 'delete rows by what they hold' },
] as const;

/** What was gained, what was lost, and each detail that differs. */
export function* compareAbilities({ old, now, title }: PlanPair): Generator<PlanChange> {
  for (const { key, can } of abilities) {
    const [before, after] = [old[key], now[key]];
    if (before === null && after !== null) {
      const message = `${title} can ${can}.`;
      const texts = { keys: [key], before: null, after: show(after) };
      yield { rule: 'ability-gained', bump: 'minor', message, ...texts };
    } else if (before !== null && after === null) {
      const message = `${title} can no longer ${can}.`;
      const texts = { keys: [key], before: show(before), after: null };
      yield { rule: 'ability-lost', bump: 'major', message, ...texts };
    } else {
      for (const detail of listDetails([key], before, after)) {
        const message = `How ${title} can ${can} differs at ${quote(detail.keys.join('.'))}.`;
        const texts = { keys: detail.keys, before: show(detail.old), after: show(detail.now) };
        yield { rule: 'plan-changed', bump: judgeDetail(detail), message, ...texts };
      }
    }
  }
}

interface Detail {
  readonly keys: readonly string[];
  /** Undefined: the side has nothing there. */
  readonly old: unknown;
  readonly now: unknown;
}

/** The smallest parts in which two values differ; what is of another kind is one part. */
function* listDetails(keys: readonly string[], old: unknown, now: unknown): Generator<Detail> {
  const [before, after] = [toEntries(keys, old), toEntries(keys, now)];
  if (before === null || after === null || before.get('kind') !== after.get('kind')) {
    if (differ(sortChoice(keys, old), sortChoice(keys, now))) yield { keys, old, now };
    return;
  }
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    yield* listDetails([...keys, key], before.get(key), after.get(key));
  }
}

/** The members of an object, or the elements of a list by what tells them apart; null: the value is looked at whole. */
function toEntries(keys: readonly string[], value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const name = { operators: 'name', refuse: 'pattern' }[keys.at(-1) ?? ''];
  if (name === undefined) return null;
  return new Map(value.map((each: Readonly<Record<string, unknown>>) => [String(each[name]), each]));
}

/** Lists of which no element comes before another one. */
const choices = ['missing', 'expected', 'names', 'reserved'];

function sortChoice(keys: readonly string[], value: unknown): unknown {
  return Array.isArray(value) && choices.includes(keys.at(-1) ?? '') ? value.map(String).sort() : value;
}

/** Details that end no deletion in another way: how often, how many at once, how large a page; and texts for readers. */
const quiet =
  /^job\.(poll\.\w+|maxOpen|list\.maxItems|message)$|^badId\.message$|^readBack\.page\.maxSize$|^filter\.(operators\..+\.description|.*\.because)$/;

/** Details that may come along without taking anything from a caller. */
const additions = /^filter\.operators\.[^.]+$|^job\.states\.[^.]+$/;

/** What is not known to be harmless stops code from compiling, or ends a run of deletions in another outcome. */
function judgeDetail({ keys, old, now }: Detail): Bump {
  const path = keys.join('.');
  if (quiet.test(path)) return 'patch';
  const isWider =
    (additions.test(path) && old === undefined) ||
    (path === 'filter.columns.names' && old !== null && includesAll(now, old)) ||
    (path === 'filter.columns.pattern' && now === null) ||
    (path === 'filter.columns.reserved' && includesAll(old, now)) ||
    (path === 'reason.maxLength' && Number(now) > Number(old));
  return isWider ? 'minor' : 'major';
}

/** Null is a list of everything. */
function includesAll(list: unknown, wanted: unknown): boolean {
  if (list === null) return true;
  return Array.isArray(list) && Array.isArray(wanted) && wanted.every((each) => list.includes(each));
}

function show(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
