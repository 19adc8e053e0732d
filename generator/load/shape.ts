/**
 * What stands where in a description (https://spec.openapis.org/oas/v3.1.1.html#schema-0), as far as it holds together:
 * the objects, lists and maps on the way to each schema, and the texts that names are made of. Everything else may
 * have any value; whether it is good is for the linter to say.
 */

/** One kind of object, a map or list of them, a text, or one of a few words. */
export type Rule =
  | { readonly form: 'one' | 'list' | 'map'; readonly kind: Kind }
  | { readonly form: 'text' }
  | { readonly form: 'word'; readonly words: readonly string[] };

/** The objects of OpenAPI that others stand in. */
export type Kind =
  | 'description'
  | 'any'
  | 'server'
  | 'components'
  | 'path'
  | 'operation'
  | 'parameter'
  | 'header'
  | 'body'
  | 'content'
  | 'response'
  | 'callback'
  | 'securityScheme'
  | 'schema'
  | 'discriminator';

/** What stands in an object of one kind. */
export interface Shape {
  readonly members: Readonly<Record<string, Rule>>;
  /** Members that must be there, unless the object is a reference. */
  readonly required?: readonly string[];
  /** The section of `components` where such objects stand. Without one, a reference cannot stand for the object. */
  readonly section?: string;
}

const text: Rule = { form: 'text' };
const word = (...words: readonly string[]): Rule => ({ form: 'word', words });
const one = (kind: Kind): Rule => ({ form: 'one', kind });
const list = (kind: Kind): Rule => ({ form: 'list', kind });
const map = (kind: Kind): Rule => ({ form: 'map', kind });

const places = word('path', 'query', 'header', 'cookie');
const styles = word('form', 'simple', 'label', 'matrix', 'spaceDelimited', 'pipeDelimited', 'deepObject');
const described = { schema: one('schema'), content: map('content'), examples: map('any') };

/** The shape of each kind. */
export const shapes: Readonly<Record<Kind, Shape>> = {
  description: {
    members: {
      info: one('any'),
      servers: list('server'),
      security: list('any'),
      paths: map('path'),
      webhooks: map('path'),
      components: one('components'),
    },
  },
  any: { members: {} },
  server: { members: { url: text, variables: map('any') } },
  components: {
    members: {
      schemas: map('schema'),
      responses: map('response'),
      parameters: map('parameter'),
      examples: map('any'),
      requestBodies: map('body'),
      headers: map('header'),
      securitySchemes: map('securityScheme'),
      links: map('any'),
      callbacks: map('callback'),
      pathItems: map('path'),
    },
  },
  path: {
    section: 'pathItems',
    members: {
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
  },
  operation: {
    members: {
      operationId: text,
      externalDocs: one('any'),
      parameters: list('parameter'),
      requestBody: one('body'),
      responses: map('response'),
      callbacks: map('callback'),
      security: list('any'),
      servers: list('server'),
    },
  },
  parameter: {
    section: 'parameters',
    required: ['name', 'in'],
    members: { name: text, in: places, style: styles, ...described },
  },
  header: { section: 'headers', members: described },
  body: { section: 'requestBodies', members: { content: map('content') } },
  content: { members: { schema: one('schema'), encoding: map('any') } },
  response: {
    section: 'responses',
    members: { headers: map('header'), content: map('content'), links: map('any') },
  },
  callback: { section: 'callbacks', members: {} },
  securityScheme: {
    section: 'securitySchemes',
    required: ['type'],
    members: { type: text, name: text, in: text },
  },
  schema: {
    section: 'schemas',
    members: {
      allOf: list('schema'),
      oneOf: list('schema'),
      anyOf: list('schema'),
      not: one('schema'),
      items: one('schema'),
      prefixItems: list('schema'),
      properties: map('schema'),
      patternProperties: map('schema'),
      additionalProperties: one('schema'),
      $defs: map('schema'),
      discriminator: one('discriminator'),
    },
  },
  discriminator: { required: ['propertyName'], members: { propertyName: text, mapping: one('any') } },
};
