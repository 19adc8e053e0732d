import type { Diagnostics } from '../diagnostics.js';
import type { Document, JsonObject } from '../load/document.js';
import { readHeaders, readOptions } from './connection.js';
import { readDeletions } from './deletions.js';
import { readErrorRules } from './error-rules.js';
import { Extensions } from './extension.js';
import { findOperations, type FoundOperation } from './find-operations.js';
import { joinPointer } from './json-pointer.js';
import { decideNames, type DeletionToName } from './names.js';
import { readOperation } from './operations.js';
import { readPackage } from './package-info.js';
import { readCredentials, Security, toProviderCredential } from './security.js';
import { readServers } from './servers.js';
import { asObject, childOf, Source, textOf } from './source.js';
import { schemaPath } from './type-paths.js';
import type { Api, NamedSchema } from './types.js';

/**
 * Decides everything that a package says. Reads the description and its extensions, names what they have, and checks
 * every reference of a plan against the resolved description. Problems are reported, all in one run.
 *
 * @param schema the JSON Schema of the x-rowsweep-* vocabulary
 * @returns null when an error was reported.
 */
export function model(document: Document, diagnostics: Diagnostics, schema: JsonObject): Api | null {
  const failedBefore = countErrors(diagnostics);
  const source = new Source(document, diagnostics);
  const extensions = new Extensions(schema);
  extensions.check(source);

  const facts = readPackage(source, extensions.package(source.root));
  const found = findOperations(source);
  const schemas = source.members(source.root, 'components', 'schemas');
  const names = decideNames(source, {
    packageName: facts.name,
    deletions: found.flatMap((operation) => nameDeletion(operation, extensions)),
    schemas: schemas.map(([key, { pointer }]) => ({ key, pointer })),
    operations: found,
  });

  const given = extensions.connection(source.root);
  const credentials = readCredentials(source, given);
  const headers = readHeaders(given);
  const context = {
    extensions,
    security: new Security(source, credentials),
    headerOptions: new Map(headers.map(({ option, header }) => [header.toLowerCase(), option])),
  };
  const operations = found.flatMap((operation, index) => {
    const decided = names.operations[index];
    return decided === undefined ? [] : [readOperation(source, operation, decided, context)];
  });
  const connection = readOptions(source, operations, { credentials, headers });
  const servers = readServers(source);
  const deletions = readDeletions(source, {
    operations,
    extensions,
    targetTypes: names.targetTypes,
    pace: given?.pace ?? null,
  });
  if (countErrors(diagnostics) > failedBefore) return null;

  const info = asObject(childOf(source.root, 'info'))?.value ?? {};
  return {
    package: { ...facts, ...names.client },
    title: textOf(info, 'title') ?? facts.title,
    description: textOf(info, 'description'),
    apiVersion: textOf(info, 'version') ?? '',
    provider: {
      name: facts.name,
      title: facts.title,
      servers,
      credentials: connection.credentials.map(toProviderCredential),
      headers: connection.headers,
      errors: {
        ...readErrorRules(extensions.errors(source.root)),
        requestIdHeaders: given?.requestIdHeaders ?? ['x-request-id'],
      },
      throttle: given?.throttle ?? { remainingHeader: null, resetHeader: null, resetUnit: 'seconds' },
    },
    options: connection.options,
    operations: operations.map(({ operation }) => operation),
    schemas: schemas.map(([key, spot], index): NamedSchema => {
      const value = asObject(spot)?.value ?? {};
      const doc = textOf(value, 'description') ?? textOf(value, 'title');
      return { name: names.schemas[index] ?? key, type: schemaPath(key), doc };
    }),
    deletions,
  };
}

function nameDeletion({ spot }: FoundOperation, extensions: Extensions): DeletionToName[] {
  const deletion = extensions.deletion(spot);
  if (deletion === null) return [];
  return [{ name: deletion.name, pointer: joinPointer(spot.pointer, 'x-rowsweep-deletion', 'name') }];
}

function countErrors(diagnostics: Diagnostics): number {
  return diagnostics.items.filter(({ severity }) => severity === 'error').length;
}
