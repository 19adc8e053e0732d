import { isTextAlone, readText } from './body.js';
import { answerEncodingOf, includesJson, listContents, type Content } from './media-types.js';
import { describe } from './parameters.js';
import { lookUp, mayBe, type Lookup } from './schema-lookup.js';
import type { Shapes } from './shapes/shapes.js';
import { childOf, own, textOf, type ObjectSpot, type Source, type Spot } from './source.js';
import type { Answer, AnswerContent, ErrorAnswer, Shape } from './types.js';

/** What an operation can answer, for checking: looked into only when a plan asks. */
export class AnswerSchemas {
  readonly #source: Source;
  /** By status, ranges in capitals: the schema, `open` where the body has none, null where there is no body. */
  readonly #schemas: ReadonlyMap<string, Spot | 'open' | null>;

  constructor(source: Source, schemas: ReadonlyMap<string, Spot | 'open' | null>) {
    this.#source = source;
    this.#schemas = schemas;
  }

  /** Every declared status, in the description's order. */
  get statuses(): readonly string[] {
    return [...this.#schemas.keys()];
  }

  /** Of the answer with a status: declared as it is, else by its range. Undefined: it is not declared. */
  find(status: number): Lookup | null | undefined {
    const exact = this.#get(String(status));
    return exact === undefined ? this.#get(`${Math.floor(status / 100)}XX`) : exact;
  }

  /** Of the first 2xx answer that has a body, or of `default` where no 2xx is declared; null when none has. */
  findSuccess(): Lookup | null {
    const successes = this.statuses.filter(isSuccess);
    if (successes.length === 0) return this.#get('DEFAULT') ?? null;
    const [status] = successes.filter((each) => this.#schemas.get(each) !== null);
    return status === undefined ? null : (this.#get(status) ?? null);
  }

  #get(status: string): Lookup | null | undefined {
    const schema = this.#schemas.get(status);
    return schema === undefined || schema === null
      ? schema
      : lookUp(this.#source, schema === 'open' ? null : schema);
  }
}

/** The answers of one operation, for printing and for checking. */
export interface ReadAnswers {
  readonly answers: readonly Answer[];
  readonly errors: readonly ErrorAnswer[];
  readonly schemas: AnswerSchemas;
}

/**
 * The declared answers. What is not 2xx is an error, by its status, by its range in either case of letters, or by
 * `default`. Where no 2xx is declared, `default` says what success looks like, too.
 */
export function readAnswers(
  source: Source,
  { method, spot: operation }: { readonly method: string; readonly spot: ObjectSpot },
  shapes: Shapes,
): ReadAnswers {
  const answers: Answer[] = [];
  const errors: ErrorAnswer[] = [];
  const schemas = new Map<string, Spot | 'open' | null>();
  const responses = source.members(operation, 'responses').filter(([status]) => !status.startsWith('x-'));
  const succeeds = responses.some(([status]) => isSuccess(status));
  for (const [written, spot] of responses) {
    const response = source.resolve(spot)?.spot;
    if (response === undefined) continue;
    const status = written.trim().toUpperCase();
    if (schemas.has(status)) continue;
    const found = method === 'head' || isBodiless(status) ? [] : listContents(source, response);
    const [first] = found;
    schemas.set(status, first === undefined ? null : (first.schema ?? 'open'));
    const contents = found.map((content) => readContent(source, content, shapes));
    const facts = {
      contents,
      doc: describe(spot, response),
      undocumented: textOf(response.value, 'x-rowsweep-undocumented'),
    };
    if (isSuccess(status) || (status === 'DEFAULT' && !succeeds)) {
      const textEvents = found.some((content) => hasTextEvents(source, content));
      answers.push({ status: status === 'DEFAULT' ? 'default' : status, ...facts, textEvents });
    }
    const key = isSuccess(status) ? null : readErrorStatus(status);
    if (key !== null) errors.push({ status: key, ...facts, shape: uniteShapes(contents) });
  }
  return { answers, errors, schemas: new AnswerSchemas(source, schemas) };
}

function readContent(source: Source, content: Content, shapes: Shapes): AnswerContent {
  const { mediaType, schema } = content;
  const given = answerEncodingOf(mediaType);
  // What is no text and no file comes as JSON where the description leaves the choice.
  const isFile = schema === null || mayBe(lookUp(source, schema), 'string');
  const encoding = given === 'binary' && includesJson(mediaType) && !isFile ? 'json' : given;
  return { mediaType, encoding, shape: shapeOf(source, content, { encoding, shapes }) };
}

function shapeOf(
  source: Source,
  content: Content,
  { encoding, shapes }: Pick<AnswerContent, 'encoding'> & { readonly shapes: Shapes },
): Shape {
  const { schema } = content;
  switch (encoding) {
    case 'binary':
      return { kind: 'binary', direction: 'answer' };
    case 'text':
      return readText(source, schema, { shapes, direction: 'answer' });
    case 'events':
    case 'lines': {
      const element = findElement(source, content);
      if (element !== null) return shapes.of(element, 'answer');
      return { kind: encoding === 'events' ? 'string' : 'unknown' };
    }
    case 'json':
      return schema === null ? { kind: 'unknown' } : shapes.of(schema, 'answer');
  }
}

/**
 * The schema of one event or line. Before OpenAPI 3.2, whose `itemSchema` says it, descriptions give the schema of one
 * element or of the list of all.
 */
function findElement(source: Source, { spot, schema }: Content): Spot | null {
  const item = spot === null ? null : childOf(spot, 'itemSchema');
  if (item !== null || schema === null) return item;
  const resolved = source.resolve(schema)?.spot;
  const isList = resolved !== undefined && own(resolved.value, 'type') === 'array';
  return isList ? (childOf(resolved, 'items') ?? schema) : schema;
}

function hasTextEvents(source: Source, content: Content): boolean {
  if (answerEncodingOf(content.mediaType) !== 'events') return false;
  const element = findElement(source, content);
  return element === null || isTextAlone(source, element);
}

/** A number, a range or `default`; null for what is no status. */
function readErrorStatus(status: string): ErrorAnswer['status'] | null {
  if (/^[1-5]\d\d$/.test(status)) return Number(status);
  if (status === '1XX' || status === '3XX' || status === '4XX' || status === '5XX') return status;
  return status === 'DEFAULT' ? 'default' : null;
}

/** What an error holds of its body, whichever media type it comes in; null: no body. */
function uniteShapes(contents: readonly AnswerContent[]): Shape | null {
  const shapes = contents.map(({ encoding, shape }): Shape =>
    encoding === 'json' ? shape : { kind: 'string' },
  );
  const [first, ...others] = new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values();
  if (first === undefined) return null;
  return others.length === 0 ? first : { kind: 'union', members: [first, ...others] };
}

/** RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5; section 9.3.2 says the same of every answer to HEAD. */
function isBodiless(status: string): boolean {
  return status === '204' || status === '205' || status === '304';
}

function isSuccess(status: string): boolean {
  return /^2(\d\d|XX)$/i.test(status);
}
