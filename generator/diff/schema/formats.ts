import { quote } from '../text.js';
import { bumpOfNarrowing, bumpOfWidening, type Change, type Pair } from './changes.js';

/** Formats of numbers, each a part of the next. */
const ladders: readonly (readonly string[])[] = [
  ['int8', 'int16', 'int32', 'int64'],
  ['float', 'double'],
];

/** Differences of `format`. A reader that parses a value needs the format to stay. */
export function* formatChanges({ old, now, direction }: Pair): Generator<Change> {
  const { format: before } = old;
  const { format: after } = now;
  if (before === after) return;
  const texts = { before, after, keywords: ['format'] };
  if (before === null) {
    const bump = bumpOfNarrowing(direction);
    yield { rule: 'format-added', bump, text: `has the format ${quote(after ?? '')} now`, ...texts };
    return;
  }
  if (after === null) {
    const bump = bumpOfWidening(direction);
    yield { rule: 'format-removed', bump, text: `no longer has the format ${quote(before)}`, ...texts };
    return;
  }
  const text = `has the format ${quote(after)} instead of ${quote(before)}`;
  const ladder = ladders.find((steps) => steps.includes(before) && steps.includes(after));
  if (ladder === undefined) {
    yield { rule: 'format-changed', bump: 'major', text, ...texts };
  } else if (ladder.indexOf(after) > ladder.indexOf(before)) {
    yield { rule: 'format-widened', bump: bumpOfWidening(direction), text, ...texts };
  } else {
    yield { rule: 'format-narrowed', bump: bumpOfNarrowing(direction), text, ...texts };
  }
}
