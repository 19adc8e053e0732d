/** The memory for repeated ids against the plainest one there is: a set. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openIdMemory } from '../../runtime/bulk/input/id-memory.js';

const uuidOf = (index: number): string => `0b5d3f2c-9a1e-4c7d-8f60-${index.toString(16).padStart(12, '0')}`;
const nil = '00000000-0000-0000-0000-000000000000';
/** One digit apart in each of their five groups. */
const close = [
  nil,
  '00000001-0000-0000-0000-000000000000',
  '00000000-0001-0000-0000-000000000000',
  '00000000-0000-0001-0000-000000000000',
  '00000000-0000-0000-0001-000000000000',
  '00000000-0000-0000-0000-000000000001',
  '00000000-0000-0000-0000-000100000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];

describe('the memory for repeated ids', () => {
  it('says of any sequence of ids what a set says, whichever way it keeps them', () => {
    const id = fc.oneof(
      fc.constantFrom(...close),
      fc.uuid(),
      fc.string({ maxLength: 40 }),
      fc.constantFrom(...close.map((text) => text.toUpperCase())),
    );
    fc.assert(
      fc.property(fc.array(id, { maxLength: 400 }), (ids) => {
        const seen = new Set<string>();
        const memories = [openIdMemory('all'), openIdMemory('window')];
        for (const one of ids) {
          for (const memory of memories) expect(memory.add(one)).toBe(seen.has(one));
          seen.add(one);
        }
      }),
    );
  });

  it('tells apart UUIDs that differ in one digit', () => {
    const memory = openIdMemory('window');
    expect(close.map((id) => memory.add(id))).toEqual(close.map(() => false));
    expect(close.map((id) => memory.add(id))).toEqual(close.map(() => true));
  });

  it('remembers every one of 300,000 UUIDs', () => {
    const memory = openIdMemory('all');
    const count = 300_000;
    let repeated = 0;
    for (let index = 0; index < count; index += 1) if (memory.add(uuidOf(index))) repeated += 1;
    expect(repeated).toBe(0);
    for (let index = 0; index < count; index += 1) if (memory.add(uuidOf(index))) repeated += 1;
    expect(repeated).toBe(count);
    expect(memory.forgets).toBe(false);
  });

  it.each([true, false])(
    'remembers the last 50,000 at least, and says when it forgets: UUIDs %s',
    (areUuids) => {
      const idOf = areUuids ? uuidOf : (index: number): string => `row ${index}`;
      const memory = openIdMemory('window');
      let repeated = 0;
      for (let index = 0; index < 100_000; index += 1) if (memory.add(idOf(index))) repeated += 1;
      expect(repeated).toBe(0);
      // Two halves are full, and the older one is about to be given up.
      expect(memory.add(idOf(50_000))).toBe(true);
      expect(memory.forgets).toBe(true);
      for (let index = 100_000; index < 150_000; index += 1) memory.add(idOf(index));
      expect(memory.add(idOf(149_999))).toBe(true);
      expect(memory.add(idOf(100_000))).toBe(true);
      expect(memory.add(idOf(0))).toBe(false);
    },
  );

  it('remembers nothing when it is off', () => {
    const memory = openIdMemory('off');
    expect([memory.add(nil), memory.add(nil), memory.forgets]).toEqual([false, false, true]);
  });
});
