/** The filter grammar of Minimal, `<column>=<operator>.<value>`, read into data that every store understands. */
import { SqlFault, type Column, type Comparison, type Operator } from './sql-types.js';

/** Documented for a deletion and a change. */
export const writeOperators: readonly Operator[] = [
  'eq',
  'ne',
  'lt',
  'gt',
  'le',
  'ge',
  'bw',
  'in',
  'nin',
  'li',
  'rli',
];
/** Documented on the page of filters. */
export const readOperators: readonly Operator[] = [...writeOperators, 'nli', 'il'];

/** Reads `<operator>.<value>`. Throws `SqlFault`: 417 for an operator that is not allowed, else 400. */
export function parseComparison(text: string, column: Column, allowed: readonly Operator[]): Comparison {
  const dot = text.indexOf('.');
  if (dot < 1) throw new SqlFault(400, `"${column.name}" needs <operator>.<value>`);
  const name = text.slice(0, dot);
  const operator = allowed.find((one) => one === name);
  if (operator === undefined) throw new SqlFault(417, `unknown operator "${name}"`);
  return { column, operator, values: splitValue(operator, text.slice(dot + 1)) };
}

function splitValue(operator: Operator, value: string): readonly string[] {
  if (operator === 'in' || operator === 'nin') return value.split(',');
  if (operator !== 'bw') return [value];
  const values = value.split('.');
  if (values.length !== 2) throw new SqlFault(400, 'bw takes two values');
  return values;
}

/** The pattern that a value of `li`, `rli`, `nli` or `il` stands for; `%`, `_` and `\` in it are live. */
export function writePattern({ operator, values: [value = ''] }: Comparison): string {
  return operator === 'rli' ? `${value}%` : `%${value}%`;
}
