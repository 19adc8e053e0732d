/** Reads parameters off the wire as the styles of OpenAPI say they are written; the reverse of any serialiser, by hand. */

/** What a value leaves on the wire: texts, once its numbers and booleans are written. */
export type Trace = string | readonly Trace[] | { readonly [name: string]: Trace };

/** A value as it is seen on the wire; null where the styles leave it undefined how it is written. */
export function traceOf(value: unknown): Trace | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => traceOf(item));
    return items.every((item) => item !== null) ? items : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const made: Record<string, Trace> = {};
  for (const [name, one] of Object.entries(value)) {
    const trace = traceOf(one);
    if (trace === null) return null;
    made[name] = trace;
  }
  return made;
}

/** True where every style can write it: a text, a list of texts, or texts by name. */
export function isFlat(trace: Trace): boolean {
  return typeof trace === 'string' || Object.values(trace).every((part) => typeof part === 'string');
}

export interface Styled {
  readonly name: string;
  readonly style: string;
  readonly explode: boolean;
}

/** Percent-decoding; throws for what is none. */
export function decodePercent(text: string): string {
  return decodeURIComponent(text);
}

/** Path and header values (RFC 6570, sections 3.2.2, 3.2.5 and 3.2.7); `expected` says only which kind is read. */
export function readValue(text: string, { name, style, explode }: Styled, expected: Trace): Trace | null {
  const decode = style === 'header' ? (part: string): string => part : decodePercent;
  if (style === 'label') {
    if (!text.startsWith('.')) return null;
    return readList(text.slice(1), { separator: explode ? '.' : ',', explode, expected, decode });
  }
  if (style === 'matrix') return readMatrix(text, { name, explode, expected, decode });
  return readList(text, { separator: ',', explode, expected, decode });
}

interface Reading {
  readonly explode: boolean;
  readonly expected: Trace;
  readonly decode: (text: string) => string;
}

function readList(text: string, how: Reading & { readonly separator: string }): Trace | null {
  const { expected, decode, explode, separator } = how;
  if (typeof expected === 'string') return decode(text);
  const parts = text.split(separator);
  if (Array.isArray(expected)) return parts.map(decode);
  return explode ? readPairs(parts, decode) : readAlternating(parts, decode);
}

function readMatrix(
  text: string,
  { name, explode, expected, decode }: Reading & { name: string },
): Trace | null {
  if (!text.startsWith(';')) return null;
  const pairs = text.slice(1).split(';');
  if (explode && typeof expected !== 'string') {
    if (!isList(expected)) return readPairs(pairs, decode);
    const prefix = `${encodeURIComponent(name)}=`;
    return pairs.every((pair) => pair.startsWith(prefix))
      ? pairs.map((pair) => decode(pair.slice(prefix.length)))
      : null;
  }
  const [first = ''] = pairs;
  const at = first.indexOf('=');
  if (pairs.length !== 1 || decode(first.slice(0, at)) !== name) return null;
  return readList(first.slice(at + 1), { separator: ',', explode: false, expected, decode });
}

function readPairs(parts: readonly string[], decode: (text: string) => string): Trace | null {
  const made: Record<string, string> = {};
  for (const part of parts) {
    const at = part.indexOf('=');
    if (at < 0) return null;
    made[decode(part.slice(0, at))] = decode(part.slice(at + 1));
  }
  return made;
}

function readAlternating(parts: readonly string[], decode: (text: string) => string): Trace | null {
  if (parts.length % 2 !== 0) return null;
  const made: Record<string, string> = {};
  for (let index = 0; index < parts.length; index += 2) {
    made[decode(parts[index] ?? '')] = decode(parts[index + 1] ?? '');
  }
  return made;
}

/** One `name=value` of a query or a form, not yet decoded. */
export type Pair = readonly [name: string, value: string];

/** Splits a query or a form-urlencoded body; nothing for an empty one. */
export function splitPairs(text: string): Pair[] {
  if (text === '') return [];
  return text.split('&').map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
  });
}

