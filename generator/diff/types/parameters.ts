import type { Draft } from '../drafts.js';
import type { Operation, Parameter } from '../../model/types.js';
import type { Side } from '../side.js';
import { quote } from '../text.js';
import { templateNames } from '../wire/operations.js';
import { locateParameter } from './locate.js';

/** By name; of the path by position. */
export function pairParameters(old: Operation, now: Operation): [Parameter, Parameter][] {
  const [before, after] = [templateNames(old.path), templateNames(now.path)];
  return old.parameters.flatMap((parameter) => {
    const { name, in: place } = parameter;
    const wanted = place === 'path' ? (after[before.indexOf(name)] ?? name) : name;
    const found = now.parameters.find((each) => each.in === place && each.name === wanted);
    return found === undefined ? [] : [[parameter, found] as [Parameter, Parameter]];
  });
}

/**
 * Parameters of the request that a caller writes. One that the connection gives, or a credential, is none of them: to
 * the compiler it comes and goes, though the wire is the same.
 */
export function compareParameters(
  sides: { readonly old: Side; readonly now: Side },
  old: Operation,
  now: Operation,
): Draft[] {
  const base = { view: 'types', operations: [old.name] } as const;
  const placeOf = (side: Side, { pointer }: Operation, parameter: Parameter): string =>
    locateParameter(side, pointer, parameter)?.pointer ?? pointer;
  const pairs = pairParameters(old, now);
  const drafts: Draft[] = [];
  for (const parameter of old.parameters) {
    if (pairs.some(([was]) => was === parameter)) continue;
    const message = `A request of ${quote(old.name)} has no ${parameter.in} parameter ${quote(parameter.name)} to the compiler any more.`;
    const places = { old: placeOf(sides.old, old, parameter), new: now.pointer };
    drafts.push({ ...base, ...places, rule: 'parameter-removed', bump: 'major', message });
  }
  for (const parameter of now.parameters) {
    if (pairs.some(([, is]) => is === parameter)) continue;
    const { required, name, in: place } = parameter;
    const message = `A request of ${quote(old.name)} ${required ? 'needs' : 'takes'} the ${place} parameter ${quote(name)}.`;
    const places = { old: old.pointer, new: placeOf(sides.now, now, parameter) };
    drafts.push({ ...base, ...places, rule: 'parameter-added', bump: required ? 'major' : 'minor', message });
  }
  for (const [was, is] of pairs) {
    if (was.required === is.required) continue;
    const message = `A request of ${quote(old.name)} ${is.required ? 'needs' : 'no longer needs'} the ${is.in} parameter ${quote(is.name)}.`;
    const places = { old: placeOf(sides.old, old, was), new: placeOf(sides.now, now, is) };
    const rule = is.required ? 'parameter-required' : 'parameter-optional';
    drafts.push({ ...base, ...places, rule, bump: is.required ? 'major' : 'minor', message });
  }
  return drafts;
}
