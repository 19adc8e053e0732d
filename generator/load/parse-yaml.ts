import type { Parsed } from './parsed.js';
import { maxDepth, SourceProblem } from './source-problem.js';
import { NotQuick, readYamlQuickly } from './yaml-quick.js';
import { readYamlTree } from './yaml-tree.js';

/**
 * Parses YAML 1.2 (https://yaml.org/spec/1.2.2/) into JSON. Throws a `SourceProblem` at the first thing wrong. Two parsers
 * stand behind it: a quick one, and one that decides what the quick one does not, and says best what is wrong and where.
 */
export function parseYaml(text: string): Parsed {
  try {
    return readYamlQuickly(text);
  } catch (error) {
    if (!(error instanceof NotQuick)) throw error;
    if (error.tooDeepAt !== null) {
      throw new SourceProblem(
        'nesting-too-deep',
        error.tooDeepAt,
        `The nesting is deeper than ${maxDepth} levels.`,
      );
    }
    return readYamlTree(text);
  }
}
