import {
  astToString,
  resolveRef,
  scanDiscriminators,
  transformSchema,
  type GlobalContext,
  type OpenAPI3,
} from 'openapi-typescript';
import type { Document } from '../load/document.js';
import type { OutputFile } from '../output-file.js';
import { HEADER } from './code/print.js';
import { escapeInvisible } from './code/text.js';
import { liftReferences } from './lift-references.js';
import { prepareDescription } from './types-input.js';

/**
 * The shapes of everything that goes over the wire, by openapi-typescript, from a copy of the document: it edits what
 * it is given. Its own linter and bundler are left out, because the document is already resolved and they print to
 * the terminal. Throws an error that names the file when the description is too broken for types.
 */
export function emitTypes(document: Document): OutputFile {
  try {
    const description = prepareDescription(liftReferences(document.value));
    if (!isDescription(description)) throw new Error('it is not an OpenAPI description');
    const text = astToString(transformSchema(description, contextOf(description)));
    return { path: 'src/types.ts', text: `${HEADER}\n\n${escapeInvisible(text)}` };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The types of ${document.file} cannot be made: ${reason}`, { cause });
  }
}

function isDescription(value: unknown): value is OpenAPI3 {
  return typeof value === 'object' && value !== null && 'openapi' in value;
}

function contextOf(description: OpenAPI3): GlobalContext {
  const context = {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    conditionalEnums: false,
    dedupeEnums: false,
    // A default makes a property optional to send; the answers that have it say so with `required`.
    defaultNonNullable: false,
    discriminators: scanDiscriminators(description, { silent: true }),
    emptyObjectsUnknown: false,
    enum: false,
    enumValues: false,
    excludeDeprecated: false,
    exportType: false,
    generatePathParams: false,
    immutable: false,
    injectFooter: [],
    makePathsEnum: false,
    pathParamsAsTypes: false,
    postTransform: undefined,
    propertiesRequiredByDefault: false,
    readWriteMarkers: false,
    resolve: ($ref: string) => resolveRef(description, $ref, { silent: true }),
    rootTypes: false,
    rootTypesKeepCasing: false,
    rootTypesNoSchemaPrefix: false,
    silent: true,
    transform: undefined,
    transformProperty: undefined,
  };
  // Its type also wants the linter's configuration, which only the part that is left out reads.
  return context as Omit<GlobalContext, 'redoc'> as GlobalContext;
}
