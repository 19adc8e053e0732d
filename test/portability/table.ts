/** The table that `npm run portability` prints, and what stands below it. */
import { providerNames, type CheckName } from './programs/plan.js';
import type { Result } from './try-environment.js';

const doors: readonly CheckName[] = ['/ids', '/keep-alive', '/journal', '/audit'];

const wayNames = { import: 'import', require: 'require', bundle: 'import, bundled' } as const;

/** One line for each environment and way, in Markdown. */
export function writeTable(results: readonly Result[]): string {
  const header = ['environment', 'version', 'by', ...providerNames, ...doors, 'seconds'];
  const lines = results.map((result) => [
    result.environment.title,
    result.version ?? 'none',
    wayNames[result.way],
    ...providerNames.map((name) => writeCell(result, result.verdict?.providers[name])),
    ...doors.map((name) => writeDoor(result, name)),
    (result.ms / 1000).toFixed(1),
  ]);
  const widths = header.map((title, at) =>
    Math.max(title.length, ...lines.map((line) => line[at]?.length ?? 0)),
  );
  const write = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [write(header), rule, ...lines.map(write)].join('\n');
}

function writeCell(result: Result, problems: readonly string[] | undefined): string {
  return result.failure === null && problems?.length === 0 ? 'yes' : 'NO';
}

/** What is for Node alone is not tried elsewhere. */
function writeDoor(result: Result, name: CheckName): string {
  const isForAll = name === '/ids';
  if (!isForAll && result.environment.program !== 'node') return '-';
  return writeCell(result, result.verdict?.checks[name]);
}

/** Every failure, one a line; empty when all is well. */
export function listFailures(results: readonly Result[]): readonly string[] {
  return results.flatMap((result) => {
    const name = `${result.environment.name} by ${wayNames[result.way]}`;
    if (result.verdict === null) return [`${name}: ${result.failure ?? 'no verdict'}`];
    const { providers, checks } = result.verdict;
    return [...Object.entries(providers), ...Object.entries(checks)].flatMap(([what, problems]) =>
      problems.map((problem) => `${name}, ${what}: ${problem}`),
    );
  });
}

/** What the words of the table mean. */
export const legend = `yes  at a provider: one call deleted its row, one run deleted 100 of 105 ids in at least four requests and told of each
     what the server knows, and a wrong key gave the declared error; nothing else is gone. At a door: rows were
     deleted through it
-    for Node alone: it stands on node:http, node:fs or node:crypto; whoever does not import it does not get it
by import, bundled: workerd and browsers have no node_modules, so the packages were made into one file before; the
     page speaks to a server of its own origin, and a call to another one came back as CONNECTION`;
