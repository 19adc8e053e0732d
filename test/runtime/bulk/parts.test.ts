/** What a program carries: the code for jobs, reads, journals and trails comes along with what names it. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditPart } from '../../../runtime/bulk/audit/audit-part.js';
import type { AuditSink } from '../../../runtime/bulk/audit/audit-types.js';
import { bulk } from '../../../runtime/bulk/bulk.js';
import { deletionJobs } from '../../../runtime/bulk/jobs/deletion-jobs.js';
import type { JournalStore } from '../../../runtime/bulk/journal/journal-types.js';
import { rowReads } from '../../../runtime/bulk/reads/row-reads.js';
import { connect } from '../../../runtime/connection.js';
import { bench, ids } from '../bulk-bench.js';
import { behaviourOf, providerDefinition, type BehaviourOptions } from '../bulk-tables.js';
import { memoryJournal } from '../memory-journal.js';
import { errorThrownBy } from '../workbench.js';

const runtime = join(import.meta.dirname, '../../../runtime');

/** Every module that is loaded with this one; types are not. */
function modulesFrom(path: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const [, isType, from = ''] of readFileSync(join(runtime, path), 'utf8').matchAll(
    /^(?:import|export) (type )?[^;]*?from '(\.[^']+)\.js';/gm,
  )) {
    if (isType === undefined)
      modulesFrom(relative(runtime, join(runtime, dirname(path), `${from}.ts`)), found);
  }
  return found;
}

describe('a deleter carries', () => {
  it.each([
    ['journal/journal.ts', 'journal/journal-part.ts'],
    ['journal/journal-recorder.ts', 'journal/journal-part.ts'],
    ['journal/resume.ts', 'journal/journal-part.ts'],
    ['journal/replay.ts', 'journal/journal-part.ts'],
    ['audit/audit.ts', 'audit/audit-part.ts'],
    ['audit/canonical.ts', 'audit/audit-part.ts'],
    ['jobs/jobs.ts', 'jobs/deletion-jobs.ts'],
    ['reads/read-back.ts', 'reads/row-reads.ts'],
    ['reads/sample.ts', 'reads/row-reads.ts'],
    ['reads/count-target.ts', 'reads/row-reads.ts'],
  ])('%s only with its part', (module, part) => {
    expect(modulesFrom('bulk/bulk.ts')).toContain('bulk/send/send.ts');
    expect(modulesFrom('bulk/bulk.ts')).not.toContain(`bulk/${module}`);
    expect(modulesFrom(`bulk/${part}`)).toContain(`bulk/${module}`);
  });
});

describe('a table without a part that it needs', () => {
  const refuse = (options: BehaviourOptions, table: object): Error => {
    const fetch = (): Promise<Response> => Promise.reject(new Error('nothing may be sent'));
    const connection = connect(providerDefinition, { fetch });
    return errorThrownBy(() => bulk(connection, { ...behaviourOf(options), ...table }, { table: 't1' }));
  };
  const { readBack } = behaviourOf({ readBack: 'scan' });
  if (readBack?.kind !== 'scan') throw new Error('The bench has no such table.');
  const count = { call: readBack.call, at: ['/total'] };

  it.each<[string, BehaviourOptions, object, RegExp]>([
    ['jobs', { reports: 'job' }, { uses: [rowReads] }, /rows does not use deletionJobs/],
    ['reads', { readBack: 'each' }, { uses: [deletionJobs] }, /rows does not use rowReads/],
    ['counts', {}, { count, uses: [deletionJobs] }, /rows does not use rowReads/],
    ['anything', { reports: 'job' }, { uses: [] }, /rows does not use deletionJobs/],
  ])('is refused: %s', (_what, options, table, message) => {
    const error = refuse(options, table);
    expect(error).toMatchObject({ code: 'CONFIGURATION', effect: 'none' });
    expect(error.message).toMatch(message);
  });

  it('is none where there are neither jobs nor reads', async () => {
    const { clock, connection } = bench({ rows: ids(250) });
    const deleter = bulk(connection, { ...behaviourOf({ reports: 'ids' }), uses: [] }, { table: 't1' });
    expect(await clock.drive(deleter.deleteMany(ids(250)))).toMatchObject({ gone: 250 });
  });
});

describe('a place to write to that brings no part', () => {
  const plain = <Place extends object>(place: Place): Place => ({ ...place, part: undefined });
  const { deleter } = bench();

  it.each([
    ['store', plain<JournalStore>(memoryJournal())],
    ['store in options', { store: plain<JournalStore>(memoryJournal()), ids: 'full' as const }],
  ])('is refused as a journal, and told what is missing: %s', (_what, journal) => {
    for (const run of [
      () => deleter.deleteMany(['r1'], { journal }),
      () => deleter.resume(journal),
      () => deleter.reconcile(journal),
    ]) {
      expect(errorThrownBy(run)).toMatchObject({ code: 'CONFIGURATION' });
      expect(run).toThrow(
        /journal must be what @rowsweep\/runtime\/journal opens, or have part: journalPart/,
      );
    }
  });

  it('is refused as an audit trail', () => {
    const sink: AuditSink = { part: auditPart, write: () => Promise.resolve() };
    const run = (): unknown => deleter.deleteMany(['r1'], { audit: plain(sink) });
    expect(run).toThrow(/audit must be what @rowsweep\/runtime\/audit opens, or have part: auditPart/);
  });
});
