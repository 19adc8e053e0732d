/** Reads our own sources for the house rules. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root: string = fileURLToPath(new URL('../..', import.meta.url));

const skipped = new Set(['node_modules', 'dist', '.git', 'coverage']);

/** Every file under the prefixes whose name ends in `extension`, as paths from the repository's root. */
export function listFiles(options: {
  readonly under: readonly string[];
  readonly except?: readonly string[];
  readonly extension: string;
}): string[] {
  return walk(root)
    .filter((file) => options.under.some((prefix) => file.startsWith(prefix)))
    .filter((file) => !(options.except ?? []).some((prefix) => file.startsWith(prefix)))
    .filter((file) => file.endsWith(options.extension));
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? walk(path) : [relative(root, path).split(sep).join('/')];
    })
    .sort();
}

export function readText(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

export interface Import {
  /** A package, or for a relative import the file's path from the repository's root, ending as written. */
  readonly target: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

/** Static and dynamic imports and re-exports of one file, and what it asks a `createRequire` for. */
export function importsOf(file: string): Import[] {
  const source = parse(file);
  const found: Import[] = [];
  const requires = requireNames(source);
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const target = specifier.text.startsWith('.')
      ? join(dirname(file), specifier.text).split(sep).join('/')
      : specifier.text;
    found.push({ target, typeOnly, line: lineOf(source, specifier) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnlyImport(node));
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    if (ts.isCallExpression(node) && isRequire(node.expression, requires)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Constants that hold what `createRequire` made. */
function requireNames(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && isCreateRequire(node.initializer)) {
      names.add(node.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

function isCreateRequire(node: ts.Node | undefined): boolean {
  return node !== undefined && ts.isCallExpression(node) && node.expression.getText() === 'createRequire';
}

/** `require('x')`, `require.resolve('x')` and `createRequire(here)('x')`. */
function isRequire(callee: ts.Expression, names: ReadonlySet<string>): boolean {
  const root = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  return isCreateRequire(root) || (ts.isIdentifier(root) && names.has(root.text));
}

function isTypeOnlyImport(node: ts.ImportDeclaration): boolean {
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return (
    clause.name === undefined &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.length > 0 &&
    names.elements.every((element) => element.isTypeOnly)
  );
}

/** Exported declarations without a doc comment, as `file:line name`. */
export function undocumentedExports(file: string): string[] {
  const source = parse(file);
  return source.statements.flatMap((statement) => {
    if (!isExportedDeclaration(statement)) return [];
    if (ts.getJSDocCommentsAndTags(statement).length > 0) return [];
    return [`${file}:${lineOf(source, statement)} ${nameOf(statement)}`];
  });
}

function isExportedDeclaration(node: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
  );
}

function nameOf(node: ts.Statement): string {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0]?.name.getText() ?? '';
  return ts.getNameOfDeclaration(node as ts.Declaration & ts.Statement)?.getText() ?? '';
}

/** String and template literals of a file, with the line each begins on. */
export function stringsOf(file: string): { readonly text: string; readonly line: number }[] {
  const source = parse(file);
  const found: { text: string; line: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)) {
      found.push({ text: node.text, line: lineOf(source, node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readText(file), ts.ScriptTarget.ES2023, true);
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}
