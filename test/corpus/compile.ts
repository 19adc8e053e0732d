/** Compiles a generated package strictly: with TypeScript 5.9 in this process, with 6.0 and 7.0 as programs. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { folderOf } from './install.js';

const execute = promisify(execFile);

export interface Compiled {
  /** `file:line message`, at most 20. */
  readonly errors: readonly string[];
  readonly errorCount: number;
  /** Exported types that are `never` or `any`, or hold them. */
  readonly hollow: readonly string[];
  readonly ms: number;
}

/** Writes `dist/*.js`, also where there are errors. */
export function compileHere(folder: string): Compiled & { readonly program: ts.Program } {
  const start = performance.now();
  const file = join(folder, 'tsconfig.json');
  const { config } = ts.readConfigFile(file, (path) => ts.sys.readFile(path)) as { config: unknown };
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const program = ts.createProgram(fileNames, {
    ...withoutCache(options),
    skipLibCheck: false,
    declarationMap: false,
    sourceMap: false,
  });
  const { diagnostics } = program.emit();
  const found = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  const errors = found.slice(0, 20).map((one) => printDiagnostic(one, folder));
  const hollow = listHollow(program, folder);
  return { errors, errorCount: found.length, hollow, ms: performance.now() - start, program };
}

function withoutCache(options: ts.CompilerOptions): ts.CompilerOptions {
  const cached = ['tsBuildInfoFile', 'composite', 'incremental'];
  return Object.fromEntries(Object.entries(options).filter(([name]) => !cached.includes(name)));
}

function printDiagnostic({ file, start, messageText, code }: ts.Diagnostic, folder: string): string {
  const text = ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 240);
  if (file === undefined || start === undefined) return `TS${code} ${text}`;
  const line = file.getLineAndCharacterOfPosition(start).line + 1;
  return `${relative(folder, file.fileName)}:${line} TS${code} ${text}`;
}

const MOST_TYPES = 200_000;

function listHollow(program: ts.Program, folder: string): string[] {
  const checker = program.getTypeChecker();
  const found: string[] = [];
  const seen = new Set<ts.Type>();
  for (const name of ['schemas.ts', 'operations.ts']) {
    const source = program.getSourceFile(join(folder, 'src', name));
    const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    for (const symbol of module === undefined ? [] : checker.getExportsOfModule(module)) {
      if ((symbol.flags & (ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Interface)) === 0) continue;
      const type = checker.getDeclaredTypeOfSymbol(symbol);
      const flaw = findFlaw(type, { checker, seen });
      if (flaw !== null) found.push(`${name} ${symbol.name}${flaw}`);
    }
  }
  return found;
}

/** The first place within a type that is `any`, or that no value can have; named types are looked into once. */
function findFlaw(
  top: ts.Type,
  { checker, seen }: { readonly checker: ts.TypeChecker; readonly seen: Set<ts.Type> },
): string | null {
  const left: [type: ts.Type, path: string][] = [[top, '']];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [type, path] = next;
    if ((type.flags & ts.TypeFlags.Any) !== 0) return `${path} is any`;
    // Some intersections are only found to be empty when they are asked for their properties.
    const isNever = (type.flags & ts.TypeFlags.Never) !== 0 || checker.typeToString(type) === 'never';
    if (isNever) return `${path} is never`;
    if (seen.has(type) || seen.size > MOST_TYPES) continue;
    seen.add(type);
    if (type.isUnionOrIntersection()) {
      if (type.isIntersection() && checker.isTypeAssignableTo(type, checker.getNeverType()))
        return `${path} is never`;
      if (type.isUnion()) for (const member of type.types) left.push([member, path]);
    }
    if (path.length > 200 || isForeign(type)) continue;
    for (const item of listArguments(type, checker)) left.push([item, `${path}[]`]);
    if ((type.flags & ts.TypeFlags.Object) === 0 && !type.isIntersection()) continue;
    if (checker.isArrayType(type) || checker.isTupleType(type)) continue;
    for (const property of checker.getPropertiesOfType(type)) {
      left.push([checker.getTypeOfSymbol(property), `${path}.${property.name}`]);
    }
  }
  return null;
}

/** A type of the language or of the platform: it is not ours to judge. */
function isForeign(type: ts.Type): boolean {
  const declaration = (type.getSymbol()?.declarations ?? [])[0];
  const file = declaration?.getSourceFile().fileName ?? '';
  return /\/typescript\/lib\/lib\.|\/runtime\/dist\//.test(file) && type.getSymbol()?.name !== 'Array';
}

function listArguments(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  if (!checker.isArrayType(type) && !checker.isTupleType(type)) return [];
  return checker.getTypeArguments(type as ts.TypeReference);
}

export type Compiler = '6.0' | '7.0';

/** Type-checks with another compiler, by its file, since a `tsc` on the path may be any; writes nothing. */
export async function compileWith(compiler: Compiler, folder: string): Promise<Omit<Compiled, 'hollow'>> {
  const start = performance.now();
  const project = join(folder, 'tsconfig.check.json');
  const options = {
    composite: false,
    incremental: false,
    tsBuildInfoFile: null,
    noEmit: true,
    skipLibCheck: false,
  };
  writeFileSync(
    project,
    JSON.stringify({ extends: './tsconfig.json', compilerOptions: options, include: ['src'] }),
  );
  const bin = join(folderOf(''), `node_modules/typescript-${compiler.charAt(0)}/bin/tsc`);
  try {
    await execute(process.execPath, [bin, '-p', project, '--pretty', 'false'], { maxBuffer: 64 << 20 });
    return { errors: [], errorCount: 0, ms: performance.now() - start };
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    const lines = `${stdout ?? ''}${stderr ?? ''}`.split('\n').filter((line) => line.trim() !== '');
    const errors = lines.slice(0, 20).map((line) => line.slice(0, 240));
    return { errors, errorCount: lines.length, ms: performance.now() - start };
  }
}
