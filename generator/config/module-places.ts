/** Finds where a module writes the values of its default export. */
import type { ts as Compiler } from 'ts-morph';
import type { ConfigPath } from './config-source.js';

/**
 * The offset of a value, or of its key, in the module's text. Follows what is written out: object and array
 * literals, calls around them, constants. Where the text does not show more, the place of the nearest thing around it.
 */
export function findInModule(
  ts: typeof Compiler,
  text: string,
  { path, of }: { readonly path: ConfigPath; readonly of: 'key' | 'value' },
): number {
  const file = ts.createSourceFile('rowsweep.config.ts', text, ts.ScriptTarget.ES2022, true);
  const exported = file.statements.find(ts.isExportAssignment);
  if (exported === undefined) return 0;
  const literals = new Literals(ts, file);
  let value = literals.find(exported.expression);
  let key: Compiler.Node = value;
  for (const part of path) {
    const child = literals.child(value, part);
    if (child === null) break;
    key = child;
    value = literals.find(ts.isPropertyAssignment(child) ? child.initializer : child);
  }
  return (of === 'key' ? key : value).getStart(file);
}

/** Looks through what stands around a literal. */
class Literals {
  readonly #ts: typeof Compiler;
  readonly #constants: ReadonlyMap<string, Compiler.Node>;

  constructor(ts: typeof Compiler, file: Compiler.SourceFile) {
    this.#ts = ts;
    const declarations = file.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => declarationList.declarations);
    this.#constants = new Map(
      declarations.flatMap(({ name, initializer }) =>
        ts.isIdentifier(name) && initializer !== undefined ? [[name.text, initializer] as const] : [],
      ),
    );
  }

  /** What the expression comes down to, as far as the text shows it. */
  find(expression: Compiler.Node): Compiler.Node {
    // A variable may be written in terms of itself.
    const seen = new Set<Compiler.Node>();
    let node = expression;
    while (!seen.has(node)) {
      seen.add(node);
      node = this.#step(node);
    }
    return node;
  }

  #step(node: Compiler.Node): Compiler.Node {
    const ts = this.#ts;
    if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)) {
      return node.expression;
    }
    if (ts.isCallExpression(node)) return node.arguments[0] ?? node;
    return ts.isIdentifier(node) ? (this.#constants.get(node.text) ?? node) : node;
  }

  /** The property or the item of a literal; null where the text does not show it. */
  child(node: Compiler.Node, part: string | number): Compiler.Node | null {
    const ts = this.#ts;
    if (ts.isObjectLiteralExpression(node)) {
      return (
        node.properties.find(
          ({ name }) => name !== undefined && 'text' in name && name.text === String(part),
        ) ?? null
      );
    }
    if (!ts.isArrayLiteralExpression(node) || typeof part !== 'number') return null;
    const item = node.elements[part];
    // Behind a spread, nobody knows how many items there are.
    const isCertain = !node.elements.slice(0, part + 1).some(ts.isSpreadElement);
    return item !== undefined && isCertain ? item : null;
  }
}
