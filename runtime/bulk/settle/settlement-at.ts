import type { SettledItems, Settlement } from '../context.js';

/** The settlement of the id at a position. Where there is none, which is a fault of ours, nothing is claimed. */
export function settlementAt(settlements: SettledItems['settlements'], position: number): Settlement {
  if (!isList(settlements)) return settlements;
  return settlements[position] ?? UNSETTLED;
}

const UNSETTLED: Settlement = { status: 'unknown', evidence: 'none' };

function isList(settlements: SettledItems['settlements']): settlements is readonly Settlement[] {
  return Array.isArray(settlements);
}
