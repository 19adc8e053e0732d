import type { JsonValue } from '../../load/document.js';

/** Keywords that are for readers. */
const forReaders = new Set(['description', 'title', 'example', 'examples', '$comment', 'externalDocs']);

/** The value as JSON whose keys are sorted and that has no texts for readers: equal for what means the same. */
export function canonicalText(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  const entries = Object.entries(value)
    .filter(([key]) => !forReaders.has(key))
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalText(each)}`).join(',')}}`;
}
