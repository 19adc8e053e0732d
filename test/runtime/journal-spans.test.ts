import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idHasher } from '../../runtime/bulk/journal/chunk-hash.js';
import { readSpans, readVerdicts, writeSpans, writeVerdicts } from '../../runtime/bulk/journal/spans.js';

describe('spans', () => {
  it('give back the positions that went in', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200), { minLength: 1 }), fc.nat(50), (given, shift) => {
        const positions = given.map((position) => position + shift).sort((a, b) => a - b);
        const from = positions[0] ?? 0;
        for (const start of [from, 0]) {
          const spans = writeSpans(positions, start);
          const read = readSpans(spans, { from: start, n: positions.length });
          const all = read.flatMap(([first, end]) =>
            Array.from({ length: end - first }, (_v, n) => first + n),
          );
          expect(all).toEqual(positions);
        }
      }),
    );
  });

  it('are left out where nothing is left out', () => {
    expect(writeSpans([5, 6, 7], 5)).toBeUndefined();
    expect(writeSpans([5, 6, 7], 0)).toEqual([5, 3]);
    expect(writeSpans([0, 1, 3], 0)).toEqual([0, 2, 1, 1]);
    expect(readSpans(undefined, { from: 3, n: 0 })).toEqual([]);
  });
});

describe('verdicts', () => {
  it('give back what went in, and are short where they repeat', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('deleted/id', 'notFound/omission', 'unknown/none/TIMEOUT')),
        (each) => {
          const written = writeVerdicts(each);
          const read = readVerdicts(written) ?? [];
          expect(read.flatMap(([verdict, count]) => new Array<string>(count).fill(verdict))).toEqual(each);
          expect(written.r.length).toBeLessThanOrEqual(each.length + 1);
        },
      ),
    );
    expect(writeVerdicts(new Array<string>(1000).fill('deleted/id'))).toEqual({
      v: ['deleted/id'],
      r: 'a1000',
    });
  });

  it('are refused when they are not what was written', () => {
    for (const r of ['b1', 'a1 ', 'A', '3']) expect(readVerdicts({ v: ['deleted/id'], r })).toBeUndefined();
    expect(() => writeVerdicts(Array.from({ length: 27 }, (_value, place) => `v${place}`))).toThrow(
      RangeError,
    );
  });
});

describe('the hash of ids', () => {
  it('depends on the order, on the borders and on the key', async () => {
    const plain = idHasher(undefined);
    const hashes = await Promise.all([
      plain(['a', 'b']),
      plain(['b', 'a']),
      plain(['ab']),
      plain(['a\n', 'b']),
      idHasher('k')(['a', 'b']),
      idHasher('l')(['a', 'b']),
    ]);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(await plain(['a', 'b'])).toBe(hashes[0]);
    expect(hashes[0]).toMatch(/^[A-Za-z0-9+/]{22}==$/);
  });
});
