import { describe, expect, it } from 'vitest';
import { exchange } from '../../runtime/call.js';
import type { OperationDefinition, ParameterDefinition } from '../../runtime/definition.js';
import { connectAcme, fakeFetch, json, parts } from './workbench.js';

const short: OperationDefinition = {
  name: 'find',
  method: 'POST',
  path: '/x/{a}/{b}',
  answers: [{ status: '200', mediaTypes: ['application/json'] }],
  uses: parts,
};
const places = ['path', 'path', 'query', 'header', 'cookie'] as const;
const names = ['a', 'b', 'c', 'X-D', 'e'];
const shortParameters = names.map((name, at): ParameterDefinition => ({ name, in: places[at] ?? 'query' }));
const longParameters = shortParameters.map((one): ParameterDefinition => {
  const isSimple = one.in === 'path' || one.in === 'header';
  return {
    ...one,
    required: one.in === 'path',
    style: isSimple ? 'simple' : 'form',
    explode: !isSimple,
    allowReserved: false,
  };
});
const values = {
  path: { a: ['1', '2'], b: { k: 'v' } },
  query: { c: ['x y', '/'] },
  headers: { 'X-D': ['1', '2'] },
  cookies: { e: ['1', '2'] },
};

/** Everything that goes over the wire. */
async function send(definition: OperationDefinition, request: object): Promise<unknown> {
  const wire = fakeFetch(() => json([]));
  await exchange(connectAcme({ fetch: wire.fetch }), definition, request);
  const [sent] = wire.requests;
  return [sent?.method, sent?.url, [...(sent?.headers ?? [])], await sent?.text()];
}

describe('what a definition leaves out', () => {
  it('of a parameter is as OpenAPI has it', async () => {
    const written = await send({ ...short, parameters: shortParameters }, values);
    expect(written).toEqual(await send({ ...short, parameters: longParameters }, values));
    expect(written).toContain('https://eu.acme.test/api/x/1,2/k,v?c=x%20y&c=%2F');
  });

  it.each<[string, object]>([
    ['application/x-www-form-urlencoded', { a: ['1', 'x y'], b: { k: '/' } }],
    ['multipart/form-data', { a: 'text' }],
  ])('of a part of %s as well', async (mediaType, body) => {
    const form = (isLong: boolean): OperationDefinition => ({
      ...short,
      path: '/x',
      body: {
        contents: [
          {
            mediaType,
            parts: Object.keys(body).map((name) =>
              isLong ? { name, style: 'form', explode: true, allowReserved: false } : { name },
            ),
          },
        ],
      },
    });
    const withoutBoundary = async (definition: OperationDefinition): Promise<string> =>
      JSON.stringify(await send(definition, { body })).replaceAll(/-{4,}[\w-]+/g, 'boundary');
    expect(await withoutBoundary(form(false))).toBe(await withoutBoundary(form(true)));
  });

  it('of an operation is nothing: no credential, no retry, no body', async () => {
    const bare = { ...short, path: '/x' };
    expect(JSON.stringify(await send(bare, {}))).not.toContain('authorization');
    const wire = fakeFetch(() => json({}, { status: 503 }));
    const connection = connectAcme({ fetch: wire.fetch });
    await expect(exchange(connection, bare, {})).rejects.toMatchObject({ attempts: 1 });
    await expect(exchange(connection, bare, { body: 1 })).rejects.toMatchObject({ code: 'INPUT' });
    expect(wire.requests).toHaveLength(1);
  });
});
