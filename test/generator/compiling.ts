/** Compiles a generated package in memory, against the sources of the runtime and under the package's own options. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { OutputFile } from '../../generator/main.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** What the compiler says, as `file:line message`. `users` are modules that import the package by its name. */
export function compile(
  files: readonly OutputFile[],
  users: Readonly<Record<string, string>> = {},
): string[] {
  const folder = join(repository, 'virtual');
  const texts = new Map(files.map(({ path, text }) => [join(folder, path), text]));
  for (const [name, text] of Object.entries(users)) texts.set(join(folder, 'users', name), text);
  const manifest = JSON.parse(texts.get(join(folder, 'package.json')) ?? '{}') as { name: string };
  const config = JSON.parse(texts.get(join(folder, 'tsconfig.json')) ?? '{}') as object;
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, folder);
  const programOptions: ts.CompilerOptions = {
    ...options,
    composite: false,
    skipLibCheck: true,
    noEmit: true,
    noPropertyAccessFromIndexSignature: true,
    rootDir: repository,
    types: ['node'],
    paths: {
      '@rowsweep/runtime/v1': [join(repository, 'runtime/v1.ts')],
      [manifest.name]: [join(folder, 'src/index.ts')],
    },
  };
  delete programOptions.tsBuildInfoFile;
  const roots = [...texts.keys()].filter((path) => path.endsWith('.ts'));
  const program = ts.createProgram(roots, programOptions, hostOf(texts, programOptions));
  // Only these files are checked, not the runtime's; and users need not write out the types of what they export.
  const problems = roots.flatMap((path) => {
    const file = program.getSourceFile(path);
    const isUser = path.startsWith(join(folder, 'users'));
    return [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
      ...(isUser ? [] : program.getDeclarationDiagnostics(file)),
    ];
  });
  return [...program.getGlobalDiagnostics(), ...program.getOptionsDiagnostics(), ...problems].map((problem) =>
    describe(problem, folder),
  );
}

function hostOf(texts: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const readFile = host.readFile.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.directoryExists = (path) => path.includes('/virtual') || ts.sys.directoryExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, version, ...rest) => {
    const text = texts.get(path);
    if (text === undefined) return getSourceFile(path, version, ...rest);
    return ts.createSourceFile(path, text, version, true);
  };
  return host;
}

function describe({ file, start, messageText }: ts.Diagnostic, folder: string): string {
  const text = ts.flattenDiagnosticMessageText(messageText, '\n');
  if (file === undefined) return text;
  const { line } = file.getLineAndCharacterOfPosition(start ?? 0);
  return `${file.fileName.slice(folder.length + 1)}:${line + 1} ${text}`;
}
