/** Circles of references: which would be errors in TypeScript, and which could not be written out. */
import type { Edge, Unit } from './units.js';

/** A schema that a reference finds by its place alone is written out there, unless it has more parts than this. */
const MAX_WRITTEN_OUT = 40;

/** The parts from which on an answer or a body that several operations share gets a name. */
const MIN_SHARED = 8;

/** Numbers the circles that types would go round in before TypeScript has looked into an object. */
export function findCircles(units: readonly Unit[]): void {
  let number = 0;
  for (const circle of findComponents(units, ({ eager }) => eager !== 'none')) {
    number += 1;
    for (const unit of circle) unit.circle = number;
  }
  for (const circle of findComponents(units, ({ eager }) => eager === 'any')) {
    number += 1;
    for (const unit of circle) unit.anyCircle = number;
  }
}

/**
 * Gives a name to every schema that could not be written out where a reference leads to it: because it leads back to
 * itself, or because it is large.
 */
export function nameLargePlaces(units: readonly Unit[]): void {
  const places = units.filter(({ named }) => !named);
  for (const circle of findComponents(places, ({ target }) => !target.named)) {
    for (const unit of circle) unit.named = true;
  }
  const sizes = new Map<Unit, number>();
  for (const root of places) measure(root, sizes);
}

/** Sizes with everything that is written out in them, what is deepest first. */
function measure(root: Unit, sizes: Map<Unit, number>): void {
  const stack: { readonly unit: Unit; readonly isDone: boolean }[] = [{ unit: root, isDone: false }];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const { unit } = step;
    if (unit.named || sizes.has(unit)) continue;
    const open = unit.edges.map(({ target }) => target).filter((target) => !target.named);
    if (!step.isDone) {
      stack.push({ unit, isDone: true });
      for (const target of open) if (!sizes.has(target)) stack.push({ unit: target, isDone: false });
      continue;
    }
    const size = open.reduce((sum, target) => sum + (target.named ? 1 : (sizes.get(target) ?? 1)), unit.size);
    sizes.set(unit, size);
    const isShared = unit.begins + unit.references > 1 && isComponent(unit) && size > MIN_SHARED;
    if (isShared || (unit.references > 0 && size > MAX_WRITTEN_OUT)) unit.named = true;
  }
}

/** A member of `components` that is no schema: its author has named it. */
function isComponent({ pointer }: Unit): boolean {
  return /^\/components\/(?!schemas\/)/.test(pointer);
}

interface Frame {
  readonly unit: Unit;
  next: number;
}

/** Strongly connected components of more than one unit, or of one that leads to itself (Tarjan, without recursion). */
function findComponents(units: readonly Unit[], counts: (edge: Edge) => boolean): Unit[][] {
  const indexes = new Map<Unit, number>();
  const lows = new Map<Unit, number>();
  const open = new Set<Unit>();
  const path: Unit[] = [];
  const found: Unit[][] = [];
  const isMember = new Set(units);
  const visit = (root: Unit): void => {
    const frames: Frame[] = [];
    const enter = (unit: Unit): void => {
      indexes.set(unit, indexes.size);
      lows.set(unit, indexes.size - 1);
      path.push(unit);
      open.add(unit);
      frames.push({ unit, next: 0 });
    };
    const lower = (unit: Unit, low: number): void => {
      lows.set(unit, Math.min(lows.get(unit) ?? low, low));
    };
    enter(root);
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const edge = frame.unit.edges[frame.next];
      frame.next += 1;
      if (edge !== undefined) {
        if (!counts(edge) || !isMember.has(edge.target)) continue;
        const index = indexes.get(edge.target);
        if (index === undefined) enter(edge.target);
        else if (open.has(edge.target)) lower(frame.unit, index);
        continue;
      }
      frames.pop();
      const { unit } = frame;
      const low = lows.get(unit) ?? 0;
      const parent = frames.at(-1);
      if (parent !== undefined) lower(parent.unit, low);
      if (low !== indexes.get(unit)) continue;
      const members = path.splice(path.lastIndexOf(unit));
      for (const member of members) open.delete(member);
      const leadsToItself = unit.edges.some((each) => each.target === unit && counts(each));
      if (members.length > 1 || leadsToItself) found.push(members);
    }
  };
  for (const unit of units) if (!indexes.has(unit)) visit(unit);
  return found;
}
