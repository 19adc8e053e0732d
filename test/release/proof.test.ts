/** The second proof, with the packages of this repository standing for the new release. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileExamples, importsOf, isBound, readExamples } from '../../scripts/release/proof.js';

const readme = `# a

\`\`\`ts
import { remove } from 'a';
remove('1');
\`\`\`

\`\`\`sh
npm install a
\`\`\`

\`\`\`typescript
import { remove } from 'a';
// @ts-expect-error an id is text
remove(1);
\`\`\`
`;

describe('examples', () => {
  it('are the blocks of TypeScript, by line', () => {
    expect(readExamples('README.md', readme).map(({ title }) => title)).toEqual([
      'README.md:3',
      'README.md:12',
    ]);
  });

  it('are found at the same lines, however these end', () => {
    expect(readExamples('README.md', readme.replaceAll('\n', '\r\n'))).toEqual(
      readExamples('README.md', readme),
    );
  });

  it('say what they import', () => {
    const example = { title: '', text: "import 'a/sub'; import type { B } from 'b'; export {} from 'cc';" };
    expect(importsOf(example, ['a', 'b', 'c'])).toEqual(['a', 'b']);
    expect(isBound(example)).toBe(false);
    expect(isBound({ title: '', text: "import '../../runtime/v1.js';" })).toBe(true);
  });
});

describe('the second proof', () => {
  let modules: string;
  beforeAll(() => {
    modules = mkdtempSync(join(tmpdir(), 'rowsweep-modules-'));
    mkdirSync(join(modules, 'a'));
    mkdirSync(join(modules, '@types/node'), { recursive: true });
    writeFileSync(join(modules, '@types/node/index.d.ts'), 'declare const process: object;\n');
    writeFileSync(join(modules, 'a/package.json'), '{ "name": "a", "type": "module", "exports": "./a.js" }');
    writeFileSync(join(modules, 'a/a.js'), '');
  });
  afterAll(() => {
    rmSync(modules, { recursive: true, force: true });
  });

  function compileAgainst(declaration: string): string[] {
    writeFileSync(join(modules, 'a/a.d.ts'), declaration);
    return compileExamples(readExamples('README.md', readme), modules);
  }

  it('finds nothing in a release that takes what was taken', () => {
    expect(compileAgainst('export declare function remove(id: string, options?: object): void;')).toEqual([]);
  });

  it('finds a call that no longer compiles, with its place', () => {
    const faults = compileAgainst('export declare function remove(id: string, options: object): void;');
    expect(faults).toEqual([expect.stringMatching(/^README\.md:3 line 2: TS2554 /)]);
  });

  it('finds what compiles now and should not', () => {
    const faults = compileAgainst('export declare function remove(id: string | number): void;');
    expect(faults).toEqual([expect.stringMatching(/^README\.md:12 line 2: TS2578 /)]);
  });
});
