/** The filter grammar of Minimal, `<column>=<operator>.<value>`, applied as the databases behind it apply it. */

/** `ms` and `ma` turn text into numbers and ignore case; `pg` and `ch` do neither. */
export type Dialect = 'ms' | 'ma' | 'pg' | 'ch';

/** The types of a column that the tables here have. */
export type ColumnType = 'int' | 'varchar' | 'timestamp';

/** A column with its constraints. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Most characters; null: no bound. */
  readonly length: number | null;
  readonly required: boolean;
  readonly unique: boolean;
}

/** Something that the database or the grammar refuses. `status` is the one that Minimal's page of errors has. */
export class SqlFault extends Error {
  readonly status: 400 | 409 | 417 | 422;
  constructor(status: 400 | 409 | 417 | 422, message: string) {
    super(message);
    this.status = status;
  }
}

/** Documented for a deletion and a change. */
export const writeOperators: readonly string[] = 'eq ne lt gt le ge bw in nin li rli'.split(' ');
/** Documented on the page of filters. */
export const readOperators: readonly string[] = [...writeOperators, 'nli', 'il'];

/** True when a cell fulfils the condition. */
export type Condition = (cell: unknown) => boolean;

interface Compared {
  readonly column: Column;
  readonly dialect: Dialect;
}

/** Reads `<operator>.<value>`. Throws `SqlFault`: 417 for an operator that is not allowed, else 400. */
export function parseCondition(
  text: string,
  options: Compared & { operators: readonly string[] },
): Condition {
  const dot = text.indexOf('.');
  if (dot < 1) throw new SqlFault(400, `"${options.column.name}" needs <operator>.<value>`);
  const operator = text.slice(0, dot);
  if (!options.operators.includes(operator)) throw new SqlFault(417, `unknown operator "${operator}"`);
  return makeCondition(operator, text.slice(dot + 1), options);
}

function makeCondition(operator: string, value: string, options: Compared): Condition {
  const { readCell, readOperand } = makeKeys(options);
  const test = (operand: string, accept: (order: number) => boolean): Condition => {
    const wanted = readOperand(operand);
    // A comparison with NULL is not true, whatever the operator.
    return (cell) => {
      if (cell === null) return false;
      const actual = readCell(cell);
      return accept(actual === wanted ? 0 : actual < wanted ? -1 : 1);
    };
  };
  switch (operator) {
    case 'eq':
      return test(value, (order) => order === 0);
    case 'ne':
      return test(value, (order) => order !== 0);
    case 'lt':
      return test(value, (order) => order < 0);
    case 'gt':
      return test(value, (order) => order > 0);
    case 'le':
      return test(value, (order) => order <= 0);
    case 'ge':
      return test(value, (order) => order >= 0);
    case 'bw': {
      const [low, high, ...rest] = value.split('.');
      if (low === undefined || high === undefined || rest.length > 0) {
        throw new SqlFault(400, 'bw takes two values');
      }
      const fromLow = test(low, (order) => order >= 0);
      const toHigh = test(high, (order) => order <= 0);
      return (cell) => fromLow(cell) && toHigh(cell);
    }
    case 'in':
    case 'nin': {
      const list = new Set(value.split(',').map(readOperand));
      return (cell) => cell !== null && list.has(readCell(cell)) === (operator === 'in');
    }
    default: {
      const ignoresCase = operator === 'il' || isLoose(options.dialect);
      const fold = (text: string): string => (ignoresCase ? text.toLowerCase() : text);
      const pattern = fold(operator === 'rli' ? `${value}%` : `%${value}%`);
      return (cell) => cell !== null && matchLike(fold(writeCell(cell)), pattern) === (operator !== 'nli');
    }
  }
}

function isLoose(dialect: Dialect): boolean {
  return dialect === 'ms' || dialect === 'ma';
}

/** A cell as text. */
export function writeCell(cell: unknown): string {
  return typeof cell === 'string' ? cell : typeof cell === 'number' ? String(cell) : JSON.stringify(cell);
}

/** Turns cells and operands into keys that compare as the database compares them. */
function makeKeys({ column, dialect }: Compared): {
  readonly readCell: (cell: unknown) => string | number;
  readonly readOperand: (text: string) => string | number;
} {
  if (column.type === 'int') {
    return { readCell: Number, readOperand: (text) => readNumber(text, dialect, column.name) };
  }
  const fold = (text: string): string => {
    if (column.type === 'timestamp') return text.replace('T', ' ').replace(/(\.\d+)?Z?$/, '');
    return isLoose(dialect) ? text.toLowerCase() : text;
  };
  return { readCell: (cell) => fold(writeCell(cell)), readOperand: fold };
}

/** MySQL takes the number that a text begins with, else 0: `1abc` is 1. PostgreSQL refuses. */
function readNumber(text: string, dialect: Dialect, column: string): number {
  if (isLoose(dialect)) {
    return Number(/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?/.exec(text)?.[0] ?? 0);
  }
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new SqlFault(400, `invalid number for "${column}"`);
  return Number(text);
}

/** LIKE with live wildcards: `%` any text, `_` one character, `\` takes the next as it stands. */
function matchLike(text: string, pattern: string): boolean {
  let at = 0;
  let from = 0;
  let star: { readonly at: number; from: number } | null = null;
  while (from < text.length) {
    const escaped = pattern[at] === '\\' && at + 1 < pattern.length;
    const wanted = escaped ? pattern[at + 1] : pattern[at];
    if (!escaped && wanted === '%') {
      star = { at: at + 1, from };
      at += 1;
    } else if (wanted !== undefined && (wanted === text[from] || (!escaped && wanted === '_'))) {
      at += escaped ? 2 : 1;
      from += 1;
    } else if (star !== null) {
      star.from += 1;
      from = star.from;
      at = star.at;
    } else {
      return false;
    }
  }
  while (pattern[at] === '%') at += 1;
  return at === pattern.length;
}
