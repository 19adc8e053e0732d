import type { Operation } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import { Imports } from './code/imports.js';
import { printFile } from './code/print.js';
import type { Declaration } from './code/declarations.js';

/**
 * A file holds no more operations than this, if their paths can tell them apart: the compiler's work for one constant
 * grows with the number of those before it in the same file, and nobody reads a file of a hundred thousand lines.
 */
const MOST = 100;

/** Fewer than this are no group of their own where there are many. */
const FEWEST = 15;

/** Operations that share a file. */
export interface OperationGroup {
  /** `repos-issues`, for `operations/repos-issues.ts`; null: there is one group, and its file has no folder. */
  readonly name: string | null;
  readonly operations: readonly Operation[];
}

/** All operations in one group, or where there are too many, by what their paths begin with. */
export function groupOperations(operations: readonly Operation[]): readonly OperationGroup[] {
  if (operations.length <= MOST) return [{ name: null, operations }];
  const splits = splitByPath(operations, 1);
  if (splits.length === 1) return [{ name: null, operations }];
  const taken = new Set<string>();
  return splits.map(({ words, members }) => {
    const wanted = words.join('-').slice(0, 60) || 'others';
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted}-${number}`;
    taken.add(name);
    return { name, operations: members };
  });
}

interface Split {
  readonly words: readonly string[];
  readonly members: readonly Operation[];
}

function splitByPath(operations: readonly Operation[], depth: number): readonly Split[] {
  const groups = new Map<string, Split & { readonly members: Operation[] }>();
  for (const operation of operations) {
    const words = wordsOf(operation.path).slice(0, depth);
    const key = words.join('/');
    const group = groups.get(key) ?? { words, members: [] };
    group.members.push(operation);
    groups.set(key, group);
  }
  const few = [...groups.values()].filter(({ members }) => members.length < FEWEST);
  const left = new Set(few.flatMap(({ members }) => members));
  const others: Split = {
    words: few[0]?.words.slice(0, depth - 1) ?? [],
    members: operations.filter((operation) => left.has(operation)),
  };
  const many = [...groups.values()].flatMap((group) => {
    if (group.members.length < FEWEST) return [];
    const canSplit = group.members.length > MOST && group.words.length === depth;
    return canSplit ? splitByPath(group.members, depth + 1) : [group];
  });
  return others.members.length === 0 ? many : [others, ...many];
}

/** The fixed parts of a path, as the names of files have them. */
function wordsOf(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => !segment.startsWith('{'))
    .map((segment) =>
      segment
        .toLowerCase()
        .replace(/[^a-z\d]+/g, '-')
        .replace(/^-+|-+$/g, ''),
    )
    .filter((word) => word !== '');
}

/** One file a group, and where there are several, one that passes all of them on. */
export function emitGroups(
  folder: string,
  operations: readonly Operation[],
  declare: (group: OperationGroup, imports: Imports) => Iterable<Declaration>,
): OutputFile[] {
  const groups = groupOperations(operations);
  const files = groups.map((group): OutputFile => {
    const imports = new Imports(group.name === null ? './' : '../');
    const text = printFile({ imports, declarations: declare(group, imports) });
    return { path: `src/${folder}${group.name === null ? '' : `/${group.name}`}.ts`, text };
  });
  if (groups.length === 1) return files;
  const declarations = groups.map(
    ({ name }) =>
      ({ kind: 'export', from: `./${folder}/${name ?? ''}.js`, typeOnly: false, names: null }) as const,
  );
  return [
    ...files,
    { path: `src/${folder}.ts`, text: printFile({ imports: new Imports('./'), declarations }) },
  ];
}
