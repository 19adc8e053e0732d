/** Texts and numbers that fit a schema's bounds, patterns and formats. */
import fc from 'fast-check';
import { Unsampleable, type Demands } from './node.js';

/** Where a text goes decides which characters it may have without being misread on the way. */
export type Alphabet = 'rich' | 'spaced' | 'token';

const ALPHABETS: Readonly<Record<Alphabet, string>> = {
  rich: 'Zoë said: "it’s <b>50 %</b> & more" \\ `${x}` */ 🚀 \u2028 a=b;c#d?e+f',
  spaced: 'a b&c=d#e?f/g%h é',
  token: 'sampleText',
};

/** The first is minimal, the second full; further ones are for patterns beside the format. */
const FORMATS: Readonly<Record<string, readonly [string, string, ...string[]]>> = {
  'date-time': ['2024-02-29T00:00:00Z', '2031-12-31T23:59:59.999+05:30', '2024-02-29T00:00:00.000Z'],
  date: ['2024-02-29', '2031-12-31'],
  time: ['00:00:00Z', '23:59:59+05:30'],
  duration: ['PT0S', 'P3DT4H5M6S'],
  uuid: ['00000000-0000-4000-8000-000000000000', '6f9619ff-8b86-4011-b42d-00c04fc964ff'],
  email: ['a@b.co', 'first.last@mail.example.org'],
  'idn-email': ['a@b.co', 'first.last@mail.example.org'],
  hostname: ['a.co', 'mail.example.org'],
  'idn-hostname': ['a.co', 'mail.example.org'],
  ipv4: ['0.0.0.0', '203.0.113.255'],
  ipv6: ['::1', '2001:db8::8a2e:370:7334'],
  uri: ['https://a.co', 'https://example.org/a/b?c=d#e'],
  url: ['https://a.co', 'https://example.org/a/b?c=d#e'],
  iri: ['https://a.co', 'https://example.org/a/b?c=d#e'],
  'uri-reference': ['a', '/a/b?c=d#e'],
  'iri-reference': ['a', '/a/b?c=d#e'],
  'uri-template': ['a', 'https://example.org/{a}{?b}'],
  'json-pointer': ['', '/a/0/b'],
  'relative-json-pointer': ['0', '1/a'],
  regex: ['a', '^a+$'],
  byte: ['YQ==', 'c2FtcGxlIGJ5dGVz'],
};

/** Throws `Unsampleable` when no text that was tried keeps to the bounds. */
export function sampleText(
  demands: Demands,
  {
    isFull,
    alphabet,
    variant,
  }: { readonly isFull: boolean; readonly alphabet: Alphabet; readonly variant: number },
): string {
  const min = demands.bounds.get('minLength') ?? 0;
  const max = demands.bounds.get('maxLength') ?? Number.POSITIVE_INFINITY;
  const fits = (text: string): boolean => {
    const length = lengthOf(text);
    return (
      length >= min && length <= max && demands.patterns.every((pattern) => new RegExp(pattern).test(text))
    );
  };
  const format = FORMATS[demands.format ?? ''];
  const known = format === undefined ? [] : isFull ? [...format.slice(1), format[0]] : format;
  const rotated = known[variant % Math.max(known.length, 1)];
  for (const text of [...(rotated === undefined ? [] : [rotated]), ...known]) if (fits(text)) return text;
  if (demands.patterns.length > 0) return sampleMatching(demands.patterns, fits, variant);
  const text = fill(ALPHABETS[alphabet], { min, max, isFull, variant });
  if (!fits(text)) throw new Unsampleable(`no text of ${min} to ${max} characters`);
  return text;
}

