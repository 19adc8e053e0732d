import type { Diagnostics } from '../diagnostics.js';
import type { Document, JsonObject, JsonValue } from '../load/document.js';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/**
 * Warns of each operationId that a framework made from the function's name, the path and the method, such as
 * `delete_rows_v1_tables__table_id__rows_delete`. It changes whenever the path does, and with it every caller's code.
 */
export function checkOperationNames(document: Document, diagnostics: Diagnostics): void {
  const paths = document.value['paths'];
  if (!isObject(paths)) return;
  for (const [path, item] of Object.entries(paths)) {
    if (!isObject(item)) continue;
    for (const method of methods) {
      const operation = item[method];
      const id = isObject(operation) ? operation['operationId'] : undefined;
      if (typeof id !== 'string' || !isDerived(id, path, method)) continue;
      diagnostics.report(
        'operation-id-derived',
        document.place(`/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}/operationId`),
        `The operationId ${JSON.stringify(id)} is made of the path and the method.`,
      );
    }
  }
}

/** FastAPI's rule: the function's name and the path, every character that is not a word's made `_`, then the method. */
function isDerived(id: string, path: string, method: string): boolean {
  return id.toLowerCase().endsWith(`${path.replaceAll(/\W/g, '_')}_${method}`.toLowerCase());
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
