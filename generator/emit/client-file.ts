import type { Api, Deletion } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import { Call, Reference, type Declaration, type Type } from './code/declarations.js';
import { Imports, RUNTIME } from './code/imports.js';
import { printFile } from './code/print.js';
import { comment, identifier, literal } from './code/text.js';

/**
 * Everything of the provider in one object, with the connection already given. What the operations are, their own files
 * say: the client's type is made of theirs, with their comments, and the runtime makes its methods.
 */
export function emitClient({ deletions, package: info }: Api): OutputFile {
  const imports = new Imports();
  const { clientType, createFunction, optionsType, connectFunction, title } = info;
  const connect = imports.value('./connection.js', connectFunction);
  const modules = ['operations', ...(deletions.length === 0 ? [] : ['deletions'])].map(
    (name) => new Reference(imports.module(`./${name}.js`, name)),
  );
  const declarations: Declaration[] = [
    {
      kind: 'alias',
      name: identifier(clientType),
      doc: comment(`${title}, reached with one set of options.`),
      type: {
        kind: 'generic',
        name: imports.type(RUNTIME, 'ClientOf'),
        arguments: [callsType(deletions), imports.type('./types.js', 'paths')],
      },
    },
    {
      kind: 'function',
      name: identifier(createFunction),
      doc: comment(
        `Makes a client of ${title}. It sends nothing; it throws where an option cannot be right.`,
      ),
      parameters: [{ name: 'options', type: imports.type('./connection.js', optionsType), optional: false }],
      returns: clientType,
      constants: [],
      result: new Call(imports.value(RUNTIME, 'bindClient'), [
        new Call(connect, [new Reference('options')]),
        modules,
      ]),
    },
  ];
  return { path: 'src/client.ts', text: printFile({ imports, declarations }) };
}

/** The functions that are bound: all operations, and the plans, which stand among tables. */
function callsType(deletions: readonly Deletion[]): Type {
  if (deletions.length === 0) return 'typeof operations';
  const names = deletions.map(({ name }) => literal(name));
  const picked: Type = {
    kind: 'generic',
    name: 'Pick',
    arguments: [
      'typeof deletions',
      names.length === 1 ? (names[0] ?? '') : { kind: 'union', members: names },
    ],
  };
  return { kind: 'intersection', members: ['typeof operations', picked] };
}
