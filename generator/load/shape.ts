/**
 * What stands where in a description (https://spec.openapis.org/oas/v3.1.1.html#schema-0), as far as it holds together:
 * the objects, lists and maps on the way to each schema, and the texts that names are made of. Everything else may
 * have any value; whether it is good is for the linter to say.
 */

/** One kind of object, or a list or map of them. */
export interface ObjectRule {
  readonly form: 'one' | 'list' | 'map';
  readonly kind: Kind;
}

/** Objects, a text, one of a few words, or data that nobody looks into. */
export type Rule =
  | ObjectRule
  | { readonly form: 'text' | 'data' }
  | { readonly form: 'word'; readonly words: readonly string[] };

/** The objects of OpenAPI that others stand in. */
export type Kind = (typeof kinds)[number];

const kinds = [
  'description',
  'any',
  'server',
  'components',
  'paths',
  'path',
  'operation',
  'parameter',
  'header',
  'body',
  'content',
  'example',
  'responses',
  'response',
  'link',
  'callback',
  'securityScheme',
  'schema',
  'discriminator',
] as const;

/** What stands in an object of one kind. */
export interface Shape {
  readonly members: ReadonlyMap<string, Rule>;
  /** What every other member is; those that begin with `x-` are extensions. */
  readonly rest: Kind | null;
  /** Members that must be there, unless the object is a reference. */
  readonly required: readonly string[];
  /** The section of `components` where such objects stand. Without one, a reference cannot stand for the object. */
  readonly section: string | null;
  /** What stands beside a `$ref` counts as well. */
  readonly hasSiblings: boolean;
}

const text: Rule = { form: 'text' };
const data: Rule = { form: 'data' };
const word = (...words: readonly string[]): Rule => ({ form: 'word', words });
const one = (kind: Kind): ObjectRule => ({ form: 'one', kind });
const list = (kind: Kind): ObjectRule => ({ form: 'list', kind });
const map = (kind: Kind): ObjectRule => ({ form: 'map', kind });

const places = word('path', 'query', 'header', 'cookie');
const styles = word('form', 'simple', 'label', 'matrix', 'spaceDelimited', 'pipeDelimited', 'deepObject');
const described = { schema: one('schema'), content: map('content'), examples: map('example'), example: data };

interface Options {
  readonly rest?: Kind;
  readonly required?: readonly string[];
  readonly section?: string;
  readonly hasSiblings?: boolean;
}

function shape(members: Readonly<Record<string, Rule>>, options: Options = {}): Shape {
  const { rest = null, required = [], section = null, hasSiblings = false } = options;
  return { members: new Map(Object.entries(members)), rest, required, section, hasSiblings };
}

/** The shape of each kind. */
export const shapes: Readonly<Record<Kind, Shape>> = {
  description: shape({
    info: one('any'),
    servers: list('server'),
    security: list('any'),
    paths: one('paths'),
    webhooks: map('path'),
    components: one('components'),
  }),
  any: shape({ example: data, value: data, default: data, const: data, enum: data }),
  server: shape({ url: text, variables: map('any') }),
  components: shape({
    schemas: map('schema'),
    responses: map('response'),
    parameters: map('parameter'),
    examples: map('example'),
    requestBodies: map('body'),
    headers: map('header'),
    securitySchemes: map('securityScheme'),
    links: map('link'),
    callbacks: map('callback'),
    pathItems: map('path'),
  }),
  paths: shape({}, { rest: 'path' }),
  path: shape(
    {
      servers: list('server'),
      parameters: list('parameter'),
      get: one('operation'),
      put: one('operation'),
      post: one('operation'),
      delete: one('operation'),
      options: one('operation'),
      head: one('operation'),
      patch: one('operation'),
      trace: one('operation'),
    },
    { section: 'pathItems', hasSiblings: true },
  ),
  operation: shape({
    operationId: text,
    externalDocs: one('any'),
    parameters: list('parameter'),
    requestBody: one('body'),
    responses: one('responses'),
    callbacks: map('callback'),
    security: list('any'),
    servers: list('server'),
  }),
  parameter: shape(
    { name: text, in: places, style: styles, ...described },
    { section: 'parameters', required: ['name', 'in'] },
  ),
  header: shape(described, { section: 'headers' }),
  body: shape({ content: map('content') }, { section: 'requestBodies' }),
  content: shape({
    schema: one('schema'),
    encoding: map('any'),
    examples: map('example'),
    example: data,
  }),
  example: shape({ value: data }, { section: 'examples' }),
  responses: shape({}, { rest: 'response' }),
  response: shape(
    { headers: map('header'), content: map('content'), links: map('link') },
    { section: 'responses' },
  ),
  link: shape({ parameters: data, requestBody: data }, { section: 'links' }),
  callback: shape({}, { rest: 'path', section: 'callbacks' }),
  securityScheme: shape(
    { type: text, name: text, in: text },
    { section: 'securitySchemes', required: ['type'] },
  ),
  schema: shape(
    {
      allOf: list('schema'),
      oneOf: list('schema'),
      anyOf: list('schema'),
      not: one('schema'),
      if: one('schema'),
      then: one('schema'),
      else: one('schema'),
      items: one('schema'),
      prefixItems: list('schema'),
      contains: one('schema'),
      unevaluatedItems: one('schema'),
      properties: map('schema'),
      patternProperties: map('schema'),
      additionalProperties: one('schema'),
      propertyNames: one('schema'),
      unevaluatedProperties: one('schema'),
      dependentSchemas: map('schema'),
      contentSchema: one('schema'),
      $defs: map('schema'),
      definitions: map('schema'),
      discriminator: one('discriminator'),
      example: data,
      examples: data,
      default: data,
      const: data,
      enum: data,
    },
    { section: 'schemas', hasSiblings: true },
  ),
  discriminator: shape({ propertyName: text, mapping: one('any') }, { required: ['propertyName'] }),
};

/** The rule for one object of each kind: always the same object. */
export const ruleOf = Object.fromEntries(kinds.map((kind) => [kind, one(kind)])) as Readonly<
  Record<Kind, ObjectRule>
>;
