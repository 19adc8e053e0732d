/**
 * Every example of deleting in the README of every package runs against the sandbox: as it stands, but for the address,
 * the credentials, the target and the ids, which are the sandbox's.
 */
import { compileFunction } from 'node:vm';
import * as altatech from '@rowsweep/altatech';
import * as extruct from '@rowsweep/extruct';
import * as gptbots from '@rowsweep/gptbots';
import * as minimal from '@rowsweep/minimal';
import { createSandbox, type Sandbox, type Store } from '@rowsweep/sandbox';
import * as splendor from '@rowsweep/splendor';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readText } from '../house/sources.js';

interface Candidate {
  readonly store: Store;
  readonly target: object;
  /** What the example imports. */
  readonly exports: Readonly<Record<string, unknown>>;
}

const names = ['extruct', 'altatech', 'minimal', 'gptbots', 'splendor'] as const;
type Name = (typeof names)[number];

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox();
});
afterAll(async () => {
  await sandbox.close();
});

describe.each(names)('the README of %s', (name) => {
  const examples = readExamples(`generated/${name}/README.md`);

  it('shows how to delete, and how to look first', () => {
    expect(examples.length).toBeGreaterThanOrEqual(2);
  });

  it.each(examples.map((text, at) => [at + 1, text] as const))(
    'example %i deletes the rows that it names',
    async (_, text) => {
      const candidate = findCandidate(name);
      const { store } = candidate;
      const ids = store.insert(2);
      const [bystander = ''] = store.insert(1);
      const said = await runExample(place(text, candidate.target, ids), candidate.exports);
      expect(ids.filter((id) => store.has(id))).toEqual([]);
      expect(store.has(bystander)).toBe(true);
      expect(said.length).toBeGreaterThan(0);
    },
    30_000,
  );
});

function readExamples(document: string): string[] {
  const blocks = [...readText(document).matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);
  return blocks.filter((text) => text.includes('.deleteMany(ids'));
}

/** The example with the sandbox's target and ids in the places of its own. Fails where one of them has no place. */
function place(text: string, target: object, ids: readonly string[]): string {
  const [beforeIds = '', afterIds] = text.split(/const ids = \[[\s\S]*?\];/);
  if (afterIds === undefined) throw new Error('The example names no ids.');
  let placed = `${beforeIds}const ids = ${JSON.stringify(ids)};${afterIds}`;
  for (const [field, value] of Object.entries(target)) {
    placed = placed.replace(new RegExp(`\\b${field}: '[^']*'`), `${field}: ${JSON.stringify(value)}`);
  }
  return placed;
}

/** Runs an example as a module would, and gives what it said. */
async function runExample(text: string, exports: Candidate['exports']): Promise<unknown[][]> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  const body = outputText.replace(/^import (\{[^}]*\}) from '@rowsweep\/\w+';$/m, 'const $1 = exports;');
  const said: unknown[][] = [];
  const say = (...words: unknown[]): void => {
    said.push(words);
  };
  const run = compileFunction(`return (async () => {\n${body}\n})();`, ['exports', 'console', 'process']) as (
    exports: Candidate['exports'],
    console: Readonly<Record<string, typeof say>>,
    process: Pick<NodeJS.Process, 'env'>,
  ) => Promise<void>;
  await run(exports, { log: say, error: say, debug: say }, { env: {} });
  return said;
}

/** The client of an example is made with the sandbox's options over its own. */
function findCandidate(name: Name): Candidate {
  const { store, target } = sandbox[name];
  const exports: Readonly<Record<Name, Candidate['exports']>> = {
    extruct: { createExtruct: () => extruct.createExtruct(sandbox.extruct.options) },
    altatech: { createAltatech: () => altatech.createAltatech(sandbox.altatech.options) },
    minimal: { createMinimal: () => minimal.createMinimal(sandbox.minimal.options) },
    gptbots: { createGptbots: () => gptbots.createGptbots(sandbox.gptbots.options) },
    splendor: { createSplendor: () => splendor.createSplendor(sandbox.splendor.options) },
  };
  return { store, target, exports: exports[name] };
}
