/** Runs command lines in process, in a folder of their own. */
import { afterEach } from 'vitest';
import { run } from '../../generator/cli/run.js';
import type { Terminal } from '../../generator/cli/terminal.js';
import { makeFolder } from './scratch.js';

const home = process.cwd();

afterEach(() => {
  process.chdir(home);
});

/** What a command line came to. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in the current folder. How many files a client has is the emitter's affair, and left out. */
export async function runLine(line: string, terminal: Partial<Terminal> = {}): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await run(line === '' ? [] : line.split(' '), {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    ...terminal,
  });
  return { code, out: out.replace(/ (\d+) files, \1 (written|unchanged)/g, ' N files, N $2'), err };
}

/** Makes a folder with these files the current one, until the test ends. */
export function enter(files: Readonly<Record<string, string>>): string {
  const folder = makeFolder(files);
  process.chdir(folder);
  return folder;
}

/** A small description. */
export function describeApi(name: string, operationId = 'getRow'): string {
  return `openapi: 3.1.0
info: { title: ${name}, version: "1" }
servers: [{ url: https://api.test.dev }]
security: []
x-rowsweep-package: { name: ${name}, title: ${name}, version: 1.0.0 }
paths:
  /rows/{id}:
    get:
      operationId: ${operationId}
      summary: Read a row
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200": { description: A row, content: { application/json: { schema: { type: string } } } }
        "404": { description: None }
`;
}
