/** Every TypeScript block of every README, reference and index compiles as it stands, as a module of its own, under the strictest flags. */
import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { listFiles, readText, root } from '../house/sources.js';

interface Block {
  readonly document: string;
  readonly line: number;
  readonly text: string;
}

const documents = [
  ...listFiles({
    under: ['README.md', 'runtime/', 'generator/', 'sandbox/', 'generated/'],
    extension: 'README.md',
  }),
  ...listFiles({ under: ['generated/'], extension: 'API.md' }),
  ...listFiles({ under: ['generated/'], extension: 'llms.txt' }),
];
const blocks = documents.flatMap(readBlocks);

describe('code blocks', () => {
  let problems: ReadonlyMap<string, readonly string[]>;
  beforeAll(() => {
    problems = compile(blocks);
  }, 120_000);

  it('are in the README of the project, of the runtime and in every document of every generated package', () => {
    const withBlocks = new Set(blocks.map((block) => block.document));
    expect(documents.filter((document) => !withBlocks.has(document))).toEqual([]);
    expect(documents.length).toBeGreaterThanOrEqual(19);
  });

  it.each(blocks.map((block) => [`${block.document}:${block.line}`]))('%s compiles', (name) => {
    expect(problems.get(name) ?? []).toEqual([]);
  });
});

function readBlocks(document: string): Block[] {
  const blocks: Block[] = [];
  let open: { line: number; lines: string[] } | null = null;
  for (const [index, line] of readText(document).split('\n').entries()) {
    if (open === null && /^```(ts|typescript)\b/.test(line)) open = { line: index + 1, lines: [] };
    else if (open !== null && line.startsWith('```')) {
      blocks.push({ document, line: open.line, text: open.lines.join('\n') });
      open = null;
    } else open?.lines.push(line);
  }
  return blocks;
}

/** Diagnostics by `document:line` of the block. */
function compile(all: readonly Block[]): Map<string, string[]> {
  const config = ts.readConfigFile(join(root, 'test/tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, join(root, 'test'));
  const texts = new Map(
    all.map((block, index) => [join(root, 'test', 'docs', `block-${index}.ts`), block] as const),
  );
  const host = ts.createCompilerHost({ ...options, noUnusedLocals: false });
  const readFile = host.readFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  // A block is a module even when it imports nothing, so that top-level await and names stay its own.
  host.readFile = (path) => {
    const block = texts.get(path);
    return block === undefined ? readFile(path) : `${block.text}\nexport {};\n`;
  };
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  const program = ts.createProgram([...texts.keys()], { ...options, noUnusedLocals: false }, host);
  const problems = new Map<string, string[]>();
  for (const [path, block] of texts) {
    const found = ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
    problems.set(`${block.document}:${block.line}`, found);
  }
  return problems;
}
