/** What a file is when it is not an OpenAPI description that is read here, and what to do then. */
import type { DiagnosticCode } from '../diagnostics.js';
import type { JsonObject, JsonValue } from './document.js';
import { getOwn, isObject } from './json.js';
import { listNewFeatures } from './version-3-2.js';

/** Why a file is not read. */
export interface Refusal {
  readonly code: DiagnosticCode;
  /** Of what shows it. */
  readonly pointer: string;
  readonly message: string;
  readonly help?: string;
}

/** Judges a file by its first characters, before it is parsed: only what YAML would take for something else. */
export function refuseText(file: string, bytes: Buffer): Refusal | null {
  const start = bytes
    .toString('utf8', 0, 2000)
    .replace(/^\uFEFF/, '')
    .trimStart();
  const refuse = (message: string, help?: string): Refusal => ({
    code: 'description-invalid',
    pointer: '',
    message,
    ...(help === undefined ? {} : { help }),
  });
  if (start === '' && bytes.length < 2000) return refuse('The file is empty.');
  if (/^<(!doctype html|html|head|body)\b/i.test(start)) {
    return refuse(
      'This is a page in HTML.',
      'Save the description itself: the page mostly has a link to an openapi.json or openapi.yaml.',
    );
  }
  if (/\.(md|markdown)$/i.test(file)) {
    return refuse(
      'This is a page in Markdown.',
      'Take the description out of it, as `rowsweep import` does where the page holds one.',
    );
  }
  if (/^<\?xml|^<(wsdl:)?definitions\b/i.test(start)) {
    return refuse('This is XML, such as a WSDL description.', 'Give an OpenAPI 3.0 or 3.1 description.');
  }
  if (start.startsWith('#%RAML')) return refuse('This is RAML.', convert('it', 'npx api-spec-converter'));
  if (/\.proto$/i.test(file) || /^syntax\s*=\s*["']proto[23]/m.test(start)) {
    return refuse(
      'This is a Protocol Buffers file.',
      'Export OpenAPI from it, for example with `protoc-gen-openapi`.',
    );
  }
  if (
    /\.(graphqls?|gql)$/i.test(file) ||
    /^(type|schema|interface|enum|input|directive)\b[^:\n]*\{\s*$/m.test(start)
  ) {
    return refuse(
      'This is a GraphQL schema, which describes no HTTP operations.',
      'Use a GraphQL client generator.',
    );
  }
  return null;
}

/** Judges a parsed file by what it says of itself; null for OpenAPI 3.0 and 3.1. */
export function refuseValue(value: JsonValue): Refusal | null {
  if (value === null) {
    return { code: 'description-invalid', pointer: '', message: 'The file says nothing: at most comments.' };
  }
  if (!isObject(value)) {
    return { code: 'description-invalid', pointer: '', message: 'An OpenAPI description is an object.' };
  }
  const version = getOwn(value, 'openapi');
  if (version === undefined) return nameOther(value);
  if (typeof version !== 'string') {
    return {
      code: 'version-unsupported',
      pointer: '/openapi',
      message: `\`openapi\` must be a string such as 3.1.0, not ${JSON.stringify(version)}.`,
      help: 'Write all three numbers, such as 3.1.0.',
    };
  }
  if (/^3\.[01](\.\d+(-.+)?)?$/.test(version)) return null;
  return {
    code: 'version-unsupported',
    pointer: '/openapi',
    message: `This is OpenAPI ${version}; 3.0 and 3.1 are read.`,
    ...(/^3\.2(\.|$)/.test(version) ? { help: adviseLowering(value) } : {}),
  };
}

function nameOther(value: JsonObject): Refusal {
  const has = (key: string): boolean => getOwn(value, key) !== undefined;
  const refuse = (pointer: string, message: string, help: string): Refusal => ({
    code: has('swagger') || has('swaggerVersion') ? 'version-unsupported' : 'description-invalid',
    pointer,
    message,
    help,
  });
  for (const key of ['swagger', 'swaggerVersion']) {
    if (!has(key)) continue;
    return refuse(
      `/${key}`,
      `This is Swagger ${nameVersion(value[key])}; OpenAPI 3.0 and 3.1 are read.`,
      'Convert it first, for example with `npx swagger2openapi`.',
    );
  }
  if (has('asyncapi')) {
    const help = 'Describe its HTTP operations in an OpenAPI description; there is no client for messages.';
    return refuse('/asyncapi', 'This is an AsyncAPI description.', help);
  }
  if (has('arazzo'))
    return refuse('/arazzo', 'This is an Arazzo description.', 'Give the description that it refers to.');
  if (has('overlay')) {
    return refuse(
      '/overlay',
      'This is an overlay.',
      'Give the description first, and this file with --overlay.',
    );
  }
  if (isPostman(value)) {
    return refuse('', 'This is a Postman collection.', convert('it', 'npx postman-to-openapi'));
  }
  if (has('__schema') || (isObject(value['data']) && getOwn(value['data'], '__schema') !== undefined)) {
    const help = 'Use a GraphQL client generator.';
    return refuse('', 'This is a GraphQL schema, which describes no HTTP operations.', help);
  }
  if (has('paths')) {
    const help = 'Write `openapi: 3.1.0`, or the version that it was written for, at the top.';
    return refuse('', 'There is no `openapi` key at the root.', help);
  }
  return { code: 'description-invalid', pointer: '', message: 'There is no `openapi` key at the root.' };
}

function nameVersion(version: JsonValue | undefined): string {
  return typeof version === 'string' ? version : JSON.stringify(version ?? null);
}

function isPostman(value: JsonObject): boolean {
  const info = getOwn(value, 'info');
  if (!isObject(info)) return false;
  const schema = getOwn(info, 'schema');
  return (
    getOwn(info, '_postman_id') !== undefined || (typeof schema === 'string' && schema.includes('postman'))
  );
}

function convert(what: string, command: string): string {
  return `Convert ${what} to OpenAPI first, for example with \`${command}\`.`;
}

function adviseLowering(value: JsonObject): string {
  const used = listNewFeatures(value);
  const how = 'Set `openapi: 3.1.1`, in the file or in an overlay (target `$`)';
  return used.length === 0
    ? `${how}; the description uses nothing that is new in 3.2.`
    : `${how}; what is new in 3.2 is then left out: ${used.join(', ')}.`;
}