/** In code points, as JSON Schema counts. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

function fill(
  base: string,
  { min, max, isFull, variant }: { min: number; max: number; isFull: boolean; variant: number },
): string {
  const letters = Array.from(base);
  const wanted = isFull ? Math.max(letters.length, 1) : Math.max(min, Math.min(1, max));
  const length = Math.min(Math.max(wanted, min), max, Math.max(min, 5_000));
  const start = isFull ? 0 : variant;
  return Array.from({ length }, (_, index) => letters[(start + index) % letters.length] ?? 'a').join('');
}

/** What was found for a pattern, so that it is asked once. */
const matching = new Map<string, readonly string[]>();
const MATCHES_EACH = 12;

function listMatching(pattern: string): readonly string[] {
  const known = matching.get(pattern);
  if (known !== undefined) return known;
  const found: string[] = [];
  // What looks ahead can only be tested, not followed: without it, some texts pass the test.
  for (const followed of [pattern, pattern.replaceAll(/\(\?[!=][^()]*\)/g, '')]) {
    for (const size of ['xsmall', 'small', 'medium'] as const) {
      if (found.length > 0 && followed !== pattern) continue;
      try {
        const arbitrary = fc.stringMatching(new RegExp(followed), { size });
        found.push(...fc.sample(arbitrary, { numRuns: MATCHES_EACH, seed: 7 }).filter(isSafe));
      } catch {
        // It has a construct that no generator of texts follows, such as a look-behind.
      }
    }
  }
  matching.set(pattern, found);
  return found;
}

function sampleMatching(
  patterns: readonly string[],
  fits: (text: string) => boolean,
  variant: number,
): string {
  const found = patterns.flatMap(listMatching).filter(fits);
  const text = found[variant % Math.max(found.length, 1)];
  if (text !== undefined) return text;
  throw new Unsampleable(`no text was found for the pattern ${patterns.join(' and ')}`.slice(0, 160));
}

/** Control characters and surrogates are legal in JSON, but not in a header, and a dot segment is refused in a path. */
function isSafe(text: string): boolean {
  const isPlainLetter = (letter: string): boolean => {
    const code = letter.codePointAt(0) ?? 0;
    return code > 0x1f && !(code >= 0x7f && code <= 0x9f) && !(code >= 0xd800 && code <= 0xdfff);
  };
  return Array.from(text).every(isPlainLetter) && text !== '.' && text !== '..';
}

/** Throws `Unsampleable` when no number is within the bounds. */
export function sampleNumber(
  demands: Demands,
  { isFull, isInteger }: { isFull: boolean; isInteger: boolean },
): number {
  const { bounds } = demands;
  const step = demands.multipleOf ?? (isInteger ? 1 : null);
  const narrow = demands.format === 'int32' ? 2 ** 31 - 1 : 1e9;
  const low = bounds.get('minimum') ?? bounds.get('exclusiveMinimum') ?? null;
  const high = bounds.get('maximum') ?? bounds.get('exclusiveMaximum') ?? null;
  const candidates = isFull
    ? [high, low === null ? null : low + 7, low, isInteger ? narrow : 1234.5, 1, 0]
    : [low, high === null ? null : high - 1, high, 0, 1];
  const nudged = candidates.flatMap((one) =>
    one === null ? [] : [one, one + (step ?? 0.5), one - (step ?? 0.5)],
  );
  for (const candidate of nudged) {
    const value = step === null ? candidate : roundTo(candidate, step);
    if (isWithin(value, bounds) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
  }
  throw new Unsampleable('no number is within its bounds');
}

function roundTo(value: number, step: number): number {
  const rounded = Math.round(value / step) * step;
  return Number(rounded.toPrecision(12));
}

function isWithin(value: number, bounds: ReadonlyMap<string, number>): boolean {
  const bound = (key: string, otherwise: number): number => bounds.get(key) ?? otherwise;
  return (
    value >= bound('minimum', Number.NEGATIVE_INFINITY) &&
    value <= bound('maximum', Number.POSITIVE_INFINITY) &&
    value > bound('exclusiveMinimum', Number.NEGATIVE_INFINITY) &&
    value < bound('exclusiveMaximum', Number.POSITIVE_INFINITY)
  );
}
