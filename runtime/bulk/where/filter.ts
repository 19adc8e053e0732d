/** Checks a filter before anything is sent: what cannot be written safely is refused, with the reason. */
import type { FilterBehaviour, FilterOperator, FilterRefusal } from '../../filter-behaviour.js';
import { isBlank, kindOf } from '../../refusal.js';
import { isPlainObject } from '../../request/request.js';
import { GuardError, type GuardName } from '../errors.js';

/** One condition, as it will be written. */
export interface Condition {
  readonly column: string;
  /** Null: the value by itself, compared for equality. */
  readonly operator: FilterOperator | null;
  /** As text, in the order in which they were given. */
  readonly values: readonly string[];
  readonly written: string | number;
}

/** A filter that may be sent. It has at least one condition. */
export interface CheckedFilter {
  readonly conditions: readonly Condition[];
  /** Columns and operators, without values. */
  readonly text: string;
  /** Operators that may match nearly everything. */
  readonly broad: readonly string[];
  /** Operators that the provider documents for reading only. */
  readonly readOnly: readonly string[];
}

/** Half of a surrogate pair has no UTF-8 form: a server reads another value. */
const HALF = /\p{Cs}/u;
const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/**
 * Reads a filter, each of its values once, so that what was checked is what is sent. Throws a `GuardError`; messages
 * name columns and operators, never values.
 */
export function checkFilter(provider: string, behaviour: FilterBehaviour, given: unknown): CheckedFilter {
  const refuse: Refuse = (message, guard = 'unsafeFilter') => {
    throw new GuardError({
      guard,
      provider,
      message: `The filter was not sent: ${message}.`,
      effect: 'none',
    });
  };
  const columns = readObject(given, 'it', refuse);
  if (columns.length === 0) refuse('it is empty, so nothing would limit the deletion', 'emptyFilter');
  if (behaviour.columns.unique && columns.length > 1) {
    refuse(`it wants exactly one column, whose values are unique; got ${columns.length}`);
  }
  checkColumns(behaviour, columns, refuse);
  const conditions = columns.map(([column, value]) => readCondition(behaviour, column, { value, refuse }));
  const operators = conditions.flatMap(({ operator }) => operator ?? []);
  return {
    conditions,
    text: conditions.map(describeCondition).join(' and '),
    broad: operators.filter(({ broad }) => broad).map(({ name }) => name),
    readOnly: operators.filter(({ readOnly }) => readOnly).map(({ name }) => name),
  };
}

type Refuse = (message: string, guard?: GuardName) => never;

function describeCondition({ column, operator, values }: Condition): string {
  if (operator === null) return `${column} =`;
  return operator.takes === 'list'
    ? `${column} ${operator.name} (${values.length})`
    : `${column} ${operator.name}`;
}

/** The members of a plain object, each read once; a list, a map or a date is none. */
function readObject(given: unknown, what: string, refuse: Refuse): readonly (readonly [string, unknown])[] {
  if (!isPlainObject(given)) return refuse(`${what} wants an object; got ${kindOf(given)}`);
  try {
    return Object.entries(given);
  } catch {
    return refuse(`${what} cannot be read`);
  }
}

function checkColumns(
  { columns: rule }: FilterBehaviour,
  columns: readonly (readonly [string, unknown])[],
  refuse: Refuse,
): void {
  const seen = new Set<string>();
  for (const [column] of columns) {
    if (isBlank(column)) refuse('it has a column without a name');
    const folded = column.toLowerCase();
    if (rule.reserved.some((reserved) => reserved.toLowerCase() === folded)) {
      refuse(`${column} is no column: the provider reads it as something else`);
    }
    if (rule.names !== null && !rule.names.includes(column)) {
      refuse(`there is no column ${JSON.stringify(column)}; there is ${rule.names.join(', ')}`);
    }
    if (
      HALF.test(column) ||
      (rule.pattern !== null && !new RegExp(`^(?:${rule.pattern})$`, 'u').test(column))
    ) {
      refuse(`the column ${JSON.stringify(column)} has a name that cannot be written safely`);
    }
    if (seen.has(folded))
      refuse(`the column ${column} is there twice, and the provider may heed one of them`);
    seen.add(folded);
  }
}

