/** Every generated package against its server, in every scenario that fits it, judged by what the server knows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { play, problemsOf } from './play.js';
import { providers } from './providers.js';
import { scenarios } from './scenarios.js';
import { openOwnStand, type Stand } from './stand.js';

let stand: Stand;
beforeAll(async () => {
  stand = await openOwnStand();
});
afterAll(() => stand.close());

describe.each(providers)('$name', (facts) => {
  const fitting = scenarios.filter(
    ({ on, long = false }) => !long && (on?.some((name) => name === facts.name) ?? true),
  );
  it.each(fitting)('$t $name', async (scenario) => {
    expect(problemsOf(await play(stand, scenario, facts))).toEqual([]);
  });
});
