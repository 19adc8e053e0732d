/** Ids: from what callers give to what is sent and compared. */
import type { DeletionBehaviour, IdFormat, IdPlacement } from '../../behaviour.js';
import { configurationError } from '../errors.js';
import type { Target } from '../target.js';
import { readUuid } from './uuid.js';

/** An id that can be sent, or why it cannot. `text` is the id as it was given. */
export type ParsedId =
  | {
      readonly ok: true;
      readonly text: string;
      /** As it is sent and compared. */
      readonly id: string;
      /** It cannot share a request. */
      readonly alone: boolean;
    }
  | { readonly ok: false; readonly text: string; readonly message: string };

/** Takes anything, because an input can hold anything; never throws. */
export type ParseId = (raw: unknown) => ParsedId;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const INTEGER = /^(?:0|-?[1-9][0-9]*)$/;
/** Half of a character: no encoding of HTTP can carry it. */
const HALF_CHARACTER = /\p{Surrogate}/u;
const LONGEST_QUOTE = 64;

/** The id format that holds for this target. */
export function idFormatOf(behaviour: DeletionBehaviour, target: Target): IdFormat {
  const { chosenBy, formats } = behaviour.idFormat;
  const key = chosenBy === null ? 'default' : target[chosenBy];
  const format = key !== undefined && Object.hasOwn(formats, key) ? formats[key] : undefined;
  if (format !== undefined) return format;
  throw configurationError(
    behaviour.provider,
    `Wrong target: ${behaviour.name} has no id format for ${chosenBy ?? ''} ${JSON.stringify(key)}.`,
  );
}

/** Makes the check that every id passes before it is sent. */
export function idParser(format: IdFormat, placement: IdPlacement): ParseId {
  const pattern = format.pattern === null ? null : new RegExp(`^(?:${format.pattern})$`, 'u');
  const aloneIf = searchOf(placement.in === 'query' ? placement.alone : null);
  const refuseIf = searchOf(placement.in === 'query' ? placement.refuse : null);
  const separator = placement.in === 'query' ? placement.many.separator : null;
  // An integer in a body is a JSON number, and JSON numbers beyond 2^53 are rounded by most readers.
  const asNumber = format.kind === 'integer' && placement.in === 'body';
  // A UUID in its canonical form has none of the other faults. Most ids are one, and this is asked of each.
  const isAnyUuid = format.kind === 'uuid' && pattern === null && fitsUuid(format) && placement.in === 'body';

  return (raw) => {
    if (isAnyUuid && typeof raw === 'string' && readUuid(raw) !== undefined) {
      return { ok: true, text: raw, id: raw, alone: false };
    }
    const text = textOf(raw);
    if (typeof text !== 'string') return { ok: false, text: text.shown, message: text.message };
    const fault =
      faultOf(text, format, pattern) ??
      (asNumber && !Number.isSafeInteger(Number(text))
        ? 'is beyond 2^53, too large to be sent exactly'
        : null) ??
      (refuseIf?.test(text) === true ? 'holds characters that the provider cannot take' : null);
    if (fault !== null) return { ok: false, text, message: `The id ${quote(text)} ${fault}.` };
    return {
      ok: true,
      text,
      id: format.kind === 'uuid' ? text.toLowerCase() : text,
      alone: (separator !== null && text.includes(separator)) || aloneIf?.test(text) === true,
    };
  };
}

/** Brings an id that a provider wrote into the form in which ids are compared; undefined for what is no id. */
export function canonicalId(format: IdFormat, value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  if (typeof value !== 'string') return undefined;
  if (format.kind !== 'uuid' || readUuid(value) !== undefined) return value;
  // Providers may write a UUID in capitals, in braces, as a URN or without hyphens (RFC 9562, section 4).
  const digits = value.toLowerCase().replace(/^urn:uuid:|[{}-]/g, '');
  if (!/^[0-9a-f]{32}$/.test(digits)) return value;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** No length that the description asks for keeps a UUID out. */
function fitsUuid({ minLength, maxLength }: IdFormat): boolean {
  const { length } = '00000000-0000-0000-0000-000000000000';
  return minLength <= length && (maxLength ?? length) >= length;
}

function textOf(raw: unknown): string | { readonly shown: string; readonly message: string } {
  if (typeof raw === 'string') return raw;
  if (typeof raw === 'bigint') return raw.toString();
  if (typeof raw === 'number') {
    if (Number.isSafeInteger(raw)) return String(raw);
    const shown = String(raw);
    return {
      shown,
      message: `The number ${shown} is not a safe integer: give such an id as text or bigint.`,
    };
  }
  const shown = raw === null ? 'null' : Array.isArray(raw) ? '[array]' : `[${typeof raw}]`;
  return { shown, message: `An id is text, a safe integer or a bigint, not ${shown}.` };
}

function faultOf(text: string, format: IdFormat, pattern: RegExp | null): string | null {
  if (text.trim() === '') return 'is blank';
  if (HALF_CHARACTER.test(text)) return 'holds half a character (a lone surrogate)';
  if (format.kind === 'uuid' && !UUID.test(text)) return 'is not a UUID';
  if (format.kind === 'integer' && !INTEGER.test(text)) {
    return 'is not a decimal integer without sign + and leading zeros';
  }
  const { minLength, maxLength } = format;
  // Code points are at most as many as UTF-16 units and at least half of them.
  const mustCount = text.length < 2 * minLength || (maxLength !== null && text.length > maxLength);
  if (mustCount) {
    const { length } = Array.from(text);
    if (length < minLength) return `is shorter than ${minLength} characters`;
    if (maxLength !== null && length > maxLength) return `is longer than ${maxLength} characters`;
  }
  if (pattern !== null && !pattern.test(text)) return `does not match ${pattern.source}`;
  return null;
}

function searchOf(pattern: string | null): RegExp | null {
  return pattern === null ? null : new RegExp(pattern, 'u');
}

function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text);
}
