import type { Api } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import { Reference, toTable, type ConstantDeclaration } from './code/declarations.js';
import { Imports, RUNTIME } from './code/imports.js';
import { printFile } from './code/print.js';
import { comment } from './code/text.js';

/** What all operations share: servers, credentials, errors, throttling, and the parts of the runtime for them. */
export function emitProvider(api: Api): OutputFile {
  const { provider, options } = api;
  const imports = new Imports();
  const isRequired = (name: string): boolean =>
    options.some((option) => option.name === name && option.required);
  // No connection is made without a secret that every operation needs.
  const credentials = provider.credentials.map((credential) =>
    isRequired(credential.option) ? { ...credential, required: true } : credential,
  );
  const uses = decideUses(api).map((part) => new Reference(imports.value(RUNTIME, part)));
  const declaration: ConstantDeclaration = {
    kind: 'constant',
    exported: true,
    name: 'provider',
    doc: comment(
      `What every call to ${provider.title} shares: servers, credentials, and what its errors mean.`,
    ),
    type: imports.type(RUNTIME, 'ProviderDefinition'),
    value: { ...toTable({ ...provider, credentials }), ...(uses.length === 0 ? {} : { uses }) },
  };
  return {
    path: 'src/provider.ts',
    text: printFile({ imports, declarations: [declaration] }),
  };
}

const order = [
  'headerCredential',
  'basicCredential',
  'queryCredential',
  'cookieCredential',
  'serverVariables',
  'errorWords',
  'throttleHeaders',
] as const;

/** The parts of the runtime without which no connection could be made, each once, in one order. */
function decideUses({ provider, operations }: Api): readonly string[] {
  const { credentials, servers, errors, throttle } = provider;
  const used = new Set<(typeof order)[number] | null>([
    ...credentials.map((credential) => {
      if (credential.kind !== 'authorization') return `${credential.kind}Credential` as const;
      return credential.scheme === 'Basic' ? 'basicCredential' : 'headerCredential';
    }),
    servers.some(({ variables }) => variables.length > 0) ? 'serverVariables' : null,
    errors.bodies.length > 0 || operations.some(({ envelope }) => envelope !== null) ? 'errorWords' : null,
    throttle.resetHeader === null && throttle.remainingHeader === null ? null : 'throttleHeaders',
  ]);
  return order.filter((part) => used.has(part));
}
