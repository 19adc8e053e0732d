/** Which secrets each operation sends. */
import type { ConnectionExtension } from './extension-types.js';
import { connectOptionNames } from './reserved-names.js';
import { adviseSpelling } from './suggestion.js';
import { joinPointer } from './json-pointer.js';
import { isObject, own, textOf, type ObjectSpot, type Source } from './source.js';
import type { Provider } from './types.js';
import { toCamelCase } from './words.js';

type Sending = { readonly kind: 'bearer' } | { readonly kind: 'header'; readonly header: string };

/** A secret that the connection holds, and the security scheme that it serves. */
export interface Credential {
  readonly option: string;
  readonly scheme: string;
  readonly sending: Sending;
  readonly doc: string | null;
  readonly env: string | null;
  readonly pointer: string;
}

/** The secrets that the connection can hold: as the extension says, else one for each scheme that can be sent. */
export function readCredentials(
  source: Source,
  extension: ConnectionExtension | null,
): readonly Credential[] {
  const schemes = new Map(source.members(source.root, 'components', 'securitySchemes'));
  const listed = extension?.credentials;
  if (listed === undefined) {
    const taken = new Set(connectOptionNames);
    return [...schemes].flatMap(([scheme, spot]) => {
      const resolved = source.resolve(spot)?.spot;
      const sending = resolved === undefined ? null : readSending(resolved);
      if (resolved === undefined || sending === null) return [];
      const usual = sending.kind === 'bearer' ? 'token' : 'apiKey';
      const option = takeOption([usual, toCamelCase(scheme)], taken);
      const doc = textOf(resolved.value, 'description');
      return [{ option, scheme, sending, doc, env: null, pointer: spot.pointer }];
    });
  }
  return listed.flatMap(({ option, scheme, env }, index) => {
    const pointer = `/x-rowsweep-connection/credentials/${index}`;
    const spot = schemes.get(scheme);
    const resolved = spot === undefined ? undefined : source.resolve(spot)?.spot;
    const sending = resolved === undefined ? null : readSending(resolved, true);
    if (resolved === undefined || sending === null) {
      const message =
        resolved === undefined
          ? `There is no security scheme ${scheme}.`
          : `The security scheme ${scheme} is neither a bearer token nor an API key in a header.`;
      const help = resolved === undefined ? adviseSpelling(scheme, schemes.keys()) : undefined;
      source.report('credential-invalid', joinPointer(pointer, 'scheme'), message, help);
      return [];
    }
    return [
      { option, scheme, sending, doc: textOf(resolved.value, 'description'), env: env ?? null, pointer },
    ];
  });
}

/** The credential as the runtime's `ProviderDefinition` has it. */
export function toProviderCredential({ option, sending }: Credential): Provider['credentials'][number] {
  return sending.kind === 'bearer'
    ? { option, kind: 'bearer' }
    : { option, kind: 'header', header: sending.header };
}

/**
 * The first of the operation's alternatives that the credentials satisfy, as the description orders them. Schemes that
 * nothing serves are reported once each.
 */
export class Security {
  readonly #source: Source;
  readonly #credentials: readonly Credential[];
  readonly #reported = new Set<string>();

  constructor(source: Source, credentials: readonly Credential[]) {
    this.#source = source;
    this.#credentials = credentials;
  }

  /** The options of the connection whose secrets the operation sends. */
  credentialsOf(operation: ObjectSpot): readonly string[] {
    const owner = own(operation.value, 'security') === undefined ? this.#source.root : operation;
    const missing: { readonly scheme: string; readonly pointer: string }[] = [];
    for (const spot of this.#source.elements(owner, 'security')) {
      if (!isObject(spot.value)) continue;
      const schemes = Object.keys(spot.value);
      const served = schemes.map((scheme) => this.#credentials.find((each) => each.scheme === scheme));
      const options = served.flatMap((credential) => (credential === undefined ? [] : [credential.option]));
      if (options.length === schemes.length) return options;
      const unserved = schemes.filter((_, index) => served[index] === undefined);
      missing.push(...unserved.map((scheme) => ({ scheme, pointer: joinPointer(spot.pointer, scheme) })));
    }
    for (const { scheme, pointer } of missing) {
      if (this.#reported.has(scheme)) continue;
      this.#reported.add(scheme);
      const message = `The client cannot send the security scheme ${scheme} by itself.`;
      this.#source.report('security-unsupported', pointer, message);
    }
    return [];
  }
}

/** An access token of OAuth 2 or OpenID Connect is sent as a bearer token, when the extension asks for it. */
function readSending({ value }: ObjectSpot, withTokens = false): Sending | null {
  const type = own(value, 'type');
  const name = textOf(value, 'name');
  if (type === 'http' && textOf(value, 'scheme')?.toLowerCase() === 'bearer') return { kind: 'bearer' };
  if (type === 'apiKey' && own(value, 'in') === 'header' && name !== null)
    return { kind: 'header', header: name };
  return withTokens && (type === 'oauth2' || type === 'openIdConnect') ? { kind: 'bearer' } : null;
}

function takeOption(wishes: readonly string[], taken: Set<string>): string {
  let option = wishes.find((wish) => wish !== '' && !taken.has(wish)) ?? '';
  for (let number = 2; option === ''; number += 1) {
    const numbered = `${wishes[0] ?? 'token'}${number}`;
    if (!taken.has(numbered)) option = numbered;
  }
  taken.add(option);
  return option;
}
