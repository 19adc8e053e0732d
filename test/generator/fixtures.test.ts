/**
 * One fixture, one question. `npm run accept` writes the answers; this test never does. A `usage.ts` in a fixture is a
 * module of somebody who uses the package: it is compiled with it.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../generator/cli/run.js';
import { fixturesFolder, listFixtures, makeAnswer, readAnswer, type Answer } from '../../scripts/fixtures.js';
import { openWorkshop, tsc, type Workshop } from '../contract/workshop.js';

const names = listFixtures();

describe('fixtures', () => {
  const made = new Map<string, { answer: Answer; files: Answer }>();
  beforeAll(async () => {
    for (const name of names) made.set(name, await makeAnswer(name, run));
  }, 120_000);

  it.each(names)('%s has the answer that was accepted', (name) => {
    const answer = made.get(name)?.answer ?? new Map<string, string>();
    const accepted = readAnswer(name);
    expect([...answer.keys()].sort()).toEqual([...accepted.keys()].sort());
    for (const [path, text] of accepted) expect(answer.get(path), path).toBe(text);
    expect(accepted.size).toBeGreaterThan(0);
  });

  it.each(names)('%s gives the same bytes again', async (name) => {
    const again = await makeAnswer(name, run);
    expect(again.files).toEqual(made.get(name)?.files);
  });

  describe('as packages', () => {
    let workshop: Workshop;
    beforeAll(async () => {
      workshop = await openWorkshop('ours');
    });
    afterAll(() => workshop.remove());

    it('compile under the strictest flags', async () => {
      const packages = [...made].filter(([, { files }]) => files.size > 0);
      expect(packages.length).toBeGreaterThan(20);
      for (const [name, { files }] of packages) {
        for (const [file, text] of files) {
          const path = join(workshop.folder, name, file);
          await mkdir(dirname(path), { recursive: true });
          await writeFile(path, text);
        }
        const usage = join(fixturesFolder, name, 'usage.ts');
        if (existsSync(usage)) await copyFile(usage, join(workshop.folder, name, 'src/usage.ts'));
      }
      await workshop.run(process.execPath, tsc, '-b', ...packages.map(([name]) => name));
    }, 300_000);
  });
});
