/** Apart from the other tests of this memory, because those are run once for every fault that `npm run mutants` plants. */
import { expect, it } from 'vitest';
import { openIdMemory } from '../../runtime/bulk/input/id-memory.js';
import { uuidOf } from './uuids.js';

it('remembers every one of so many UUIDs that all tables of the memory have grown', () => {
  const memory = openIdMemory('all');
  const ids = Array.from({ length: 1_050_000 }, (_, index) => uuidOf(index));
  expect(ids.filter((id) => memory.add(id))).toEqual([]);
  expect(ids.filter((id) => !memory.add(id))).toEqual([]);
  expect(memory.forgets).toBe(false);
});
