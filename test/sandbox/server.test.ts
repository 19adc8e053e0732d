import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createSandbox, providerNames, type Sandbox } from '../../sandbox/index.js';
import { send, startSandbox, type Reply } from './start.js';

type Extruct = Sandbox['extruct'];

async function start(): Promise<Extruct> {
  return (await startSandbox({ providers: ['extruct'], rows: 3 })).extruct;
}

function remove(server: Extruct, rows: readonly unknown[]): Promise<Reply> {
  return send(`${server.baseUrl}/v1/tables/${server.target.table_id}/rows`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${server.options.token}` },
    body: { rows },
  });
}

const ownHandles = (): number =>
  process.getActiveResourcesInfo().filter((kind) => /^(TCPServerWrap|Timeout)$/.test(kind)).length;

describe('every server', () => {
  it('answers what it does not have in the form of its provider', async () => {
    const sandbox = await startSandbox({});
    const forms = await Promise.all(
      providerNames.map(async (name) => {
        const { status, json } = await send(`${sandbox[name].baseUrl}/nothing/here`);
        return { name, status, json };
      }),
    );
    expect(forms).toEqual([
      { name: 'extruct', status: 404, json: { detail: 'Not Found' } },
      {
        name: 'altatech',
        status: 404,
        json: { error: { code: '40000', message: 'Not Found', status: 404 } },
      },
      { name: 'gptbots', status: 404, json: { code: 40000, message: 'Not Found' } },
      { name: 'minimal', status: 404, json: { status: 404, message: 'Not Found' } },
      { name: 'splendor', status: 404, json: { detail: 'Not Found' } },
    ]);
  });

  it('answers 405 and names the methods that there are', async () => {
    const server = await start();
    const reply = await send(`${server.baseUrl}/v1/tables/x/rows`, { method: 'PUT' });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'POST, PATCH, DELETE']);
  });

  it('answers 414 above 8,000 bytes of target, also far above', async () => {
    const server = await start();
    const get = async (length: number): Promise<number> =>
      (await send(`${server.baseUrl}/${'x'.repeat(length - 1)}`)).status;
    expect(await get(8_000)).toBe(404);
    expect(await get(8_001)).toBe(414);
    expect(await get(100_000)).toBe(414);
  });

  it('answers 413 above 5 MB of body', async () => {
    const server = await start();
    const reply = await remove(server, ['x'.repeat(5 * 1024 * 1024)]);
    expect([reply.status, reply.json]).toEqual([413, { detail: 'Request body too large' }]);
    expect((await remove(server, ['x'.repeat(4 * 1024 * 1024)])).status).toBe(422);
  });

  it('keeps no secret in its log', async () => {
    const server = await start();
    await remove(server, server.store.ids());
    expect(JSON.stringify(server.requests)).not.toContain(server.options.token);
  });

  it('makes the same ids from the same seed', async () => {
    const makeIds = async (seed: number): Promise<unknown> => {
      const sandbox = await startSandbox({ seed, rows: 3 });
      return providerNames.map((name) => [sandbox[name].target, sandbox[name].store.ids()]);
    };
    expect(await makeIds(7)).toEqual(await makeIds(7));
    expect(await makeIds(7)).not.toEqual(await makeIds(8));
  });

  it('is not there when it was not asked for', async () => {
    const sandbox = await startSandbox({ providers: ['minimal'] });
    expect(sandbox.minimal.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(() => sandbox.extruct).toThrow('without "extruct"');
  });
});

describe('the fate of a request', () => {
  it('is another answer, without effect', async () => {
    const server = await start();
    server.intercept = ({ method }) =>
      method === 'DELETE'
        ? { status: 429, headers: { 'retry-after': '2' }, body: { detail: 'slow' } }
        : undefined;
    const reply = await remove(server, server.store.ids());
    expect([reply.status, reply.headers.get('retry-after'), reply.json]).toEqual([
      429,
      '2',
      { detail: 'slow' },
    ]);
    expect(server.store.size).toBe(3);
    expect(server.requests[0]).toMatchObject({ status: 429, ids: server.store.ids() });
  });

  it('is another answer after the effect, and a text is sent as it is', async () => {
    const server = await start();
    server.intercept = () => ({ status: 502, body: '<html>', effect: true });
    const reply = await remove(server, server.store.ids());
    expect([reply.status, reply.text]).toEqual([502, '<html>']);
    expect(server.store.size).toBe(0);
  });

  it.each([
    ['before', 3],
    ['after', 0],
  ] as const)('is a socket that is cut %s the effect', async (cut, left) => {
    const server = await start();
    server.intercept = () => ({ cut });
    await expect(remove(server, server.store.ids())).rejects.toThrow();
    expect(server.store.size).toBe(left);
    expect(server.requests[0]?.status).toBe(null);
  });

  it('is to wait, and sees what the request asks for', async () => {
    const server = await start();
    const seen: unknown[] = [];
    server.intercept = (request) => {
      seen.push(request.ids, request.params['table_id'], request.violations.length);
      return { delayMs: 30 };
    };
    const beganMs = performance.now();
    expect((await remove(server, ['x'])).status).toBe(422);
    expect(performance.now() - beganMs).toBeGreaterThanOrEqual(25);
    expect(seen).toEqual([['x'], server.target.table_id, 1]);
  });

  it('is given for every server at once', async () => {
    const sandbox = await startSandbox({ intercept: () => ({ status: 503 }) });
    for (const name of providerNames) expect((await send(sandbox[name].baseUrl)).status).toBe(503);
  });
});

describe('close', () => {
  it('ends waiting requests, idle clients and half a request, and leaves no handle', async () => {
    const before = ownHandles();
    const sandbox = await createSandbox({ providers: ['extruct'], rows: 1 });
    const { extruct } = sandbox;
    extruct.intercept = () => ({ delayMs: 60_000 });
    const waiting = remove(extruct, extruct.store.ids());
    const failed = expect(waiting).rejects.toThrow();
    const half = connect(Number(new URL(extruct.baseUrl).port), '127.0.0.1');
    const ended = new Promise((resolve) => {
      half.once('close', resolve);
      half.on('error', resolve);
    });
    half.write('POST /v1/tables HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{');
    while (extruct.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await sandbox.close();
    await Promise.all([failed, ended]);
    expect(extruct.store.size).toBe(1);
    await expect(fetch(extruct.baseUrl)).rejects.toThrow();
    expect(ownHandles()).toBeLessThanOrEqual(before);
  });

  it('may be called twice', async () => {
    const sandbox = await createSandbox({ providers: ['gptbots'] });
    await sandbox.close();
    await sandbox.close();
    expect(sandbox.gptbots.requests).toEqual([]);
  });

  it('happens by itself when a description cannot be used', async () => {
    const before = ownHandles();
    const broken = { paths: { '/x': null }, $id: 7 };
    await expect(
      createSandbox({ providers: ['extruct'], descriptions: { extruct: broken } }),
    ).rejects.toThrow();
    expect(ownHandles()).toBeLessThanOrEqual(before);
  });
});
