import type { Deletion, IdFormat } from '../../model/deletion-types.js';
import { quote } from '../text.js';
import { differ, type PlanChange, type PlanPair } from './plan.js';

type Field = Deletion['target'][number];

/** Where a plan deletes, as the caller says it. */
export function* compareTarget({ old, now, title }: PlanPair): Generator<PlanChange> {
  const after = new Map(now.target.map((field) => [field.name, field]));
  for (const field of old.target) {
    const counterpart = after.get(field.name);
    after.delete(field.name);
    if (counterpart === undefined) {
      const message = `The target of ${title} has no ${quote(field.name)} any more.`;
      yield { rule: 'target-field-removed', bump: 'major', message, keys: ['target'], before: show(field) };
    } else {
      yield* compareField(title, field, counterpart);
    }
  }
  for (const field of after.values()) {
    const isDemand = field.default === null;
    const message = `The target of ${title} ${isDemand ? 'needs' : 'takes'} the new ${quote(field.name)}.`;
    const bump = isDemand ? 'major' : 'minor';
    yield { rule: 'target-field-added', bump, message, keys: ['target'], after: show(field) };
  }
}

function* compareField(title: string, old: Field, now: Field): Generator<PlanChange> {
  const values = ({ default: preset, oneOf, pattern }: Field): unknown => ({ preset, oneOf, pattern });
  if (!differ(values(old), values(now))) return;
  const lost = (old.oneOf ?? []).some((value) => now.oneOf !== null && !now.oneOf.includes(value));
  const isTighter =
    lost ||
    (old.oneOf === null && now.oneOf !== null) ||
    (old.default !== null && now.default === null) ||
    (old.pattern === null && now.pattern !== null);
  const isOther =
    (old.default !== null && now.default !== null && old.default !== now.default) ||
    (old.pattern !== null && now.pattern !== null && old.pattern !== now.pattern);
  const rule = isOther
    ? 'target-field-changed'
    : isTighter
      ? 'target-field-tightened'
      : 'target-field-loosened';
  const verb = isOther ? 'takes or means something else' : isTighter ? 'takes less' : 'takes more';
  yield {
    rule,
    bump: isOther || isTighter ? 'major' : 'minor',
    message: `${quote(now.name)} of the target of ${title} ${verb}: ${show(now)}; it was ${show(old)}.`,
    keys: ['target'],
    before: show(old),
    after: show(now),
  };
}

function show({ name, default: preset, oneOf, pattern }: Field): string {
  const parts = [
    oneOf === null ? 'any text' : `one of ${oneOf.join(', ')}`,
    ...(pattern === null ? [] : [`matching ${pattern}`]),
    ...(preset === null ? ['to be given'] : [`${preset} when left out`]),
  ];
  return `${name} (${parts.join(', ')})`;
}

/** What an id looks like, checked before anything is sent. */
export function* compareIdFormats({ old, now, title }: PlanPair): Generator<PlanChange> {
  const [was, is] = [old.idFormat.chosenBy, now.idFormat.chosenBy];
  if (was !== is) {
    const message = `Another field of the target says what an id of ${title} looks like.`;
    yield { rule: 'id-format-changed', bump: 'major', message, keys: ['idFormat'], before: was, after: is };
  }
  const names = new Set([...Object.keys(old.idFormat.formats), ...Object.keys(now.idFormat.formats)]);
  for (const name of names) {
    const [before, after] = [old.idFormat.formats[name], now.idFormat.formats[name]];
    if (!differ(before, after)) continue;
    const of = name === 'default' ? '' : ` of ${quote(name)}`;
    const texts = {
      keys: ['idFormat'],
      before: before === undefined ? null : showFormat(before),
      after: after === undefined ? null : showFormat(after),
    };
    if (before === undefined || after === undefined) {
      const isGone = after === undefined;
      const message = `${title} ${isGone ? 'no longer has' : 'has'} a format for the ids${of}.`;
      yield isGone
        ? { rule: 'id-format-tightened', bump: 'major', message, ...texts }
        : { rule: 'id-format-loosened', bump: 'minor', message, ...texts };
      continue;
    }
    const message = `An id${of} of ${title} is ${showFormat(after)}; it was ${showFormat(before)}.`;
    const judged = judgeFormats(before, after);
    yield { rule: judged, bump: judged === 'id-format-loosened' ? 'minor' : 'major', message, ...texts };
  }
}

function judgeFormats(
  old: IdFormat,
  now: IdFormat,
): 'id-format-tightened' | 'id-format-loosened' | 'id-format-changed' {
  const signs = [
    old.kind === now.kind ? 0 : now.kind === 'string' ? -1 : old.kind === 'string' ? 1 : NaN,
    now.minLength - old.minLength,
    (old.maxLength ?? Infinity) === (now.maxLength ?? Infinity)
      ? 0
      : (old.maxLength ?? Infinity) - (now.maxLength ?? Infinity),
    old.pattern === now.pattern ? 0 : now.pattern === null ? -1 : old.pattern === null ? 1 : NaN,
  ];
  if (signs.every((sign) => sign >= 0)) return 'id-format-tightened';
  return signs.every((sign) => sign <= 0) ? 'id-format-loosened' : 'id-format-changed';
}

function showFormat({ kind, minLength, maxLength, pattern }: IdFormat): string {
  const length = maxLength === null ? '' : ` of ${minLength} to ${maxLength} characters`;
  const noun = { string: 'a text', uuid: 'a UUID', integer: 'an integer' }[kind];
  return `${noun}${length}${pattern === null ? '' : ` matching ${pattern}`}`;
}