/** As servers decode a query: a plus is a space. */
export function decodeForm(text: string): string {
  return decodePercent(text.replaceAll('+', ' '));
}

/**
 * Takes what belongs to one parameter out of the pairs and reads it; null where it is missing or written in another
 * way than its style.
 */
export function takeStyled(pairs: Pair[], { name, style, explode }: Styled, expected: Trace): Trace | null {
  const take = (isMine: (key: string) => boolean): Pair[] => {
    const mine = pairs.filter(([key]) => isMine(decodeForm(key)));
    for (const pair of mine) pairs.splice(pairs.indexOf(pair), 1);
    return mine;
  };
  if (style === 'deepObject' && typeof expected !== 'string') {
    return readDeep(
      take((key) => key.startsWith(`${name}[`) && key.endsWith(']')),
      name,
      expected,
    );
  }
  if (explode && typeof expected === 'object' && !isList(expected)) {
    const names = Object.keys(expected);
    const made: Record<string, string> = {};
    for (const [key, value] of take((one) => names.includes(one))) made[decodeForm(key)] = decodeForm(value);
    return made;
  }
  const mine = take((key) => key === name);
  const [first] = mine;
  if (first === undefined) return null;
  if (explode && Array.isArray(expected)) return mine.map(([, value]) => decodeForm(value));
  if (mine.length > 1) return null;
  return readJoined(first[1], style, expected);
}

function readJoined(text: string, style: string, expected: Trace): Trace | null {
  if (typeof expected === 'string') return decodeForm(text);
  const parts =
    style === 'spaceDelimited'
      ? text.split(/%20|\+| /)
      : style === 'pipeDelimited'
        ? text.split(/%7c|\|/i)
        : text.split(',');
  return Array.isArray(expected) ? parts.map(decodeForm) : readAlternating(parts, decodeForm);
}

/** `name[a][b]=c`; lists as `name[a][]=c`, `name[a][0]=c` or `name[a]=c&name[a]=d`, of objects as `name[0][a]=c`. */
function readDeep(pairs: readonly Pair[], name: string, expected: Trace): Trace | null {
  if (pairs.length === 0) return null;
  const root: Record<string, unknown> = {};
  for (const [key, value] of pairs) {
    const keys = decodeForm(key)
      .slice(name.length + 1, -1)
      .split('][');
    let place = root;
    keys.slice(0, -1).forEach((one) => (place = (place[one] ??= {}) as Record<string, unknown>));
    const last = keys.at(-1) ?? '';
    // The specification leaves lists open: an empty name, numbers and repetition are all in use.
    const slot = last === '' ? String(Object.keys(place).length) : last;
    const known = place[slot];
    const text = decodeForm(value);
    place[slot] =
      known === undefined ? text : [...(Array.isArray(known) ? (known as unknown[]) : [known]), text];
  }
  return likeExpected(root, expected);
}

/** A list is read as numbered names, which only the expected value tells from an object. */
function likeExpected(found: unknown, expected: Trace): Trace | null {
  if (typeof found === 'string') return isList(expected) ? [found] : found;
  if (typeof expected === 'string') return null;
  const entries = Object.entries(found as Record<string, unknown>);
  if (isList(expected)) {
    const items = entries.map(([, value], index) => likeExpected(value, expected[index] ?? ''));
    const isInOrder = entries.every(([key], index) => key === String(index));
    return isInOrder && items.every((item) => item !== null) ? items : null;
  }
  const wanted = expected;
  const made: Record<string, Trace> = {};
  for (const [key, value] of entries) {
    const trace = likeExpected(value, wanted[key] ?? '');
    if (trace === null) return null;
    made[key] = trace;
  }
  return made;
}

/** `Array.isArray` alone does not tell a list that may not be written from an object. */
function isList(trace: Trace): trace is readonly Trace[] {
  return Array.isArray(trace);
}
