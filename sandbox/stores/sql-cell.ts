/** What the embedded store makes of a value that is to be stored, as MariaDB does in its strict mode. */
import { weighText } from './sql-collation.js';
import { isLoose } from './sql-compare.js';
import { compareDecimals, isNumber, readDecimal, writeDecimal, type Decimal } from './sql-number.js';
import { storeMoment } from './sql-time.js';
import { SqlFault, writeInput, type Column, type Dialect } from './sql-types.js';

const bounds: Readonly<Record<'int' | 'bigint', Decimal>> = {
  int: { digits: 2n ** 31n, scale: 0 },
  bigint: { digits: 2n ** 63n, scale: 0 },
};

/**
 * The cell that the column keeps: an `int` as number, a `bigint` as bigint, all others as text. Throws `SqlFault` (422)
 * for a value that the column does not take.
 */
export function storeCell(column: Column, dialect: Dialect, value: unknown): unknown {
  const text = writeInput(column, value);
  if (text === null) {
    if (column.required) throw new SqlFault(422, `"${column.name}" must have a value`);
    return null;
  }
  switch (column.type) {
    case 'int':
      return Number(storeNumber(column, column.type, text));
    case 'bigint':
      return BigInt(storeNumber(column, column.type, text));
    case 'decimal':
      return storeDecimal(column, text);
    case 'timestamp': {
      const stored = storeMoment(text);
      if (stored === null) throw new SqlFault(422, `"${column.name}" is a time`);
      return stored;
    }
    case 'varchar':
      return storeText(column, dialect, text);
  }
}

function storeNumber(column: Column, type: 'int' | 'bigint', text: string): string {
  if (!isNumber(text)) throw new SqlFault(422, `"${column.name}" is a number`);
  const rounded = writeDecimal(readDecimal(text), 0);
  const number = readDecimal(rounded);
  const bound = bounds[type];
  const least = { ...bound, digits: -bound.digits };
  if (compareDecimals(number, bound) >= 0 || compareDecimals(number, least) < 0) {
    throw new SqlFault(422, `"${column.name}" is out of range`);
  }
  return rounded;
}

function storeDecimal(column: Column, text: string): string {
  if (!isNumber(text)) throw new SqlFault(422, `"${column.name}" is a number`);
  const written = writeDecimal(readDecimal(text), column.scale ?? 0);
  const digits = written.replace(/^-?0*/, '').replace('.', '').length;
  if (column.length !== null && digits > column.length) {
    throw new SqlFault(422, `"${column.name}" is out of range`);
  }
  return written;
}

/** Spaces that do not fit are cut off; anything else that does not fit is refused. */
function storeText(column: Column, dialect: Dialect, text: string): string {
  if (isLoose(dialect)) weighText(text);
  const characters = Array.from(text);
  if (column.length === null || characters.length <= column.length) return text;
  const rest = characters.slice(column.length).join('');
  if (!isLoose(dialect) || rest.trim() !== '') throw new SqlFault(422, `"${column.name}" is too long`);
  return characters.slice(0, column.length).join('');
}
