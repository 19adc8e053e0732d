import { joinPointer, memberOf, childOf, elementsOf, type Side, type Spot } from '../side.js';
import { quote, showValue } from '../text.js';
import type { OperationPair } from './context.js';
import { templateNames, type FoundOperation } from './operations.js';

/** How a value that is no body is written; headers of answers are the same (OpenAPI 3.1, Header Object). */
interface Writing {
  readonly style: string;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly mediaType: string | null;
  readonly schema: Spot | null;
}

interface Parameter extends Writing {
  readonly name: string;
  readonly place: string;
  readonly spot: Spot;
  readonly required: boolean;
  readonly allowEmpty: boolean;
  readonly deprecated: boolean;
}

/** Parameters by where they stand and what the server calls them; of the path, by their position. */
export function compareParameters(pair: OperationPair): void {
  const before = readParameters(pair.sides.old, pair.old);
  const after = readParameters(pair.sides.now, pair.now);
  for (const [key, parameter] of before) {
    const counterpart = after.get(key);
    if (counterpart !== undefined) compareParameter(pair, parameter, counterpart);
    else {
      pair.report({
        rule: 'parameter-removed',
        bump: 'major',
        message: `${pair.title} no longer takes ${describe(parameter)}.`,
        old: parameter.spot.pointer,
        new: pair.now.spot.pointer,
        before: showValue(parameter.spot.value),
      });
    }
  }
  for (const [key, parameter] of after) {
    if (before.has(key)) continue;
    const isDemand = parameter.required && parameter.place !== 'path';
    pair.report({
      rule: 'parameter-added',
      bump: parameter.required ? 'major' : 'minor',
      message: `${pair.title} ${isDemand ? 'needs' : 'takes'} the new ${describe(parameter)}.`,
      old: pair.old.spot.pointer,
      new: parameter.spot.pointer,
      after: showValue(parameter.spot.value),
    });
  }
}

function compareParameter(pair: OperationPair, before: Parameter, after: Parameter): void {
  const { title, sides, schemas, sent } = pair;
  const places = { old: before.spot.pointer, new: after.spot.pointer };
  const named = describe(before);
  if (before.required !== after.required) {
    pair.report({
      rule: after.required ? 'parameter-required' : 'parameter-optional',
      bump: after.required ? 'major' : 'minor',
      message: `${title} ${after.required ? 'needs' : 'no longer needs'} ${named}.`,
      ...places,
      before: before.required ? 'required' : 'optional',
      after: after.required ? 'required' : 'optional',
    });
  }
  const styles = showStyles(sides, before, after);
  if (styles[0] !== styles[1]) {
    pair.report({
      rule: 'parameter-style-changed',
      bump: 'major',
      message: `${title} writes ${named} in another way: ${styles[1]} instead of ${styles[0]}.`,
      ...places,
      before: styles[0],
      after: styles[1],
    });
  }
  if (before.allowEmpty !== after.allowEmpty) {
    pair.report({
      rule: after.allowEmpty ? 'parameter-empty-allowed' : 'parameter-empty-refused',
      bump: after.allowEmpty ? 'minor' : 'major',
      message: `${title}: ${named} ${after.allowEmpty ? 'may' : 'can no longer'} be sent without a value.`,
      ...places,
    });
  }
  if (before.deprecated !== after.deprecated) {
    pair.report({
      rule: after.deprecated ? 'parameter-deprecated' : 'parameter-restored',
      bump: after.deprecated ? 'minor' : 'patch',
      message: `${title}: ${named} is ${after.deprecated ? '' : 'no longer '}deprecated.`,
      ...places,
    });
  }
  schemas.ask(
    {
      old: before.schema === null ? null : [before.schema],
      now: after.schema === null ? null : [after.schema],
      direction: sent,
      isXml: false,
      label: { root: `${named} of ${quote(pair.old.name)}`, component: null, path: '' },
      holders: { old: before.spot.pointer, now: after.spot.pointer },
    },
    pair.old.name,
  );
}

/** The path item's parameters and the operation's own, which win (OpenAPI 3.1, Operation Object). */
function readParameters(side: Side, operation: FoundOperation): Map<string, Parameter> {
  const positions = new Map(templateNames(operation.path).map((name, index) => [name, String(index)]));
  const found = new Map<string, Parameter>();
  for (const holder of [operation.pathItem, operation.spot]) {
    for (const spot of elementsOf(holder, 'parameters').map((each) => side.resolve(each))) {
      const parameter = readParameter(spot);
      if (parameter === null) continue;
      const { place, name } = parameter;
      const key =
        place === 'path' ? (positions.get(name) ?? name) : place === 'header' ? name.toLowerCase() : name;
      // What HTTP or the security scheme says already (OpenAPI 3.1, Parameter Object).
      if (place === 'header' && ['accept', 'content-type', 'authorization'].includes(key)) continue;
      found.set(`${place} ${key}`, parameter);
    }
  }
  return found;
}

function readParameter(spot: Spot): Parameter | null {
  const [name, place] = [memberOf(spot, 'name'), memberOf(spot, 'in')];
  if (typeof name !== 'string' || typeof place !== 'string') return null;
  return {
    name,
    place,
    spot,
    required: place === 'path' || memberOf(spot, 'required') === true,
    allowEmpty: place === 'query' && memberOf(spot, 'allowEmptyValue') === true,
    deprecated: memberOf(spot, 'deprecated') === true,
    ...readWriting(spot, ['query', 'cookie'].includes(place) ? 'form' : 'simple'),
  };
}

/** A schema in a style, or in the one media type of `content`. */
export function readWriting(spot: Spot, usual: 'form' | 'simple'): Writing {
  const given = memberOf(spot, 'style');
  const style = typeof given === 'string' ? given : usual;
  const explode = memberOf(spot, 'explode');
  const content = childOf(spot, 'content');
  const [mediaType = null] = content === null ? [] : Object.keys(Object(content.value) as object);
  const holder =
    content === null || mediaType === null
      ? spot
      : { value: null, pointer: joinPointer(content.pointer, mediaType) };
  const inner = content === null || mediaType === null ? null : childOf(content, mediaType);
  return {
    style,
    explode: typeof explode === 'boolean' ? explode : style === 'form',
    allowReserved: memberOf(spot, 'allowReserved') === true,
    mediaType,
    schema: childOf(inner ?? (mediaType === null ? spot : holder), 'schema'),
  };
}

/** How both sides write a value: equal texts where it is the same on the wire. */
export function showStyles(
  sides: { readonly old: Side; readonly now: Side },
  old: Writing,
  now: Writing,
): readonly [string, string] {
  const isCompound = mayBeCompound(sides.old, old) || mayBeCompound(sides.now, now);
  return [showStyle(old, isCompound), showStyle(now, isCompound)];
}

/** A plain value is written the same with and without `explode`, in the style `simple` also a list (RFC 6570, 3.2.2). */
function showStyle({ style, explode, allowReserved, mediaType }: Writing, isCompound: boolean): string {
  if (mediaType !== null) return mediaType;
  const parts = [
    style,
    isCompound ? (explode ? 'exploded' : 'not exploded') : '',
    allowReserved ? 'reserved characters' : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function mayBeCompound(side: Side, { schema, style }: Writing): boolean {
  if (schema === null) return true;
  const types = memberOf(side.resolve(schema), 'type');
  const listed = Array.isArray(types) ? types : [types];
  return listed.some(
    (type) => (type === 'array' && style !== 'simple') || type === 'object' || type === undefined,
  );
}

function describe({ place, name }: Parameter): string {
  return `${place === 'path' ? 'path' : place} parameter ${quote(name)}`;
}
