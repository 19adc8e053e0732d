/** The memory for repeated ids against the plainest one there is: a set. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openIdMemory } from '../../runtime/bulk/input/id-memory.js';
import { uuidOf } from './uuids.js';

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
        const [all, window] = [openIdMemory('all'), openIdMemory('window')];
        for (const one of ids) {
          const said = [all.add(one), window.add(one)];
          if (said.some((isRepeated) => isRepeated !== seen.has(one)))
            expect.unreachable(`"${one}": ${said.join()}`);
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

  it('remembers more than a window does, when it is to remember all', () => {
    const memory = openIdMemory('all');
    const ids = Array.from({ length: 100_001 }, (_, index) => uuidOf(index));
    expect(ids.filter((id) => memory.add(id))).toEqual([]);
    expect(ids.filter((id) => !memory.add(id))).toEqual([]);
    expect(memory.forgets).toBe(false);
  });

  it.each([true, false])(
    'remembers the last 50,000 at least, and says when it forgets: UUIDs %s',
    (areUuids) => {
      const idOf = areUuids ? uuidOf : (index: number): string => `row ${index}`;
      const memory = openIdMemory('window');
      const countRepeated = (from: number, to: number): number => {
        let repeated = 0;
        for (let index = from; index < to; index += 1) if (memory.add(idOf(index))) repeated += 1;
        return repeated;
      };
      expect(countRepeated(0, 99_999)).toBe(0);
      expect(countRepeated(0, 99_999)).toBe(99_999);
      expect(memory.forgets).toBe(false);
      expect(countRepeated(99_999, 100_000)).toBe(0);
      // Two halves were full, and the older one was given up.
      expect(memory.forgets).toBe(true);
      expect(countRepeated(50_000, 100_000)).toBe(50_000);
      expect(countRepeated(100_000, 150_000)).toBe(0);
      expect(countRepeated(100_000, 150_000)).toBe(50_000);
      expect(memory.add(idOf(0))).toBe(false);
    },
  );

  it('remembers nothing when it is off', () => {
    const memory = openIdMemory('off');
    expect([memory.add(nil), memory.add(nil), memory.forgets]).toEqual([false, false, true]);
  });
});
