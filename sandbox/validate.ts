/** Holds every request against the provider's description, whatever the server's own code thinks of it. */
import formats from 'ajv-formats';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { decodeParameter, locate, takesAnyName } from './decode.js';
import {
  readOperations,
  type DescribedOperation,
  type DescribedParameter,
  type Description,
} from './description.js';
import type { Violation } from './message.js';
import { findRoute } from './route.js';

/** What a check looks at. Header names are in lower case. */
export interface CheckedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What a check found. */
export interface Verdict {
  /** Null: the description has no such operation, or it has no id. */
  readonly operation: string | null;
  readonly violations: readonly Violation[];
}

/** Knows one description. */
export interface Validator {
  /** Checks one request. A request for an operation that is not described has no violations. */
  check(request: CheckedRequest): Verdict;
}

const documentKey = 'description';
/** A body with a thousand bad ids has a thousand errors; nobody reads more than these. */
const maxViolations = 100;

/** Compiles the document's schemas when they are first needed, each by its pointer, with 3.1 semantics (2020-12). */
export function createValidator(document: Description): Validator {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false, validateSchema: false });
  formats.default(ajv);
  ajv.addSchema(document, documentKey);
  const compiled = new Map<string, ValidateFunction | null>();
  const operations = readOperations(document);

  function compile(at: string): ValidateFunction | null {
    const known = compiled.get(at);
    if (known !== undefined) return known;
    const fragment = at.split('/').map(encodeURIComponent).join('/');
    const schema = ajv.getSchema(`${documentKey}#${fragment}`) ?? null;
    compiled.set(at, schema);
    return schema;
  }

  function findErrors(at: string, value: unknown): readonly ErrorObject[] {
    const schema = compile(at);
    if (schema === null || schema(value)) return [];
    return schema.errors ?? [];
  }

  function checkParameter(
    parameter: DescribedParameter,
    request: CheckedRequest,
    claimed: ReadonlySet<string>,
    variables: Readonly<Record<string, string>>,
  ): readonly Violation[] {
    const pairs = readPairs(parameter, request, variables);
    const values = decodeParameter({ document, parameter, pairs, claimed });
    const about = { in: parameter.in, name: parameter.name } as const;
    if (values === null) {
      if (!parameter.required) return [];
      const message = 'is required';
      return [{ ...about, location: [], keyword: 'required', message, params: {} }];
    }
    const attempts = values.map((value) => ({ value, errors: findErrors(parameter.schemaAt, value) }));
    const [first] = attempts;
    if (first === undefined || attempts.some(({ errors }) => errors.length === 0)) return [];
    return first.errors.map((error) => ({ ...about, ...readError(error, first.value) }));
  }

  function checkOperation(
    operation: DescribedOperation,
    request: CheckedRequest,
    variables: Readonly<Record<string, string>>,
  ): readonly Violation[] {
    const queryNames = new Set(operation.parameters.filter((p) => p.in === 'query').map((p) => p.name));
    const found = operation.parameters.flatMap((parameter) =>
      checkParameter(parameter, request, queryNames, variables),
    );
    const takesAll = operation.parameters.some((parameter) => takesAnyName(document, parameter));
    const undeclared = takesAll
      ? []
      : request.query
          .map(([name]) => name)
          .filter((name) => !queryNames.has(name.replace(/\[.*\]$/, '')))
          .map((name): Violation => ({
            in: 'query',
            name,
            location: [],
            keyword: 'undeclared',
            message: 'is not described',
            params: {},
          }));
    return [...found, ...undeclared, ...checkBody(operation, request, findErrors)];
  }

  return {
    check(request) {
      const route = findRoute(
        operations.filter(({ method }) => method === request.method),
        request.path,
      );
      if (route === null) return { operation: null, violations: [] };
      const violations = checkOperation(route.found, request, route.variables);
      return { operation: route.found.operationId, violations: violations.slice(0, maxViolations) };
    },
  };
}

function readPairs(
  parameter: DescribedParameter,
  request: CheckedRequest,
  variables: Readonly<Record<string, string>>,
): readonly (readonly [string, string])[] {
  if (parameter.in === 'query') return request.query;
  if (parameter.in === 'cookie') {
    const pairs = (request.headers['cookie'] ?? '').split(/; */).map((pair) => pair.split('='));
    return pairs.map(([name = '', ...rest]) => [name, rest.join('=')] as const);
  }
  const text =
    parameter.in === 'path' ? variables[parameter.name] : request.headers[parameter.name.toLowerCase()];
  return text === undefined ? [] : [[parameter.name, text]];
}

function readError(error: ErrorObject, value: unknown): Omit<Violation, 'in' | 'name'> {
  const location = [...locate(value, error.instancePath)];
  const missing: unknown = error.params['missingProperty'];
  if (error.keyword === 'required' && typeof missing === 'string') location.push(missing);
  return {
    location,
    keyword: error.keyword,
    message: error.message ?? 'does not fit the description',
    params: error.params,
  };
}

function checkBody(
  operation: DescribedOperation,
  request: CheckedRequest,
  findErrors: (at: string, value: unknown) => readonly ErrorObject[],
): readonly Violation[] {
  const about = { in: 'body', name: null, location: [], params: {} } as const;
  if (request.text === '') {
    const isMissing = operation.body?.required === true;
    return isMissing ? [{ ...about, keyword: 'required', message: 'is required' }] : [];
  }
  if (operation.body === null) return [{ ...about, keyword: 'undeclared', message: 'is not described' }];
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const at = operation.body.content.get(mediaType);
  if (at === undefined) {
    return [{ ...about, keyword: 'contentType', message: `${mediaType || 'no type'} is not described` }];
  }
  let value: unknown;
  try {
    value = JSON.parse(request.text);
  } catch (error) {
    const position = error instanceof SyntaxError ? / position (\d+)/.exec(error.message)?.[1] : undefined;
    const params = { position: Number(position ?? request.text.length) };
    return [{ ...about, keyword: 'json', message: 'is not JSON', params }];
  }
  return findErrors(at, value).map((error) => ({ in: 'body', name: null, ...readError(error, value) }));
}
