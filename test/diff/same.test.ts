/** What has not changed gives nothing, whatever it holds; and what is large or circular comes to an end. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compare } from '../../generator/diff/index.js';
import { inspect } from '../../generator/main.js';
import { describe as describePets } from './cases/case.js';
import { makeFolder, read, readValue } from './reading.js';

const root = join(import.meta.dirname, '..', '..');

let folder = '';
let remove = (): void => undefined;

beforeAll(() => {
  ({ folder, remove } = makeFolder());
});

afterAll(() => {
  remove();
});

/** Folders with a description that the generator takes. */
function listFolders(under: string): string[] {
  const path = join(root, under);
  return readdirSync(path)
    .filter((name) => existsSync(join(path, name, 'openapi.yaml')))
    .map((name) => join(under, name));
}

describe('compared with itself', () => {
  it.each([...listFolders('specs'), ...listFolders('test/fixtures')])('%s has no change', async (name) => {
    const overlay = join(root, name, 'overlay.yaml');
    const input = {
      description: join(root, name, 'openapi.yaml'),
      overlay: existsSync(overlay) ? overlay : null,
    };
    const [one, other] = [await inspect(input), await inspect(input)];
    // Some fixtures are about what is refused.
    if (one.api === null || other.api === null || one.document === null || other.document === null) {
      expect(one.diagnostics.failed).toBe(true);
      return;
    }
    const found = compare(
      { document: one.document, api: one.api },
      { document: other.document, api: other.api },
    );
    expect(found).toEqual([]);
  });
});

describe('comes to an end', () => {
  const node = (extra: object): object => ({
    Node: {
      type: 'object',
      properties: {
        children: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
        parent: { anyOf: [{ $ref: '#/components/schemas/Node' }, { type: 'null' }] },
        ...extra,
      },
    },
  });

  it('where a schema holds itself, and finds what changed within it once', async () => {
    const answer = { $ref: '#/components/schemas/Node' };
    const old = await readValue(folder, 'a.json', describePets({ answer, schemas: node({}) }));
    const now = await readValue(
      folder,
      'b.json',
      describePets({ answer, schemas: node({ name: { type: 'string' } }) }),
    );
    expect(compare(old, now).map(({ rule, operation }) => [rule, operation])).toEqual([
      ['property-added', 'getPet'],
    ]);
  });

  it('where a chain of schemas is thousands long', async () => {
    const chain = (last: object): object =>
      Object.fromEntries(
        Array.from({ length: 4000 }, (_, index) => [
          `S${index}`,
          index === 3999
            ? last
            : { type: 'object', properties: { next: { $ref: `#/components/schemas/S${index + 1}` } } },
        ]),
      );
    const answer = { $ref: '#/components/schemas/S0' };
    const old = await readValue(
      folder,
      'a.json',
      describePets({ answer, schemas: chain({ type: 'string' }) }),
    );
    const now = await readValue(
      folder,
      'b.json',
      describePets({ answer, schemas: chain({ type: 'integer' }) }),
    );
    expect(compare(old, now).map(({ rule, views }) => [rule, views])).toEqual([
      ['type-changed', ['wire', 'types']],
    ]);
  });
});

it('tells each operation that shares a schema, in one finding', async () => {
  const pet = (name: object): object => ({ Pet: { type: 'object', properties: { name } } });
  const answers = {
    '200': {
      description: 'A pet.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
    },
  };
  const make = (name: object): object =>
    describePets({
      answer: { $ref: '#/components/schemas/Pet' },
      schemas: pet(name),
      addPet: { responses: answers },
    });
  const found = compare(
    await readValue(folder, 'a.json', make({ type: 'string' })),
    await readValue(folder, 'b.json', make({ type: 'boolean' })),
  );
  expect(found).toHaveLength(1);
  expect(found[0]?.operation).toBeNull();
  expect(found[0]?.operations).toEqual(['getPet', 'addPet']);
});

it('points into the overlay where that wrote the value', async () => {
  const description = join(root, 'test/fixtures/delete-by-body-array/openapi.yaml');
  const plain = await read(description);
  const overlaid = await read(description, join(root, 'test/fixtures/delete-by-body-array/overlay.yaml'));
  const added = compare(plain, overlaid).find(({ rule }) => rule === 'plan-added');
  expect(added?.new?.file).toMatch(/overlay\.yaml$/);
  expect(added?.new?.line).toBeGreaterThan(1);
});
