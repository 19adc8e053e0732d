import type { Api, Deletion, Operation, OperationPagination } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import {
  Call,
  Delegate,
  Reference,
  type Declaration,
  type Member,
  type Type,
  type Value,
} from './code/declarations.js';
import { Imports, RUNTIME } from './code/imports.js';
import { printFile } from './code/print.js';
import { comment, identifier } from './code/text.js';
import { itemType, pagesDoc } from './pages.js';
import { definitionName } from './definitions-file.js';
import { deletionDoc, operationDoc } from './docs.js';

/** Everything of the provider in one object, with the connection already given. */
export function emitClient(api: Api): OutputFile {
  const imports = new Imports();
  const { clientType, createFunction, optionsType, connectFunction, title } = api.package;
  const members = membersOf(api, imports);
  const connect = imports.value('./connection.js', connectFunction);
  const declarations: Declaration[] = [
    {
      kind: 'interface',
      name: identifier(clientType),
      doc: comment(`${title}, reached with one set of options.`),
      base: null,
      members: members.map((member) => member.declaration),
    },
    {
      kind: 'function',
      name: identifier(createFunction),
      doc: comment(
        `Makes a client of ${title}. It sends nothing; it throws where an option cannot be right.`,
      ),
      parameters: [{ name: 'options', type: imports.type('./connection.js', optionsType), optional: false }],
      returns: clientType,
      constants: [{ name: 'connection', value: new Call(connect, [new Reference('options')]) }],
      result: Object.fromEntries(members.map(({ declaration, value }) => [declaration.name, value])),
    },
  ];
  return { path: 'src/client.ts', text: printFile({ imports, declarations }) };
}

/** A member of the client and what the client's object has for it: always one call. */
interface ClientMember {
  readonly declaration: Member;
  readonly value: Value;
}

const connectionValue = new Reference('connection');

function membersOf(api: Api, imports: Imports): ClientMember[] {
  const paths = imports.type('./types.js', 'paths');
  const definitions = api.operations.map(
    ({ name }) => new Reference(imports.value('./definitions.js', definitionName(name))),
  );
  const connection: ClientMember = {
    declaration: {
      name: 'connection',
      doc: comment('For operations that are called as functions, each of which brings only its own code.'),
      optional: false,
      type: imports.type(RUNTIME, 'Connection'),
    },
    value: connectionValue,
  };
  const raw: ClientMember = {
    declaration: {
      name: 'raw',
      doc: comment(
        'The openapi-fetch client over the same connection, for what the operations do not offer. It answers `{ data, error, response }`; it checks paths and what is to be deleted as everywhere, but it sends once, and does not look for errors inside a 2xx body.',
      ),
      optional: false,
      type: `${imports.type(RUNTIME, 'RawClient')}<${paths}>`,
    },
    value: new Call(`${imports.value(RUNTIME, 'rawClient')}<${paths}>`, [connectionValue, definitions]),
  };
  const operations = api.operations.flatMap((operation) => operationMembers(operation, api, imports));
  const deletions = api.deletions.map((deletion) => deletionMember(deletion, imports));
  return [connection, raw, ...operations, ...deletions];
}

function operationMembers(operation: Operation, api: Api, imports: Imports): ClientMember[] {
  const { name, requestRequired, requestType, responseType, pagination } = operation;
  const parameters = [
    { name: 'request', type: imports.type('./operations.js', requestType), optional: !requestRequired },
    { name: 'options', type: imports.type(RUNTIME, 'CallOptions'), optional: true },
  ];
  const member: ClientMember = {
    declaration: {
      name,
      doc: operationDoc(operation, api),
      optional: false,
      type: {
        kind: 'callable',
        parameters,
        returns: `Promise<${imports.type('./operations.js', responseType)}>`,
      },
    },
    value: delegateTo(imports.value('./operations.js', name), ['request', 'options']),
  };
  return pagination === null ? [member] : [member, pagesMember(operation, pagination, imports)];
}

function pagesMember(operation: Operation, pagination: OperationPagination, imports: Imports): ClientMember {
  const { requestRequired, requestType } = operation;
  const name = imports.value('./operations.js', pagination.name);
  const parameters = [
    { name: 'request', type: imports.type('./operations.js', requestType), optional: !requestRequired },
    { name: 'options', type: imports.type(RUNTIME, 'PageOptions'), optional: true },
  ];
  const returns: Type = {
    kind: 'generic',
    name: imports.type(RUNTIME, 'Pages'),
    arguments: [itemType(pagination, imports), imports.type('./operations.js', operation.responseType)],
  };
  return {
    declaration: {
      name,
      doc: pagesDoc(operation),
      optional: false,
      type: { kind: 'callable', parameters, returns },
    },
    value: delegateTo(name, ['request', 'options']),
  };
}

function deletionMember(deletion: Deletion, imports: Imports): ClientMember {
  const { name, targetType } = deletion;
  const parameters = [
    { name: 'target', type: imports.type('./deletions.js', targetType), optional: false },
    { name: 'defaults', type: imports.type(RUNTIME, 'DeleteOptions'), optional: true },
  ];
  return {
    declaration: {
      name,
      doc: deletionDoc(deletion),
      optional: false,
      type: { kind: 'callable', parameters, returns: imports.type(RUNTIME, 'BulkDeleter') },
    },
    value: delegateTo(imports.value('./deletions.js', name), ['target', 'defaults']),
  };
}

function delegateTo(name: string, parameters: readonly string[]): Delegate {
  const values = parameters.map((parameter) => new Reference(parameter));
  return new Delegate(parameters, new Call(name, [connectionValue, ...values]));
}
