/** Makes a description larger by repeating it under other names, so that its cost can be measured against its size. */

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonMap;
/** A JSON object. */
export interface JsonMap {
  readonly [key: string]: Json;
}

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);
const componentReference = /^#\/components\/([^/]+)\/([^/]+)/;

/**
 * The description, `copies` times over in one: every copy but the first has paths, components and operation ids of
 * its own. Security schemes are shared, so that a client's options do not grow.
 */
export function repeatDescription(document: JsonMap, copies: number): JsonMap {
  const components = asMap(document['components']);
  const paths: [string, Json][] = Object.entries(asMap(document['paths']));
  const sections = new Map(
    Object.entries(components).map(([section, named]) => [section, Object.entries(asMap(named))]),
  );
  const originals = {
    paths: [...paths],
    sections: new Map([...sections].map(([key, list]) => [key, [...list]])),
  };
  for (let copy = 2; copy <= copies; copy += 1) {
    for (const [path, item] of originals.paths) paths.push([`/copy-${copy}${path}`, rename(item, copy)]);
    for (const [section, named] of originals.sections) {
      if (section === 'securitySchemes') continue;
      for (const [name, value] of named)
        sections.get(section)?.push([renamed(name, copy), rename(value, copy)]);
    }
  }
  return {
    ...document,
    paths: Object.fromEntries(paths),
    components: Object.fromEntries(
      [...sections].map(([section, named]) => [section, Object.fromEntries(named)]),
    ),
  };
}

/** How many operations a description holds. */
export function countOperations(document: JsonMap): number {
  return Object.values(asMap(document['paths']))
    .map((item) => Object.keys(asMap(item)).filter((key) => methods.has(key)).length)
    .reduce((sum, count) => sum + count, 0);
}

/** One copy of a value: references and operation ids point into the same copy. */
function rename(value: Json, copy: number): Json {
  if (Array.isArray(value)) return value.map((item: Json) => rename(item, copy));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as JsonMap).map(([key, member]) => {
      if (typeof member === 'string' && key === '$ref') return [key, renameReference(member, copy)];
      if (typeof member === 'string' && key === 'operationId') return [key, renamed(member, copy)];
      if (key === 'discriminator') return [key, renameDiscriminator(member, copy)];
      return [key, rename(member, copy)];
    }),
  );
}

/** A mapping names schemas by reference or by their bare name. */
function renameDiscriminator(value: Json, copy: number): Json {
  const discriminator = asMap(value);
  if (discriminator['mapping'] === undefined) return value;
  const mapping = Object.entries(asMap(discriminator['mapping'])).map(([key, target]): [string, Json] => {
    if (typeof target !== 'string') return [key, target];
    return [key, target.includes('/') ? renameReference(target, copy) : renamed(target, copy)];
  });
  return { ...discriminator, mapping: Object.fromEntries(mapping) };
}

function renameReference(reference: string, copy: number): string {
  const [, section] = componentReference.exec(reference) ?? [];
  if (section === undefined || section === 'securitySchemes') return reference;
  return reference.replace(
    componentReference,
    (_, kind: string, name: string) => `#/components/${kind}/${renamed(name, copy)}`,
  );
}

function renamed(name: string, copy: number): string {
  return `${name}Copy${copy}`;
}

function asMap(value: Json | undefined): JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : {};
}

/** The same description with one operation left in it. Components stay, and with them the types. */
export function keepOperation(
  document: JsonMap,
  { method, path }: { readonly method: string; readonly path: string },
): JsonMap {
  const item = asMap(asMap(document['paths'])[path]);
  const kept = Object.entries(item).filter(([key]) => !methods.has(key) || key === method.toLowerCase());
  return { ...document, paths: { [path]: Object.fromEntries(kept) } };
}
