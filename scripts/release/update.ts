/**
 * Fetches the vendors' pages again, takes the descriptions out of them, and makes the packages anew. A page that cannot be
 * taken, or a description that the overlay no longer fits, is told in the report: it is for a person to settle.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchPage, type Fetch } from './page.js';
import { ProgramError } from './run.js';

/** What an update works with. */
export interface Workplace {
  readonly root: string;
  /** Runs the generator's command line; gives what it prints. */
  readonly rowsweep: (...args: readonly string[]) => string;
  readonly fetchIt?: Fetch;
}

/** What came of it. */
export interface Update {
  /** Markdown. */
  readonly report: string;
  /** Every page was taken, and a package made of each. */
  readonly isWhole: boolean;
}

/** Updates each provider from its page, by name. */
export async function updateAll(pages: Readonly<Record<string, string>>, place: Workplace): Promise<Update> {
  const parts: Part[] = [];
  for (const [name, address] of Object.entries(pages)) {
    const { output, problem } = await updateOne({ name, address }, place);
    parts.push({ output: [`## ${name}`, '', ...problem, output].join('\n'), problem });
  }
  const made = tell('The packages cannot be made of these descriptions', ['generate'], place);
  parts.push({ output: made.problem.join('\n'), problem: made.problem });
  return {
    report: `${parts.map(({ output }) => output).join('\n')}\n`,
    isWhole: parts.every(({ problem }) => problem.length === 0),
  };
}

interface Part {
  readonly output: string;
  /** Lines of Markdown; none: all is well. */
  readonly problem: readonly string[];
}

async function updateOne(
  { name, address }: { readonly name: string; readonly address: string },
  place: Workplace,
): Promise<Part> {
  const folder = `specs/${name}`;
  try {
    writeFileSync(join(place.root, folder, 'source.md'), await fetchPage(address, place.fetchIt));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { output: '', problem: [`The page was not taken: ${reason}`, ''] };
  }
  const importing = ['import', `${folder}/source.md`, '-o', `${folder}/openapi.yaml`, '--quiet'];
  const taken = tell('No description was found in the page', importing, place);
  if (taken.problem.length > 0) return taken;
  const since = ['diff', '--since', 'HEAD', folder, '--format', 'markdown'];
  return tell('The overlay no longer fits the description', since, place);
}

/** What the generator says when it fails is quoted as text. */
function tell(otherwise: string, args: readonly string[], { rowsweep }: Workplace): Part {
  try {
    return { output: rowsweep(...args), problem: [] };
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    const quoted = error.output.trim().replaceAll(/^/gm, '    ');
    return { output: '', problem: [`${otherwise}:`, '', quoted, ''] };
  }
}
