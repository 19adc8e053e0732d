/** The size of a program that uses one operation: tree-shaken, minified, gzip at its highest level. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { server, type Call } from './descriptions.js';
import type { Bundle } from './results.js';
import { authorization } from './tool.js';
import { peersFolder } from './workplace.js';

/** The part of rolldown's interface that is used here: https://rolldown.rs/reference/ */
interface Rolldown {
  build(options: {
    readonly input: string;
    readonly platform: 'browser';
    readonly logLevel: 'silent';
    readonly resolve: { readonly extensionAlias: Readonly<Record<string, readonly string[]>> };
    readonly output: { readonly file: string; readonly format: 'esm'; readonly minify: true };
  }): Promise<unknown>;
}

/** What to bundle. */
export interface Bundling {
  readonly description: string;
  readonly tool: string;
  readonly call: Call;
  /** Where the program is written and its imports are found. */
  readonly folder: string;
  readonly program: () => string;
}

/** The file that `measureBundle` leaves in the folder. */
export function bundleFile(folder: string): string {
  return join(folder, 'bundle.mjs');
}

/** Bundles one program. A program that cannot be written or bundled is a row with a failure. */
export async function measureBundle({ description, tool, call, folder, program }: Bundling): Promise<Bundle> {
  const row = { description, tool, operation: `${call.method} ${call.path}` };
  try {
    const input = join(folder, 'program.ts');
    const file = bundleFile(folder);
    writeFileSync(input, `${program()}\n`);
    const rolldown = await loadRolldown();
    await rolldown.build({
      input,
      platform: 'browser',
      logLevel: 'silent',
      resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
      output: { file, format: 'esm', minify: true },
    });
    const text = readFileSync(file);
    const gzipBytes = gzipSync(text, { level: 9 }).length;
    return { ...row, minifiedBytes: text.length, gzipBytes, failure: null };
  } catch (error) {
    const [failure = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { ...row, minifiedBytes: null, gzipBytes: null, failure: failure.slice(0, 160) };
  }
}

/** The same call with nothing but `fetch`: no escaping, no errors. What every tool is measured against. */
export function writeBareProgram(call: Call): string {
  const path = call.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(call.pathParameters[name]));
  const url = JSON.stringify(server + path);
  if (call.body === null) {
    return `export const call = () => fetch(${url}, { method: '${call.method}', headers: ${authorization(call)} });`;
  }
  return [
    `const headers = { 'Content-Type': 'application/json', ...${authorization(call)} };`,
    `const body = ${JSON.stringify(call.body)};`,
    `export const call = async () => {`,
    `  const init = { method: '${call.method}', headers, body: JSON.stringify(body) };`,
    `  return (await fetch(${url}, init)).json();`,
    `};`,
  ].join('\n');
}

async function loadRolldown(): Promise<Rolldown> {
  const entry = pathToFileURL(join(peersFolder, 'node_modules/rolldown/dist/index.mjs'));
  return (await import(entry.href)) as Rolldown;
}
