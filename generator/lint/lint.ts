import type { Diagnostics } from '../diagnostics.js';
import type { Document } from '../load/document.js';
import { checkOperationNames } from './operation-names.js';
import { checkStructure } from './structure.js';

/** Reports what is wrong or poor in a description beyond what stops the generator. */
export async function lint(document: Document, diagnostics: Diagnostics): Promise<void> {
  checkOperationNames(document, diagnostics);
  await checkStructure(document, diagnostics);
}
