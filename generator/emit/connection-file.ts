import type { Api, ConnectionOption } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import { Call, Reference, type Declaration, type Member } from './code/declarations.js';
import { Imports, RUNTIME } from './code/imports.js';
import { printFile } from './code/print.js';
import { comment, identifier, propertyName } from './code/text.js';

/** The options of this provider, and the function that turns them into a connection. */
export function emitConnection(api: Api): OutputFile {
  const { optionsType, connectFunction, title } = api.package;
  const imports = new Imports();
  const connect = imports.value(RUNTIME, 'connect');
  const provider = new Reference(imports.value('./provider.js', 'provider'));
  const declarations: Declaration[] = [
    {
      kind: 'interface',
      name: identifier(optionsType),
      doc: comment(`What a connection to ${title} needs, and what it may be told beyond that.`),
      base: imports.type(RUNTIME, 'ConnectOptions'),
      members: api.options.map((option) => memberOf(option, imports)),
    },
    {
      kind: 'function',
      name: identifier(connectFunction),
      doc: comment(
        `Makes a connection for operations that are called as functions. It sends nothing; it throws where an option cannot be right.`,
      ),
      parameters: [{ name: 'options', type: optionsType, optional: false }],
      returns: imports.type(RUNTIME, 'Connection'),
      constants: [],
      result: new Call(connect, [provider, new Reference('options')]),
    },
  ];
  return { path: 'src/connection.ts', text: printFile({ imports, declarations }) };
}

const types = { credential: 'Credential', basic: 'BasicCredential' } as const;

const defaultDocs = {
  credential: 'The secret, or a function that gives it when a request needs it.',
  basic: 'A user name and a password, or a function that gives them when a request needs them.',
  header: 'Sent with every request that takes it.',
} as const;

function memberOf({ name, kind, required, doc, env }: ConnectionOption, imports: Imports): Member {
  const type = kind === 'header' ? 'string' : imports.type(RUNTIME, types[kind]);
  const source = env === null ? '' : ` Examples read it from the environment variable \`${env}\`.`;
  return {
    name: propertyName(name),
    doc: comment(`${doc ?? defaultDocs[kind]}${source}`),
    optional: !required,
    type: required ? type : { kind: 'union', members: [type, 'undefined'] },
  };
}
