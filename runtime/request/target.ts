import { isRequired, parametersIn } from '../defaults.js';
import type { OperationDefinition, ParameterDefinition } from '../definition.js';
import { needPart } from '../part.js';
import { Refusal } from '../refusal.js';
import type { Draft, ReadRequest, Values } from './request.js';

const PLACES = ['path', 'query', 'header', 'cookie'] as const;
const DOT_SEGMENT = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;
/** URL Standard, section 4.4: line breaks and tabs are removed anywhere, and control characters and blanks at the end. */
const LOST = /[\t\n\r]|[\p{Cc} ]$/u;

/** Writes every parameter of a request. Throws a `Refusal` for one that is missing, unknown or cannot be written. */
export function draftRequest(definition: OperationDefinition, request: ReadRequest): Draft {
  const draft: Draft = { path: definition.path, query: [], headers: [], cookies: [] };
  for (const place of PLACES) {
    const parameters = parametersIn(definition, place);
    assertKnown(parameters, place, request[place]);
    if (parameters.length > 0 || (place === 'path' && /\{[^{}]+\}/.test(draft.path))) {
      needPart(definition, `${place}Parameters`).write(draft, definition, request[place]);
    }
  }
  return draft;
}

/** Throws unless every key is a parameter of the operation, and every required parameter has a value. */
function assertKnown(
  parameters: readonly ParameterDefinition[],
  place: ParameterDefinition['in'],
  values: Values,
): void {
  for (const key of values.keys()) {
    if (parameters.some(({ name }) => name === key)) continue;
    const names = parameters.map(({ name }) => name).join(', ');
    const known = names === '' ? '' : `; there is ${names}`;
    throw new Refusal('INPUT', `there is no ${place} parameter ${key}${known}.`);
  }
  // A path value that is missing is the path's own, more exact, refusal.
  if (place === 'path') return;
  for (const one of parameters) {
    if (isRequired(one) && (values.get(one.name) ?? null) === null) {
      throw new Refusal('INPUT', `the ${place} parameter ${one.name} is missing.`);
    }
  }
}

/**
 * The URL of a request. Throws a `Refusal` when the platform's own URL parser would read another path, or another
 * query, than the one that was meant.
 */
export function writeUrl(base: URL, draft: Pick<Draft, 'path' | 'query'>, template: string): URL {
  const root = base.pathname.replace(/\/$/, '');
  const query = draft.query.length === 0 ? '' : `?${draft.query.join('&')}`;
  const url = new URL(base.origin + root + draft.path + query);
  if (url.origin !== base.origin || !url.pathname.startsWith(`${root}/`) || url.username !== '') {
    throw new Refusal('GUARD', 'the URL would leave the base URL of the connection.');
  }
  if (url.hash !== '' || url.search !== query) {
    throw new Refusal('GUARD', 'the URL would be read with another query than the one given.');
  }
  const read = url.pathname.slice(root.length);
  assertSegments(read, template);
  if (read !== draft.path) assertSegments(draft.path, template);
  return url;
}

/** Throws unless the filled path has the segments of its template, none of which steps through the tree. */
function assertSegments(path: string, template: string): void {
  if (DOT_SEGMENT.test(path)) {
    throw new Refusal('GUARD', `a segment of ${template} would be \`.\` or \`..\` and lead to another path.`);
  }
  if (LOST.test(path)) throw new Refusal('GUARD', `${template} has white space that a URL loses.`);
  if (countSlashes(path) !== countSlashes(template) || path.includes('{')) {
    throw new Refusal('GUARD', `the path would not have the segments of ${template}.`);
  }
}

function countSlashes(path: string): number {
  let count = 0;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) count += 1;
  return count;
}
