import { createRequire } from 'node:module';
import type ts from 'typescript';
import type { Shape } from '../model/shape-types.js';
import type { AnswerContent, Api, Operation } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import { Imports } from './code/imports.js';
import { HEADER, printImport } from './code/print.js';
import { printMemberShape } from './code/shape-text.js';
import { comment, propertyName } from './code/text.js';
import { widthOf } from './code/width.js';
import { importNames } from './shape-names.js';

/**
 * `paths`, in the form that openapi-fetch reads, by openapi-typescript: from a small description that is made of the
 * model, in which a marker stands for every schema. The types are our own, put where the markers stood.
 */
export function emitTypes({ operations }: Pick<Api, 'operations'>): OutputFile {
  const shapes: Shape[] = [];
  const paths = describePaths(operations, shapes);
  const imports = new Imports();
  for (const shape of shapes) importNames(shape, imports);
  const text = operations.length === 0 ? 'export interface paths {}\n' : printPaths(paths, shapes);
  const head = imports.list().map(({ from, names }) => printImport(from, names));
  return {
    path: 'src/types.ts',
    text: `${HEADER}\n\n${head.join('')}${head.length === 0 ? '' : '\n'}${text}`,
  };
}

/** Where a schema stands: its number among all shapes. Without a type openapi-typescript does not ask for another. */
interface Marker {
  readonly type: 'string';
  readonly marker: number;
}

type Content = Record<string, { readonly schema: Marker }>;

/** The members of an Operation Object that openapi-typescript reads. */
interface DescribedOperation {
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated: boolean;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Marker;
  }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Record<string, { readonly content?: Content }>;
}

type DescribedPaths = Record<string, Record<string, DescribedOperation>>;

function describePaths(operations: readonly Operation[], shapes: Shape[]): DescribedPaths {
  const mark = (shape: Shape): Marker => ({ type: 'string', marker: shapes.push(shape) - 1 });
  const paths = new Map<string, Record<string, DescribedOperation>>();
  for (const operation of operations) {
    const { path, method, summary, description, deprecated, body } = operation;
    const item = paths.get(path) ?? {};
    paths.set(path, item);
    item[method.toLowerCase()] = {
      ...(summary === null ? {} : { summary: comment(summary) }),
      ...(description === null ? {} : { description: comment(description) }),
      deprecated,
      parameters: operation.parameters.map(({ name, in: place, required, shape }) => ({
        name,
        in: place,
        required,
        schema: mark(shape),
      })),
      ...(body === null
        ? {}
        : {
            requestBody: {
              required: body.required,
              content: contentOf(body.contents.map(({ mediaType, shape }) => [mediaType, mark(shape)])),
            },
          }),
      responses: Object.fromEntries(
        [...operation.answers, ...operation.errors].map(({ status, contents }) => [
          String(status),
          contents.length === 0 ? {} : { content: contentOf(contents.map((each) => markAnswer(each, mark))) },
        ]),
      ),
    };
  }
  return Object.fromEntries(paths);
}

function contentOf(entries: readonly (readonly [string, Marker])[]): Content {
  return Object.fromEntries(entries.map(([mediaType, schema]) => [mediaType, { schema }]));
}

/** A stream is one text to openapi-fetch. */
function markAnswer(
  { mediaType, encoding, shape }: AnswerContent,
  mark: (shape: Shape) => Marker,
): readonly [string, Marker] {
  const isStream = encoding === 'events' || encoding === 'lines';
  return [mediaType, mark(isStream ? { kind: 'string' } : shape)];
}

/** What openapi-typescript is made of, as far as it is used here. */
interface Parts {
  readonly ts: typeof ts;
  readonly transformPaths: (paths: DescribedPaths, context: object) => ts.TypeLiteralNode;
}

/** Loaded without its linter and bundler: the document is read and resolved already. */
function loadParts(): Parts {
  const own = createRequire(import.meta.url);
  const transformPaths = own('openapi-typescript/dist/transform/paths-object.cjs') as Parts['transformPaths'];
  // The TypeScript that it makes its nodes with.
  const theirs = createRequire(own.resolve('openapi-typescript'));
  return { ts: theirs('typescript') as typeof ts, transformPaths };
}

function printPaths(paths: DescribedPaths, shapes: readonly Shape[]): string {
  const parts = loadParts();
  const { factory, SyntaxKind } = parts.ts;
  const node = parts.transformPaths(paths, {
    // Its documented hook: what replaces the type of a schema.
    transform: ({ marker }: Marker) => factory.createTypeReferenceNode(`__${marker}__`),
  });
  const declaration = factory.createInterfaceDeclaration(
    [factory.createModifier(SyntaxKind.ExportKeyword)],
    'paths',
    undefined,
    undefined,
    node.members,
  );
  const file = parts.ts.createSourceFile('types.ts', '', parts.ts.ScriptTarget.ES2022);
  const printer = parts.ts.createPrinter({ newLine: parts.ts.NewLineKind.LineFeed });
  const text = printer.printNode(parts.ts.EmitHint.Unspecified, declaration, file);
  return `${text.split('\n').map(layOutWith(shapes)).join('\n')}\n`;
}

/** `"key": ` or `key?: ` at the start of a line, and what stands behind. */
const MEMBER = /^("(?:[^"\\]|\\.)*"|[\w$]+)(\??:)(?: (.*))?$/s;

/** TypeScript's printer indents by four and has one member a line; so a line is all that has to be looked at. */
function layOutWith(shapes: readonly Shape[]): (line: string) => string {
  let isComment = false;
  return (line) => {
    const text = line.trimStart();
    const margin = line.length - text.length;
    if (isComment) {
      isComment = !text.endsWith('*/');
      return `${' '.repeat((margin - 1) / 2)} ${text}`.trimEnd();
    }
    isComment = text.startsWith('/*') && !text.endsWith('*/');
    const indent = margin / 2;
    const [, key, sign, type] = MEMBER.exec(text) ?? [];
    if (isComment || key === undefined || sign === undefined) return ' '.repeat(indent) + text;
    const head = `${' '.repeat(indent)}${readKey(key)}${sign}`;
    const shape = shapes[Number(/^__(\d+)__;$/.exec(type ?? '')?.[1] ?? -1)];
    if (shape === undefined) return `${head} ${type ?? ''}`;
    return `${head}${printMemberShape(shape, { indent, column: widthOf(head), after: 1 })};`;
  };
}

/** Bare keys stay as they are: a status is a number to openapi-fetch. TypeScript's printer has two escapes that JSON lacks. */
function readKey(key: string): string {
  if (!key.startsWith('"')) return key;
  const json = key.replace(/\\(.)/g, (escape, sign: string) =>
    sign === 'v' ? '\\u000b' : sign === '0' ? '\\u0000' : escape,
  );
  return propertyName(String(JSON.parse(json)));
}
