import type { Api, Body, BodyPart, Operation } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import { Reference, type ConstantDeclaration, type Table, type Value } from './code/declarations.js';
import { RUNTIME, type Imports } from './code/imports.js';
import { comment, identifier } from './code/text.js';
import { emitGroups, type OperationGroup } from './operation-groups.js';
import { SharedParameters, styleTable } from './shared-parameters.js';

/** Name of the constant that holds an operation's definition. */
export function definitionName(operation: string): string {
  return `${operation}Definition`;
}

/** One table an operation: the runtime's `OperationDefinition`, data and the parts of the runtime that it needs. */
export function emitDefinitions({ operations }: Api): OutputFile[] {
  return emitGroups('definitions', operations, declareGroup);
}

function* declareGroup(group: OperationGroup, imports: Imports): Generator<ConstantDeclaration> {
  const shared = new SharedParameters(group.operations);
  for (const operation of group.operations) {
    const parameters = operation.parameters.map((parameter) => shared.use(parameter));
    for (const { name, table } of shared.takeNew()) {
      const type = imports.type(RUNTIME, 'ParameterDefinition');
      yield { kind: 'constant', exported: false, name: identifier(name), doc: null, type, value: table };
    }
    yield {
      kind: 'constant',
      exported: true,
      name: identifier(definitionName(operation.name)),
      doc: comment(`How \`${operation.name}\` is sent and what its answers mean.`),
      type: imports.type(RUNTIME, 'OperationDefinition'),
      value: definitionTable(operation, parameters, imports),
    };
  }
}

/**
 * Some descriptions tell operations on one path apart by a fragment, which never goes over the wire. One with a
 * placeholder stays, and every call is refused: without its value another request would be sent.
 */
function wirePath(path: string): string {
  const [sent = path, fragment = ''] = path.split('#', 2);
  return fragment.includes('{') ? path : sent;
}

/** The keys of the runtime's type, in its order; what is as OpenAPI has it where nothing is said is left out. */
function definitionTable(operation: Operation, parameters: readonly Value[], imports: Imports): Table {
  const { body, security, connectionHeaders, retry, envelope, selector, uses } = operation;
  return {
    name: operation.name,
    method: operation.method,
    path: wirePath(operation.path),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === null ? {} : { body: bodyTable(body) }),
    ...(security.length === 0 ? {} : { security }),
    ...(connectionHeaders.length === 0 ? {} : { connectionHeaders }),
    answers: operation.answers.map(({ status, contents, textEvents }) => ({
      status,
      mediaTypes: contents.map(({ mediaType }) => mediaType),
      ...(textEvents ? { textEvents } : {}),
    })),
    ...(retry === 'never' ? {} : { retry }),
    ...(envelope === null ? {} : { envelope: { ...envelope } }),
    ...(selector === null ? {} : { selector: { ...selector } }),
    ...(uses.length === 0 ? {} : { uses: uses.map((part) => new Reference(imports.value(RUNTIME, part))) }),
  };
}

function bodyTable({ required, contents }: Body): Table {
  return {
    ...(required ? { required } : {}),
    contents: contents.map(({ mediaType, parts }) => ({
      mediaType,
      ...(parts.length === 0 ? {} : { parts: parts.map(partTable) }),
    })),
  };
}

function partTable({ name, contentType, style, explode, allowReserved }: BodyPart): Table {
  return {
    name,
    ...(contentType === null ? {} : { contentType }),
    ...styleTable({ style, explode, allowReserved }, 'form'),
  };
}
