/** Schemas that lead from one to the next, thousands of times, through the whole generator and the compiler. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generate, type JsonObject } from '../../generator/main.js';
import { compile } from './compiling.js';
import { makeFolder, readFolder } from './scratch.js';

type Link = (next: JsonObject) => JsonObject;

/** Ways in which one schema leads to the next, behind which a compiler looks only when it is asked. */
const lazy: Readonly<Record<string, Link>> = {
  property: (next) => ({ type: 'object', properties: { next } }),
  list: (next) => ({ type: 'array', items: next }),
  table: (next) => ({ type: 'object', additionalProperties: next }),
  sides: (next) => ({
    type: 'object',
    required: ['id', 'next'],
    properties: { id: { type: 'string', readOnly: true }, next },
  }),
};

/** Ways in which a type is known only when the next one is. */
const eager: Readonly<Record<string, Link>> = {
  alias: (next) => next,
  part: (next) => ({ allOf: [next, { type: 'object', properties: { more: { type: 'string' } } }] }),
  either: (next) => ({ oneOf: [next, { type: 'string' }] }),
  nullable: (next) => ({ anyOf: [next, { type: 'null' }] }),
  beside: (next) => ({ ...next, description: 'The next one.', type: 'object' }),
};

/** One operation that sends and answers the first schema of each chain. */
function describeChains(
  links: Readonly<Record<string, Link>>,
  { length, end }: { readonly length: number; readonly end: 'object' | 'ring' },
): string {
  const at = (way: string, index: number): JsonObject => ({ $ref: `#/components/schemas/${way}${index}` });
  const chains = Object.entries(links).map(([way, link]) => {
    const schemas = Array.from({ length }, (_, index): [string, JsonObject] => [
      `${way}${index}`,
      link(at(way, index + 1)),
    ]);
    const last = end === 'ring' ? link(at(way, 0)) : { type: 'object', properties: { end: { const: true } } };
    return [...schemas, [`${way}${length}`, last] as const];
  });
  const firsts = Object.keys(links).map((way): [string, JsonObject] => [way, at(way, 0)]);
  const schema = { type: 'object', properties: Object.fromEntries(firsts) };
  const content = { 'application/json': { schema } };
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Deep', version: '1.0.0' },
    servers: [{ url: 'https://api.example.com' }],
    paths: {
      '/all': {
        post: {
          operationId: 'convert',
          requestBody: { content },
          responses: { 200: { description: 'The same.', content } },
        },
      },
    },
    components: { schemas: Object.fromEntries(chains.flat()) },
  });
}

/** What the generator and the compiler say. */
async function check(description: string, users: Readonly<Record<string, string>>): Promise<unknown> {
  const folder = makeFolder({ 'openapi.json': description });
  const directory = join(folder, 'out');
  const { diagnostics } = await generate(
    { description: join(folder, 'openapi.json'), overlay: null },
    { directory },
  );
  const files = Object.entries(readFolder(directory)).map(([path, text]) => ({ path, text }));
  return { said: diagnostics.items, refused: compile(files, users), written: files.length > 0 };
}

const nothingWrong = { said: [], refused: [], written: true };

it('5,000 one inside the other, in both directions, become types that compile', async () => {
  const user = `
    import type { ConvertRequest, ConvertResponse } from '@rowsweep/deep';
    export const sent: ConvertRequest = {
      body: {
        property: { next: { next: { next: {} } } },
        list: [[[]], []],
        table: { a: { b: { c: {} } } },
        alias: { end: true },
      },
    };
    export const read = (answer: ConvertResponse): string | undefined => answer.sides?.next.next.next.id;
    // @ts-expect-error The end has another value.
    export const wrong: ConvertRequest = { body: { alias: { end: false } } };
  `;
  const links = { ...lazy, alias: (next: JsonObject) => next };
  const description = describeChains(links, { length: 5000, end: 'object' });
  expect(await check(description, { 'user.ts': user })).toEqual(nothingWrong);
}, 120_000);

it('5,000 in a ring become types that compile', async () => {
  expect(await check(describeChains(lazy, { length: 5000, end: 'ring' }), {})).toEqual(nothingWrong);
}, 120_000);

// TypeScript itself follows unions and intersections of names by recursion, and gives up at about 1,000.
it('500 that are each made of the next become types that compile', async () => {
  const user = `
    import type { ConvertRequest } from '@rowsweep/deep';
    export const sent: ConvertRequest = {
      body: { part: { end: true, more: 'a' }, either: 'a', nullable: null, beside: { end: true } },
    };
  `;
  const description = describeChains(eager, { length: 500, end: 'object' });
  expect(await check(description, { 'user.ts': user })).toEqual(nothingWrong);
}, 120_000);
