import { kindOf } from './refusal.js';

const MARK = '[redacted]';
/** Below this a secret cannot be told from ordinary text; replacing it would destroy answers and hide nothing. */
const SHORTEST = 4;
/** Deeper levels of a body are replaced as a whole; no provider's error is as deep. */
const DEEPEST = 64;
/** A cause with more parts than this is not looked through to its end; it is replaced. */
const MOST_PARTS = 500;

/** Replaces every occurrence of the secrets, as they are and as URLs, JSON and Base64 write them. */
export function redactText(text: string, secrets: readonly string[]): string {
  return replaceAll(text, formsOf(secrets));
}

/** A copy of a parsed body without the secrets; the same object when there are no secrets to look for. */
export function redactBody(body: unknown, secrets: readonly string[]): unknown {
  const forms = formsOf(secrets);
  return forms.length === 0 ? body : redactValue(body, forms, 0);
}

/**
 * One line of a text that a server sent, cut to so many characters. What is no visible character becomes a space: it
 * could rewrite a terminal or a log. Cut after the secrets were replaced, never before: half a secret is one too.
 */
export function writeLine(text: string, maxCharacters: number): string {
  return text
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, maxCharacters);
}

function redactValue(value: unknown, forms: readonly string[], depth: number): unknown {
  if (typeof value === 'string') return replaceAll(value, forms);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return MARK;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, forms, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      replaceAll(key, forms),
      redactValue(field, forms, depth + 1),
    ]),
  );
}

function replaceAll(text: string, forms: readonly string[]): string {
  return forms.reduce((clean, form) => clean.replaceAll(form, MARK), text);
}

/**
 * The cause of an error as it is, where nothing in it can show a secret; else a new error with its cleaned text.
 * Platforms write the value of a refused header into their message, and a `fetch` of the caller's own may hang the
 * whole request on its error.
 */
export function redactCause(cause: unknown, secrets: readonly string[]): unknown {
  const forms = formsOf(secrets);
  if (forms.length === 0 || isClean(cause, forms)) return cause;
  const texts: string[] = [];
  let current = cause;
  for (let depth = 0; depth < 8 && current !== undefined; depth += 1) {
    texts.push(replaceAll(textOf(current), forms));
    current = current instanceof Error ? current.cause : undefined;
  }
  return new Error(texts.join(': '));
}

function textOf(cause: unknown): string {
  if (cause instanceof Error) return cause.message;
  return typeof cause === 'string' ? cause : kindOf(cause);
}

/** True when every text in it can be read and holds no secret. What cannot be looked into is not clean. */
function isClean(cause: unknown, forms: readonly string[]): boolean {
  const seen = new Set<unknown>();
  const open: unknown[] = [cause];
  for (let part = open.pop(); part !== undefined || open.length > 0; part = open.pop()) {
    if (typeof part === 'string' && forms.some((form) => part.includes(form))) return false;
    if (typeof part !== 'object' || part === null || seen.has(part)) continue;
    seen.add(part);
    if (seen.size > MOST_PARTS || !isOpenToView(part)) return false;
    try {
      for (const key of [...Reflect.ownKeys(part), 'message']) open.push(key, Reflect.get(part, key));
    } catch {
      return false;
    }
  }
  return true;
}

/** A `Request`, its `Headers`, a map or bytes hold what their properties do not tell. */
function isOpenToView(value: object): boolean {
  return (
    value instanceof Error ||
    Array.isArray(value) ||
    Object.prototype.toString.call(value) === '[object Object]'
  );
}

/** The longest first: a shorter secret within a longer one would leave the rest of that. */
function formsOf(secrets: readonly string[]): string[] {
  const forms = secrets.filter((secret) => secret.length >= SHORTEST).flatMap(writeForms);
  return [...new Set(forms)].sort((one, other) => other.length - one.length);
}

/** Secrets are header values, so Latin-1, which is what `btoa` takes. */
function writeForms(secret: string): string[] {
  const inUrl = encodeURIComponent(secret);
  const inBase64 = btoa(secret).replace(/=+$/, '');
  return [
    secret,
    inUrl,
    inUrl.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    inUrl.replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    inBase64,
    inBase64.replaceAll('+', '-').replaceAll('/', '_'),
  ];
}
