import type { JsonObject, JsonValue } from '../../load/document.js';
import type { Direction } from '../shape-types.js';
import { emptyScope, type Scope } from './dynamic-scope.js';
import { byAnswers, reached, type Resource, type Unit } from './units.js';

/** Where a shape is being made, and for whom. */
export interface Context {
  readonly direction: Direction;
  /** How `format: binary` is read: as a text, as bytes, or as either. */
  readonly bytes: 'text' | 'bytes' | 'both';
  /** Lists may be ones that nobody may change. */
  readonly readonly: boolean;
  readonly resource: Resource | null;
  /** The named schema that is written; null: a type of an operation. */
  readonly unit: Unit | null;
  /** TypeScript looks here before it has looked into an object. */
  readonly eager: boolean;
  /** An enum keeps to its values, also in an answer: this very one, or all that decide about this value. */
  readonly closed: 'no' | 'here' | 'throughout';
  /** The schemas whose part or alternative this is, the nearest first. */
  readonly holders: readonly JsonObject[];
  /** Units that are being written out on the way here. */
  readonly expanding: readonly Unit[];
  /** What is written out here is inherited: the alternatives of a base are not. */
  readonly inherits: boolean;
  /** What stands for dynamic references. */
  readonly scope: Scope;
  readonly budget: Budget;
}

/** What the making of one type may still spend, and what it is at. */
interface Budget {
  /** Named schemas that may yet be written out; the others are referred to by their names. */
  left: number;
  /** Schemas that may yet be written out within those. */
  leftInside: number;
  /** Properties whose declarations are being compared: one can lead to the comparison that asked for it. */
  readonly comparing: Set<JsonValue>;
}

const MAX_EXPANDED = 60;
const MAX_INSIDE = 5_000;

/** For a type of an operation. */
export function contextOfUse(direction: Direction, binary: boolean): Context {
  return {
    direction,
    bytes: binary ? 'bytes' : 'text',
    readonly: direction === 'request',
    resource: null,
    unit: null,
    eager: false,
    closed: 'no',
    holders: [],
    expanding: [],
    inherits: false,
    scope: emptyScope,
    budget: { left: MAX_EXPANDED, leftInside: MAX_INSIDE, comparing: new Set() },
  };
}

/** For a schema with a name. */
export function contextOfUnit(unit: Unit, direction: Direction): Context {
  const isSent = (unit.reach & reached.requestBytes) !== 0;
  const isWritten = (unit.reach & reached.request) !== 0;
  return {
    direction,
    bytes: direction === 'answer' || !isSent ? 'text' : isWritten ? 'both' : 'bytes',
    readonly: direction === 'request' && (unit.isSplit || (unit.reach & byAnswers) === 0),
    resource: unit.resource,
    unit,
    eager: true,
    closed: 'here',
    holders: [],
    expanding: [unit],
    inherits: false,
    scope: emptyScope,
    budget: { left: MAX_EXPANDED, leftInside: MAX_INSIDE, comparing: new Set() },
  };
}

/** For what is inside a value. */
export function inside(context: Context, resource: Resource | null): Context {
  const isInside = !context.eager && context.closed === 'no' && context.holders.length === 0;
  if (isInside && context.resource === resource) return context;
  return { ...context, resource, eager: false, closed: 'no', holders: [] };
}

/** For the parts and alternatives of a schema. */
export function partOf(context: Context, schema: JsonObject, resource: Resource | null): Context {
  return {
    ...context,
    resource,
    closed: context.closed === 'throughout' ? 'throughout' : 'no',
    holders: [schema, ...context.holders.slice(0, 1)],
  };
}
