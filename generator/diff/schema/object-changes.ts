import { memberOf, type Side, type Spot } from '../side.js';
import { quote, showValue } from '../text.js';
import { stepLabel, type Direction } from './labels.js';
import type { NormalProperty } from './normal.js';
import type { Comparison } from './pairs.js';

/** Properties, and what other keys hold. */
export function compareObjects(comparison: Comparison, old: Side, now: Side): void {
  const { direction } = comparison;
  const before = visible(old, comparison.old.properties, direction);
  const after = visible(now, comparison.now.properties, direction);
  for (const [name, property] of before) {
    const counterpart = after.get(name);
    if (counterpart === undefined) reportRemoved(comparison, name, { property, side: old });
    else compareProperty(comparison, name, { property, counterpart });
  }
  for (const [name, property] of after) {
    if (!before.has(name)) reportAdded(comparison, name, { property, side: now });
  }
  compareOthers(comparison);
  comparePatterns(comparison);
}

/** Without what only the other direction has. */
function visible(
  side: Side,
  properties: ReadonlyMap<string, NormalProperty>,
  direction: Direction,
): Map<string, NormalProperty> {
  const keyword = direction === 'request' ? 'readOnly' : 'writeOnly';
  const isHidden = (spot: Spot): boolean =>
    memberOf(spot, keyword) === true || memberOf(side.resolve(spot), keyword) === true;
  return new Map([...properties].filter(([, { spots }]) => !spots.some(isHidden)));
}

function compareProperty(
  comparison: Comparison,
  name: string,
  { property, counterpart }: { readonly property: NormalProperty; readonly counterpart: NormalProperty },
): void {
  const { direction, label, report, deepen } = comparison;
  const places = {
    old: property.spots[0]?.pointer ?? comparison.old.objectPointer,
    holder: comparison.old.objectPointer,
    now: counterpart.spots[0]?.pointer ?? comparison.now.objectPointer,
  };
  if (property.required !== counterpart.required) {
    const isStricter = counterpart.required;
    const isBreak = direction === 'request' ? isStricter : !isStricter;
    const text =
      direction === 'request'
        ? `${isStricter ? 'needs' : 'no longer needs'} ${quote(name)}`
        : `${isStricter ? 'always has' : 'may lack'} ${quote(name)}`;
    const shown = (required: boolean): string => (required ? 'required' : 'optional');
    report(
      {
        rule: isStricter ? 'property-required' : 'property-optional',
        bump: isBreak ? 'major' : 'minor',
        text,
        before: shown(property.required),
        after: shown(counterpart.required),
      },
      places,
    );
  }
  deepen({ old: property.spots, now: counterpart.spots, label: stepLabel(label, name) });
}

interface Shown {
  readonly property: NormalProperty;
  readonly side: Side;
}

function reportRemoved(
  { direction, old, now, report }: Comparison,
  name: string,
  { property, side }: Shown,
): void {
  const [spot] = property.spots;
  const text = direction === 'request' ? `no longer takes ${quote(name)}` : `no longer has ${quote(name)}`;
  report(
    { rule: 'property-removed', bump: 'major', text, before: showProperty(name, spot, side) },
    {
      old: spot?.pointer ?? old.objectPointer,
      now: now.objectPointer,
      holder: old.objectPointer,
    },
  );
}

function reportAdded(
  { direction, old, now, report }: Comparison,
  name: string,
  { property, side }: Shown,
): void {
  const [spot] = property.spots;
  const isDemand = direction === 'request' && property.required;
  const text =
    direction === 'request'
      ? `${isDemand ? 'needs' : 'takes'} the new ${quote(name)}`
      : `has the new ${quote(name)}`;
  report(
    {
      rule: 'property-added',
      bump: isDemand ? 'major' : 'minor',
      text,
      after: showProperty(name, spot, side),
    },
    {
      old: old.objectPointer,
      now: spot?.pointer ?? now.objectPointer,
      holder: old.objectPointer,
    },
  );
}

function showProperty(name: string, spot: Spot | undefined, side: Side): string {
  if (spot === undefined) return name;
  return showValue({ [name]: side.target(spot) === null ? spot.value : side.resolve(spot).value });
}

function compareOthers({ old, now, direction, label, report, deepen }: Comparison): void {
  const before = old.others;
  const after = now.others;
  if (before === 'none' || after === 'none') {
    if (before === after) return;
    if (after === 'none') {
      const bump = direction === 'request' ? 'major' : 'minor';
      report({ rule: 'other-properties-refused', bump, text: 'has no other properties any more' });
    } else {
      report({ rule: 'other-properties-allowed', bump: 'minor', text: 'may have other properties' });
    }
    return;
  }
  deepen({
    old: before === 'any' ? null : before,
    now: after === 'any' ? null : after,
    label: stepLabel(label, '{}'),
  });
}

function comparePatterns({ old, now, direction, label, report, deepen }: Comparison): void {
  for (const pattern of new Set([...old.patternProperties.keys(), ...now.patternProperties.keys()])) {
    const before = old.patternProperties.get(pattern);
    const after = now.patternProperties.get(pattern);
    if (before !== undefined && after !== undefined) {
      deepen({ old: before, now: after, label: stepLabel(label, `{${pattern}}`) });
      continue;
    }
    report({
      rule: 'condition-changed',
      bump: direction === 'request' ? 'major' : 'minor',
      text: `says something else of properties that match ${quote(pattern)}`,
    });
  }
}
