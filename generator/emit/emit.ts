import type { Document } from '../load/document.js';
import type { Api } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import { emitClient } from './client-file.js';
import { emitConnection } from './connection-file.js';
import { emitDefinitions } from './definitions-file.js';
import { emitDeletions } from './deletions-file.js';
import { emitDocuments, type Templates } from './documents.js';
import { emitIndex } from './index-file.js';
import { emitOperations } from './operations-file.js';
import { emitPackageJson } from './package-json.js';
import { emitProvider } from './provider-file.js';
import { emitSchemas } from './schemas-file.js';
import { emitTsconfig } from './tsconfig-file.js';
import { emitTypes } from './types-file.js';

export interface EmitInput {
  readonly api: Api;
  readonly document: Document;
  readonly templates: Templates;
}

/**
 * All files of a package, in their final form. Pure: it reads and writes nothing, and the same input gives the same
 * text. Rejects with an error that says what could not be made; that is a bug of ours, not of a description, which
 * the stages before have checked.
 */
export function emit({ api, document, templates }: EmitInput): Promise<OutputFile[]> {
  return new Promise((resolve) => {
    resolve([
      emitPackageJson(api),
      emitTsconfig(),
      ...emitDocuments(api, document, templates),
      { path: 'openapi.json', text: `${JSON.stringify(document.value, null, 2)}\n` },
      emitTypes(api),
      ...(api.schemas.length === 0 ? [] : [emitSchemas(api)]),
      ...emitDefinitions(api),
      emitProvider(api),
      ...emitOperations(api),
      emitConnection(api),
      ...(api.deletions.length === 0 ? [] : [emitDeletions(api)]),
      emitClient(api),
      emitIndex(api),
    ]);
  });
}
