/** How sentences name a place within a schema. */
import { splitPointer } from '../side.js';
import { quote } from '../text.js';

/** Whom a value is for: a request is written by the caller, an answer by the server. */
export type Direction = 'request' | 'answer';

/** A place within a body, a parameter or a component. */
export interface Label {
  /** What the value is when no component holds it: `the answer 200 of ` and an operation. */
  readonly root: string;
  /** The component that holds it; null: none. */
  readonly component: string | null;
  /** From there, such as `tags[].name`. */
  readonly path: string;
}

/** A step further: a property, `[]` for elements, `{}` for other keys. */
export function stepLabel(label: Label, step: string): Label {
  const isBracket = step.startsWith('[') || step.startsWith('{');
  const path = label.path === '' || isBracket ? label.path + step : `${label.path}.${step}`;
  return { ...label, path };
}

/** The beginning of a sentence: where, and what. */
export function openSentence({ root, component, path }: Label, direction: Direction): string {
  if (component === null) return `In ${root}, ${path === '' ? 'the value' : quote(path)}`;
  const isBracket = path.startsWith('[') || path.startsWith('{');
  const what = path === '' ? component : isBracket ? component + path : `${component}.${path}`;
  return `In ${direction === 'request' ? 'requests' : 'answers'}, ${quote(what)}`;
}

/** The label of a place within a component, by its pointer alone; null: it is in none. */
export function labelOfPointer(pointer: string): Label | null {
  const [components, schemas, component, ...keys] = splitPointer(pointer);
  if (components !== 'components' || schemas !== 'schemas' || component === undefined) return null;
  let label: Label = { root: '', component, path: '' };
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    const next = keys[index + 1] ?? '';
    if (key === 'items') label = stepLabel(label, '[]');
    else if (key === 'additionalProperties') label = stepLabel(label, '{}');
    else if (key === 'properties') label = stepLabel(label, next);
    else if (key === 'prefixItems') label = stepLabel(label, `[${next}]`);
    else if (key === 'patternProperties') label = stepLabel(label, `{${next}}`);
    // Every keyword but two holds its schemas by a name or a number.
    if (key !== 'items' && key !== 'additionalProperties') index += 1;
  }
  return label;
}
