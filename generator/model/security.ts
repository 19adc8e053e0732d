/** Which secrets each operation sends. */
import type { ConnectionExtension } from './extension-types.js';
import { joinPointer } from './json-pointer.js';
import { connectOptionNames } from './reserved-names.js';
import { isObject, own, textOf, type ObjectSpot, type Source } from './source.js';
import { adviseSpelling } from './suggestion.js';
import type { Parameter, Provider } from './types.js';
import { toCamelCase } from './words.js';

type ProviderCredential = Provider['credentials'][number];

/** How a secret is sent, as the runtime's `ProviderDefinition` has it. */
type Sending =
  | { readonly kind: 'authorization'; readonly scheme: string }
  | { readonly kind: 'header' | 'query' | 'cookie'; readonly name: string };

/** A secret that the connection holds, and the security scheme that it serves. */
export interface Credential {
  readonly option: string;
  readonly scheme: string;
  readonly sending: Sending;
  readonly doc: string | null;
  readonly env: string | null;
  readonly pointer: string;
}

/** What is to be done about a security scheme: send something, send nothing, or null: no client like this one can. */
type Measure = Sending | 'nothing' | null;

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
      const sending = resolved === undefined ? null : readMeasure(resolved);
      if (resolved === undefined || sending === null || sending === 'nothing') return [];
      const option = takeOption([usualOption(sending), toCamelCase(scheme)], taken);
      const doc = textOf(resolved.value, 'description');
      return [{ option, scheme, sending, doc, env: null, pointer: spot.pointer }];
    });
  }
  return listed.flatMap(({ option, scheme, env }, index) => {
    const pointer = `/x-rowsweep-connection/credentials/${index}`;
    const spot = schemes.get(scheme);
    const resolved = spot === undefined ? undefined : source.resolve(spot)?.spot;
    const sending = resolved === undefined ? null : readMeasure(resolved);
    if (resolved === undefined || sending === null || sending === 'nothing') {
      const message =
        resolved === undefined
          ? `There is no security scheme ${scheme}.`
          : `Nothing can be sent for the security scheme ${scheme}.`;
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
export function toProviderCredential({ option, sending }: Credential): ProviderCredential {
  return sending.kind === 'authorization'
    ? { option, kind: sending.kind, scheme: sending.scheme }
    : { option, kind: sending.kind, name: sending.name };
}

/** True for one that is a name and a password. */
export function isBasic({ sending }: Credential): boolean {
  return sending.kind === 'authorization' && sending.scheme === 'Basic';
}

/**
 * The operation's alternatives, as far as the credentials satisfy them, in the description's order. Schemes that nothing
 * serves are reported once each, where an operation is left without any alternative.
 */
export class Security {
  readonly #source: Source;
  readonly #credentials: readonly Credential[];
  readonly #reported = new Set<string>();
  /** Schemes for which there is nothing to send. */
  readonly #silent: ReadonlySet<string>;

  constructor(source: Source, credentials: readonly Credential[]) {
    this.#source = source;
    this.#credentials = credentials;
    const schemes = source.members(source.root, 'components', 'securitySchemes');
    const silent = schemes.filter(([, spot]) => {
      const resolved = source.resolve(spot)?.spot;
      return resolved !== undefined && readMeasure(resolved) === 'nothing';
    });
    this.#silent = new Set(silent.map(([scheme]) => scheme));
  }

  /** Lists of the connection's options whose secrets are sent together; an empty list, always the last: none is. */
  alternativesOf(operation: ObjectSpot): readonly (readonly string[])[] {
    const owner = own(operation.value, 'security') === undefined ? this.#source.root : operation;
    const alternatives = new Map<string, readonly string[]>();
    const missing: { readonly scheme: string; readonly pointer: string }[] = [];
    for (const spot of this.#source.elements(owner, 'security')) {
      if (!isObject(spot.value)) continue;
      const schemes = Object.keys(spot.value).filter((scheme) => !this.#silent.has(scheme));
      const served = schemes.map((scheme) => this.#credentials.find((each) => each.scheme === scheme));
      const options = served.flatMap((credential) => (credential === undefined ? [] : [credential.option]));
      if (options.length === schemes.length) alternatives.set(options.join(' '), options);
      const unserved = schemes.filter((_, index) => served[index] === undefined);
      missing.push(...unserved.map((scheme) => ({ scheme, pointer: joinPointer(spot.pointer, scheme) })));
    }
    if (alternatives.size === 0) this.#reportMissing(missing);
    // Who has a secret sends it, wherever the description says that it may be left out.
    return [...alternatives.values()].toSorted(
      (left, right) => Number(left.length === 0) - Number(right.length === 0),
    );
  }

  /**
   * True where the connection gives what the parameter stands for: some descriptions declare a key both as a parameter
   * and as a security scheme.
   */
  covers({ in: place, name }: Parameter, alternatives: readonly (readonly string[])[]): boolean {
    const same = (other: string): boolean =>
      place === 'header' ? other.toLowerCase() === name.toLowerCase() : other === name;
    const covering = this.#credentials.filter(({ sending }) => sending.kind === place && same(sending.name));
    return (
      alternatives.length > 0 &&
      alternatives.every((options) => covering.some(({ option }) => options.includes(option)))
    );
  }

  /** The query parameters that the connection sends secrets in, with any of these alternatives. */
  queryNames(alternatives: readonly (readonly string[])[]): readonly string[] {
    return this.#credentials.flatMap(({ option, sending }) =>
      sending.kind === 'query' && alternatives.some((options) => options.includes(option))
        ? [sending.name]
        : [],
    );
  }

  #reportMissing(missing: readonly { readonly scheme: string; readonly pointer: string }[]): void {
    for (const { scheme, pointer } of missing) {
      if (this.#reported.has(scheme)) continue;
      this.#reported.add(scheme);
      const message = `The client cannot send the security scheme ${scheme} by itself.`;
      this.#source.report('security-unsupported', pointer, message);
    }
  }
}

/** Schemes of RFC 7235 that take more than one text in one direction. */
const handshakes = new Set(['digest', 'hoba', 'mutual', 'negotiate', 'scram-sha-1', 'scram-sha-256', 'gnap']);

/** OpenAPI 3.1, Security Scheme Object. An access token of OAuth 2 or OpenID Connect is a bearer token (RFC 6750). */
function readMeasure({ value }: ObjectSpot): Measure {
  const name = textOf(value, 'name');
  switch (own(value, 'type')) {
    case 'http':
      return readHttpScheme(textOf(value, 'scheme') ?? '');
    case 'oauth2':
    case 'openIdConnect':
      return { kind: 'authorization', scheme: 'Bearer' };
    case 'apiKey': {
      const place = own(value, 'in');
      const isKnown = place === 'header' || place === 'query' || place === 'cookie';
      return isKnown && name !== null ? { kind: place, name } : null;
    }
    case 'mutualTLS':
      return 'nothing';
    default:
      return null;
  }
}

function readHttpScheme(given: string): Measure {
  const scheme = given.trim();
  const folded = scheme.toLowerCase();
  if (folded === 'bearer') return { kind: 'authorization', scheme: 'Bearer' };
  if (folded === 'basic') return { kind: 'authorization', scheme: 'Basic' };
  // RFC 9110, section 5.6.2: a token.
  const isToken = /^[\w!#$%&'*+.^`|~-]+$/.test(scheme);
  return isToken && !handshakes.has(folded) ? { kind: 'authorization', scheme } : null;
}

function usualOption(sending: Sending): string {
  if (sending.kind !== 'authorization') return 'apiKey';
  return sending.scheme === 'Basic' ? 'basicAuth' : 'token';
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