function readCondition(
  behaviour: FilterBehaviour,
  column: string,
  { value, refuse }: { readonly value: unknown; readonly refuse: Refuse },
): Condition {
  const { operators } = behaviour;
  if (operators === null) {
    const text = readValue(value, { where: column, rules: behaviour.refuse, refuse });
    const keepsNumber = typeof value === 'number' && behaviour.place.in === 'body';
    return { column, operator: null, values: [text], written: keepsNumber ? value : text };
  }
  const names = operators.map(({ name }) => name).join(', ');
  const [entry, ...others] = readObject(value, column, refuse);
  if (entry === undefined) return refuse(`${column} has no operator; there is ${names}`);
  if (others.length > 0) {
    refuse(
      `${column} has ${others.length + 1} operators; a column can have one, or the provider may heed one`,
    );
  }
  const [name, operand] = entry;
  const operator = operators.find((each) => each.name === name);
  if (operator === undefined) {
    return refuse(`${column} has the operator ${JSON.stringify(name)}; there is ${names}`);
  }
  const values = readOperand(operator, operand, {
    where: `${column} ${name}`,
    rules: [...behaviour.refuse, ...operator.refuse],
    refuse,
  });
  return { column, operator, values, written: operator.prefix + values.join(operator.separator ?? '') };
}

interface Reading {
  /** Column and operator. */
  readonly where: string;
  readonly rules: readonly FilterRefusal[];
  readonly refuse: Refuse;
}

function readOperand(operator: FilterOperator, operand: unknown, reading: Reading): readonly string[] {
  const { where, refuse } = reading;
  if (operator.takes === 'one') return [readValue(operand, reading)];
  if (!Array.isArray(operand)) return refuse(`${where} wants a list; got ${kindOf(operand)}`);
  // Array.from visits holes too: a hole would be an empty value.
  const values = Array.from(operand as readonly unknown[], (value) => readValue(value, reading));
  if (values.length === 0) refuse(`${where} has an empty list, and what it matches is written nowhere`);
  const { separator } = operator;
  if (separator !== null && values.some((value) => value.includes(separator))) {
    refuse(
      `${where} has a value that holds ${JSON.stringify(separator)}, at which the provider splits values`,
    );
  }
  if (operator.takes === 'range') checkRange(values, reading);
  return values;
}

function checkRange(values: readonly string[], { where, refuse }: Reading): void {
  const [low = '', high = ''] = values;
  if (values.length !== 2) refuse(`${where} wants a lower and an upper bound; got ${values.length}`);
  if (DECIMAL.test(low) && DECIMAL.test(high) && Number(low) > Number(high)) {
    refuse(`${where} has a lower bound above its upper bound`);
  }
}

function readValue(value: unknown, { where, rules, refuse }: Reading): string {
  const text = writeValue(value);
  if (text === undefined) {
    return refuse(`${where} wants text, a safe integer, a plain fraction or a bigint; got ${kindOf(value)}`);
  }
  if (isBlank(text)) refuse(`${where} has an empty value, and what it matches is written nowhere`);
  if (HALF.test(text))
    refuse(`${where} has half of a surrogate pair, which a server reads as something else`);
  const broken = rules.find(({ pattern }) => new RegExp(pattern, 'u').test(text));
  if (broken !== undefined) refuse(`${where} has a value that ${broken.because}`);
  return text;
}

/** A number is written only where reading it back gives the same number. */
function writeValue(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const text = String(value);
  return (Number.isSafeInteger(value) || !Number.isInteger(value)) && DECIMAL.test(text) ? text : undefined;
}
