import type { CredentialDefinition } from './definition.js';
import type { PartOf } from './part.js';
import { isBlank, kindOf, Refusal } from './refusal.js';
import { encodeValue } from './request/encoding.js';
import { isHeaderValue } from './request/headers.js';

/** Why a function that gives a credential is asked. */
export interface CredentialRequest {
  /** True: the provider refused the newest one that it gave (HTTP 401), so it must not come from a cache. */
  readonly refused: boolean;
}

/**
 * A secret, or a function that gives it when a request needs it. The function is called for each request, but never
 * while an earlier call of it is still running; cache inside it what is worth caching.
 */
export type Credential = string | ((request: CredentialRequest) => string | Promise<string>);

/** A name and a password for HTTP Basic (RFC 7617), or a function that gives them, as with `Credential`. */
export type BasicCredential =
  UserPassword | ((request: CredentialRequest) => UserPassword | Promise<UserPassword>);

/** The two halves of a Basic credential. */
export interface UserPassword {
  readonly username: string;
  readonly password: string;
}

/** Gives a credential, and remembers what it gave so that errors can be cleaned of it. */
export interface CredentialSource {
  /** The secrets that were given lately, newest last. */
  readonly given: () => readonly string[];
  /** What must not be shown of a text that `read` or `renew` gave. */
  readonly secretsIn: (text: string) => readonly string[];
  /** The text to send now. Rejects with a `Refusal`; its cause is what the function threw. */
  readonly read: () => string | Promise<string>;
  /** Another text than the one that was refused; undefined when there is none. */
  readonly renew: (refused: string) => Promise<string | undefined>;
  /** Puts a text where it belongs; without one the newest, where there is one. */
  readonly put: (places: CredentialPlaces, text?: string) => void;
}

/** Where a request carries its credentials. Queries and cookies are `name=value`, encoded. */
export interface CredentialPlaces {
  readonly headers: [name: string, value: string][];
  readonly query: string[];
  readonly cookies: string[];
}

/** How many earlier values of a changing secret are still kept out of messages. */
const REMEMBERED = 16;

/** What differs from one kind of credential to the next. */
interface Kind {
  readonly put: (places: CredentialPlaces, definition: CredentialDefinition, text: string) => void;
  /** The text of what the caller gives, where that is no text. */
  readonly write?: (value: unknown) => string | undefined;
  /** What is secret in such a text beside itself. */
  readonly secretIn?: (text: string) => string;
  /** What a message says that it wants. */
  readonly wanted?: string;
}

function openCredential(
  definition: CredentialDefinition,
  credential: unknown,
  { put, write, secretIn, wanted = 'a string' }: Kind,
): CredentialSource {
  const { option } = definition;
  let given: readonly string[] = [];
  let newest: string | undefined;
  let running: Promise<string> | undefined;

  const secretsIn = (text: string): readonly string[] =>
    secretIn === undefined ? [text] : [secretIn(text), text];
  const check = (value: unknown): string => {
    const text = write === undefined ? value : write(value);
    if (typeof text === 'string' && isHeaderValue(text)) {
      if (!given.includes(text)) given = [...given, text].slice(-REMEMBERED);
      return (newest = text);
    }
    const isUnsendable = typeof text === 'string' && !isBlank(text);
    const got = isUnsendable
      ? 'a line break, a space at an end, or a character that no header can carry'
      : kindOf(value);
    throw new Refusal(
      'AUTHENTICATION',
      `\`${option}\` wants ${wanted}, or a function that returns it; got ${got}.`,
    );
  };
  const ask = async (refused: boolean): Promise<string> => {
    try {
      return check(await (credential as (request: CredentialRequest) => unknown)({ refused }));
    } catch (cause) {
      if (cause instanceof Refusal) throw cause;
      throw new Refusal('AUTHENTICATION', `the function given as \`${option}\` failed.`, cause);
    }
  };
  const fixed = typeof credential === 'function' ? undefined : check(credential);
  const read = (refused = false): string | Promise<string> =>
    fixed ??
    (running ??= ask(refused).finally(() => {
      running = undefined;
    }));

  return {
    given: () => given.flatMap(secretsIn),
    secretsIn,
    read,
    renew: async (refused) => {
      // What is asked for already may be the new one.
      let text = await (running ?? newest);
      if (text === refused) text = await read(true);
      return text === refused ? undefined : text;
    },
    put: (places, text = newest) => {
      if (text !== undefined) put(places, definition, text);
    },
  };
}

/** A secret that is sent as a header: by itself, or behind the scheme of `Authorization`. */
export const headerCredential: PartOf<'headerCredential'> = {
  name: 'headerCredential',
  open: (definition, credential) => openCredential(definition, credential, { put: putHeader }),
};

/** A name and a password, sent as HTTP Basic (RFC 7617). */
export const basicCredential: PartOf<'basicCredential'> = {
  name: 'basicCredential',
  open: (definition, credential) =>
    openCredential(definition, credential, {
      put: putHeader,
      write: writePair,
      secretIn: readPassword,
      wanted: 'a `username` without a colon and a `password`, not both blank',
    }),
};

/** A secret that is sent in the query. */
export const queryCredential: PartOf<'queryCredential'> = {
  name: 'queryCredential',
  open: (definition, credential) =>
    openCredential(definition, credential, {
      put: ({ query }, one, text) => query.push(`${encodeValue(nameOf(one))}=${encodeValue(text)}`),
    }),
};

/** A secret that is sent as a cookie. */
export const cookieCredential: PartOf<'cookieCredential'> = {
  name: 'cookieCredential',
  open: (definition, credential) =>
    openCredential(definition, credential, {
      put: ({ cookies }, one, text) =>
        cookies.push(`${encodeValue(nameOf(one))}=${COOKIE_TEXT.test(text) ? text : encodeValue(text)}`),
    }),
};

/** What a cookie can carry as it is (RFC 6265, section 4.1.1). */
const COOKIE_TEXT = /^[!#-+\--:<-[\]-~]*$/;

function putHeader({ headers }: CredentialPlaces, definition: CredentialDefinition, text: string): void {
  headers.push(
    definition.kind === 'authorization'
      ? ['authorization', `${definition.scheme} ${text}`]
      : [definition.name.toLowerCase(), text],
  );
}

function nameOf(definition: CredentialDefinition): string {
  return definition.kind === 'authorization' ? definition.kind : definition.name;
}

/** RFC 7617, section 2: the name ends at the first colon, and both are UTF-8. */
function writePair(value: unknown): string | undefined {
  const { username, password } = Object(value) as Readonly<Record<string, unknown>>;
  if (typeof username !== 'string' || typeof password !== 'string' || username.includes(':'))
    return undefined;
  if (isBlank(username) && isBlank(password)) return undefined;
  return btoa(String.fromCodePoint(...new TextEncoder().encode(`${username}:${password}`)));
}

function readPassword(text: string): string {
  const pair = new TextDecoder().decode(Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0)));
  return pair.slice(pair.indexOf(':') + 1);
}
