import { isObject, joinPointer, type Side } from '../side.js';

/** The components of a description by their names without signs. */
const known = new WeakMap<Side, ReadonlyMap<string, string>>();

/** The component that a type is made of, as far as its name tells; all components where it does not. */
export function findSchema(side: Side, name: string): string {
  let components = known.get(side);
  if (components === undefined) {
    components = readComponents(side);
    known.set(side, components);
  }
  const variant = name.replace(/Input$/, '');
  return (
    components.get(`=${name}`) ??
    components.get(plain(name)) ??
    components.get(plain(variant)) ??
    components.get('') ??
    ''
  );
}

function readComponents(side: Side): Map<string, string> {
  const holder = side.find('/components/schemas');
  const components = new Map([['', holder?.pointer ?? '']]);
  if (holder === null || !isObject(holder.value)) return components;
  for (const key of Object.keys(holder.value)) {
    const pointer = joinPointer(holder.pointer, key);
    components.set(`=${key}`, pointer);
    if (!components.has(plain(key))) components.set(plain(key), pointer);
  }
  return components;
}

function plain(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}
