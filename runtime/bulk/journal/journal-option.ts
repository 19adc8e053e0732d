import { configurationError } from '../errors.js';
import type { JournalStore } from './journal-types.js';

const METHODS = ['append', 'read', 'lock'] as const;

/** Throws `CONFIGURATION` for what cannot be a journal. */
export function checkJournal(
  provider: string,
  {
    store,
    ids,
    key,
  }: { readonly store: Partial<JournalStore>; readonly ids: string; readonly key?: unknown },
): void {
  const missing = METHODS.filter((name) => typeof store[name] !== 'function');
  if (missing.length > 0) throw refuse(provider, `journal has no ${missing.join(', ')}.`);
  if (ids !== 'full' && ids !== 'hash') throw refuse(provider, "journal.ids must be 'full' or 'hash'.");
  if (key !== undefined && (typeof key !== 'string' || key === '')) {
    throw refuse(provider, 'journal.key must be text that is not empty.');
  }
}

function refuse(provider: string, message: string): Error {
  return configurationError(provider, `Wrong option: ${message}`);
}
