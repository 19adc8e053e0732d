/** One request to an operation: what the client is given, and what the wire must then show. */
import { isDeepStrictEqual } from 'node:util';
import { makeBody, type BodyCase } from './bodies.js';
import type { Documents } from './document.js';
import { essenceOf, isJsonType } from './json.js';
import type { ContentSpot, OperationSpot, ParameterSpot, Security } from './operations.js';
import { findSample, type Size } from './sample.js';
import type { Schemas } from './schemas.js';
import {
  decodeForm,
  decodePercent,
  isFlat,
  readValue,
  splitPairs,
  takeStyled,
  traceOf,
  type Pair,
  type Trace,
} from './wire.js';

export interface RequestCase {
  /** What the generated function takes. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Optional parameters that have no sample, with the reason. */
  readonly skipped: readonly string[];
  /** What is wrong with the request that was sent; empty when nothing is. */
  readonly verify: (request: Request, basePath: string) => Promise<string[]>;
}

export type RequestMade =
  { readonly is: 'case'; readonly made: RequestCase } | { readonly is: 'none'; readonly reason: string };

interface Given {
  readonly parameter: ParameterSpot;
  readonly value: unknown;
  /** Null: written as JSON. */
  readonly trace: Trace | null;
}

interface Making {
  readonly documents: Documents;
  readonly schemas: Schemas;
  readonly size: Size;
  /** The media type of the body; null to send none. */
  readonly content: ContentSpot | null;
}

/** A request in one size; `none` where a required parameter or the body has no sample. */
export function makeRequest(operation: OperationSpot, making: Making): RequestMade {
  const given: Given[] = [];
  const skipped: string[] = [];
  for (const parameter of operation.parameters) {
    if (!parameter.required && making.size === 'minimal') continue;
    const made = giveParameter(parameter, making);
    if (typeof made !== 'string') given.push(made);
    else if (parameter.required) return { is: 'none', reason: `${parameter.in} ${parameter.name}: ${made}` };
    else skipped.push(`${parameter.in} ${parameter.name}: ${made}`);
  }
  const body = making.content === null ? null : makeBody(making.content, making);
  if (body?.is === 'none')
    return { is: 'none', reason: `body ${making.content?.mediaType ?? ''}: ${body.reason}` };
  const made: RequestCase = {
    input: writeInput(operation, given, { body, content: making.content }),
    skipped,
    verify: async (request, basePath) => [
      ...verifyTarget(operation, given, { request, basePath }),
      ...verifySecurity(operation.security, request),
      ...(await verifyBody(request, body, making.content)),
    ],
  };
  return { is: 'case', made };
}

/** The parameter with a sample, or the reason why there is none. */
function giveParameter(parameter: ParameterSpot, { schemas, size }: Making): Given | string {
  if (parameter.schema === null) return give(parameter, 'sample');
  const isPlace = parameter.in === 'path' || parameter.in === 'query';
  const isJoined = parameter.style === 'spaceDelimited' || parameter.style === 'pipeDelimited';
  const found = findSample(schemas, schemas.name(parameter.schema, 'request'), {
    size,
    alphabet: isPlace && !isJoined && size === 'full' ? 'spaced' : 'token',
    isPlain: parameter.mediaType === null,
  });
  if (found.is === 'none') return found.reason;
  if (found.loosened !== null) return found.loosened;
  const made = give(parameter, found.value);
  if (made.trace === null && parameter.mediaType !== null) return made;
  if (made.trace === null) return 'its value holds what no style can write';
  if (isFlat(made.trace) || parameter.style === 'deepObject') return made;
  return `${parameter.style} style does not say how a nested value is written`;
}

function give(parameter: ParameterSpot, value: unknown): Given {
  const isJson = parameter.mediaType !== null && isJsonType(parameter.mediaType);
  return { parameter, value, trace: isJson ? null : traceOf(value) };
}

function writeInput(
  operation: OperationSpot,
  given: readonly Given[],
  { body, content }: { readonly body: BodyCase | null; readonly content: ContentSpot | null },
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [place, key] of [
    ['path', 'path'],
    ['query', 'query'],
    ['header', 'headers'],
    ['cookie', 'cookies'],
  ] as const) {
    const mine = given.filter(({ parameter }) => parameter.in === place);
    if (mine.length > 0)
      input[key] = Object.fromEntries(mine.map(({ parameter, value }) => [parameter.name, value]));
  }
  if (body?.is === 'case') {
    input['body'] = body.given;
    // A range that admits JSON is sent as JSON unless something else is said.
    const [first] = operation.body?.contents ?? [];
    const isOther = first?.mediaType.includes('*') === true && !isJsonType(content?.mediaType ?? '');
    const needsType = (operation.body?.contents.length ?? 0) > 1 || isOther;
    if (needsType && content !== null) input['contentType'] = content.mediaType;
  }
  return input;
}

function verifyTarget(
  operation: OperationSpot,
  given: readonly Given[],
  { request, basePath }: { readonly request: Request; readonly basePath: string },
): string[] {
  const problems: string[] = [];
  if (request.method !== operation.method) problems.push(`the method is ${request.method}`);
  const url = new URL(request.url);
  // What follows a `#` is never sent; some descriptions use it to tell operations on one path apart.
  const [template = '', fixedQuery = ''] = (operation.path.split('#')[0] ?? '').split('?');
  const captured = captureNames(template, url.pathname.slice(basePath.length));
  const pairs = splitPairs(url.search.slice(1));
  for (const [name, value] of splitPairs(fixedQuery)) removePair(pairs, name, value);
  for (const one of given) problems.push(...verifyParameter(one, { request, captured, pairs }));
  if (captured === null) problems.push(`the path ${url.pathname} is not of the template`);
  const keys = operation.security.flat().filter((scheme) => scheme.kind === 'query');
  const unknown = pairs.filter(([name]) => !keys.some((scheme) => scheme.name === decodeForm(name)));
  return [...problems, ...unknown.map(([name]) => `the query has ${name}, which was not given`)];
}

