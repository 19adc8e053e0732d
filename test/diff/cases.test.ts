/** What every single change is said to be, and that it is said of the right place. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compare, type Finding } from '../../generator/diff/index.js';
import { mirrorOf } from '../../generator/diff/rules.js';
import { cases } from './cases/all.js';
import { makeFolder, readValue } from './reading.js';

let folder = '';
let remove = (): void => undefined;

beforeAll(() => {
  ({ folder, remove } = makeFolder());
});

afterAll(() => {
  remove();
});

/** What the compiler notices may be part of what the wire says at the same place, where that weighs as much. */
function hasMirror(finding: Finding, others: readonly Finding[]): boolean {
  return others.some(
    (other) =>
      other.old?.pointer === finding.new?.pointer &&
      other.new?.pointer === finding.old?.pointer &&
      (other.rule === mirrorOf(finding.rule) || (finding.view === 'types' && other.views.includes('types'))),
  );
}

describe('a change', () => {
  it('has a case of its own name, and there are at least sixty', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(60);
  });

  for (const { name, old, now, findings, why } of cases) {
    it(`${name}: ${why}`, async () => {
      const before = await readValue(folder, 'old.json', old);
      const after = await readValue(folder, 'new.json', now);
      const found = compare(before, after);
      expect(found.map(({ bump, view, rule }) => `${bump} ${view} ${rule}`).sort()).toEqual(
        [...findings].sort(),
      );
      for (const { message, old: was, new: is } of found) {
        expect(message).toMatch(/^\S.*\.$/u);
        expect(was?.file ?? 'old.json').toMatch(/old\.json$/);
        expect(is?.file ?? 'new.json').toMatch(/new\.json$/);
      }

      // The same change read backwards: each rule becomes its mirror, at the same places.
      const back = compare(after, before);
      expect(back.filter((each) => !hasMirror(each, found))).toEqual([]);
      expect(found.filter((each) => !hasMirror(each, back))).toEqual([]);

      expect(compare(before, before)).toEqual([]);
      expect(compare(after, after)).toEqual([]);
    });
  }
});
