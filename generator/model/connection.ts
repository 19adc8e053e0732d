import type { ConnectionExtension } from './extension-types.js';
import { joinPointer } from './json-pointer.js';
import type { ReadOperation } from './operations.js';
import { connectOptionNames } from './reserved-names.js';
import { isBasic, type Credential } from './security.js';
import type { Source } from './source.js';
import { adviseSpelling } from './suggestion.js';
import type { ConnectionOption, Provider } from './types.js';

type Header = Provider['headers'][number];

/** What is said once, when the connection is made. */
export interface ReadConnection {
  readonly credentials: readonly Credential[];
  readonly headers: readonly Header[];
  readonly options: readonly ConnectionOption[];
}

const pointer = '/x-rowsweep-connection';

/** The headers that the connection gives. */
export function readHeaders(extension: ConnectionExtension | null): readonly Header[] {
  return (extension?.headers ?? []).map(({ option, header, required }) => ({
    option,
    header,
    required: required ?? true,
  }));
}

/**
 * The options of the client, once it is known which operation uses which. A credential that was chosen by default and
 * that nothing uses is left out; one that an extension asked for is reported.
 */
export function readOptions(
  source: Source,
  operations: readonly ReadOperation[],
  given: { readonly credentials: readonly Credential[]; readonly headers: readonly Header[] },
): ReadConnection {
  checkNames(source, given);
  const used = new Set(operations.flatMap(({ operation }) => operation.security.flat()));
  const credentials = given.credentials.filter((credential) => {
    const chosen = credential.pointer.startsWith(pointer);
    if (used.has(credential.option)) return true;
    if (chosen) {
      const message = `No operation asks for the security scheme ${credential.scheme}.`;
      source.report('credential-unused', credential.pointer, message);
    }
    return chosen;
  });
  const forCredentials = credentials.map((credential): ConnectionOption => {
    const { option, doc, env } = credential;
    // Only what no operation can do without is required.
    const required =
      operations.length > 0 &&
      operations.every(
        ({ operation: { security } }) =>
          security.length > 0 && security.every((options) => options.includes(option)),
      );
    return { name: option, kind: isBasic(credential) ? 'basic' : 'credential', required, doc, env };
  });
  const forHeaders = given.headers.map(({ option, header, required }, index): ConnectionOption => {
    const declared = operations.flatMap(({ boundHeaders }) =>
      boundHeaders.filter(({ parameter }) => parameter.name.toLowerCase() === header.toLowerCase()),
    );
    if (declared.length === 0) {
      const others = operations.flatMap(({ parameters }) =>
        parameters
          .filter(({ parameter }) => parameter.in === 'header')
          .map(({ parameter }) => parameter.name),
      );
      const place = joinPointer(pointer, 'headers', index, 'header');
      const message = `No operation has the header parameter ${header}.`;
      source.report('connection-header-unknown', place, message, adviseSpelling(header, others));
    }
    const doc = declared.find(({ parameter }) => parameter.doc !== null)?.parameter.doc ?? null;
    return { name: option, kind: 'header', required, doc, env: null };
  });
  return { credentials, headers: given.headers, options: [...forCredentials, ...forHeaders] };
}

function checkNames(
  source: Source,
  {
    credentials,
    headers,
  }: { readonly credentials: readonly Credential[]; readonly headers: readonly Header[] },
): void {
  const taken = new Set(connectOptionNames);
  const named = [
    ...credentials.map(({ option, pointer: place }) => ({ option, place })),
    ...headers.map(({ option }, index) => ({ option, place: joinPointer(pointer, 'headers', index) })),
  ];
  for (const { option, place } of named) {
    if (taken.has(option)) {
      const message = `Another option of the client is already called ${option}.`;
      source.report('name-taken', joinPointer(place, 'option'), message);
    }
    taken.add(option);
  }
}
