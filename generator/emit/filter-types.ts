/** The types of a deletion by filter, printed from the plan: which columns, which operators, which values. */
import type { Deletion, Filter, FilterOperator } from '../model/types.js';
import type { Declaration, Member, Type } from './code/declarations.js';
import { RUNTIME, type Imports } from './code/imports.js';
import { comment, identifier, literal, propertyName } from './code/text.js';
import { codeSpan, list } from './words.js';

/** What the function of a deletion gives. */
export function deleterType({ filter }: Deletion, imports: Imports): string {
  if (filter === null) return imports.type(RUNTIME, 'BulkDeleter');
  return `${imports.type(RUNTIME, 'FilterDeleter')}<${identifier(filter.type)}>`;
}

/** The filter's type, and that of its operators; nothing where the deletion has no filter. */
export function filterDeclarations({ name, filter }: Deletion, imports: Imports): Declaration[] {
  if (filter === null) return [];
  const { operators, operatorsType } = filter;
  const doc = comment(filterDoc(name, filter));
  if (operators === null || operatorsType === null) {
    return [aliasOf(filter, doc, { base: imports.type(RUNTIME, 'FilterByKey'), arguments: [] })];
  }
  const value = imports.type(RUNTIME, 'FilterValue');
  return [
    {
      kind: 'interface',
      name: identifier(operatorsType),
      doc: comment(`The operators of \`${name}.deleteWhere\`. A condition has exactly one of them.`),
      base: null,
      members: operators.map((operator) => memberOf(operator, value)),
    },
    aliasOf(filter, doc, { base: imports.type(RUNTIME, 'FilterOf'), arguments: [identifier(operatorsType)] }),
  ];
}

function aliasOf(
  { type, columns: { names } }: Filter,
  doc: string,
  { base, arguments: first }: { readonly base: string; readonly arguments: readonly Type[] },
): Declaration {
  const column: readonly Type[] =
    names === null ? [] : [{ kind: 'union', members: names.map((name) => literal(name)) }];
  const values = [...first, ...column];
  const aliased: Type = values.length === 0 ? base : { kind: 'generic', name: base, arguments: values };
  return { kind: 'alias', name: identifier(type), doc, type: aliased };
}

function filterDoc(name: string, { columns }: Filter): string {
  const { names, pattern, reserved, unique } = columns;
  return [
    unique
      ? `Which row \`${name}.deleteWhere\` deletes: one column whose values are unique, and the value. Exactly one column.`
      : `Which rows \`${name}.deleteWhere\` deletes: conditions by the name of their column, one operator each. A row must fulfil all of them. At least one.`,
    ...(names === null && pattern !== null ? [`The name of a column matches ${codeSpan(pattern)}.`] : []),
    ...(reserved.length === 0 ? [] : [`No column is called ${list(reserved.map(codeSpan), 'or')}.`]),
  ].join(' ');
}

function memberOf(operator: FilterOperator, value: string): Member {
  const { name, description, takes, broad, readOnly, refuse } = operator;
  const types = {
    one: value,
    list: `readonly ${value}[]`,
    range: `readonly [low: ${value}, high: ${value}]`,
  };
  const sentences = [
    ...(description === null ? [] : [description]),
    ...(broad ? ['May match nearly everything: `guards.allowBroadFilter` allows it.'] : []),
    ...(readOnly ? ["Documented for reading only: not with `filterStrategy: 'direct'`."] : []),
    ...refuse.map(({ because }) => `Refused is a value that ${because}.`),
  ];
  return {
    name: propertyName(name),
    doc: sentences.length === 0 ? null : comment(sentences.join(' ')),
    optional: false,
    type: types[takes],
  };
}
