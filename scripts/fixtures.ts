/**
 * What the generator makes of each fixture, for the test that compares it and for the command that accepts it. A
 * fixture is one question; its answer is `expected/` (every file of the package is listed in `files.txt`, the ones
 * worth reading are there in full) and `expected-diagnostics.txt`, what the command line said.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The command line as a function, from the sources or from the built package. */
export type RunCommand = (
  parameters: readonly string[],
  terminal: { readonly out: (text: string) => void; readonly err: (text: string) => void },
) => Promise<number>;

/** Text by path, relative to the fixture. */
export type Answer = ReadonlyMap<string, string>;

export const fixturesFolder = 'test/fixtures';

/** Names of all fixtures, in order. */
export function listFixtures(): string[] {
  return readdirSync(fixturesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The answer as it was accepted. */
export function readAnswer(name: string): Answer {
  const fixture = join(fixturesFolder, name);
  const accepted = [...readFolder(join(fixture, 'expected'))].map(
    ([path, text]) => [`expected/${path}`, text] as const,
  );
  const diagnostics = join(fixture, 'expected-diagnostics.txt');
  return new Map([
    ...accepted,
    ...(existsSync(diagnostics)
      ? [['expected-diagnostics.txt', readFileSync(diagnostics, 'utf8')] as const]
      : []),
  ]);
}

/** The answer that the generator gives now, and every file of the package that it made. */
export async function makeAnswer(name: string, run: RunCommand): Promise<{ answer: Answer; files: Answer }> {
  const directory = mkdtempSync(join(tmpdir(), 'rowsweep-fixture-'));
  try {
    const said: string[] = [];
    const description = join(fixturesFolder, name, 'openapi.yaml');
    await run(['generate', description, '-o', directory], {
      out: () => undefined,
      err: (text) => said.push(text),
    });
    const files = readFolder(directory);
    const answer = new Map<string, string>();
    if (files.size > 0)
      answer.set('expected/files.txt', [...files.keys()].map((path) => `${path}\n`).join(''));
    for (const [path, text] of files) {
      if (isWorthReading(path, name)) answer.set(`expected/${path}`, text);
    }
    const diagnostics = said.join('').replaceAll(`${fixturesFolder}/`, '');
    if (diagnostics !== '') answer.set('expected-diagnostics.txt', diagnostics);
    return { answer, files };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function readFolder(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

const aboutTypes: readonly string[] = ['src/schemas.ts', 'src/operations.ts', 'src/definitions.ts'];

/** One fixture shows the whole package; those with a `usage.ts` what that uses; the others what a description can change. */
function isWorthReading(path: string, name: string): boolean {
  if (path === 'manifest.json') return false;
  if (existsSync(join(fixturesFolder, name, 'usage.ts'))) return aboutTypes.includes(path);
  return name === 'simple-get' || (path.startsWith('src/') && path !== 'src/types.ts');
}
