/**
 * A second opinion: judges recorded exchanges by the resolved description alone. It shares no code with the runtime
 * that made the requests, nor with the sandbox that answered them.
 */
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Headers;
  readonly requestBody: string;
  readonly status: number;
  readonly responseHeaders: Headers;
  readonly responseBody: string;
}

type Json = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly explode: boolean;
  readonly schema: Json;
  readonly pointer: string;
}

export interface Verdict {
  /** The operationId of the operation that the request matched, or null. */
  readonly operation: string | null;
  readonly violations: readonly string[];
}

export class Judge {
  readonly #document: Json;
  readonly #ajv: Ajv2020;

  constructor(document: Json) {
    this.#document = document;
    this.#ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
    formats.default(this.#ajv);
    this.#ajv.addSchema(document, 'api');
  }

  judge(exchange: Exchange): Verdict {
    const url = new URL(exchange.url);
    const match = this.#match(exchange.method, url.pathname);
    if (match === null)
      return { operation: null, violations: [`no operation for ${exchange.method} ${url.pathname}`] };
    const { operation, pointer, captured, pathItem } = match;
    const parameters = [
      ...this.#parameters(pathItem['parameters'], `${parentOf(pointer)}/parameters`),
      ...this.#parameters(operation['parameters'], `${pointer}/parameters`),
    ];
    return {
      operation: String(operation['operationId']),
      violations: [
        ...this.#judgePath(parameters, captured),
        ...this.#judgeQuery(parameters, url.searchParams),
        ...this.#judgeHeaders(parameters, exchange.requestHeaders),
        ...this.#judgeSecurity(operation, exchange.requestHeaders),
        ...this.#judgeBody(operation, pointer, exchange),
        ...this.#judgeAnswer(operation, pointer, exchange),
      ].map((violation) => `${exchange.method} ${url.pathname}: ${violation}`),
    };
  }

  #match(
    method: string,
    path: string,
  ): { operation: Json; pathItem: Json; pointer: string; captured: Map<string, string> } | null {
    const paths = asObject(this.#document['paths']);
    // Concrete paths win over templated ones (OpenAPI 3.1, Paths Object).
    const templates = Object.keys(paths).sort(
      (a, b) => a.split('{').length - b.split('{').length || a.localeCompare(b),
    );
    for (const template of templates) {
      const captured = capture(template, path);
      const pathItem = asObject(paths[template]);
      const operation = pathItem[method.toLowerCase()];
      if (captured === null || operation === undefined) continue;
      const pointer = `/paths/${escapePointer(template)}/${method.toLowerCase()}`;
      return { operation: asObject(operation), pathItem, pointer, captured };
    }
    return null;
  }

  #parameters(list: unknown, pointer: string): Parameter[] {
    if (!Array.isArray(list)) return [];
    return list.map((entry: unknown, index) => {
      const found = this.#resolve(asObject(entry), `${pointer}/${index}`);
      const isQuery = found.value['in'] === 'query' || found.value['in'] === 'cookie';
      const style = found.value['style'] ?? (isQuery ? 'form' : 'simple');
      return {
        name: String(found.value['name']),
        in: String(found.value['in']),
        required: found.value['required'] === true,
        explode: found.value['explode'] === undefined ? style === 'form' : found.value['explode'] === true,
        schema: this.#resolve(asObject(found.value['schema']), '').value,
        pointer: `${found.pointer}/schema`,
      };
    });
  }

