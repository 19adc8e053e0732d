/** What the bench knows of a generator: one entry each, ours and the peers. */
import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import type { Call } from './descriptions.js';

/** One run of a generator: its input, and a folder of its own. */
export interface Job {
  /** The description's file. */
  readonly description: string;
  /** Where a tool may put its configuration; it runs here. */
  readonly folder: string;
  /** Where it shall write: `out` in that folder. */
  readonly output: string;
}

/** One generator. */
export interface Tool {
  readonly name: string;
  /** The npm package whose version is shown; null: ours. */
  readonly package: string | null;
  /** Emits functions to call, not types alone. */
  readonly makesClient: boolean;
  /** Part of `--quick`. */
  readonly quick: boolean;
  /** Arguments of Node. May write configuration into the job's folder; that is not timed. */
  command(job: Job, checkout: string): readonly string[];
  /**
   * A TypeScript module beside `out` that exports `call()`, which calls one operation once.
   *
   * @throws Error when the output does not hold the operation.
   */
  program(call: Call, output: string): string;
}

/** Every file under a folder, as paths from it. */
export function listOutput(folder: string): string[] {
  const entries: Dirent[] = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/**
 * What a tool made of an operation's id: the first identifier of a file that is the id but for letter case and marks,
 * and that begins as a function does.
 */
export function findName(file: string, operationId: string): string {
  const wanted = normalise(operationId);
  for (const [identifier] of readFileSync(file, 'utf8').matchAll(/[a-z_][\w$]*/g)) {
    if (identifier.length >= wanted.length && normalise(identifier) === wanted) return identifier;
  }
  throw new Error(`No function for ${operationId} was emitted.`);
}

function normalise(name: string): string {
  return name.replace(/[^a-z0-9]/gi, '').toLowerCase();
}

/** Path parameters, then the body, then what else: how most tools take them. */
export function positional(call: Call, ...rest: readonly string[]): string {
  const body = call.body === null ? [] : [call.body];
  return [
    ...[...Object.values(call.pathParameters), ...body].map((value) => JSON.stringify(value)),
    ...rest,
  ].join(', ');
}

/** `{ path, body }` as an object's text; the members a tool adds come first. */
export function grouped(call: Call, ...members: readonly string[]): string {
  const body = call.body === null ? [] : [`body: ${JSON.stringify(call.body)}`];
  return `{ ${[...members, `path: ${JSON.stringify(call.pathParameters)}`, ...body].join(', ')} }`;
}

/** The header that carries the token, as an object's text; empty without a token. */
export function authorization(call: Call): string {
  return call.token === null ? '{}' : `{ Authorization: 'Bearer ${call.token}' }`;
}
