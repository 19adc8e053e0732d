/** Makes types of schemas alone, for tables of what a schema looks like. */
import { Diagnostics } from '../../generator/diagnostics.js';
import { printShape } from '../../generator/emit/code/shape-text.js';
import { emitSchemas } from '../../generator/emit/schemas-file.js';
import type { Document, JsonObject, JsonValue } from '../../generator/load/document.js';
import { Names } from '../../generator/model/names.js';
import type { Direction } from '../../generator/model/shape-types.js';
import { Shapes } from '../../generator/model/shapes/shapes.js';
import { Source } from '../../generator/model/source.js';

export type Version = '3.0.3' | '3.1.0';

/** What is made of a description. */
export interface Shaped {
  readonly shapes: Shapes;
  readonly source: Source;
  /** The file of the named types without its header. */
  readonly text: string;
  /** The messages of what was reported. */
  readonly problems: readonly string[];
}

/** The types of a whole description. */
export function shapeDescription(value: JsonObject): Shaped {
  const document: Document = {
    value,
    file: 'openapi.yaml',
    overlayFile: null,
    place: () => ({ file: 'openapi.yaml', line: 1, column: 1, pointer: '' }),
    inputs: {},
  };
  const diagnostics = new Diagnostics();
  const source = new Source(document, diagnostics);
  const shapes = new Shapes(source, new Names(source));
  const { text } = emitSchemas({ schemas: shapes.named() });
  return {
    shapes,
    source,
    text: text.split('\n').slice(2).join('\n'),
    problems: diagnostics.items.map(({ message }) => message),
  };
}

export interface Use {
  readonly version?: Version;
  /** Components that a request sends, and those that an answer holds. */
  readonly sent?: readonly string[];
  readonly answered?: readonly string[];
  /** Of the request. */
  readonly mediaType?: string;
}

/** A description of one operation that sends and receives some of the schemas. */
export function describeSchemas(
  schemas: Readonly<Record<string, JsonValue>>,
  { version = '3.1.0', sent = [], answered = [], mediaType = 'application/json' }: Use = {},
): JsonObject {
  const hold = (keys: readonly string[]): JsonObject => ({
    schema: {
      type: 'object',
      properties: Object.fromEntries(keys.map((key) => [key, referTo(key)])),
    },
  });
  return {
    openapi: version,
    info: { title: 'Acme', version: '1' },
    paths: {
      '/rows': {
        post: {
          requestBody: { content: { [mediaType]: hold(sent) } },
          responses: { '200': { description: 'Yes.', content: { 'application/json': hold(answered) } } },
        },
      },
    },
    components: { schemas },
  };
}

export function referTo(key: string): JsonObject {
  return { $ref: `#/components/schemas/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` };
}

/** The text of an inline schema, as a request's or an answer's. */
export function typeOf(
  schema: JsonValue,
  {
    version = '3.1.0',
    direction = 'answer',
    binary = false,
    components = {},
  }: {
    readonly version?: Version;
    readonly direction?: Direction;
    readonly binary?: boolean;
    readonly components?: Readonly<Record<string, JsonValue>>;
  } = {},
): string {
  const description = describeSchemas(components, { version });
  const { shapes } = shapeDescription(description);
  const shape = shapes.of({ value: schema, pointer: '/inline' }, direction, { binary });
  return printShape(shape, { indent: 0, column: 0, after: 0 });
}
