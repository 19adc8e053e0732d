import type { Diagnostics } from '../diagnostics.js';
import type { Document, JsonObject } from '../load/document.js';
import { readHeaders, readOptions } from './connection.js';
import { readDeletions } from './deletions.js';
import { readErrorRules } from './error-rules.js';
import { Extensions } from './extension.js';
import { findOperations, type FoundOperation } from './find-operations.js';
import { joinPointer } from './json-pointer.js';
import { Names, type DeletionToName } from './names.js';
import type { OperationToName } from './operation-names.js';
import { readOperation } from './operations.js';
import { readPackage } from './package-info.js';
import { readCredentials, Security, toProviderCredential } from './security.js';
import { readServers } from './servers.js';
import { Shapes } from './shapes/shapes.js';
import { asObject, childOf, Source, textOf } from './source.js';
import type { Api } from './types.js';

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
  if (found.length === 0) {
    source.report('operations-missing', joinPointer('', 'paths'), 'There is no operation under `paths`.');
  }
  const names = new Names(source);
  const clientNames = names.nameClient(facts.name);
  const deletionTypes = names.nameDeletions(
    found.flatMap((operation) => nameDeletion(operation, extensions)),
  );
  const shapes = new Shapes(source, names);
  const operationNames = names.nameOperations(found.map((each) => nameOperation(each, extensions)));

  const given = extensions.connection(source.root);
  const credentials = readCredentials(source, given);
  const headers = readHeaders(given);
  const context = {
    extensions,
    security: new Security(source, credentials),
    shapes,
    headerOptions: new Map(headers.map(({ option, header }) => [header.toLowerCase(), option])),
  };
  const operations = found.flatMap((operation, index) => {
    const decided = operationNames[index];
    return decided === undefined ? [] : [readOperation(source, operation, decided, context)];
  });
  const connection = readOptions(source, operations, { credentials, headers });
  const servers = readServers(source);
  const deletions = readDeletions(source, {
    operations,
    extensions,
    deletionTypes,
    pace: given?.pace ?? null,
  });
  if (countErrors(diagnostics) > failedBefore) return null;

  const info = asObject(childOf(source.root, 'info'))?.value ?? {};
  return {
    package: { ...facts, ...clientNames },
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
    schemas: shapes.named(),
    deletions,
  };
}

function nameDeletion({ spot }: FoundOperation, extensions: Extensions): DeletionToName[] {
  const deletion = extensions.deletion(spot);
  if (deletion === null) return [];
  const { name, filter } = deletion;
  const pointer = joinPointer(spot.pointer, 'x-rowsweep-deletion', 'name');
  if (filter === undefined) return [{ name, pointer, filter: 'none' }];
  return [{ name, pointer, filter: filter.operators === undefined ? 'keys' : 'operators' }];
}

function nameOperation(found: FoundOperation, extensions: Extensions): OperationToName {
  const pagination = extensions.pagination(found.spot);
  return {
    ...found,
    chosenName: extensions.operation(found.spot)?.name ?? null,
    pages: pagination === null ? null : (pagination.name ?? ''),
  };
}

function countErrors(diagnostics: Diagnostics): number {
  return diagnostics.items.filter(({ severity }) => severity === 'error').length;
}
