/** One description, from its file to calls of all its operations. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { callOperation } from './calls.js';
import { loadClient, type Client } from './client.js';
import { compileHere, compileWith, type Compiler } from './compile.js';
import type { Description } from './descriptions.js';
import { Documents } from './document.js';
import { fileOf, root } from './install.js';
import { reasonOf } from './json.js';
import { listOperations, type OperationSpot } from './operations.js';
import { listLoosened } from './sample.js';
import { checkSamples, type TypedSample } from './samples-file.js';
import { Schemas } from './schemas.js';

const execute = promisify(execFile);

export interface Report {
  readonly name: string;
  readonly version: string;
  readonly bytes: number;
  readonly files: number;
  readonly operations: number;
  /** Operations with at least one call. */
  readonly called: number;
  readonly calls: number;
  /** `METHOD /path what: reason`. */
  readonly skipped: readonly string[];
  /** Schemas that contradict themselves to the letter and were read as they are meant, as `pointer: reason`. */
  readonly loosened: readonly string[];
  /** `METHOD /path at what: message`, or the step and its message. */
  readonly failures: readonly string[];
  /** Errors by compiler. */
  readonly compiled: readonly (readonly [compiler: string, errors: number, ms: number])[];
  readonly generateMs: number;
  readonly ms: number;
}

interface Options {
  /** Beyond TypeScript 5.9. */
  readonly compilers: readonly Compiler[];
}

/** Never rejects for what a description or the generator does: that is a failure of the report. */
export async function examine(description: Description, { compilers }: Options): Promise<Report> {
  const start = performance.now();
  const failures: string[] = [];
  const workplace = join(root, 'node_modules/.cache/rowsweep-corpus', description.name);
  rmSync(workplace, { recursive: true, force: true });
  mkdirSync(workplace, { recursive: true });
  const file =
    description.isSplit === true ? await splitFile(fileOf(description), workplace) : fileOf(description);
  const documents = new Documents(file);
  const operations = listOperations(documents);
  const report = { name: description.name, version: documents.version, ...measure(file, description) };
  const folder = join(workplace, 'out');
  const generateMs = await generate(file, folder, failures);
  const compiled: [string, number, number][] = [];
  let outcome: Outcome = { called: 0, calls: 0, skipped: [], loosened: [] };
  if (existsSync(join(folder, 'tsconfig.json'))) {
    const here = compileHere(folder);
    compiled.push(['5.9', here.errorCount, here.ms]);
    failures.push(...here.errors.map((error) => `TypeScript 5.9: ${error}`));
    const hollow = here.hollow.filter((one) => description.impossible?.includes(one) !== true);
    failures.push(...hollow.map((one) => `type: ${one}`));
    const others = compilers.map(async (compiler) => ({
      compiler,
      ...(await compileWith(compiler, folder)),
    }));
    const { samples, ...called } = await callAll({ documents, operations, folder, failures });
    outcome = called;
    if (here.errorCount === 0) failures.push(...checkSamples(folder, { program: here.program, samples }));
    for (const { compiler, errors, errorCount, ms } of await Promise.all(others)) {
      compiled.push([compiler, errorCount, ms]);
      failures.push(...errors.map((error) => `TypeScript ${compiler}: ${error}`));
    }
  }
  const ms = performance.now() - start;
  return { ...report, operations: operations.length, ...outcome, failures, compiled, generateMs, ms };
}

function measure(file: string, { isSplit }: Description): { bytes: number; files: number } {
  if (isSplit !== true) return { bytes: statSync(file).size, files: 1 };
  const all = readdirSync(dirname(file), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const sizes = all.map((entry) => statSync(join(entry.parentPath, entry.name)).size);
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), files: all.length };
}

/** One file for each path and each component, as Redocly's own tool does it. */
async function splitFile(file: string, workplace: string): Promise<string> {
  const folder = join(workplace, 'parts');
  const redocly = join(root, 'node_modules/@redocly/cli/bin/cli.js');
  const copy = join(workplace, `whole.${file.endsWith('.json') ? 'json' : 'yaml'}`);
  cpSync(file, copy);
  await execute(process.execPath, ['--no-warnings', redocly, 'split', copy, '--outDir', folder], {
    cwd: workplace,
    maxBuffer: 64 << 20,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  });
  return join(folder, `openapi.${file.endsWith('.json') ? 'json' : 'yaml'}`);
}

async function generate(file: string, folder: string, failures: string[]): Promise<number> {
  const start = performance.now();
  const command = [join(root, 'generator/bin/rowsweep.js'), 'generate', file, '-o', folder];
  try {
    await execute(process.execPath, command, {
      maxBuffer: 256 << 20,
      env: { ...process.env, NO_COLOR: '1' },
    });
  } catch (error) {
    const { stderr, stdout, message } = error as { stderr?: string; stdout?: string; message: string };
    const lines = `${stderr ?? ''}\n${stdout ?? ''}`.split('\n').filter((line) => /error|Error/.test(line));
    failures.push(
      ...(lines.length > 0 ? lines.slice(0, 5) : [message]).map(
        (line) => `generate: ${line.trim().slice(0, 300)}`,
      ),
    );
  }
  return performance.now() - start;
}

interface Calling {
  readonly documents: Documents;
  readonly operations: readonly OperationSpot[];
  readonly folder: string;
  readonly failures: string[];
}

type Outcome = Pick<Report, 'called' | 'calls' | 'skipped' | 'loosened'>;

async function callAll({
  documents,
  operations,
  folder,
  failures,
}: Calling): Promise<Outcome & { readonly samples: readonly TypedSample[] }> {
  const skipped: string[] = [];
  const samples: TypedSample[] = [];
  let called = 0;
  let calls = 0;
  let client: Client;
  try {
    client = await loadClient(folder);
  } catch (error) {
    failures.push(`load: ${reasonOf(error)}`);
    return { called, calls, skipped, loosened: [], samples };
  }
  const schemas = new Schemas(documents);
  for (const operation of operations) {
    const label = `${operation.method} ${operation.path}`;
    const name = client.nameOf(operation.method, operation.path);
    if (name === undefined) {
      failures.push(`${label}: no function calls it`);
      continue;
    }
    try {
      const verdict = await callOperation({ client, name, operation, documents, schemas });
      calls += verdict.calls;
      samples.push(...verdict.samples);
      if (verdict.calls > 0) called += 1;
      skipped.push(...verdict.skipped.map((reason) => `${label} ${reason}`));
      failures.push(...verdict.failures.map((problem) => `${label} (${name}) ${problem}`));
    } catch (error) {
      failures.push(`${label} (${name}) the harness fails: ${reasonOf(error)}`);
    }
  }
  return { called, calls, skipped, loosened: listLoosened(schemas), samples };
}
