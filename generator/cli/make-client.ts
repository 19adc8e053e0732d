import { join } from 'node:path';
import { Diagnostics } from '../diagnostics.js';
import type { Stage } from '../main.js';
import type { Written } from '../write/write.js';
import type { Folders } from './folders.js';
import type { Job } from './jobs.js';
import { countOf } from './print.js';
import type { Report } from './report.js';
import type { ReportSettings } from './shared-options.js';
import type { Terminal } from './terminal.js';
import { findUnchanged } from './unchanged.js';

/** How a client is made. */
export interface MakeOptions {
  /** Compare instead of writing. */
  readonly check: boolean;
  /** Make it even if nothing has changed since the last run. */
  readonly force: boolean;
  readonly folders: Folders;
  readonly report: Report;
  readonly onStage: (stage: Stage) => void;
}

/** Makes one client, and reports what came of it. */
export async function makeClient(job: Job, options: MakeOptions): Promise<void> {
  const { check, force, folders, report, onStage } = options;
  const { description, overlay, sourcesOnly, prettier, packageName } = job;
  const unchanged = force ? null : findUnchanged(job, folders);
  if (unchanged !== null) {
    const { directory, files } = unchanged;
    folders.claim(directory, description, new Diagnostics());
    report.addResult(`${directory}  ${countOf(files, 'file')}, ${files} unchanged`, {
      description,
      directory,
      package: unchanged.npmName,
      files,
      changes: [],
    });
    return;
  }
  const { generate } = await import('../main.js');
  const { api, directory, written, diagnostics } = await generate(
    { description, overlay },
    {
      directory: (model, found) => {
        const folder = job.output ?? join('generated', model.package.name);
        return folders.claim(folder, description, found) ? folder : null;
      },
      check,
      sourcesOnly,
      prettier,
      packageName,
      onStage,
    },
  );
  report.addDiagnostics(diagnostics.items);
  if (api === null || directory === null || written === null || diagnostics.failed) return;
  report.addResult(summarize(directory, written), {
    description,
    directory,
    package: sourcesOnly ? null : api.package.npmName,
    files: written.files.length,
    changes: written.changes,
  });
  const isNew = written.changes.filter(({ change }) => change === 'added').length === written.files.length;
  if (isNew && !check && !sourcesOnly)
    report.addHint(`${join(directory, 'README.md')} says how to build and use it.`);
}

/** `generated/billing  24 files, 3 written, 21 unchanged` */
function summarize(directory: string, { files, changes }: Written): string {
  const changed = changes.filter(({ change }) => change === 'added' || change === 'changed').length;
  const removed = changes.filter(({ change }) => change === 'removed').length;
  const counts = [
    countOf(files.length, 'file'),
    ...(changed === 0 ? [] : [`${changed} written`]),
    ...(removed === 0 ? [] : [`${removed} removed`]),
    ...(changed === files.length ? [] : [`${files.length - changed} unchanged`]),
  ];
  return `${directory}  ${counts.join(', ')}`;
}

/** Prints what was understood of a description. */
export async function printModel(
  { description, overlay, packageName }: Job,
  options: {
    readonly terminal: Terminal;
    readonly settings: ReportSettings;
    readonly report: Report;
    readonly onStage: (stage: Stage) => void;
  },
): Promise<void> {
  const { terminal, settings, report, onStage } = options;
  const { inspect } = await import('../main.js');
  const { api, diagnostics } = await inspect({ description, overlay }, { packageName, onStage });
  report.addDiagnostics(diagnostics.items);
  if (api === null || diagnostics.failed) return;
  const text = `${JSON.stringify(api, null, 2)}\n`;
  if (settings.format === 'json') report.addResult('', { description, model: api });
  else terminal.out(text);
}
