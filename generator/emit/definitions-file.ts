import type { Api, Operation } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import { Reference, type ConstantDeclaration, type Table, type Value } from './code/declarations.js';
import { RUNTIME, type Imports } from './code/imports.js';
import { comment, identifier } from './code/text.js';
import { emitGroups, type OperationGroup } from './operation-groups.js';
import { SharedParameters } from './shared-parameters.js';

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

/** Some descriptions tell operations on one path apart by a fragment, which never goes over the wire. */
function wirePath(path: string): string {
  const [sent = path] = path.split('#');
  return sent;
}

/** Every key of the runtime's type, in its order. */
function definitionTable(operation: Operation, parameters: readonly Value[], imports: Imports): Table {
  const { body } = operation;
  return {
    name: operation.name,
    method: operation.method,
    path: wirePath(operation.path),
    parameters,
    body:
      body === null
        ? null
        : {
            required: body.required,
            contents: body.contents.map(({ mediaType, parts }) => ({
              mediaType,
              parts: parts.map((part) => ({ ...part })),
            })),
          },
    security: operation.security,
    connectionHeaders: operation.connectionHeaders,
    answers: operation.answers.map(({ status, contents, textEvents }) => ({
      status,
      mediaTypes: contents.map(({ mediaType }) => mediaType),
      ...(textEvents ? { textEvents } : {}),
    })),
    retry: operation.retry,
    envelope: operation.envelope === null ? null : { ...operation.envelope },
    selector: operation.selector === null ? null : { ...operation.selector },
    uses: operation.uses.map((part) => new Reference(imports.value(RUNTIME, part))),
  };
}
