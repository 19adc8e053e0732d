import type { JsonObject } from '../../load/document.js';
import type { Discriminators } from './discriminators.js';
import type { Graph } from './graph.js';
import { discriminatorOf, openBase } from './keywords.js';
import { reached, type EnumSite, type Unit } from './units.js';

/**
 * Who reaches each unit, and whose two forms differ: for a property that only one side has, for a default, for an enum
 * that is open in answers, or because a unit differs that it leads to.
 */
export function decideDirections(graph: Graph, told: Discriminators['told']): void {
  spreadReach(graph.units);
  for (const unit of graph.units) {
    unit.differs ||= unit.hasBytes && (unit.reach & reached.requestBytes) !== 0;
    unit.differs ||= unit.enums.some((site) => isOpen(graph, site, told));
    unit.enums.length = 0;
  }
  spreadDifference(graph.units);
}

function spreadReach(units: readonly Unit[]): void {
  const pending = units.filter(({ reach }) => reach !== 0);
  for (let unit = pending.pop(); unit !== undefined; unit = pending.pop()) {
    for (const { target, passes } of unit.edges) {
      const reach = target.reach | (unit.reach & passes);
      if (reach === target.reach) continue;
      target.reach = reach;
      pending.push(target);
    }
  }
}

function spreadDifference(units: readonly Unit[]): void {
  const users = new Map<Unit, Unit[]>();
  for (const unit of units) {
    for (const { target } of unit.edges) {
      const known = users.get(target);
      if (known === undefined) users.set(target, [unit]);
      else known.push(unit);
    }
  }
  const pending = units.filter((unit) => isSplitOrWrittenOut(unit));
  for (let unit = pending.pop(); unit !== undefined; unit = pending.pop()) {
    for (const user of users.get(unit) ?? []) {
      if (user.differs) continue;
      user.differs = true;
      if (isSplitOrWrittenOut(user)) pending.push(user);
    }
  }
}

/** A named unit of one form is called the same by everyone. */
function isSplitOrWrittenOut(unit: Unit): boolean {
  return unit.differs && (unit.isSplit || !unit.named);
}

/** An enum is open in answers, unless it is the property that tells the members of a union apart. */
function isOpen(graph: Graph, site: EnumSite, told: Discriminators['told']): boolean {
  const final = site.target === null ? null : graph.finalOf(site.target);
  if (site.target !== null && (final === null || openBase(final.value) === null)) return false;
  const { property, holders } = site;
  return property === null || !holders.some((holder) => isTag(holder, property, told));
}

/** True for a property by which a schema, or a union that it belongs to, is told from others. */
export function isTag(holder: JsonObject, property: string, told: Discriminators['told']): boolean {
  return discriminatorOf(holder)?.property === property || told.get(holder)?.has(property) === true;
}
