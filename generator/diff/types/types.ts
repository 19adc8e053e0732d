import type { Draft } from '../drafts.js';
import type { AnswerContent, Operation, Parameter } from '../../model/types.js';
import type { Direction, Shape } from '../../model/shape-types.js';
import { quote } from '../text.js';
import { childOf, joinPointer, type Side } from '../side.js';
import { keyOf } from '../wire/operations.js';
import { compareParameters, pairParameters } from './parameters.js';
import { compareNames, compareOptions, comparePackage } from './exports.js';
import { locateParameter } from './locate.js';
import { ShapePairs } from './shape-pairs.js';

/** What the compiler says to somebody who wrote against yesterday's package. */
export function compareTypes(old: Side, now: Side): Draft[] {
  const shapes = new ShapePairs(old, now);
  const drafts: Draft[] = [...comparePackage(old, now), ...compareOptions(old, now)];
  for (const [before, after] of pairByName(old, now)) {
    drafts.push(...compareOperation({ old, now }, before, after));
    askShapes(shapes, before, after);
  }
  shapes.run();
  // What no operation has is exported all the same.
  for (const { name } of old.api.schemas) {
    if (!shapes.names.now.has(name) || shapes.hasMet(name)) continue;
    const type = { kind: 'name', name } as const;
    const place = `/components/schemas/${name}`;
    const label = { root: '', component: name, path: '' };
    shapes.ask({
      old: type,
      now: type,
      direction: 'answer',
      operation: null,
      label,
      places: { old: place, now: place },
    });
  }
  drafts.push(...shapes.finish(), ...compareNames({ old, now }, shapes.names, shapes.renamed));
  return drafts;
}

/** By public name; what is left by method and path. */
function pairByName(old: Side, now: Side): [Operation, Operation][] {
  const left = new Map(now.api.operations.map((operation) => [operation.name, operation]));
  const pairs: [Operation, Operation][] = [];
  const unmatched: Operation[] = [];
  for (const operation of old.api.operations) {
    const found = left.get(operation.name);
    if (found === undefined) unmatched.push(operation);
    else {
      left.delete(operation.name);
      pairs.push([operation, found]);
    }
  }
  const byKey = new Map([...left.values()].map((operation) => [keyOf(operation), operation]));
  for (const operation of unmatched) {
    const found = byKey.get(keyOf(operation));
    if (found !== undefined) pairs.push([operation, found]);
  }
  return pairs;
}

function compareOperation(
  sides: { readonly old: Side; readonly now: Side },
  old: Operation,
  now: Operation,
): Draft[] {
  const base = { view: 'types', operations: [old.name], old: old.pointer, new: now.pointer } as const;
  const drafts: Draft[] = [];
  const rename = (before: string, after: string): void => {
    const message = `${quote(before)} is called ${quote(after)} now.`;
    drafts.push({ ...base, rule: 'export-renamed', bump: 'major', message, before, after });
  };
  if (old.name !== now.name) rename(old.name, now.name);
  else {
    for (const key of ['requestType', 'responseType', 'errorType'] as const) {
      if (old[key] !== now[key]) rename(old[key], now[key]);
    }
  }
  const [before, after] = [old.pagination?.name ?? null, now.pagination?.name ?? null];
  if (before !== null && after !== null && before !== after && old.name === now.name) rename(before, after);
  else if (before !== null && after === null) {
    const message = `${quote(before)}, which walks through a list, is not exported any more.`;
    drafts.push({ ...base, rule: 'export-removed', bump: 'major', message, before });
  } else if (before === null && after !== null) {
    const message = `${quote(after)} walks through the whole list.`;
    drafts.push({ ...base, rule: 'export-added', bump: 'minor', message, after });
  }
  drafts.push(...compareParameters(sides, old, now));
  for (const [was, is] of pairParameters(old, now)) {
    if (was.name === is.name || was.in !== 'path') continue;
    const message = `The path parameter ${quote(was.name)} of ${quote(old.name)} is called ${quote(is.name)} now.`;
    drafts.push({
      ...base,
      rule: 'path-parameter-renamed',
      bump: 'major',
      message,
      old: locateParameter(sides.old, old.pointer, was)?.pointer ?? old.pointer,
      new: locateParameter(sides.now, now.pointer, is)?.pointer ?? now.pointer,
      before: was.name,
      after: is.name,
    });
  }
  return drafts;
}

interface Part {
  readonly old: Shape;
  readonly now: Shape;
  readonly direction: Direction;
  readonly root: string;
  readonly places: { readonly old: string; readonly now: string };
}

function askShapes(shapes: ShapePairs, old: Operation, now: Operation): void {
  const { sides } = shapes;
  const ask = ({ root, ...part }: Part): void => {
    shapes.ask({ ...part, operation: old.name, label: { root, component: null, path: '' } });
  };
  for (const [was, is] of pairParameters(old, now)) {
    const find = (side: Side, { pointer }: Operation, parameter: Parameter): string => {
      const spot = locateParameter(side, pointer, parameter);
      return spot === null ? pointer : (childOf(spot, 'schema')?.pointer ?? spot.pointer);
    };
    const places = { old: find(sides.old, old, was), now: find(sides.now, now, is) };
    const root = `${was.in} parameter ${quote(was.name)} of ${quote(old.name)}`;
    ask({ old: was.shape, now: is.shape, direction: 'request', root, places });
  }
  for (const content of old.body?.contents ?? []) {
    const other = now.body?.contents.find(({ mediaType }) => mediaType === content.mediaType);
    if (other === undefined) continue;
    const find = (side: Side, { pointer }: Operation): string =>
      findContent(side, joinPointer(pointer, 'requestBody'), content.mediaType);
    const places = { old: find(sides.old, old), now: find(sides.now, now) };
    const root = `the body of ${quote(old.name)}`;
    ask({ old: content.shape, now: other.shape, direction: 'request', root, places });
  }
  const after = new Map(
    [...now.answers, ...now.errors].map(({ status, contents }) => [String(status), contents]),
  );
  for (const { status, contents } of [...old.answers, ...old.errors]) {
    askContents({ status: String(status), old: contents, now: after.get(String(status)) ?? [] });
  }

  function askContents(answer: {
    readonly status: string;
    readonly old: readonly AnswerContent[];
    readonly now: readonly AnswerContent[];
  }): void {
    for (const content of answer.old) {
      const other = answer.now.find(({ mediaType }) => mediaType === content.mediaType);
      if (other === undefined) continue;
      const find = (side: Side, { pointer }: Operation): string =>
        findContent(side, joinPointer(pointer, 'responses', answer.status), content.mediaType);
      const places = { old: find(sides.old, old), now: find(sides.now, now) };
      const root = `the answer ${answer.status} of ${quote(old.name)}`;
      ask({ old: content.shape, now: other.shape, direction: 'answer', root, places });
    }
  }
}

/** The schema of a body or an answer in a media type, or the nearest place that exists. */
function findContent(side: Side, pointer: string, mediaType: string): string {
  const holder = side.find(pointer);
  if (holder === null) return pointer;
  const resolved = side.resolve(holder);
  const schema = joinPointer(resolved.pointer, 'content', mediaType, 'schema');
  return side.find(schema) === null ? resolved.pointer : schema;
}
