import { readArguments } from './arguments.js';
import { planJobs, type Job } from './jobs.js';
import { explainNothing } from './proposals.js';
import { countDiagnostics } from './print.js';
import { Progress } from './progress.js';
import { Report } from './report.js';
import { descriptionOptions, readReportSettings } from './shared-options.js';
import type { ExitCode, Terminal } from './terminal.js';

/** `rowsweep lint`: everything that is wrong with descriptions, and nothing written. */
export async function runLint(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readArguments('lint', argv, descriptionOptions);
  const progress = new Progress(terminal);
  const report = new Report(progress.terminal, readReportSettings('lint', given));
  const { jobs, diagnostics } = await planJobs(given);
  report.addDiagnostics(diagnostics.items);
  if (jobs.length === 0 && !diagnostics.failed) {
    const { message, help } = explainNothing(given.positionals);
    report.addProblem('description-missing', message, help);
  }
  for (const job of jobs) {
    progress.show(`${job.description}: reading`);
    try {
      await lintOne(job, report);
    } catch (error) {
      report.addCrash(error, job.description);
    }
  }
  progress.clear();
  return report.finish();
}

async function lintOne({ description, overlay, packageName }: Job, report: Report): Promise<void> {
  const [{ inspect }, { lint }] = await Promise.all([import('../main.js'), import('../lint/lint.js')]);
  const { document, diagnostics } = await inspect({ description, overlay }, { packageName });
  if (document !== null) await lint(document, diagnostics);
  report.addDiagnostics(diagnostics.items);
  if (diagnostics.failed) return;
  const counts = countDiagnostics(diagnostics.items);
  report.addResult(`${description}  ${counts === '' ? 'no problems' : counts}`, { description });
}
