import type { RawUniversalConfig } from '@redocly/openapi-core';
import type { Diagnostics } from '../diagnostics.js';
import type { Document } from '../load/document.js';

/** Redocly's recommended rules, among them `struct`, which holds the description against the OpenAPI schemas. */
const rules: RawUniversalConfig = {
  extends: ['recommended'],
  rules: {
    // Our own warning says what to do about a poor name; a licence is the vendor's affair.
    'info-license': 'off',
    'operation-operationId-url-safe': 'off',
    // Our own warning again; OpenAPI allows a description without servers.
    'no-empty-servers': 'off',
    // OpenAPI allows these, so they are no breach of it.
    'no-path-trailing-slash': 'warn',
    'no-server-trailing-slash': 'warn',
    'operation-summary': 'warn',
    'security-defined': 'warn',
    // Loading has checked every reference; what is left is data of examples, which may lead anywhere.
    'no-unresolved-refs': 'off',
  },
};

/**
 * Holds the resolved description against OpenAPI's own rules and reports each breach at its place in the original
 * files. The library is large, so it is loaded only when it is used; it reads no file and opens no connection.
 */
export async function checkStructure(document: Document, diagnostics: Diagnostics): Promise<void> {
  const { BaseResolver, createConfig, lintFromString, ResolveError } = await import('@redocly/openapi-core');
  class ClosedResolver extends BaseResolver {
    override loadExternalRef(reference: string): Promise<never> {
      return Promise.reject(new ResolveError(new Error(`${reference} is not read.`)));
    }
  }
  const given = {
    source: JSON.stringify(document.value),
    absoluteRef: '/openapi.json',
    config: await createConfig(rules),
    externalRefResolver: new ClosedResolver(),
  };
  let problems: Awaited<ReturnType<typeof lintFromString>>;
  try {
    problems = await lintFromString(given);
  } catch (error) {
    // It asks objects of the description for their `hasOwnProperty`, which may be a property that the API has.
    const reason = error instanceof Error ? error.message : String(error);
    diagnostics.report(
      'openapi-unchecked',
      document.place(''),
      `OpenAPI's own rules were not checked: ${reason}.`,
    );
    return;
  }
  for (const { message, ruleId, severity, location, suggest } of problems) {
    const pointer = readPointer(location[0]?.pointer);
    const suggestion = suggest[0] === undefined ? undefined : `Did you mean ${suggest[0]}?`;
    diagnostics.report(
      severity === 'error' ? 'openapi-invalid' : 'openapi-style',
      document.place(pointer),
      `${message.trim()} (${ruleId})`,
      suggestion,
    );
  }
}

/** `#/paths/~1rows` as a pointer. */
function readPointer(fragment: string | undefined): string {
  const pointer = (fragment ?? '').replace(/^#/, '');
  return pointer === '/' ? '' : pointer;
}
