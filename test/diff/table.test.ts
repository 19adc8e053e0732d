/** The answers of another tool to the same cases, and the document that lists where it differs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { bumpOf, compare } from '../../generator/diff/index.js';
import { cases } from './cases/all.js';
import type { Case } from './cases/case.js';
import { makeFolder, readValue } from './reading.js';
import { askRedocly } from './redocly.js';
import { printTable } from './table.js';

const document = join(import.meta.dirname, 'README.md');
/** What redocly said of each case when all of them were asked last. */
const recordFile = join(import.meta.dirname, 'redocly.json');

/** It takes a second to start, so that only every twelfth case is asked again, unless this is the long run. */
const askEvery = process.env['ROWSWEEP_FUZZ'] === undefined ? 12 : 1;
// Of extensions that are ours it cannot know.
const asked = cases.filter(({ name }) => !name.startsWith('behaviour'));

it('redocly says what is recorded', { timeout: 600_000 }, async () => {
  const { folder, remove } = makeFolder();
  try {
    const pending = asked.filter((_, index) => index % askEvery === 0).entries();
    const answers = new Map<Case, string>();
    const work = async (): Promise<void> => {
      for (const [index, each] of pending) {
        const names = [`old-${index}.json`, `new-${index}.json`] as const;
        await readValue(folder, names[0], each.old);
        await readValue(folder, names[1], each.now);
        answers.set(each, await askRedocly(folder, ...names));
      }
    };
    await Promise.all([work(), work()]);
    expect(answers.size).toBeGreaterThan(5);
    if (askEvery > 1) {
      const recorded = readRecord();
      for (const [{ name }, answer] of answers) expect([name, answer]).toEqual([name, recorded.get(name)]);
      return;
    }
    const inOrder = asked.map((each) => [each.name, answers.get(each)] as const);
    await expect(`${JSON.stringify(Object.fromEntries(inOrder), null, 2)}\n`).toMatchFileSnapshot(recordFile);
  } finally {
    remove();
  }
});

it('README.md says of every case what both say', { timeout: 60_000 }, async () => {
  const { folder, remove } = makeFolder();
  try {
    const recorded = readRecord();
    expect([...recorded.keys()]).toEqual(asked.map(({ name }) => name));
    const judged = [];
    for (const each of cases) {
      const old = await readValue(folder, 'old.json', each.old);
      const now = await readValue(folder, 'new.json', each.now);
      judged.push({
        case: each,
        ours: bumpOf(compare(old, now)),
        redocly: recorded.get(each.name) ?? null,
      });
    }
    const options = { ...(await resolveConfig(document)), filepath: document };
    await expect(await format(printTable(judged), options)).toMatchFileSnapshot(document);
  } finally {
    remove();
  }
});

function readRecord(): ReadonlyMap<string, string> {
  const record: unknown = JSON.parse(readFileSync(recordFile, 'utf8'));
  if (typeof record !== 'object' || record === null) throw new Error('The record is no object.');
  return new Map(Object.entries(record).map(([name, verdict]) => [name, String(verdict)]));
}
