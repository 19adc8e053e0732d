/**
 * Every example of deleting in the README of every package runs against the sandbox: as it stands, but for the address,
 * the credentials, the target and the ids, which are the sandbox's. So does the one of going on after a crash.
 */
import { createReadStream, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import * as altatech from '@rowsweep/altatech';
import * as extruct from '@rowsweep/extruct';
import * as gptbots from '@rowsweep/gptbots';
import * as minimal from '@rowsweep/minimal';
import { openAuditFile, verifyAuditFile } from '@rowsweep/runtime/audit';
import { readLines } from '@rowsweep/runtime/ids';
import { openJournal } from '@rowsweep/runtime/journal';
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

describe('the recipe for going on after a crash', () => {
  it('goes on, and has every row deleted and written down, when it is run a second time', async () => {
    const root = await mkdtemp(join(tmpdir(), 'recipe-'));
    const [folder, crashed] = [join(root, 'first'), join(root, 'crashed')];
    await mkdir(folder);
    const { minimal: server } = sandbox;
    const ids = server.store.insert(30);
    await writeFile(join(folder, 'ids.txt'), `${ids.join('\n')}\n`);
    const run = (where: string): Promise<unknown> =>
      runExample(placeRecipe(readRecipe(), { target: server.target, folder: where }), {
        createMinimal: () => minimal.createMinimal(server.options),
        openAuditFile,
        readLines,
        openJournal,
        createReadStream,
        existsSync,
      });
    try {
      // What is on disk while the first request is on its way is what a crash then leaves.
      server.intercept = async () => {
        await cp(folder, crashed, { recursive: true });
        return { status: 401 };
      };
      await expect(run(folder)).rejects.toThrow();
      expect(ids.filter((id) => server.store.has(id))).toEqual(ids);
      for (const file of ['journal', 'audit']) await rm(join(crashed, `erase.${file}.lock`));
      server.intercept = null;
      await run(crashed);
      expect(ids.filter((id) => server.store.has(id))).toEqual([]);
      const { problems, runs } = await verifyAuditFile(join(crashed, 'erase.audit'));
      expect(problems.map(({ kind }) => kind)).toEqual(['unclosed']);
      expect(runs).toMatchObject([{ isClosed: false }, { isClosed: true, outcome: { deleted: 30 } }]);
    } finally {
      server.intercept = null;
      await rm(root, { recursive: true });
    }
  }, 60_000);
});

function readBlocks(document: string): string[] {
  return [...readText(document).matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);
}

function readExamples(document: string): string[] {
  return readBlocks(document).filter((text) => text.includes('.deleteMany(ids'));
}

/** The example of the README of everything, but for what it deletes before the recipe begins. */
function readRecipe(): string {
  const text = readBlocks('README.md').find((block) => block.includes('users.resume(')) ?? '';
  const [head = '', tail] = text.split(/^\/\/ By what rows hold[\s\S]*?(?=^\/\/ From a file)/m);
  if (tail === undefined) throw new Error('The README has no recipe.');
  return head + tail;
}

function placeRecipe(
  text: string,
  { target, folder }: { readonly target: object; readonly folder: string },
): string {
  return placeTarget(text, target).replaceAll(/'(ids\.txt|erase\.\w+)'/g, (_, file: string) =>
    JSON.stringify(join(folder, file)),
  );
}

/** The example with the sandbox's target and ids in the places of its own. Fails where one of them has no place. */
function place(text: string, target: object, ids: readonly string[]): string {
  const [beforeIds = '', afterIds] = text.split(/const ids = \[[\s\S]*?\];/);
  if (afterIds === undefined) throw new Error('The example names no ids.');
  return placeTarget(`${beforeIds}const ids = ${JSON.stringify(ids)};${afterIds}`, target);
}

function placeTarget(text: string, target: object): string {
  let placed = text;
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
  const body = outputText.replaceAll(
    /^import (\{[^}]*\}) from '(?:@rowsweep\/[\w/]+|node:fs)';$/gm,
    'const $1 = exports;',
  );
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
