/** What a row that the provider says matches tells of itself. */
import type { ReadBack } from '../../behaviour.js';
import type { FilterBehaviour } from '../../filter-behaviour.js';
import { RowsweepError } from '../../errors.js';
import { valueAt } from '../../pointer.js';
import type { Subject } from '../context.js';
import { GuardError } from '../errors.js';
import type { CheckedFilter, Condition } from './filter.js';
import { canonicalId } from '../input/ids.js';

/** A read-back that lists rows. */
export type Listing = Extract<ReadBack, { kind: 'filter' | 'scan' }>;

/** One row that matches. */
interface MatchedRow {
  readonly id: string;
  /** The column of a condition whose value the row does not have as it was given; undefined: it has them all. */
  readonly looseAt: string | undefined;
}

/**
 * Reads a row. Throws a `GuardError` for a row that lacks a column of the filter, for then the provider does not know
 * the column and may have ignored the condition; throws `PROTOCOL_VIOLATION` for a row without an id.
 */
export function readMatch(
  { behaviour: { provider }, format, target }: Subject,
  {
    listing,
    filter,
    rule,
  }: { readonly listing: Listing; readonly filter: CheckedFilter; readonly rule: FilterBehaviour },
  row: unknown,
): MatchedRow {
  const found =
    listing.kind === 'scan' ? valueAt(row, listing.id) : own(row, target[listing.idProperty.target]);
  const id = canonicalId(format, found);
  if (id === undefined || id.trim() === '') {
    throw new RowsweepError({
      code: 'PROTOCOL_VIOLATION',
      provider,
      message: 'A row that matches has no id that could be read, so it cannot be deleted by it.',
      effect: 'none',
      fatal: true,
    });
  }
  const values = valueAt(row, rule.values);
  let looseAt: string | undefined;
  for (const condition of filter.conditions) {
    const value = own(values, condition.column);
    if (value === undefined) {
      throw new GuardError({
        guard: 'ignoredFilter',
        provider,
        message: `A row that is said to match has no column ${condition.column}: the provider may have ignored that condition. Nothing was deleted.`,
        effect: 'none',
      });
    }
    if (!hasValue(condition, value)) looseAt ??= condition.column;
  }
  return { id, looseAt };
}

function own(value: unknown, key: string | undefined): unknown {
  if (typeof value !== 'object' || value === null || key === undefined) return undefined;
  return Object.hasOwn(value, key) ? (Reflect.get(value, key) as unknown) : undefined;
}

/** Only equality can be held against a row: how a provider orders text is its own affair. */
function hasValue({ operator, values }: Condition, found: unknown): boolean {
  if (operator?.equals === false) return true;
  return values.some((value) => isSame(value, found));
}

const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)$/;

function isSame(given: string, found: unknown): boolean {
  if (typeof found === 'boolean') return given === String(found) || given === (found ? '1' : '0');
  if (typeof found !== 'string' && typeof found !== 'number') return false;
  const text = String(found);
  if (given === text) return true;
  // Beyond 2^53 a number in an answer may have been another one.
  if (Number.isInteger(found) && !Number.isSafeInteger(found)) return false;
  // A text that stands for a number: `1.50` is 1.5, and `01` is 1; but `1abc` is not, whatever a database thinks.
  return NUMBER.test(given) && NUMBER.test(text) && withoutZeros(given) === withoutZeros(text);
}

/** The same text for the same number, and for no other: floating point would take two long ones for one. */
function withoutZeros(text: string): string {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  let end = fraction.length;
  while (fraction[end - 1] === '0') end -= 1;
  const digits = `${whole.replace(/^0+/, '')}.${fraction.slice(0, end)}`;
  return text.startsWith('-') && digits !== '.' ? `-${digits}` : digits;
}
