import { maxDepth, SourceProblem } from './source-problem.js';

const space = /[ \t\r\n]*/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/**
 * Walks JSON text (RFC 8259) and throws a `SourceProblem` at the first place where the syntax is wrong, a key stands
 * twice in one object, or the nesting is too deep. JSON.parse takes the last of two equal keys in silence, and does
 * not always say where an error is.
 */
export function checkJson(text: string): void {
  let at = 0;
  const skip = (): void => {
    space.lastIndex = at;
    space.test(text);
    at = space.lastIndex;
  };
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const takeCharacter = (character: string): boolean => {
    skip();
    if (text[at] !== character) return false;
    at += 1;
    return true;
  };
  const fail = (wanted: string): never => {
    const before = text.slice(0, at).trimEnd();
    if (before.endsWith(',') && /[}\]]/.test(text[at] ?? '')) {
      const message = `JSON has no comma before ${JSON.stringify(text[at])}.`;
      throw new SourceProblem('syntax-error', before.length - 1, message, 'Remove the comma.');
    }
    const found = at < text.length ? `not ${JSON.stringify(text[at])}` : 'not the end of the file';
    throw new SourceProblem('syntax-error', at, `JSON needs ${wanted} here, ${found}.`);
  };
  const takeKey = (keys: Set<string>): void => {
    skip();
    const start = at;
    if (!take(string)) fail('a key in double quotes');
    const key = JSON.parse(text.slice(start, at)) as string;
    if (keys.has(key)) {
      throw new SourceProblem(
        'duplicate-key',
        start,
        `The key ${JSON.stringify(key)} stands twice in one object.`,
      );
    }
    keys.add(key);
    if (!takeCharacter(':')) fail('a colon');
  };

  /** The open containers: the keys so far of an object, null for an array. */
  const open: (Set<string> | null)[] = [];
  for (;;) {
    // A value.
    skip();
    if (takeCharacter('{')) {
      open.push(new Set());
    } else if (takeCharacter('[')) {
      open.push(null);
    } else if (!take(string) && !take(scalar)) {
      fail('a value');
    }
    if (open.length > maxDepth) {
      throw new SourceProblem('nesting-too-deep', at - 1, `The nesting is deeper than ${maxDepth} levels.`);
    }
    // What may stand after it: ends of containers, then a comma and the next member, or the end of the text.
    const opened = text[at - 1] === '{' || text[at - 1] === '[';
    let first = opened;
    for (;;) {
      const keys = open.at(-1);
      if (keys === undefined) {
        skip();
        if (at < text.length) fail('nothing more');
        return;
      }
      if (takeCharacter(keys === null ? ']' : '}')) {
        open.pop();
        first = false;
        continue;
      }
      if (!first && !takeCharacter(',')) fail(keys === null ? 'a comma or ]' : 'a comma or }');
      if (keys !== null) takeKey(keys);
      break;
    }
  }
}
