import type { Deletion, Filter, FilterOperator } from '../model/types.js';
import type { Table, Value } from './code/declarations.js';
import { propertyName } from './code/text.js';

/** Columns that an example may have, and a value in each; the first that the provider takes. */
const COLUMNS = [
  ['email', 'a@example.com'],
  ['state', 'off'],
  ['name', 'Ann'],
  ['id', '101'],
] as const;

/** A filter for an example; null where there is none, or none that is narrow. */
export function sampleFilter({ filter }: Deletion): Table | null {
  if (filter === null) return null;
  const [column, text] = sampleColumn(filter);
  const value = filter.operators === null ? text : sampleCondition(filter.operators, text);
  return column === undefined || value === null ? null : { [propertyName(column)]: value };
}

function sampleColumn({
  columns: { names, pattern, reserved },
}: Filter): readonly [column: string | undefined, text: string] {
  if (names !== null) return [names[0], 'off'];
  const whole = pattern === null ? null : new RegExp(`^(?:${pattern})$`, 'u');
  const taken = reserved.map((name) => name.toLowerCase());
  const isFree = (name: string): boolean => whole?.test(name) !== false && !taken.includes(name);
  return COLUMNS.find(([name]) => isFree(name)) ?? [undefined, ''];
}

/** With the narrowest operator that there is; a range says nothing that a reader could not guess. */
function sampleCondition(operators: readonly FilterOperator[], text: string): Value {
  const narrow = operators.filter(({ broad, takes }) => !broad && takes !== 'range');
  const operator = narrow.find(({ equals }) => equals) ?? narrow[0];
  if (operator === undefined) return null;
  return { [propertyName(operator.name)]: operator.takes === 'one' ? text : [text] };
}
