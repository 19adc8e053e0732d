import { kindOf } from './refusal.js';

const MARK = '[redacted]';
/** Below this a secret cannot be told from ordinary text; replacing it would destroy answers and hide nothing. */
const SHORTEST = 4;
/** A cause with more parts than this is not looked through to its end; it is replaced. */
const MOST_PARTS = 500;

/** Replaces every occurrence of the secrets, as they are and as URLs, JSON and Base64 write them. */
export function redactText(text: string, secrets: readonly string[]): string {
  return formsOf(secrets).reduce((clean, form) => clean.replaceAll(form, MARK), text);
}

/**
 * A copy of a parsed body without the secrets; the same object when there are none in it. A body that cannot be told
 * apart from a secret, or is nested without end, is replaced as a whole.
 */
export function redactBody(body: unknown, secrets: readonly string[]): unknown {
  if (typeof body === 'string') return redactText(body, secrets);
  try {
    // Written anew, so that every text in it has the one form that is looked for.
    const text = JSON.stringify(body ?? null);
    const clean = redactText(text, secrets);
    return clean === text ? body : (JSON.parse(clean) as unknown);
  } catch {
    return MARK;
  }
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
    if (current instanceof Error) texts.push(current.message);
    else texts.push(typeof current === 'string' ? current : kindOf(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return new Error(redactText(texts.join(': '), secrets));
}

/** True when every text in it can be read and holds no secret. What cannot be looked into is not clean. */
function isClean(cause: unknown, forms: readonly string[]): boolean {
  const seen = new Set<unknown>();
  const open: unknown[] = [cause];
  try {
    for (let part = open.pop(); part !== undefined || open.length > 0; part = open.pop()) {
      if (typeof part === 'string' && forms.some((form) => part.includes(form))) return false;
      if (typeof part !== 'object' || part === null || seen.has(part)) continue;
      // A `Request`, its `Headers`, a map or bytes hold what their properties do not tell.
      const isOpen =
        part instanceof Error || /^\[object (?:Object|Array)\]$/.test(Object.prototype.toString.call(part));
      if (!isOpen || seen.add(part).size > MOST_PARTS) return false;
      for (const key of [...Reflect.ownKeys(part), 'message']) open.push(key, Reflect.get(part, key));
    }
  } catch {
    return false;
  }
  return true;
}

/** The longest first: a shorter secret within a longer one would leave the rest of that. */
function formsOf(secrets: readonly string[]): string[] {
  const forms = secrets.filter((secret) => secret.length >= SHORTEST).flatMap(writeForms);
  return [...new Set(forms)].sort((one, other) => other.length - one.length);
}

/** Secrets are header values, so Latin-1, which is what `btoa` takes; a password may be more. */
function writeForms(secret: string): string[] {
  const inUrl = encodeURIComponent(secret);
  const inBase64 = /[\u0100-\uffff]/.test(secret) ? secret : btoa(secret).replace(/=+$/, '');
  return [
    secret,
    inUrl,
    inUrl.replaceAll("'", '%27'),
    inUrl.replace(/%../g, (code) => code.toLowerCase()),
    inUrl.replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    inBase64,
    inBase64.replaceAll('+', '-').replaceAll('/', '_'),
  ];
}
