/** What media types say: how a body is written and read. */

/** The type and the subtype alone, in lower case: `text/plain` of `Text/Plain; charset=utf-8`. */
export function essenceOf(mediaType: string): string {
  const end = mediaType.indexOf(';');
  return (end < 0 ? mediaType : mediaType.slice(0, end)).trim().toLowerCase();
}

/** True for the essence of JSON, and for everything that ends in `+json` (RFC 6839, section 3.1). */
export function isJson(essence: string): boolean {
  return /^(?:application|text)\/json$|\/.+\+json$/.test(essence);
}

/** True for the essence of a text: `text/…`, and the text formats that are registered elsewhere. */
export function isText(essence: string): boolean {
  return /^text\/|[+/](?:x-)?(?:xml|yaml|(?:java|ecma)script|graphql|sql|toml|sh|rtf|csv)$/.test(essence);
}

/** True for the essence of a stream: Server-Sent Events, or JSON texts one after the other. */
export function isStream(essence: string): boolean {
  return /\/(?:event-stream|(?:x-)?(?:ndjson|jsonl|json-?lines|json-stream))$|[+/]json-seq$/.test(essence);
}

/** True when a media type is the declared one, or within its range: `image/png` within `image/*`. */
export function isWithin(essence: string, declared: string): boolean {
  if (essence === declared) return true;
  const wanted = essenceOf(declared);
  return (
    wanted === essence ||
    wanted.startsWith('*') ||
    (isJson(wanted) && isJson(essence)) ||
    (wanted.endsWith('/*') && essence.startsWith(wanted.slice(0, -1)))
  );
}
