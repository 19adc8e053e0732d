/** Everything that is generated is in its final form: prettier, with this repository's settings, changes nothing. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readExtensionSchema, readTemplates } from '../../generator/assets.js';
import { run } from '../../generator/cli/run.js';
import { Diagnostics } from '../../generator/diagnostics.js';
import { emit } from '../../generator/emit/emit.js';
import { load } from '../../generator/load/load.js';
import { model } from '../../generator/model/model.js';
import { listFixtures, makeAnswer } from '../../scripts/fixtures.js';
import { findUnstable } from './judging.js';

describe('prettier changes nothing', () => {
  it.each(listFixtures())('in the package of the fixture %s', async (name) => {
    const { files } = await makeAnswer(name, run);
    expect(await findUnstable([...files].map(([path, text]) => ({ path, text })))).toEqual([]);
  });

  it.each(readdirSync('generated'))('in generated/%s', async (name) => {
    const folder = join('generated', name);
    const sources = readdirSync(join(folder, 'src')).map((file) => `src/${file}`);
    const files = ['package.json', 'tsconfig.json', 'README.md', 'API.md', 'llms.txt', ...sources].map(
      (path) => ({
        path,
        text: readFileSync(join(folder, path), 'utf8'),
      }),
    );
    expect(await findUnstable(files)).toEqual([]);
  });

  // Large descriptions of others, where they are installed: `npm run corpus` does so.
  const large = [
    '@scalar/galaxy/dist/latest.yaml',
    '@directus/specs/dist/openapi.json',
    '@figma/rest-api-spec/openapi/openapi.yaml',
  ]
    .map((path) => join('test/corpus/node_modules', path))
    .filter((path) => existsSync(path));
  it('in the packages of large descriptions', async () => {
    for (const description of large) {
      const diagnostics = new Diagnostics();
      const document = load({ description, overlay: null }, diagnostics);
      const api = document && model(document, diagnostics, readExtensionSchema());
      if (document === null || api === null) throw new Error(description);
      const files = await emit({ api, document, templates: readTemplates() });
      expect(await findUnstable(files), description).toEqual([]);
    }
  }, 120_000);
});
