/** Every generated package against its server, in every scenario that fits it, judged by what the server knows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { play, problemsOf } from './play.js';
import { providers } from './providers.js';
import { listModes } from './report.js';
import { scenarios } from './scenarios.js';
import { openOwnStand, type Stand } from './stand.js';

let stand: Stand;
beforeAll(async () => {
  stand = await openOwnStand();
});
afterAll(() => stand.close());

it('the README lists every failure mode, and where it is played', () => {
  const lines = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8').split('\n');
  const rows = lines.filter((line) => /^\| T\d\d /.test(line));
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  expect(cells).toEqual(listModes(scenarios));
});

describe.each(providers)('$name', (facts) => {
  const fitting = scenarios.filter(
    ({ on, long = false }) => !long && (on?.some((name) => name === facts.name) ?? true),
  );
  it.each(fitting)('$t $name', async (scenario) => {
    expect(problemsOf(await play(stand, scenario, facts))).toEqual([]);
  });
});
