import { expect, it } from 'vitest';
import { bumpOf, nextVersion } from '../../generator/diff/index.js';
import { mirrorOf, rules, type Rule } from '../../generator/diff/rules.js';

it.each([
  ['1.2.3', 'major', '2.0.0'],
  ['1.2.3', 'minor', '1.3.0'],
  ['1.2.3', 'patch', '1.2.4'],
  ['1.2.3', 'none', '1.2.3'],
  ['0.2.3', 'major', '0.3.0'],
  ['0.2.3', 'minor', '0.2.4'],
  ['0.2.3', 'patch', '0.2.4'],
] as const)('%s becomes after %s %s', (version, bump, next) => {
  expect(nextVersion(version, bump)).toBe(next);
});

it('refuses what is no version of three numbers', () => {
  expect(() => nextVersion('1.2', 'major')).toThrow('1.2 is no version of three numbers.');
});

it('takes the heaviest bump', () => {
  expect(bumpOf([])).toBe('none');
  expect(bumpOf([{ bump: 'patch' }, { bump: 'major' }, { bump: 'minor' }])).toBe('major');
});

it('has for every rule a mirror whose mirror it is', () => {
  const names = Object.keys(rules) as Rule[];
  expect(names.filter((name) => mirrorOf(mirrorOf(name)) !== name)).toEqual([]);
});
