import type { Api } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import type { Declaration, Member } from './code/declarations.js';
import { Imports, RUNTIME } from './code/imports.js';
import { printFile } from './code/print.js';
import { comment, identifier } from './code/text.js';
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
      bases: [],
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
      body: [
        `const connection = ${connect}(options);`,
        `return {\n${members.map((member) => `${member.value},\n`).join('')}};`,
      ],
    },
  ];
  return { path: 'src/client.ts', text: printFile({ imports: imports.list(), declarations }) };
}

/** A member of the client and what the client's object has for it: always one call. */
interface ClientMember {
  readonly declaration: Member;
  readonly value: string;
}

function membersOf(api: Api, imports: Imports): ClientMember[] {
  const member = (name: string, doc: string, type: string): Member => ({ name, doc, type, optional: false });
  const paths = imports.type('./types.js', 'paths');
  const connection = {
    declaration: member(
      'connection',
      comment('For operations that are called as functions, each of which brings only its own code.'),
      imports.type(RUNTIME, 'Connection'),
    ),
    value: 'connection',
  };
  const definitions = api.operations.map(({ name }) =>
    imports.value('./definitions.js', definitionName(name)),
  );
  const raw = {
    declaration: member(
      'raw',
      comment(
        'The openapi-fetch client over the same connection, for what the operations do not offer. It answers `{ data, error, response }`; it checks paths and what is to be deleted as everywhere, but it sends once, and does not look for errors inside a 2xx body.',
      ),
      `${imports.type(RUNTIME, 'RawClient')}<${paths}>`,
    ),
    value: `raw: ${imports.value(RUNTIME, 'rawClient')}<${paths}>(connection, [${definitions.join(', ')}])`,
  };
  const operations = api.operations.map((operation): ClientMember => {
    const name = imports.value('./operations.js', operation.name);
    return {
      declaration: member(
        name,
        operationDoc(operation, api),
        `${imports.type(RUNTIME, 'Bound')}<typeof ${name}>`,
      ),
      value: `${name}: (...input) => ${name}(connection, ...input)`,
    };
  });
  const deletions = api.deletions.map((deletion): ClientMember => {
    const name = imports.value('./deletions.js', deletion.name);
    const target = imports.type('./deletions.js', deletion.targetType);
    const type = `(target: ${target}, defaults?: ${imports.type(RUNTIME, 'DeleteOptions')}) => ${imports.type(RUNTIME, 'BulkDeleter')}`;
    return {
      declaration: member(name, deletionDoc(deletion), type),
      value: `${name}: (target, defaults) => ${name}(connection, target, defaults)`,
    };
  });
  return [connection, raw, ...operations, ...deletions];
}
