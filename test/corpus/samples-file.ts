/** The samples as TypeScript: what the description admits, the generated types must admit as well. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isObject } from './json.js';

/** A value that was sent or given back, of the operation with this function. */
export interface TypedSample {
  readonly name: string;
  readonly side: 'request' | 'answer';
  readonly value: unknown;
}

const MOST_CHARACTERS = 60_000;

/**
 * Type errors of the samples against the parameter and the result of the client's functions, as `name side: message`.
 * `program` is the package's own, of which all but the new file is taken over.
 */
export function checkSamples(
  folder: string,
  { program, samples }: { readonly program: ts.Program; readonly samples: readonly TypedSample[] },
): string[] {
  const file = join(folder, 'src/samples.ts');
  const lines = [`import type * as client from './client.js';`, CLIENT];
  const labels: string[] = [''];
  for (const { name, side, value } of samples) {
    const text = writeValue(value);
    if (text.length > MOST_CHARACTERS) continue;
    const type =
      side === 'request' ? `Parameters<Client['${name}']>[0]` : `Awaited<ReturnType<Client['${name}']>>`;
    labels[lines.length] = `${name} ${side}`;
    lines.push(`export const sample${lines.length}: ${type} = ${text};`);
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
  const options = { ...program.getCompilerOptions(), noEmit: true };
  const larger = ts.createProgram([...program.getRootFileNames(), file], options, undefined, program);
  const source = larger.getSourceFile(file);
  if (source === undefined) throw new Error('the compiler does not take the samples');
  const found = [...larger.getSyntacticDiagnostics(source), ...larger.getSemanticDiagnostics(source)];
  return found.map(({ start, messageText }) => {
    const line = source.getLineAndCharacterOfPosition(start ?? 0).line;
    const message = ts.flattenDiagnosticMessageText(messageText, ' ').replace(/\s+/g, ' ');
    return `types of ${labels[line] ?? ''}: ${message.slice(0, 400)}`;
  });
}

/** The one function that `client.ts` exports makes the client. */
const CLIENT = `type Client = ReturnType<(typeof client)[keyof typeof client]>;`;

function writeValue(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (value instanceof Blob) return 'new Blob([])';
  if (Array.isArray(value)) return `[${value.map(writeValue).join(', ')}]`;
  if (!isObject(value)) return writeScalar(value);
  // A computed key, since a plain `__proto__` would set the prototype.
  return `{ ${Object.entries(value)
    .map(([key, one]) => `[${writeScalar(key)}]: ${writeValue(one)}`)
    .join(', ')} }`;
}

function writeScalar(value: unknown): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
