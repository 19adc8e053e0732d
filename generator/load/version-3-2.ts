/** What OpenAPI 3.2 has that 3.1 has not (https://spec.openapis.org/oas/v3.2.0.html). */
import type { JsonObject, JsonValue } from './document.js';

/** The new keywords that a description uses, each with how often. They are looked for everywhere but in examples. */
export function listNewFeatures(description: JsonObject): string[] {
  const counts = new Map<string, number>();
  const count = (feature: string): void => {
    counts.set(feature, (counts.get(feature) ?? 0) + 1);
  };
  const stack: JsonValue[] = [description];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, member] of Object.entries<JsonValue>(value)) {
      if (key === 'example' || key === 'examples' || key.startsWith('x-')) continue;
      const isObject = typeof member === 'object' && member !== null;
      if (objects.has(key) && isObject) count(`\`${key}\``);
      if (texts.has(key) && typeof member === 'string') count(`\`${key}\``);
      if (key === 'in' && member === 'querystring') count('`in: querystring`');
      if (key === 'style' && member === 'cookie') count('`style: cookie`');
      if (isObject) stack.push(member);
    }
  }
  return [...counts].map(([feature, times]) => (times === 1 ? feature : `${feature} (${times} times)`));
}

const objects = new Set([
  'query',
  'additionalOperations',
  'itemSchema',
  'itemEncoding',
  'prefixEncoding',
  'mediaTypes',
  'deviceAuthorization',
]);
const texts = new Set(['$self', 'defaultMapping', 'serializedValue', 'nodeType', 'oauth2MetadataUrl']);
