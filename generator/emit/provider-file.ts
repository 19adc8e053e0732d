import type { Api } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import { toTable, type ConstantDeclaration } from './code/declarations.js';
import { Imports, RUNTIME } from './code/imports.js';
import { printFile } from './code/print.js';
import { comment } from './code/text.js';

/** What all operations share: servers, credentials, errors, throttling. */
export function emitProvider({ provider }: Api): OutputFile {
  const imports = new Imports();
  const declaration: ConstantDeclaration = {
    kind: 'constant',
    exported: true,
    name: 'provider',
    doc: comment(
      `What every call to ${provider.title} shares: servers, credentials, and what its errors mean.`,
    ),
    type: imports.type(RUNTIME, 'ProviderDefinition'),
    value: toTable(provider),
  };
  return {
    path: 'src/provider.ts',
    text: printFile({ imports, declarations: [declaration] }),
  };
}
