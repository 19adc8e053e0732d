import type { Api } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import { Imports } from './code/imports.js';
import { printFile } from './code/print.js';
import { identifier, indexed } from './code/text.js';
import type { AliasDeclaration } from './code/declarations.js';
import { docOf } from './docs.js';

/** One exported type a schema of the description, under its final name. */
export function emitSchemas({ schemas }: Api): OutputFile {
  const imports = new Imports();
  const declarations = schemas.map(({ name, type: [root, ...keys], doc }): AliasDeclaration => {
    const local = imports.type('./types.js', root);
    return { kind: 'alias', name: identifier(name), doc: docOf(doc), type: indexed(local, keys) };
  });
  return { path: 'src/schemas.ts', text: printFile({ imports: imports.list(), declarations }) };
}
