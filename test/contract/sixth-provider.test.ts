/**
 * The acceptance test of the whole design: a provider that nobody had thought of is added by one description and one
 * overlay, no TypeScript, and its generated package deletes rows.
 */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../house/sources.js';
import { startLarder, type Larder } from './sixth-provider/server.js';
import { openWorkshop, rowsweep, tsc, type Workshop } from './workshop.js';

interface Package {
  createLarder(options: object): {
    jars(target: { shelf: string }): {
      deleteMany(ids: readonly string[], options?: object): PromiseLike<Summary>;
    };
    getJar(request: { path: { shelf: string; sku: string } }): Promise<{ sku: string }>;
  };
  isRowsweepError(error: unknown): error is { code: string; providerCode: string; status: number };
}

interface Summary {
  readonly byStatus: Readonly<Record<string, number>>;
  readonly requested: number;
  readonly recordsRemoved?: number;
  readonly requests: { readonly sent: number };
}

describe('a sixth provider', () => {
  let workshop: Workshop;
  let larder: Larder;
  let client: Package;
  const jars = Array.from({ length: 60 }, (_, index) => `J-${String(index).padStart(4, '0')}`);

  beforeAll(async () => {
    workshop = await openWorkshop('ours');
    larder = await startLarder(jars);
    for (const file of ['openapi.yaml', 'overlay.yaml']) {
      await cp(join(root, 'test/contract/sixth-provider', file), join(workshop.folder, 'larder', file));
    }
    await workshop.run(process.execPath, rowsweep, 'generate', 'larder/openapi.yaml', '-o', 'package');
    await workshop.run(process.execPath, tsc, '-p', 'package');
    client = (await import(join(workshop.folder, 'package/dist/index.js'))) as Package;
  }, 120_000);

  afterAll(async () => {
    await larder.close();
    await workshop.remove();
  });

  it('deletes in bulk, packed by the limit of its description, and proves it by id', async () => {
    const target = client.createLarder({ baseUrl: larder.baseUrl, key: larder.key }).jars({ shelf: 'top' });
    const summary = await target.deleteMany([...jars.slice(0, 55), 'J-9999', 'not a jar'], {
      reason: 'a test',
    });
    expect(summary.byStatus).toMatchObject({ deleted: 55, notFound: 1, failed: 1, unknown: 0 });
    expect(summary.requested).toBe(57);
    expect(summary.requests.sent).toBe(3);
    expect(larder.purges.map((purge) => purge.jars.length)).toEqual([25, 25, 6]);
    expect(larder.purges.every((purge) => purge.note === 'a test')).toBe(true);
    expect([...larder.jars]).toEqual(jars.slice(55));
  });

  it('calls one operation, typed and normalised', async () => {
    const larderClient = client.createLarder({ baseUrl: larder.baseUrl, key: larder.key });
    await expect(larderClient.getJar({ path: { shelf: 'top', sku: 'J-0059' } })).resolves.toEqual({
      sku: 'J-0059',
    });
  });

  it('sends its credential as its description says, and names what went wrong', async () => {
    const stranger = client.createLarder({ baseUrl: larder.baseUrl, key: 'wrong' });
    const error: unknown = await stranger
      .getJar({ path: { shelf: 'top', sku: 'J-0059' } })
      .catch((reason: unknown) => reason);
    expect(client.isRowsweepError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'PERMISSION_DENIED', providerCode: 'locked', status: 403 });
  });
});