  #judgePath(parameters: readonly Parameter[], captured: ReadonlyMap<string, string>): string[] {
    return parameters
      .filter((parameter) => parameter.in === 'path')
      .flatMap((parameter) => {
        const text = captured.get(parameter.name);
        return text === undefined
          ? [`path parameter ${parameter.name} is not in the path`]
          : this.#check(parameter.pointer, readScalar(text, parameter.schema), `path ${parameter.name}`);
      });
  }

  #judgeQuery(parameters: readonly Parameter[], given: URLSearchParams): string[] {
    const left = new Set(given.keys());
    const violations: string[] = [];
    const declared = parameters.filter((parameter) => parameter.in === 'query');
    // An exploded object claims every name that no other parameter claims, so it is read last.
    const isDynamic = (parameter: Parameter): boolean =>
      parameter.explode && parameter.schema['type'] === 'object';
    for (const parameter of declared.filter((one) => !isDynamic(one))) {
      left.delete(parameter.name);
      const values = given.getAll(parameter.name);
      if (values.length === 0) {
        if (parameter.required) violations.push(`query parameter ${parameter.name} is missing`);
        continue;
      }
      violations.push(
        ...this.#check(parameter.pointer, readQuery(values, parameter), `query ${parameter.name}`),
      );
    }
    for (const parameter of declared.filter(isDynamic)) {
      const value = Object.fromEntries([...left].map((name) => [name, given.get(name)]));
      if ([...left].some((name) => given.getAll(name).length > 1)) violations.push('a column is given twice');
      left.clear();
      if (parameter.required || Object.keys(value).length > 0) {
        violations.push(...this.#check(parameter.pointer, value, `query ${parameter.name}`));
      }
    }
    return [...violations, ...[...left].map((name) => `query parameter ${name} is not declared`)];
  }

  #judgeHeaders(parameters: readonly Parameter[], headers: Headers): string[] {
    return parameters
      .filter((parameter) => parameter.in === 'header')
      .flatMap((parameter) => {
        const text = headers.get(parameter.name);
        if (text !== null) return this.#check(parameter.pointer, text, `header ${parameter.name}`);
        return parameter.required ? [`header ${parameter.name} is missing`] : [];
      });
  }

  #judgeSecurity(operation: Json, headers: Headers): string[] {
    const security = operation['security'] ?? this.#document['security'];
    const needed = Array.isArray(security) && security.some((one) => Object.keys(asObject(one)).length > 0);
    const given = headers.get('authorization');
    if (needed && !/^Bearer \S+$/.test(given ?? '')) return ['no bearer token was sent'];
    return !needed && given !== null ? ['a credential was sent that nothing asks for'] : [];
  }

  #judgeBody(operation: Json, pointer: string, exchange: Exchange): string[] {
    if (operation['requestBody'] === undefined) {
      return exchange.requestBody === '' ? [] : ['a body was sent that is not declared'];
    }
    const { value, pointer: at } = this.#resolve(
      asObject(operation['requestBody']),
      `${pointer}/requestBody`,
    );
    if (exchange.requestBody === '') return value['required'] === true ? ['the body is missing'] : [];
    const type = mediaTypeOf(exchange.requestHeaders);
    if (asObject(value['content'])[type] === undefined)
      return [`content type ${type} of the body is not declared`];
    const body: unknown = JSON.parse(exchange.requestBody);
    return this.#check(`${at}/content/${escapePointer(type)}/schema`, body, 'body');
  }

  #judgeAnswer(operation: Json, pointer: string, exchange: Exchange): string[] {
    const responses = asObject(operation['responses']);
    const key = [String(exchange.status), `${String(exchange.status).charAt(0)}XX`, 'default'].find(
      (one) => responses[one] !== undefined,
    );
    if (key === undefined) return [`status ${exchange.status} of the answer is not declared`];
    const { value, pointer: at } = this.#resolve(asObject(responses[key]), `${pointer}/responses/${key}`);
    const content = asObject(value['content'] ?? {});
    if (exchange.responseBody === '') {
      return Object.keys(content).length === 0
        ? []
        : [`answer ${exchange.status} is empty, a body is declared`];
    }
    const type = mediaTypeOf(exchange.responseHeaders);
    if (content[type] === undefined)
      return [`content type ${type} of answer ${exchange.status} is not declared`];
    if (asObject(content[type])['schema'] === undefined) return [];
    const body: unknown = type.includes('json') ? JSON.parse(exchange.responseBody) : exchange.responseBody;
    return this.#check(`${at}/content/${escapePointer(type)}/schema`, body, `answer ${exchange.status}`);
  }

  #check(pointer: string, value: unknown, what: string): string[] {
    const validate = this.#ajv.compile({ $ref: `api#${encodeFragment(pointer)}` });
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error: ErrorObject) =>
      `${what}${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`.trim(),
    );
  }

  #resolve(value: Json, pointer: string): { value: Json; pointer: string } {
    const reference = value['$ref'];
    if (typeof reference !== 'string') return { value, pointer };
    const target = reference.slice(1);
    let found: unknown = this.#document;
    for (const key of target.split('/').slice(1)) {
      found = asObject(found)[key.replaceAll('~1', '/').replaceAll('~0', '~')];
    }
    return this.#resolve(asObject(found), target);
  }
}

function capture(template: string, path: string): Map<string, string> | null {
  const names: string[] = [];
  const pattern = template
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(part.slice(1, -1));
      return '([^/]+)';
    })
    .join('');
  // The server may stand below a path of its own.
  const match = new RegExp(`${pattern}$`).exec(path);
  if (match === null) return null;
  return new Map(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]));
}

function readQuery(values: readonly string[], parameter: Parameter): unknown {
  const types = [parameter.schema['type']].flat();
  const [first = ''] = values;
  if (!types.includes('array')) return readScalar(first, parameter.schema);
  return parameter.explode ? values : first.split(',');
}

function readScalar(text: string, schema: Json): unknown {
  const types = [schema['type'], ...alternatives(schema)].flat();
  if ((types.includes('integer') || types.includes('number')) && /^-?\d+(\.\d+)?$/.test(text)) {
    return Number(text);
  }
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function alternatives(schema: Json): unknown[] {
  return ['anyOf', 'oneOf'].flatMap((key) =>
    Array.isArray(schema[key]) ? schema[key].map((one: unknown) => asObject(one)['type']) : [],
  );
}

function mediaTypeOf(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function asObject(value: unknown): Json {
  if (typeof value !== 'object' || value === null) throw new TypeError(`${String(value)} is not an object`);
  return value as Json;
}

function parentOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function encodeFragment(pointer: string): string {
  return pointer.split('/').map(encodeURIComponent).join('/');
}
