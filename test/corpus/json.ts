/** The little that every part of the corpus needs to walk values of unknown shape. */

export type Json = Readonly<Record<string, unknown>>;

/** True for what JSON calls an object. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object itself, or an empty one for everything else. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** The list itself, or an empty one for everything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** The text itself, or null for everything else. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** One key as a token of a JSON Pointer (RFC 6901). */
export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** What was thrown, in one line of at most 300 characters. */
export function reasonOf(thrown: unknown): string {
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return text.replace(/\s+/g, ' ').slice(0, 300);
}

/** Media type without parameters, in lower case. */
export function essenceOf(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}

/** `application/json`, `application/problem+json` and their like. */
export function isJsonType(mediaType: string): boolean {
  return /[/+]json$/.test(essenceOf(mediaType));
}
