import type { Direction, ObjectShape, Property, Shape } from '../../model/shape-types.js';
import type { Side } from '../side.js';
import { quote } from '../text.js';
import { locate, type Step } from './locate.js';
import type { ShapeChange, ShapePair } from './shape-pairs.js';
import { showShape } from './show-shape.js';

interface Objects {
  readonly old: ObjectShape;
  readonly now: ObjectShape;
  readonly direction: Direction;
}

interface Tools {
  readonly report: (change: ShapeChange) => void;
  readonly deepen: (old: Shape, now: Shape, step: Step) => void;
  readonly pair: ShapePair;
  readonly sides: { readonly old: Side; readonly now: Side };
}

/** Properties by name, and the index signature. */
export function compareObjectShapes(objects: Objects, tools: Tools): void {
  const { old, now, direction } = objects;
  const { deepen, pair, sides } = tools;
  const isRequest = direction === 'request';
  const find = (side: Side, pointer: string, name: string): string =>
    locate(side, pointer, { kind: 'property', name });
  const holders = {
    old: locate(sides.old, pair.places.old, { kind: 'object' }),
    now: locate(sides.now, pair.places.now, { kind: 'object' }),
  };
  const report = (change: ShapeChange): void => {
    tools.report({ ...change, holder: holders.old });
  };
  const after = new Map(now.properties.map((property) => [property.name, property]));
  for (const property of old.properties) {
    const { name } = property;
    const counterpart = after.get(name);
    after.delete(name);
    if (counterpart === undefined) {
      report({
        rule: 'property-removed',
        bump: 'major',
        text: `has no ${quote(name)} to the compiler any more`,
        before: showProperty(property),
        after: null,
        places: { old: find(sides.old, pair.places.old, name), now: holders.now },
      });
      continue;
    }
    if (property.optional !== counterpart.optional) {
      const isLooser = counterpart.optional;
      report({
        rule: isLooser ? 'property-optional' : 'property-required',
        bump: isRequest === isLooser ? 'minor' : 'major',
        text: isLooser ? `may lack ${quote(name)}` : `needs ${quote(name)}`,
        before: property.optional ? 'optional' : 'required',
        after: isLooser ? 'optional' : 'required',
        places: { old: find(sides.old, pair.places.old, name), now: find(sides.now, pair.places.now, name) },
      });
    }
    deepen(property.shape, counterpart.shape, { kind: 'property', name });
  }
  for (const property of after.values()) {
    const isDemand = isRequest && !property.optional;
    report({
      rule: 'property-added',
      bump: isDemand ? 'major' : 'minor',
      text: `${isDemand ? 'needs' : 'has'} ${quote(property.name)}`,
      before: null,
      after: showProperty(property),
      places: { old: holders.old, now: find(sides.now, pair.places.now, property.name) },
    });
  }
  compareRest(objects, { ...tools, holders });
}

function compareRest(
  { old, now, direction }: Objects,
  { report, deepen, holders }: Tools & { readonly holders: ShapePair['places'] },
): void {
  if (old.rest !== null && now.rest !== null) {
    deepen(old.rest, now.rest, { kind: 'rest' });
  } else if (old.rest !== null) {
    report({
      rule: direction === 'request' ? 'request-type-narrowed' : 'answer-type-changed',
      bump: 'major',
      text: 'has no other keys to the compiler any more',
      before: `[key: string]: ${showShape(old.rest)}`,
      after: null,
      places: holders,
    });
  } else if (now.rest !== null) {
    report({
      rule: direction === 'request' ? 'request-type-widened' : 'answer-type-narrowed',
      bump: 'minor',
      text: 'has other keys, too, to the compiler',
      before: null,
      after: `[key: string]: ${showShape(now.rest)}`,
      places: holders,
    });
  }
}

function showProperty({ name, optional, shape }: Property): string {
  return `${name}${optional ? '?' : ''}: ${showShape(shape)}`;
}
