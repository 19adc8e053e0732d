import type { Diagnostics } from '../diagnostics.js';
import type { Document, JsonObject, JsonValue } from './document.js';
import { getAt, getOwn, isObject } from './json.js';
import { extendPointer, readFragment } from './pointer.js';

/** Keywords whose keys are names that the author chose, so that no key below them is a keyword. */
const namesBelow = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  '$defs',
  'definitions',
  'schemas',
  'responses',
  'parameters',
  'examples',
  'requestBodies',
  'headers',
  'securitySchemes',
  'links',
  'callbacks',
  'pathItems',
  'paths',
  'webhooks',
  'content',
  'encoding',
  'variables',
]);

/** Keywords that hold data, in which `$ref` is a key like any other. */
const dataBelow = new Set(['example', 'value', 'default', 'const', 'enum']);

/**
 * Reports every `$ref`, and every target of a discriminator's mapping, that leads nowhere, out of the file, or back
 * to itself.
 *
 * @returns false when something was reported.
 */
export function checkReferences(document: Document, diagnostics: Diagnostics): boolean {
  const before = diagnostics.items.length;
  const good = new Set<string>();
  const visit = (value: JsonValue, pointer: string, keysAreNames: boolean): void => {
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        visit(item, extendPointer(pointer, index), false);
      });
    }
    if (!isObject(value)) return;
    if (!keysAreNames) check(value, pointer);
    for (const [key, item] of Object.entries(value)) {
      const isData =
        dataBelow.has(key) || key.startsWith('x-') || (key === 'examples' && Array.isArray(item));
      if (!keysAreNames && isData) continue;
      visit(item, extendPointer(pointer, key), !keysAreNames && namesBelow.has(key));
    }
  };
  const check = (object: JsonObject, pointer: string): void => {
    const reference = getOwn(object, '$ref');
    if (typeof reference === 'string') {
      checkReference(reference, { document, pointer: extendPointer(pointer, '$ref'), diagnostics, good });
    }
    const mapping = getOwn(object, 'mapping');
    if (!isObject(mapping) || typeof object['propertyName'] !== 'string') return;
    for (const [name, target] of Object.entries(mapping)) {
      if (typeof target !== 'string' || !target.includes('/')) continue;
      checkReference(target, {
        document,
        pointer: extendPointer(extendPointer(pointer, 'mapping'), name),
        diagnostics,
        good,
      });
    }
  };
  visit(document.value, '', false);
  return diagnostics.items.length === before;
}

interface ReferenceSite {
  readonly document: Document;
  readonly pointer: string;
  readonly diagnostics: Diagnostics;
  /** References that are known to lead to a value, so that long chains are walked once. */
  readonly good: Set<string>;
}

function checkReference(reference: string, { document, pointer, diagnostics, good }: ReferenceSite): void {
  const seen = new Set<string>();
  for (let next: string | null = reference; next !== null && !good.has(next);) {
    if (!next.startsWith('#')) {
      // A chain that leaves the file is reported where it does so.
      if (next === reference) {
        diagnostics.report(
          'reference-external',
          document.place(pointer),
          `${JSON.stringify(reference)} leads out of this file; a description is read from one file.`,
        );
      }
      return;
    }
    if (seen.has(next)) {
      diagnostics.report(
        'reference-loop',
        document.place(pointer),
        `${JSON.stringify(reference)} leads from one reference to the next and never to a value.`,
      );
      return;
    }
    seen.add(next);
    const keys = readFragment(next);
    const value = keys === null ? undefined : getAt(document.value, keys);
    if (value === undefined) {
      if (next === reference) {
        diagnostics.report(
          'reference-broken',
          document.place(pointer),
          `${JSON.stringify(reference)} leads nowhere in the description.`,
          next.startsWith('#/') ? undefined : 'Write a JSON Pointer, such as #/components/schemas/Row.',
        );
      }
      return;
    }
    const further: JsonValue | undefined = isObject(value) ? getOwn(value, '$ref') : undefined;
    next = typeof further === 'string' ? further : null;
  }
  for (const reached of seen) good.add(reached);
}
