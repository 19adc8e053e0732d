/** Keys below which every key is a name that the description's author chose, and no keyword. */
const MAPS = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  '$defs',
  'schemas',
  'responses',
  'parameters',
  'requestBodies',
  'headers',
  'pathItems',
  'paths',
  'webhooks',
  'content',
  'callbacks',
]);

/** True for the keyword of a map from names to objects, such as `properties`. */
export function isMapOfNames(keyword: string): boolean {
  return MAPS.has(keyword);
}
