/** A program that calls one operation brings that operation, not the others and not the bulk engine. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Rollup } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkshop, type Workshop } from './workshop.js';

describe('tree-shaking', () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await openWorkshop('ours');
  });
  afterAll(() => workshop.remove());

  it('keeps what is called and drops the rest', async () => {
    const one = await bundle(`import { connectExtruct, getUser } from '@rowsweep/extruct';
      export const user = (token) => getUser(connectExtruct({ token }), {});`);
    expect(one).toContain('/v1/user');
    expect(one).not.toContain('/v1/tables');
    expect(one).not.toContain('slowStart');
    const all = await bundle(`export { createExtruct } from '@rowsweep/extruct';`);
    expect(all).toContain('/v1/tables');
    expect(all).toContain('slowStart');
    expect(one.length).toBeLessThan(all.length / 2);
  });

  it('leaves nothing of a module that is not used', async () => {
    const guard = await bundle(`export { isRowsweepError } from '@rowsweep/runtime/v1';`);
    expect(guard).toContain('RowsweepError');
    // What runs when a module is loaded goes only where it says that it has no effect.
    expect(guard).not.toMatch(/Math\.random|TextEncoder|TextDecoder|fill\(-1\)/);
    expect(guard.length).toBeLessThan(6_000);
  });

  /** The text of one file that holds the program and all that it needs. */
  async function bundle(program: string): Promise<string> {
    const entry = join(workshop.folder, 'program.js');
    await writeFile(entry, program);
    const result = (await build({
      root: workshop.folder,
      configFile: false,
      logLevel: 'silent',
      build: { write: false, lib: { entry, formats: ['es'] } },
    })) as Rollup.RollupOutput[];
    return result.flatMap(({ output }) => output.map((file) => ('code' in file ? file.code : ''))).join('');
  }
});
