import type { OutputFile } from '../output-file.js';

/** Self-contained, so that the package builds wherever it was generated, and `tsc -b` can build it among others. */
export function emitTsconfig(): OutputFile {
  const config = {
    compilerOptions: {
      target: 'es2022',
      module: 'nodenext',
      lib: ['es2023', 'dom', 'dom.iterable'],
      types: [],
      rootDir: 'src',
      outDir: 'dist',
      tsBuildInfoFile: 'dist/.tsbuildinfo',
      composite: true,
      declaration: true,
      declarationMap: true,
      sourceMap: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      verbatimModuleSyntax: true,
      isolatedDeclarations: true,
      erasableSyntaxOnly: true,
    },
    include: ['src'],
  };
  // Prettier leaves objects of such a file open, and closes lists that fit into a line.
  const text = JSON.stringify(config, null, 2).replace(/\[[^\]]*\]/g, (list) =>
    list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  );
  return { path: 'tsconfig.json', text: `${text}\n` };
}
