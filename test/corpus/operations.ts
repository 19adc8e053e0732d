/** The operations of a description, as a reader of the specification finds them. */
import type { Documents, Spot } from './document.js';
import { isObject, listOf, objectOf, textOf } from './json.js';

export interface ParameterSpot {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  /** Null where there is none. */
  readonly schema: Spot | null;
  /** Of a parameter with `content`. */
  readonly mediaType: string | null;
}

export interface ContentSpot {
  readonly mediaType: string;
  readonly spot: Spot;
  readonly schema: Spot | null;
}

export interface AnswerSpot {
  /** As the description writes it, ranges in upper case: `200`, `4XX`, `default`. */
  readonly status: string;
  readonly contents: readonly ContentSpot[];
}

/** Alternatives; each a list of schemes that are sent together. */
export type Security = readonly (readonly SecurityScheme[])[];

export interface SecurityScheme {
  readonly kind: 'authorization' | 'header' | 'query' | 'cookie' | 'none';
  /** Of the header, the query parameter or the cookie; the scheme of `authorization`. */
  readonly name: string;
}

export interface OperationSpot {
  readonly method: string;
  readonly path: string;
  readonly spot: Spot;
  readonly parameters: readonly ParameterSpot[];
  readonly body: { readonly required: boolean; readonly contents: readonly ContentSpot[] } | null;
  readonly answers: readonly AnswerSpot[];
  readonly security: Security;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
/** OpenAPI 3.1, Parameter Object: header parameters of these names are ignored. */
const IGNORED = ['accept', 'content-type', 'authorization'];

/** Every operation, in the description's order. Throws for a reference that leads nowhere. */
export function listOperations(documents: Documents): OperationSpot[] {
  const paths = documents.at(documents.root, 'paths');
  return Object.keys(objectOf(paths.value))
    .filter((path) => path.startsWith('/'))
    .flatMap((path) => {
      const item = documents.follow(documents.at(paths, path));
      return METHODS.filter((method) => isObject(objectOf(item.value)[method])).map((method) =>
        readOperation(documents, { path, method, item }),
      );
    });
}

function readOperation(
  documents: Documents,
  { path, method, item }: { readonly path: string; readonly method: string; readonly item: Spot },
): OperationSpot {
  const spot = documents.at(item, method);
  const parameters = new Map<string, ParameterSpot>();
  for (const owner of [item, spot]) {
    listOf(objectOf(owner.value)['parameters']).forEach((_, index) => {
      const parameter = readParameter(documents, documents.follow(documents.at(owner, 'parameters', index)));
      const isIgnored = parameter.in === 'header' && IGNORED.includes(parameter.name.toLowerCase());
      if (!isIgnored) parameters.set(`${parameter.in} ${parameter.name}`, parameter);
    });
  }
  const responses = documents.at(spot, 'responses');
  return {
    method: method.toUpperCase(),
    path,
    spot,
    parameters: [...parameters.values()],
    body: readBody(documents, spot),
    answers: Object.keys(objectOf(responses.value))
      .filter((status) => /^([1-5][0-9x]{2}|default)$/i.test(status))
      .map((status) => ({
        status: status === 'default' ? status : status.toUpperCase(),
        contents: listContents(documents, documents.follow(documents.at(responses, status))),
      })),
    security: readSecurity(documents, spot),
  };
}

function readParameter(documents: Documents, spot: Spot): ParameterSpot {
  const raw = objectOf(spot.value);
  const place = textOf(raw['in']) ?? '';
  const style = textOf(raw['style']) ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple');
  const [content] = Object.keys(objectOf(raw['content']));
  const schema =
    content === undefined ? documents.at(spot, 'schema') : documents.at(spot, 'content', content, 'schema');
  return {
    name: textOf(raw['name']) ?? '',
    in: place,
    required: raw['required'] === true || place === 'path',
    style,
    explode: typeof raw['explode'] === 'boolean' ? raw['explode'] : style === 'form',
    schema: schema.value === undefined ? null : schema,
    mediaType: content ?? null,
  };
}

function readBody(documents: Documents, operation: Spot): OperationSpot['body'] {
  const spot = documents.at(operation, 'requestBody');
  if (spot.value === undefined) return null;
  const body = documents.follow(spot);
  const contents = listContents(documents, body);
  return contents.length === 0 ? null : { required: objectOf(body.value)['required'] === true, contents };
}

function listContents(documents: Documents, owner: Spot): ContentSpot[] {
  const content = documents.at(owner, 'content');
  return Object.keys(objectOf(content.value)).map((mediaType) => {
    const spot = documents.at(content, mediaType);
    const schema = documents.at(spot, 'schema');
    return { mediaType, spot, schema: schema.value === undefined ? null : schema };
  });
}

function readSecurity(documents: Documents, operation: Spot): Security {
  const declared = objectOf(operation.value)['security'] ?? objectOf(documents.root.value)['security'];
  return listOf(declared).map((alternative) =>
    Object.keys(objectOf(alternative)).map((name) => readScheme(documents, name)),
  );
}

function readScheme(documents: Documents, name: string): SecurityScheme {
  const spot = documents.at(documents.root, 'components', 'securitySchemes', name);
  if (spot.value === undefined) return { kind: 'none', name };
  const raw = objectOf(documents.follow(spot).value);
  if (raw['type'] === 'apiKey') {
    const place = raw['in'];
    const kind = place === 'query' || place === 'cookie' ? place : 'header';
    return { kind, name: textOf(raw['name']) ?? '' };
  }
  if (raw['type'] === 'http') return { kind: 'authorization', name: textOf(raw['scheme']) ?? 'bearer' };
  if (raw['type'] === 'oauth2' || raw['type'] === 'openIdConnect')
    return { kind: 'authorization', name: 'bearer' };
  return { kind: 'none', name };
}

/** The status that stands for a declared one: `2XX` is answered as 200, `default` as 200. */
export function statusFor(declared: string, otherwise: number): number {
  if (declared === 'default') return otherwise;
  return Number(declared.replaceAll('X', '0'));
}
