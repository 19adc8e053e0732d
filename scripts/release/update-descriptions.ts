/**
 * `npm run update-descriptions`: fetches the vendors' pages again, takes the descriptions out of them, makes the packages
 * anew, and writes for a pull request what that means for callers (dist/update/report.md). A page that cannot be taken,
 * or a description that the overlay no longer fits, is told in the report: it is for a person to settle.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchPage } from './page.js';
import { findRoot } from './packages.js';
import { ProgramError, run } from './run.js';

const root = findRoot();
const rowsweep = join(root, 'generator/bin/rowsweep.js');
const pages = JSON.parse(readFileSync(join(root, 'scripts/release/pages.json'), 'utf8')) as Record<
  string,
  string
>;

const report: string[] = [];
for (const [name, address] of Object.entries(pages)) report.push(...(await updateOne(name, address)));
report.push(...tell('The packages cannot be made of these descriptions', ['generate']).problem);
mkdirSync(join(root, 'dist/update'), { recursive: true });
writeFileSync(join(root, 'dist/update/report.md'), `${report.join('\n')}\n`);
console.log(report.join('\n'));

async function updateOne(name: string, address: string): Promise<string[]> {
  const folder = `specs/${name}`;
  try {
    writeFileSync(join(root, folder, 'source.md'), await fetchPage(address));
  } catch (error) {
    return [
      `## ${name}`,
      '',
      `The page was not taken: ${error instanceof Error ? error.message : String(error)}`,
      '',
    ];
  }
  const taken = tell('No description was found in the page', [
    'import',
    `${folder}/source.md`,
    '-o',
    `${folder}/openapi.yaml`,
    '--quiet',
  ]);
  if (taken.problem.length > 0) return [`## ${name}`, '', ...taken.problem];
  const since = ['diff', '--since', 'HEAD', folder, '--format', 'markdown'];
  const { problem, output } = tell('The overlay no longer fits the description', since);
  return [`## ${name}`, '', ...problem, output];
}

/** Runs the generator's command line; what it says when it fails is quoted as text. */
function tell(
  otherwise: string,
  args: readonly string[],
): { readonly output: string; readonly problem: string[] } {
  try {
    return { output: run(process.execPath, [rowsweep, ...args], { cwd: root }), problem: [] };
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    const quoted = error.output.trim().replaceAll(/^/gm, '    ');
    return { output: '', problem: [`${otherwise}:`, '', quoted, ''] };
  }
}
