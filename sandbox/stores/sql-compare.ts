/** How the embedded store compares cells with the texts of a filter: as MariaDB does, or as strictly as PostgreSQL. */
import { compareWeights, weighText } from './sql-collation.js';
import { writePattern } from './sql-filter.js';
import { matchLike } from './sql-like.js';
import { compareDecimals, isNumber, readDecimal, type Decimal } from './sql-number.js';
import { readMoment } from './sql-time.js';
import { SqlFault, writeCell, type Column, type Comparison, type Dialect, type Filter } from './sql-types.js';

/** True when a cell fulfils the condition. */
export type Condition = (cell: unknown) => boolean;

/** Turns cells and operands of one column into keys, and orders them. */
interface Keys<Key> {
  readonly readCell: (cell: unknown) => Key;
  readonly readOperand: (text: string) => Key;
  /** The same for equal keys, and only for them. */
  readonly identify: (key: Key) => string;
  readonly compare: (one: Key, other: Key) => number;
}

/** How the values of one column are compared. Cells are not null. Operands that a dialect refuses throw `SqlFault`. */
export interface Ruler {
  /** What equal values have in common; a unique column has no two of the same. */
  readonly identifyCell: (cell: unknown) => string;
  /** What the cells have in common that a filter's text is equal to. */
  readonly identifyOperand: (text: string) => string;
  readonly compareCells: (one: unknown, other: unknown) => number;
  /** Below 0, 0 or above 0 for a cell beside a filter's text. */
  readonly compareTo: (text: string) => (cell: unknown) => number;
}

function makeRuler<Key>({ readCell, readOperand, identify, compare }: Keys<Key>): Ruler {
  return {
    identifyCell: (cell) => identify(readCell(cell)),
    identifyOperand: (text) => identify(readOperand(text)),
    compareCells: (one, other) => compare(readCell(one), readCell(other)),
    compareTo: (text) => {
      const wanted = readOperand(text);
      return (cell) => compare(readCell(cell), wanted);
    },
  };
}

/** True for the dialects that turn text into numbers and ignore case. */
export function isLoose(dialect: Dialect): boolean {
  return dialect === 'ms' || dialect === 'ma';
}

/** Makes the test of one condition. Throws `SqlFault` for a text that the dialect refuses. */
export function makeCondition(comparison: Comparison, dialect: Dialect): Condition {
  const { column, operator, values } = comparison;
  if (operator === 'li' || operator === 'rli' || operator === 'nli' || operator === 'il') {
    const ignoresCase = isLoose(dialect);
    const fold = (text: string): string =>
      ignoresCase ? text : operator === 'il' ? text.toLowerCase() : text;
    const matches = matchLike(fold(writePattern(comparison)), ignoresCase);
    return (cell) => cell !== null && matches(fold(writeCell(cell))) === (operator !== 'nli');
  }
  const ruler = chooseRuler(column, dialect);
  if (operator === 'in' || operator === 'nin') {
    const { identifyCell, identifyOperand } = comparesAsDouble(comparison) ? doubles : ruler;
    const list = new Set(values.map(identifyOperand));
    return (cell) => cell !== null && list.has(identifyCell(cell)) === (operator === 'in');
  }
  if (operator === 'bw' && column.type === 'bigint') refuseFarBounds(column, values);
  const [low, high] = values.map(ruler.compareTo);
  if (low === undefined) throw new SqlFault(400, `"${column.name}" needs a value`);
  const accept = (order: (cell: unknown) => boolean): Condition => {
    // A comparison with NULL is not true, whatever the operator.
    return (cell) => cell !== null && order(cell);
  };
  switch (operator) {
    case 'eq':
      return accept((cell) => low(cell) === 0);
    case 'ne':
      return accept((cell) => low(cell) !== 0);
    case 'lt':
      return accept((cell) => low(cell) < 0);
    case 'gt':
      return accept((cell) => low(cell) > 0);
    case 'le':
      return accept((cell) => low(cell) <= 0);
    case 'ge':
      return accept((cell) => low(cell) >= 0);
    case 'bw':
      return accept((cell) => low(cell) >= 0 && high !== undefined && high(cell) <= 0);
  }
}

/** Beside a bound that no bigint reaches, MariaDB compares the other one in ways that are not known here. */
function refuseFarBounds({ name }: Column, values: readonly string[]): void {
  const isFar = values.some((text) => {
    const bound = readDecimal(text);
    const isBelow = compareDecimals(bound, { digits: -(2n ** 63n), scale: 0 }) < 0;
    return isBelow || compareDecimals(bound, { digits: 2n ** 63n, scale: 0 }) >= 0;
  });
  if (isFar) throw new SqlFault(400, `the embedded store does not know how "${name}" is compared with this`);
}

/** MariaDB compares a decimal with a list of texts as floating-point numbers, and with a single text exactly. */
function comparesAsDouble({ column, values }: Comparison): boolean {
  return column.type === 'decimal' && values.length > 1;
}

/**
 * Throws `SqlFault` where MariaDB refuses to change rows by a text that is no number (1292, Truncated incorrect value);
 * a deletion by the same text is carried out.
 */
export function refuseCasts(filter: Filter, dialect: Dialect): void {
  if (!isLoose(dialect)) return;
  for (const { column, operator, values } of filter) {
    const isText = column.type === 'varchar' || column.type === 'timestamp' || operator.endsWith('li');
    const wrong = isText ? undefined : values.find((text) => !isNumber(text));
    if (wrong !== undefined) throw new SqlFault(422, `truncated incorrect value for "${column.name}"`);
  }
}

/** The rules of the dialect for the column. */
export function chooseRuler(column: Column, dialect: Dialect): Ruler {
  switch (column.type) {
    case 'int':
    case 'bigint':
    case 'decimal':
      return isLoose(dialect) ? looseNumbers : strictNumbers(column);
    case 'timestamp':
      return moments;
    case 'varchar':
      return isLoose(dialect) ? foldedTexts : exactTexts;
  }
}

const numberKeys: Keys<Decimal> = {
  readCell: (cell) =>
    typeof cell === 'number' || typeof cell === 'bigint'
      ? { digits: BigInt(cell), scale: 0 }
      : readDecimal(writeCell(cell)),
  readOperand: readDecimal,
  identify: writeScientific,
  compare: compareDecimals,
};
const looseNumbers = makeRuler(numberKeys);
const doubles = makeRuler({ ...numberKeys, identify: (key) => String(Number(writeScientific(key))) });

function writeScientific({ digits, scale }: Decimal): string {
  return scale === 0 ? String(digits) : `${String(digits)}e-${String(scale)}`;
}

function strictNumbers({ name, type }: Column): Ruler {
  return makeRuler({
    ...numberKeys,
    readOperand: (text) => {
      const isWhole = type === 'decimal' ? isNumber(text) : /^\s*[+-]?\d+\s*$/.test(text);
      if (!isWhole) throw new SqlFault(400, `invalid number for "${name}"`);
      return readDecimal(text);
    },
  });
}

const textKeys: Keys<string> = {
  readCell: writeCell,
  readOperand: (text) => text,
  identify: (key) => key,
  compare: (one, other) => (one < other ? -1 : one > other ? 1 : 0),
};
const exactTexts = makeRuler(textKeys);
const foldedTexts = makeRuler({
  readCell: (cell) => weighText(writeCell(cell)),
  readOperand: weighText,
  identify: (key: string) => key.replace(/ +$/, ''),
  compare: compareWeights,
});
const moments = makeRuler({
  ...textKeys,
  readCell: (cell) => readMoment(writeCell(cell)),
  readOperand: readMoment,
});
