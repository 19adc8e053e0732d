/** Dates and times of the embedded store: how a filter's text is understood, and which values a column takes. */
import { SqlFault } from './sql-types.js';

const form = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(\.\d+)?)?)?)?(.*)$/s;
/** What a text without any date in it counts as: before all dates. */
const zero = '0'.repeat(14);

interface Moment {
  /** Fourteen digits, then the fraction with its point. */
  readonly key: string;
  /** What follows the moment in the text. */
  readonly rest: string;
}

function parseMoment(text: string): Moment | null {
  const [
    match,
    year = '',
    month = '',
    day = '',
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '',
    rest = '',
  ] = form.exec(text) ?? [];
  if (match === undefined) return null;
  const fits =
    isBetween(month, 1, 12) &&
    isBetween(day, 1, 31) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60;
  const parts = [month, day, hour, minute, second].map((part) => part.padStart(2, '0'));
  return { key: fits ? `${year}${parts.join('')}${fraction.replace(/\.?0*$/, '')}` : zero, rest };
}

function isBetween(text: string, least: number, most: number): boolean {
  return Number(text) >= least && Number(text) <= most;
}

/**
 * A filter's text as MySQL compares it with a timestamp: what follows the moment is ignored, and what has no moment is
 * earlier than all. Throws `SqlFault` for the shorthands of MySQL that are not known here, such as `20240102`.
 */
export function readMoment(text: string): string {
  const moment = parseMoment(text);
  if (moment !== null) return moment.key;
  if (/^\s*\d/.test(text)) {
    throw new SqlFault(400, 'the embedded store reads YYYY-MM-DD hh:mm:ss and no other form of a date');
  }
  return zero;
}

/** A value of a timestamp column as it is stored, or null when the column does not take it. */
export function storeMoment(text: string): string | null {
  const moment = parseMoment(text);
  if (moment?.rest.trim() !== '') return null;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(moment.key) ?? [];
  const stored = `${year}-${month}-${day} ${hour}:${minute}:${second}`;
  const ms = Date.parse(`${stored.replace(' ', 'T')}Z`);
  // A day that its month does not have comes back as another one.
  const isReal = !Number.isNaN(ms) && new Date(ms).toISOString().slice(8, 10) === day;
  return isReal && ms > 0 && ms < 2 ** 31 * 1_000 ? stored : null;
}
