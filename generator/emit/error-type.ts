import type { ErrorAnswer, Operation, Shape } from '../model/types.js';
import type { Type } from './code/declarations.js';
import { RUNTIME, type Imports } from './code/imports.js';
import { literal } from './code/text.js';
import { shapeType } from './shape-names.js';

/** Statuses that share a body, and how they are declared. */
interface Failures {
  readonly shape: Shape | null;
  readonly statuses: ErrorAnswer['status'][];
}

/** Every status that is no success. */
const OTHERS = ['1XX', '3XX', '4XX', '5XX'];

/**
 * Declared errors by status, those with the same body together, then what nobody declared. A status that is declared by
 * itself is no part of its range, and a range is no part of `default`. With an envelope, a 2xx body may be an error.
 */
export function errorType(operation: Operation, imports: Imports): Type {
  const { answers, envelope, errors } = operation;
  const verdicts =
    envelope === null
      ? []
      : answers.flatMap(({ status, contents }): ErrorAnswer['status'][] =>
          /^\d{3}$/.test(status) && contents.length > 0 ? [Number(status)] : [],
        );
  const verdictShape = (status: ErrorAnswer['status']): Shape | null =>
    answers.find((answer) => answer.status === String(status))?.contents[0]?.shape ?? null;
  const declared = [
    ...verdicts.map((status) => ({ status, shape: verdictShape(status) })),
    ...errors.map(({ status, shape }) => ({ status, shape })),
  ];
  const groups = new Map<string, Failures>();
  for (const { status, shape } of declared) {
    const key = JSON.stringify(shape);
    const group = groups.get(key) ?? { shape, statuses: [] };
    group.statuses.push(status);
    groups.set(key, group);
  }
  const statuses = declared.map(({ status }) => status);
  const types = [...groups.values()].map(({ shape, statuses: own }): Type => ({
    kind: 'generic',
    name: imports.type(RUNTIME, 'ErrorResponse'),
    arguments: [statusType(own, statuses, imports), shape === null ? 'unknown' : shapeType(shape, imports)],
  }));
  const name = imports.type(RUNTIME, 'UndeclaredError');
  const rest: Type =
    statuses.length === 0
      ? name
      : { kind: 'generic', name, arguments: [unite(statuses.map((status) => wholeOf(status, imports)))] };
  return types.length === 0 ? rest : { kind: 'union', members: [...types, rest] };
}

/** The statuses of one body, without those that stand elsewhere by themselves. */
function statusType(
  own: readonly ErrorAnswer['status'][],
  all: readonly ErrorAnswer['status'][],
  imports: Imports,
): Type {
  const wholes = own.map((status) => wholeOf(status, imports));
  const open = own.filter((status) => typeof status !== 'number');
  const elsewhere = all.filter((status) => !own.includes(status));
  const excluded = elsewhere.filter((status) => open.some((range) => isPart(status, range)));
  if (excluded.length === 0) return unite(wholes);
  const left = unite(excluded.map((status) => wholeOf(status, imports)));
  return { kind: 'generic', name: 'Exclude', arguments: [unite(wholes), left] };
}

function isPart(status: ErrorAnswer['status'], range: ErrorAnswer['status']): boolean {
  if (range === 'default') return status !== 'default';
  return typeof status === 'number' && String(range).startsWith(String(Math.floor(status / 100)));
}

/** Every status that is declared so. */
function wholeOf(status: ErrorAnswer['status'], imports: Imports): Type {
  if (typeof status === 'number') return literal(status);
  const ranges = status === 'default' ? OTHERS : [status];
  return {
    kind: 'generic',
    name: imports.type(RUNTIME, 'StatusClass'),
    arguments: [unite(ranges.map((range) => literal(range)))],
  };
}

function unite(types: readonly Type[]): Type {
  const [first = 'never'] = types;
  return types.length < 2 ? first : { kind: 'union', members: types };
}
