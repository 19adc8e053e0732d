import type { CredentialDefinition } from './definition.js';
import { encodeValue } from './request/encoding.js';
import { isHeaderValue } from './request/headers.js';
import { isBlank, kindOf, Refusal } from './refusal.js';

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

/** How many earlier values of a changing secret are still kept out of messages. */
const REMEMBERED = 16;

/** Gives a credential, and remembers what it gave so that errors can be cleaned of it. */
export class CredentialSource {
  readonly definition: CredentialDefinition;
  /** The secrets that were given so far, newest last. */
  given: readonly string[] = [];
  readonly #credential: string | ((request: CredentialRequest) => unknown);
  #running: Promise<string> | undefined;
  #newest: string | undefined;

  /** Throws a `Refusal` for what cannot be a credential. */
  constructor(definition: CredentialDefinition, credential: unknown) {
    this.definition = definition;
    this.#credential =
      typeof credential === 'function'
        ? (request): unknown => Reflect.apply(credential, undefined, [request])
        : this.#check(credential);
  }

  /** The text to send now. Rejects with a `Refusal`; its cause is what the function threw. */
  read(refused = false): string | Promise<string> {
    const credential = this.#credential;
    if (typeof credential === 'string') return credential;
    this.#running ??= this.#ask(credential, refused).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** The field of the query that carries the newest text, where there is one. */
  get queryField(): string | undefined {
    const { kind } = this.definition;
    return kind === 'query' && this.#newest !== undefined
      ? `${encodeValue(this.definition.name)}=${encodeValue(this.#newest)}`
      : undefined;
  }

  /** Another text than the one that was refused; undefined when there is none. */
  async renew(refused: string): Promise<string | undefined> {
    // What is asked for already may be the new one.
    let text = await (this.#running ?? this.#newest);
    if (text === refused) text = await this.read(true);
    return text === refused ? undefined : text;
  }

  async #ask(credential: (request: CredentialRequest) => unknown, refused: boolean): Promise<string> {
    try {
      return this.#check(await credential({ refused }));
    } catch (cause) {
      if (cause instanceof Refusal) throw cause;
      throw new Refusal(
        'AUTHENTICATION',
        `the function given as \`${this.definition.option}\` failed.`,
        cause,
      );
    }
  }

  #check(value: unknown): string {
    const { definition } = this;
    const text =
      definition.kind === 'authorization' && definition.scheme === 'Basic' ? this.#pair(value) : value;
    if (typeof text !== 'string') return this.#refuse('a string', kindOf(text));
    if (!isHeaderValue(text)) {
      const got = isBlank(text)
        ? 'a blank string'
        : 'a text with a line break, a space at an end, or a character that no header can carry';
      return this.#refuse('visible characters only', got);
    }
    this.#remember(text);
    this.#newest = text;
    return text;
  }

  /** RFC 7617, section 2: the name ends at the first colon, and both are UTF-8. */
  #pair(value: unknown): string {
    const { username, password } = Object(value) as Readonly<Record<string, unknown>>;
    if (typeof username !== 'string' || typeof password !== 'string' || username.includes(':')) {
      return this.#refuse('a `username` without a colon and a `password`', kindOf(value));
    }
    this.#remember(password);
    return btoa(String.fromCodePoint(...new TextEncoder().encode(`${username}:${password}`)));
  }

  #remember(secret: string): void {
    if (!this.given.includes(secret)) this.given = [...this.given, secret].slice(-REMEMBERED);
  }

  #refuse(wanted: string, got: string): never {
    const { option } = this.definition;
    throw new Refusal(
      'AUTHENTICATION',
      `\`${option}\` wants ${wanted}, or a function that returns one; got ${got}.`,
    );
  }
}
