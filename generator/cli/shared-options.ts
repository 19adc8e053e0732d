/** What several commands do alike. */
import { catalogue } from '../main.js';
import { UsageError, type Arguments } from './arguments.js';
import type { PrintFormat } from './print.js';
import type { Report } from './report.js';

/** The value of `--format`. */
export function readFormat(given: Arguments): PrintFormat {
  const format = given.value('format') ?? 'text';
  if (format === 'text' || format === 'json') return format;
  throw new UsageError(`--format is text or json, not ${format}.`, 'Leave it out for text.');
}

/** Reports that a command was to find descriptions, and there are none where it was told to look. */
export function reportNothingFound(report: Report, folders: readonly string[]): void {
  const { severity, help } = catalogue['description-missing'];
  const message =
    folders.length === 0
      ? 'No description was named, and none was found in the folders of specs/.'
      : `No openapi.yaml or openapi.json was found in ${folders.join(', ')}, nor in the folders of it.`;
  report.addDiagnostics([{ code: 'description-missing', severity, message, place: null, help }]);
}
