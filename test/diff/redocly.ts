/** What the diff of another tool says of the same two files: a judge beside ours, and no part of the generator. */
import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const program = join(dirname(require.resolve('@redocly/cli/package.json')), 'bin', 'cli.js');

/** Without its rules every change counts as a patch. */
export const redoclyConfig = 'extends: [recommended, diff-recommended]\n';

/** What it calls the change: major, minor, patch, or none. */
export async function askRedocly(folder: string, old: string, now: string): Promise<string> {
  const config = join(folder, 'redocly.yaml');
  // Once: another one that is asked meanwhile would read it half written, and then has no rules.
  if (!existsSync(config)) writeFileSync(config, redoclyConfig);
  const text = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [program, 'diff', old, now, '--format', 'json', '--config', config],
      { cwd: folder, maxBuffer: 16 * 1024 * 1024, env: { ...process.env, REDOCLY_TELEMETRY: 'off', CI: '' } },
      (error, stdout) => {
        // It ends with an error where it finds a break.
        if (stdout.trim() === '') reject(error ?? new Error('It printed nothing.'));
        else resolve(stdout);
      },
    );
  });
  const report: unknown = JSON.parse(text);
  const isReport = typeof report === 'object' && report !== null;
  if (!isReport || !('reportVersion' in report) || report.reportVersion !== '1' || !('summary' in report)) {
    throw new Error('The report of redocly has another form.');
  }
  // Where nothing changed it names no bump.
  return 'bump' in report && typeof report.bump === 'string' ? report.bump : 'none';
}