function removePair(pairs: Pair[], name: string, value: string): void {
  const at = pairs.findIndex(([one, other]) => one === name && other === value);
  if (at >= 0) pairs.splice(at, 1);
}

function verifyParameter(
  { parameter, value, trace }: Given,
  {
    request,
    captured,
    pairs,
  }: {
    readonly request: Request;
    readonly captured: ReadonlyMap<string, string> | null;
    readonly pairs: Pair[];
  },
): string[] {
  const what = `${parameter.in} ${parameter.name}`;
  const expected = trace ?? JSON.stringify(value);
  const plain = {
    ...parameter,
    style: trace === null ? 'form' : parameter.style,
    explode: trace !== null && parameter.explode,
  };
  const seen = readSeen();
  if (trace === null && typeof seen === 'string') return sameJson(seen, value) ? [] : [`${what} is ${seen}`];
  if (seen !== null && isDeepStrictEqual(toPlain(seen), toPlain(expected))) return [];
  const shown = seen === null ? 'missing or in another style' : JSON.stringify(seen);
  return [`${what} is ${shown}, given ${JSON.stringify(value)} in ${parameter.style} style`.slice(0, 400)];

  function readSeen(): Trace | null {
    if (parameter.in === 'query') return takeStyled(pairs, plain, expected);
    if (parameter.in === 'path') {
      const text = captured?.get(parameter.name);
      const style = trace === null ? 'simple' : parameter.style;
      return text === undefined ? null : readValue(text, { ...plain, style }, expected);
    }
    if (parameter.in === 'header') {
      const text = request.headers.get(parameter.name);
      return text === null ? null : readValue(text, { ...plain, style: 'header' }, expected);
    }
    const cookies = (request.headers.get('cookie') ?? '').split('; ').map((pair) => pair.split('='));
    const mine: Pair[] = cookies.map(([name = '', ...rest]) => [name, rest.join('=')]);
    return takeStyled(mine, plain, expected);
  }
}

function sameJson(text: string, value: unknown): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(text), value);
  } catch {
    return false;
  }
}

/** Without prototypes, which strict equality would compare. */
function toPlain(trace: Trace): unknown {
  return JSON.parse(JSON.stringify(trace)) as unknown;
}

/** What stands in the braces of a template, not yet decoded; null where the path is another. */
function captureNames(template: string, path: string): Map<string, string> | null {
  const names: string[] = [];
  const pattern = template
    .split(/(\{[^{}]+\})/)
    .map((part) => {
      if (/^\{.*\}$/.test(part)) {
        names.push(part.slice(1, -1));
        return '([^/]*?)';
      }
      return decodePercent(part.replace(/%(?![0-9a-f]{2})/gi, '%25')).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  // Literal parts are compared decoded, captured ones are not: only what stands between braces is encoded here.
  const match = new RegExp(`^${pattern}$`).exec(decodeLiterals(path));
  return match === null ? null : new Map(names.map((name, index) => [name, match[index + 1] ?? '']));
}

/** Decodes what URLs encode in the literal parts of templates, and no character that could separate anything. */
function decodeLiterals(path: string): string {
  return path.replace(/%(7B|7D|7C|5B|5D|5E|60|22|3C|3E|20)/gi, (code) => decodePercent(code));
}

function verifySecurity(security: Security, request: Request): string[] {
  const cookies = (request.headers.get('cookie') ?? '').split('; ').map((pair) => pair.split('=')[0] ?? '');
  const query = new URL(request.url).searchParams;
  const authorization = request.headers.get('authorization');
  const isSent = ({ kind, name }: Security[number][number]): boolean => {
    if (kind === 'header') return request.headers.get(name) !== null;
    if (kind === 'query') return query.has(name);
    if (kind === 'cookie') return cookies.includes(name);
    if (kind === 'none') return true;
    const scheme = name.toLowerCase();
    return (authorization ?? '').toLowerCase().startsWith(`${scheme} `);
  };
  if (security.length === 0 || security.every((alternative) => alternative.length === 0)) {
    return authorization === null ? [] : ['a credential was sent that nothing asks for'];
  }
  if (security.some((alternative) => alternative.every(isSent))) return [];
  return ['the credentials that were sent are none of its alternatives'];
}

async function verifyBody(
  request: Request,
  body: BodyCase | null,
  content: ContentSpot | null,
): Promise<string[]> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (body?.is !== 'case' || content === null)
    return bytes.length === 0 ? [] : ['a body was sent that was not given'];
  const contentType = request.headers.get('content-type');
  const wanted = essenceOf(content.mediaType);
  const given = essenceOf(contentType ?? '');
  const isRight = wanted.includes('*') ? given !== '' : given === wanted;
  const problems = isRight
    ? []
    : [`the content type is ${contentType ?? 'missing'}, declared is ${content.mediaType}`];
  return [...problems, ...(await body.verify({ contentType, bytes }))];
}
