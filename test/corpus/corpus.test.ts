/**
 * The share of the corpus that every run of the tests has: styles of parameters, bodies of several kinds, a
 * discriminated union, a template with dynamic references, many operations. `npm run corpus` runs all, with three compilers.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { descriptions } from './descriptions.js';
import { examine } from './examine.js';
import { install } from './install.js';

const share = ['parameter-styles', 'petstore', 'galaxy', 'catalyst', 'rclone'];

describe('descriptions that others wrote', () => {
  beforeAll(() => {
    install('');
  }, 120_000);

  it.each(descriptions.filter(({ name }) => share.includes(name)))(
    '$name comes out as a package that compiles, and every operation of it can be called',
    async (description) => {
      const report = await examine(description, { compilers: [] });
      expect(report.failures).toEqual([]);
      expect(report.called).toBe(report.operations);
    },
    120_000,
  );
});
