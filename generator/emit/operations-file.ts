import type { AnswerContent, Api, Operation, Shape } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import {
  Call,
  Reference,
  type ConstantDeclaration,
  type Declaration,
  type Type,
} from './code/declarations.js';
import { RUNTIME, type Imports } from './code/imports.js';
import { partsOf } from './code/shape-text-flat.js';
import { comment, identifier } from './code/text.js';
import { definitionName } from './definitions-file.js';
import { operationDoc } from './docs.js';
import { errorType } from './error-type.js';
import { emitGroups, type OperationGroup } from './operation-groups.js';
import { pagesDeclarations } from './pages.js';
import { requestDeclaration } from './request-type.js';
import { shapeType } from './shape-names.js';

/** Every operation: its request, answer and error types, and the constant that is called. */
export function emitOperations(api: Api): OutputFile[] {
  return emitGroups('operations', api.operations, (group, imports) => declareGroup(group, api, imports));
}

function* declareGroup(
  { name, operations }: OperationGroup,
  api: Api,
  imports: Imports,
): Generator<Declaration> {
  const definitions = name === null ? './definitions.js' : `./definitions/${name}.js`;
  for (const operation of operations) {
    yield requestDeclaration(operation, imports);
    yield responseDeclaration(operation, imports);
    yield errorDeclaration(operation, imports);
    const definition = new Reference(imports.value(definitions, definitionName(operation.name)));
    yield { ...operationDeclaration(operation, definition, imports), doc: operationDoc(operation, api) };
    yield* pagesDeclarations(operation, imports);
  }
}

function responseDeclaration(operation: Operation, imports: Imports): Declaration {
  const bodies = operation.answers.flatMap(({ contents }): readonly (AnswerContent | null)[] =>
    contents.length === 0 ? [null] : contents,
  );
  return {
    kind: 'alias',
    name: identifier(operation.responseType),
    doc: responseDoc(operation),
    type: unite(bodies, imports),
  };
}

/** A single answer takes one line. */
function responseDoc({ name, answers }: Operation): string {
  const lines = answers.map(({ status, doc }) => (doc === null ? status : `${status}: ${doc}`));
  const [only = ''] = lines;
  if (lines.length === 1) return comment(`What \`${name}\` answers: ${only}`);
  return comment([`What \`${name}\` answers.`, '', ...lines.map((line) => `- ${line}`)].join('\n').trim());
}

/** The bodies of all answers, each once; null: no body. */
function unite(bodies: readonly (AnswerContent | null)[], imports: Imports): Type {
  const distinct = new Map(
    bodies.map((body) => [
      body === null
        ? ''
        : `${body.encoding === 'binary' ? 'json' : body.encoding} ${JSON.stringify(body.shape)}`,
      body,
    ]),
  );
  const types = [...distinct.values()].map((body) => bodyType(body, imports));
  const shapes = types.flatMap((type) => {
    if (type === 'undefined') return [nothing];
    return typeof type !== 'string' && type.kind === 'shape' ? [type.shape] : [];
  });
  const [first = 'undefined'] = types;
  if (types.length < 2) return first;
  // A union within a union is no type of its own.
  const isPlain = shapes.length === types.length;
  const shape: Shape = { kind: 'union', members: shapes.flatMap(partsOf) };
  return isPlain ? { kind: 'shape', shape } : { kind: 'union', members: types.flatMap(alternativesOf) };
}

const nothing: Shape = { kind: 'name', name: 'undefined' };

function alternativesOf(type: Type): readonly Type[] {
  if (typeof type === 'string' || type.kind !== 'shape') return [type];
  return partsOf(type.shape).map((shape): Type => ({ kind: 'shape', shape }));
}

function bodyType(body: AnswerContent | null, imports: Imports): Type {
  if (body === null) return 'undefined';
  const shape = shapeType(body.shape, imports);
  if (body.encoding === 'lines') return { kind: 'generic', name: 'AsyncIterable', arguments: [shape] };
  if (body.encoding !== 'events') return shape;
  const event: Type = {
    kind: 'generic',
    name: imports.type(RUNTIME, 'ServerSentEvent'),
    arguments: [shape],
  };
  return { kind: 'generic', name: 'AsyncIterable', arguments: [event] };
}

function errorDeclaration(operation: Operation, imports: Imports): Declaration {
  const type = errorType(operation, imports);
  const isDeclared = typeof type !== 'string';
  const doc = isDeclared
    ? `What \`${operation.name}\` throws, by \`status\`; a body is as declared, not validated.`
    : `What \`${operation.name}\` throws.`;
  return { kind: 'alias', name: identifier(operation.errorType), doc: comment(doc), type };
}

function operationDeclaration(
  operation: Operation,
  definition: Reference,
  imports: Imports,
): ConstantDeclaration {
  const { name, requestType, responseType, errorType: failure } = operation;
  const request: Type = operation.requestRequired
    ? requestType
    : { kind: 'union', members: [requestType, 'void'] };
  return {
    kind: 'constant',
    exported: true,
    name: identifier(name),
    doc: null,
    type: {
      kind: 'generic',
      name: imports.type(RUNTIME, 'Operation'),
      arguments: [request, responseType, failure],
    },
    value: new Call(`/* @__PURE__ */ ${imports.value(RUNTIME, 'operation')}`, [definition]),
  };
}
