import { configurationError } from './errors.js';
import type { JournalOptions, JournalStore } from './journal-types.js';

const METHODS = ['append', 'read', 'lock'] as const;

/** What the caller gave as a journal; throws `CONFIGURATION` for what cannot be one. */
export function readJournalOption(provider: string, given: JournalStore | JournalOptions): JournalOptions {
  const journal: JournalOptions = 'store' in given ? given : { store: given, ids: 'full' };
  const { store, ids, key }: { store: Partial<JournalStore>; ids: string; key?: unknown } = journal;
  const missing = METHODS.filter((name) => typeof store[name] !== 'function');
  if (missing.length > 0) throw refuse(provider, `journal has no ${missing.join(', ')}.`);
  if (ids !== 'full' && ids !== 'hash') throw refuse(provider, "journal.ids must be 'full' or 'hash'.");
  if (key !== undefined && (typeof key !== 'string' || key === '')) {
    throw refuse(provider, 'journal.key must be text that is not empty.');
  }
  return journal;
}

function refuse(provider: string, message: string): Error {
  return configurationError(provider, `Wrong option: ${message}`);
}
