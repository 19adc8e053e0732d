import { lint } from '../lint/lint.js';
import { inspect } from '../main.js';
import { readArguments, UsageError } from './arguments.js';
import { findDescriptions } from './descriptions.js';
import { countDiagnostics } from './print.js';
import { Report } from './report.js';
import { readFormat, reportNothingFound } from './shared-options.js';
import type { ExitCode, Terminal } from './terminal.js';

/** `rowsweep lint`: everything that is wrong with descriptions, and nothing written. */
export async function runLint(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readArguments('lint', argv, { overlay: { type: 'string' }, format: { type: 'string' } });
  const report = new Report(terminal, readFormat(given));
  const overlay = given.value('overlay');
  const inputs = findDescriptions(given.positionals);
  if (inputs.length === 0) reportNothingFound(report, given.positionals);
  if (overlay !== null && inputs.length > 1) {
    throw new UsageError(
      `--overlay goes with one description, and there are ${inputs.length}.`,
      'Name one description.',
    );
  }
  for (const input of inputs) {
    try {
      const { document, diagnostics } = inspect(overlay === null ? input : { ...input, overlay });
      if (document !== null) await lint(document, diagnostics);
      report.addDiagnostics(diagnostics.items);
      if (diagnostics.failed) continue;
      const counts = countDiagnostics(diagnostics.items);
      report.addResult(`${input.description}  ${counts === '' ? 'no problems' : counts}`, {
        description: input.description,
      });
    } catch (error) {
      report.addCrash(error, input.description);
    }
  }
  return report.finish();
}
