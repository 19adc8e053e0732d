/**
 * The second proof of a version: what the previous release showed its callers, the TypeScript of its README and its type
 * tests, is compiled against the new one.
 */
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';

/** One module of the previous release. */
export interface Example {
  /** As people find it: `README.md:29`. */
  readonly title: string;
  readonly text: string;
}

/** The TypeScript blocks of a Markdown document. */
export function readExamples(document: string, text: string): Example[] {
  const fence = /^```(?:ts|typescript)\b.*\n([\s\S]*?)^```$/gm;
  const plain = text.replaceAll('\r\n', '\n');
  return [...plain.matchAll(fence)].map((found) => {
    const line = plain.slice(0, found.index).split('\n').length;
    return { title: `${document}:${line}`, text: found[1] ?? '' };
  });
}

/** True when a module needs files of the repository that it stood in, and so cannot be compiled elsewhere. */
export function isBound(example: Example): boolean {
  return readSpecifiers(example).some((one) => one.startsWith('.'));
}

function readSpecifiers({ text }: Example): string[] {
  return ts.preProcessFile(text, true).importedFiles.map(({ fileName }) => fileName);
}

/** The packages that a module imports, of those given. */
export function importsOf(example: Example, packages: readonly string[]): string[] {
  const specifiers = readSpecifiers(example);
  return packages.filter((name) => specifiers.some((one) => one === name || one.startsWith(`${name}/`)));
}

/** The flags of a careful caller. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
};

/**
 * What does not compile: one line a fault, `README.md:29 line 3: …`. Packages are taken from a folder of `node_modules`.
 */
export function compileExamples(examples: readonly Example[], modules: string): string[] {
  if (examples.length === 0) return [];
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rowsweep-proof-')));
  try {
    symlinkSync(modules, join(folder, 'node_modules'), 'dir');
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    const files = examples.map(({ text }, index) => {
      const file = join(folder, `example-${index}.ts`);
      writeFileSync(file, text);
      return file;
    });
    const program = ts.createProgram(files, options);
    return examples.flatMap(({ title }, index) => {
      const source = program.getSourceFile(files[index] ?? '');
      return ts.getPreEmitDiagnostics(program, source).map((fault) => `${title} ${printFault(fault)}`);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function printFault({ file, start, messageText, code }: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 300);
  if (file === undefined || start === undefined) return `TS${code} ${text}`;
  return `line ${file.getLineAndCharacterOfPosition(start).line + 1}: TS${code} ${text}`;
}
