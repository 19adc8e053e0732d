import { isHeaderValue } from './request/headers.js';
import { isBlank, kindOf } from './refusal.js';

/**
 * A secret, or a function that gives it when a request needs it. The function is called for each request, but never
 * while an earlier call of it is still running; cache inside it what is worth caching.
 */
export type Credential = string | (() => string | Promise<string>);

/** Why a credential cannot be sent. The message never shows it. */
export class CredentialProblem extends Error {
  override readonly name: string = 'CredentialProblem';
}

/** How many earlier values of a changing secret are still kept out of messages. */
const REMEMBERED = 8;

/** Gives a credential, and remembers what it gave so that errors can be cleaned of it. */
export class CredentialSource {
  readonly #option: string;
  readonly #credential: string | (() => unknown);
  #running: Promise<string> | null = null;
  #given: readonly string[] = [];

  /** Throws a `CredentialProblem` for what cannot be a credential. */
  constructor(option: string, credential: unknown) {
    this.#option = option;
    this.#credential =
      typeof credential === 'function'
        ? (): unknown => Reflect.apply(credential, undefined, [])
        : this.#check(credential);
  }

  /** The values that were given so far, newest last. */
  get given(): readonly string[] {
    return this.#given;
  }

  /** The secret to send now. Rejects with a `CredentialProblem`; its cause is what the function threw. */
  read(): string | Promise<string> {
    const credential = this.#credential;
    if (typeof credential === 'string') return credential;
    this.#running ??= this.#ask(credential).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #ask(credential: () => unknown): Promise<string> {
    let value: unknown;
    try {
      value = await credential();
    } catch (cause) {
      throw new CredentialProblem(`the function given as \`${this.#option}\` failed.`, { cause });
    }
    return this.#check(value);
  }

  #check(value: unknown): string {
    if (typeof value !== 'string') {
      throw new CredentialProblem(
        `\`${this.#option}\` wants a string, or a function that returns one; got ${kindOf(value)}.`,
      );
    }
    if (!isHeaderValue(value)) {
      const got = isBlank(value)
        ? 'a blank string'
        : 'a text with a line break, a space at an end, or a character that no header can carry';
      throw new CredentialProblem(`\`${this.#option}\` wants visible characters only; got ${got}.`);
    }
    if (!this.#given.includes(value)) this.#given = [...this.#given, value].slice(-REMEMBERED);
    return value;
  }
}
