import type { Api, Operation } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import type { ConstantDeclaration } from './code/declarations.js';
import { Imports, RUNTIME } from './code/imports.js';
import { printFile } from './code/print.js';
import { comment, identifier, table } from './code/text.js';

/** Name of the constant that holds an operation's definition. */
export function definitionName(operation: string): string {
  return `${operation}Definition`;
}

/** One table an operation: the runtime's `OperationDefinition`, pure data. */
export function emitDefinitions({ operations }: Api): OutputFile {
  const imports = new Imports();
  const declarations = operations.map((operation): ConstantDeclaration => ({
    kind: 'constant',
    name: identifier(definitionName(operation.name)),
    doc: comment(`How \`${operation.name}\` is sent and what its answers mean.`),
    type: imports.type(RUNTIME, 'OperationDefinition'),
    value: definitionTable(operation),
  }));
  return { path: 'src/definitions.ts', text: printFile({ imports: imports.list(), declarations }) };
}

/** Every key of the runtime's type, in its order. */
function definitionTable(operation: Operation): string {
  const { body } = operation;
  return table({
    name: operation.name,
    method: operation.method.toUpperCase(),
    path: operation.path,
    parameters: operation.parameters.map(({ name, in: place, required, style, explode, allowReserved }) => ({
      name,
      in: place,
      required,
      style,
      explode,
      allowReserved,
    })),
    body: body === null ? null : { mediaType: body.mediaType, required: body.required },
    credentials: operation.credentials,
    connectionHeaders: operation.connectionHeaders,
    answers: operation.answers.map(({ status, mediaTypes }) => ({ status, mediaTypes })),
    retry: operation.retry,
    envelope: operation.envelope,
    selector: operation.selector,
  });
}
