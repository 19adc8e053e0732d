import type { OperationDefinition, ParameterDefinition } from '../definition.js';
import { kindOf, Refusal } from '../refusal.js';
import { assertSegments, fillPath } from './path.js';
import { writeQuery } from './query.js';

/** Where a request goes. */
export interface RequestTarget {
  readonly url: string;
  /** Path and query as they stand in the request line. */
  readonly pathAndQuery: string;
}

/** The values of a request that a URL is made of. */
export interface TargetValues {
  readonly path?: object | undefined;
  readonly query?: object | undefined;
}

/**
 * The URL of a request. Throws a `Refusal` when a value is missing, unknown or cannot be written, and when the
 * platform's own URL parser would read another path than the one that was meant.
 */
export function writeTarget(
  baseUrl: string,
  definition: OperationDefinition,
  values: TargetValues,
): RequestTarget {
  assertKnown(definition, 'path', values.path);
  assertKnown(definition, 'query', values.query);
  const path = fillPath(definition, values.path ?? {});
  const query = writeQuery(definition, values.query ?? {});
  const url = new URL(query === '' ? baseUrl + path : `${baseUrl}${path}?${query}`);
  assertReads(url, { baseUrl, template: definition.path, query });
  return { url: url.href, pathAndQuery: url.pathname + url.search };
}

/** Throws unless the parsed URL is under the base URL, with the segments of the template and this query. */
export function assertReads(
  url: URL,
  meant: { readonly baseUrl: string; readonly template: string; readonly query: string | null },
): void {
  const base = new URL(meant.baseUrl);
  const root = base.pathname.replace(/\/$/, '');
  if (url.origin !== base.origin || !url.pathname.startsWith(`${root}/`) || url.username !== '') {
    throw new Refusal('GUARD', 'the URL would leave the base URL of the connection.');
  }
  if (url.hash !== '' || (meant.query !== null && url.search !== (meant.query && `?${meant.query}`))) {
    throw new Refusal('GUARD', 'the URL would be read with another query than the one given.');
  }
  assertSegments(url.pathname.slice(root.length), meant.template);
}

/** Throws unless every key is a parameter of the operation, and every required parameter has a value. */
export function assertKnown(
  definition: OperationDefinition,
  place: ParameterDefinition['in'],
  values: object | undefined,
): void {
  const parameters = definition.parameters.filter((parameter) => parameter.in === place);
  if (values !== undefined && (typeof values !== 'object' || Array.isArray(values))) {
    throw new Refusal('INPUT', `the ${place} parameters want an object; got ${kindOf(values)}.`);
  }
  const given = values ?? {};
  const unknown = Object.keys(given).find((key) => !parameters.some(({ name }) => name === key));
  if (unknown !== undefined) {
    const names = parameters.map(({ name }) => name).join(', ');
    throw new Refusal(
      'INPUT',
      `there is no ${place} parameter ${unknown}${names === '' ? '' : `; there is ${names}`}.`,
    );
  }
  // A path value that is missing is the path's own, more exact, refusal.
  const missing = parameters.find(
    ({ name, required }) => required && place !== 'path' && (Reflect.get(given, name) ?? null) === null,
  );
  if (missing !== undefined) throw new Refusal('INPUT', `the ${place} parameter ${missing.name} is missing.`);
}
