/** The descriptions and overlays of this repository: the model finds nothing wrong with them. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readExtensionSchema } from '../../generator/assets.js';
import { Diagnostics } from '../../generator/diagnostics.js';
import { load } from '../../generator/load/load.js';
import { model } from '../../generator/model/model.js';
import type { Api } from '../../generator/model/types.js';

const schema = readExtensionSchema();
const specs = fileURLToPath(new URL('../../specs/', import.meta.url));
const names = readdirSync(specs, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

function modelProvider(name: string): { readonly api: Api | null; readonly errors: readonly string[] } {
  const diagnostics = new Diagnostics();
  const overlay = `${specs}${name}/overlay.yaml`;
  const input = {
    description: `${specs}${name}/openapi.yaml`,
    overlay: existsSync(overlay) ? overlay : null,
  };
  const document = load(input, diagnostics);
  const api = document && model(document, diagnostics, schema);
  const errors = diagnostics.items.filter(({ severity }) => severity === 'error');
  return { api, errors: errors.map(({ code, message }) => `${code} ${message}`) };
}

describe('providers', () => {
  it('are five', () => {
    expect(names).toHaveLength(5);
  });

  it.each(names)('%s has a plan whose every reference exists', (name) => {
    const { api, errors } = modelProvider(name);
    expect(errors).toEqual([]);
    expect(api?.package.name).toBe(name);
    expect(api?.deletions).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(api))).toEqual(api);
    const operations = api?.operations.map((operation) => operation.name) ?? [];
    const called = api?.deletions.flatMap(({ call, job, readBack, count }) =>
      [call, job?.list.call, job?.get?.call, readBack?.call, count?.call].flatMap(
        (each) => each?.operation ?? [],
      ),
    );
    expect(called?.filter((operation) => !operations.includes(operation))).toEqual([]);
  });
});
