/** Reads an API description: the document of a generated package, and its operations. */
import { createRequire } from 'node:module';
import { isRecord, type ProviderName } from './message.js';
import { parseTemplate, type Template } from './route.js';

/** An OpenAPI 3.1 document, parsed. */
export type Description = Readonly<Record<string, unknown>>;

/** A parameter of an operation, with what decoding it takes. */
export interface DescribedParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  readonly schema: Readonly<Record<string, unknown>>;
  /** Pointer to the schema, escaped as RFC 6901 says. */
  readonly schemaAt: string;
}

/** An operation as the description has it, references followed. */
export interface DescribedOperation {
  readonly method: string;
  readonly template: Template;
  readonly operationId: string | null;
  readonly parameters: readonly DescribedParameter[];
  /** Null: the operation takes no body. */
  readonly body: { readonly required: boolean; readonly content: ReadonlyMap<string, string> } | null;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** The description that the provider's generated package carries. Throws when the package is not installed. */
export function loadDescription(provider: ProviderName): Description {
  const document: unknown = createRequire(import.meta.url)(`@rowsweep/${provider}/openapi.json`);
  if (!isRecord(document)) throw new TypeError(`@rowsweep/${provider}/openapi.json is not an object.`);
  return document;
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescapePointer(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

interface Located {
  readonly value: Readonly<Record<string, unknown>>;
  readonly at: string;
}

/** Follows `$ref`s within the document until something else stands there. */
export function resolveReference(document: Description, value: unknown, at: string): Located | null {
  let located: Located | null = isRecord(value) ? { value, at } : null;
  for (let hops = 0; located !== null && typeof located.value['$ref'] === 'string'; hops += 1) {
    const reference: string = located.value['$ref'];
    if (!reference.startsWith('#') || hops > 50) return null;
    let current: unknown = document;
    for (const key of reference.slice(1).split('/').slice(1)) {
      if (Array.isArray(current)) current = current[Number(key)];
      else current = isRecord(current) ? current[unescapePointer(key)] : undefined;
    }
    located = isRecord(current) ? { value: current, at: reference.slice(1) } : null;
  }
  return located;
}

function readParameters(document: Description, list: unknown, at: string): readonly DescribedParameter[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index): DescribedParameter[] => {
    const located = resolveReference(document, entry, `${at}/${String(index)}`);
    if (located === null) return [];
    const { name, in: place, schema, style, explode, required } = located.value;
    if (typeof name !== 'string' || !isRecord(schema)) return [];
    if (place !== 'path' && place !== 'query' && place !== 'header' && place !== 'cookie') return [];
    const written =
      typeof style === 'string' ? style : place === 'query' || place === 'cookie' ? 'form' : 'simple';
    return [
      {
        name,
        in: place,
        required: required === true,
        style: written,
        explode: typeof explode === 'boolean' ? explode : written === 'form',
        schema,
        schemaAt: `${located.at}/schema`,
      },
    ];
  });
}

function readBody(document: Description, value: unknown, at: string): DescribedOperation['body'] {
  const located = resolveReference(document, value, at);
  if (located === null || !isRecord(located.value['content'])) return null;
  const content = new Map<string, string>();
  for (const mediaType of Object.keys(located.value['content'])) {
    content.set(mediaType, `${located.at}/content/${escapePointer(mediaType)}/schema`);
  }
  return { required: located.value['required'] === true, content };
}

/** Every operation of the document; parameters of the path are joined to those of the operation. */
export function readOperations(document: Description): readonly DescribedOperation[] {
  const paths = isRecord(document['paths']) ? document['paths'] : {};
  return Object.entries(paths).flatMap(([path, item]) => {
    if (!isRecord(item)) return [];
    const itemAt = `/paths/${escapePointer(path)}`;
    const shared = readParameters(document, item['parameters'], `${itemAt}/parameters`);
    return methods.flatMap((method): DescribedOperation[] => {
      const operation = item[method];
      if (!isRecord(operation)) return [];
      const at = `${itemAt}/${method}`;
      const own = readParameters(document, operation['parameters'], `${at}/parameters`);
      const inherited = shared.filter(
        (parameter) => !own.some((other) => other.name === parameter.name && other.in === parameter.in),
      );
      const { operationId } = operation;
      return [
        {
          method: method.toUpperCase(),
          template: parseTemplate(path),
          operationId: typeof operationId === 'string' ? operationId : null,
          parameters: [...inherited, ...own],
          body: readBody(document, operation['requestBody'], `${at}/requestBody`),
        },
      ];
    });
  });
}
