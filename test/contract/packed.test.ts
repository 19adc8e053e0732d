/** The packages as strangers get them: packed, installed in an empty folder, compiled against and run. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../house/sources.js';
import { openWorkshop, tsc, type Workshop } from './workshop.js';

const folders = [
  'runtime',
  'generator',
  'sandbox',
  ...['extruct', 'altatech', 'minimal', 'gptbots', 'splendor'].map((name) => `generated/${name}`),
];

const consumer = `
import { createExtruct, deleteTableRows, isErrorOf, type DeletionSummary } from '@rowsweep/extruct';
import { createSandbox } from '@rowsweep/sandbox';

const sandbox = await createSandbox({ providers: ['extruct'] });
try {
  const { options, target, store } = sandbox.extruct;
  const ids: string[] = store.insert(120);
  const extruct = createExtruct(options);
  const summary: DeletionSummary = await extruct.rows(target).deleteMany(ids);
  const failure: unknown = await extruct
    .deleteTableRows({ path: { table_id: 'missing' }, body: { rows: ['11111111-1111-4111-8111-111111111111'] } })
    .catch((error: unknown) => error);
  const status: number | undefined = isErrorOf(deleteTableRows, failure) ? failure.status : undefined;
  console.log(JSON.stringify({ deleted: summary.byStatus.deleted, left: store.size, status }));
} finally {
  await sandbox.close();
}
`;

describe('packed packages', () => {
  let workshop: Workshop;
  let tarballs: string[];

  beforeAll(async () => {
    workshop = await openWorkshop('none');
    const { folder } = workshop;
    await mkdir(join(folder, 'tarballs'));
    await workshop.run(
      'npm',
      'pack',
      '--silent',
      '--pack-destination',
      join(folder, 'tarballs'),
      ...folders.map((name) => join(root, name)),
    );
    tarballs = (await readdir(join(folder, 'tarballs'))).map((name) => join(folder, 'tarballs', name));
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
    await workshop.run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs);
  }, 240_000);

  afterAll(() => workshop.remove());

  it('are eight', () => {
    expect(tarballs).toHaveLength(folders.length);
  });

  it('compile under a strict consumer and delete rows, by import', async () => {
    const { folder } = workshop;
    await writeFile(join(folder, 'consumer.ts'), consumer);
    const flags =
      '--strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --module nodenext --target es2022';
    await workshop.run(process.execPath, tsc, ...flags.split(' '), '--lib', 'es2023,dom', 'consumer.ts');
    const printed = await workshop.run(process.execPath, 'consumer.js');
    expect(JSON.parse(printed)).toEqual({ deleted: 120, left: 0, status: 404 });
  });

  it('load by require as well', async () => {
    const script = `console.log(typeof require('@rowsweep/extruct').createExtruct)`;
    expect(await workshop.run(process.execPath, '--no-warnings', '-e', script)).toContain('function');
  });

  it('make the generator work from its tarball alone', async () => {
    const { folder } = workshop;
    await writeFile(
      join(folder, 'simple.yaml'),
      await readFile(join(root, 'test/fixtures/simple-get/openapi.yaml')),
    );
    await workshop.run(join(folder, 'node_modules/.bin/rowsweep'), 'generate', 'simple.yaml', '-o', 'simple');
    await workshop.run(process.execPath, tsc, '-p', 'simple');
    expect(await readdir(join(folder, 'simple/dist'))).toContain('index.js');
  });

  it.each(folders)('%s has nothing for publint to say', async (name) => {
    const { messages } = await publint({ pkgDir: join(root, name), strict: true });
    const manifest = JSON.parse(await readFile(join(root, name, 'package.json'), 'utf8')) as object;
    expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
  });

  it('carry neither build information nor tests', async () => {
    const installed = await readdir(join(workshop.folder, 'node_modules/@rowsweep'));
    expect(installed.sort()).toEqual([
      'altatech',
      'extruct',
      'gptbots',
      'minimal',
      'runtime',
      'sandbox',
      'splendor',
    ]);
    const files = await readdir(join(workshop.folder, 'node_modules/@rowsweep/runtime'), { recursive: true });
    expect(files.filter((file) => /tsbuildinfo|\.test\.|tsconfig/.test(file))).toEqual([]);
  });
});
