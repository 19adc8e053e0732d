import type { Api } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import type { ConstantDeclaration } from './code/declarations.js';
import { Imports, RUNTIME } from './code/imports.js';
import { printFile } from './code/print.js';
import { comment, table } from './code/text.js';

/** What all operations share: servers, credentials, errors, throttling. */
export function emitProvider({ provider }: Api): OutputFile {
  const imports = new Imports();
  const declaration: ConstantDeclaration = {
    kind: 'constant',
    name: 'provider',
    doc: comment(
      `What every call to ${provider.title} shares: servers, credentials, and what its errors mean.`,
    ),
    type: imports.type(RUNTIME, 'ProviderDefinition'),
    value: table({ ...provider }),
  };
  return {
    path: 'src/provider.ts',
    text: printFile({ imports: imports.list(), declarations: [declaration] }),
  };
}
