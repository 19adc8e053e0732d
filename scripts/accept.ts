/** Accepts what the generator now makes of the fixtures as right, and says what changed. Never runs in CI. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from 'rowsweep/cli';
import { fixturesFolder, listFixtures, makeAnswer, readAnswer } from './fixtures.js';

if (process.env['CI'] !== undefined) {
  console.error('accept: answers are accepted by a person, not by CI');
  process.exit(1);
}
const wanted = process.argv.slice(2);
for (const name of listFixtures().filter((one) => wanted.length === 0 || wanted.includes(one))) {
  const before = readAnswer(name);
  const { answer } = await makeAnswer(name, run);
  for (const path of new Set([...before.keys(), ...answer.keys()])) {
    const file = join(fixturesFolder, name, path);
    const text = answer.get(path);
    if (text === undefined) {
      rmSync(file);
      console.log(`removed  ${file}`);
    } else if (text !== before.get(path)) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      console.log(`${before.has(path) ? 'changed ' : 'added   '} ${file}`);
    }
  }
}
