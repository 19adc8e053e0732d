import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { call, exchange } from '../../runtime/call.js';
import { isErrorOf, operation, type Bound, type Operation } from '../../runtime/operation.js';
import { RowsweepError } from '../../runtime/errors.js';
import {
  connectAcme,
  deleteRows,
  errorOf,
  fakeClock,
  fakeFetch,
  json,
  listRows,
  request,
  text,
} from './workbench.js';

const failing = (status: number, headers: Record<string, string> = {}): Response =>
  text('', { status, headers });
const reset = (): never => {
  throw new TypeError('fetch failed', { cause: Object.assign(new Error('read'), { code: 'ECONNRESET' }) });
};
const refused = (): never => {
  throw new TypeError('fetch failed', {
    cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
  });
};

describe('retries', () => {
  it('a safe call is repeated, with waits that grow', async () => {
    const wire = fakeFetch((_request, index) => (index < 2 ? failing(503) : json(['a'])));
    const clock = fakeClock(0.5);
    const connection = connectAcme({ fetch: wire.fetch, clock });
    expect(await call(connection, deleteRows, request)).toEqual(['a']);
    expect(wire.requests).toHaveLength(3);
    expect(clock.slept).toEqual([125, 250]);
    expect(await Promise.all(wire.requests.map((sent) => sent.text()))).toEqual(
      Array.from({ length: 3 }, () => '{"rows":["a","b"]}'),
    );
  });

  it('ends with the last error, which counts the requests', async () => {
    const wire = fakeFetch(() => failing(500));
    const connection = connectAcme({ fetch: wire.fetch, clock: fakeClock() });
    const error = await errorOf(call(connection, deleteRows, request));
    expect(error).toMatchObject({ code: 'SERVER_ERROR', attempts: 3 });
    expect(wire.requests).toHaveLength(3);
  });

  it.each([
    ['exchange never repeats', { send: exchange, retry: 'safe', status: 500 }, 1],
    ['an operation that is not safe', { send: call, retry: 'never', status: 500 }, 1],
    ['an error that is final', { send: call, retry: 'safe', status: 404 }, 1],
    ['a conflict', { send: call, retry: 'safe', status: 409 }, 3],
  ] as const)('%s', async (_name, { send, retry, status }, sent) => {
    const wire = fakeFetch(() => failing(status));
    const connection = connectAcme({ fetch: wire.fetch, clock: fakeClock() });
    await errorOf(send(connection, { ...deleteRows, retry }, request));
    expect(wire.requests).toHaveLength(sent);
  });

  it.each([
    [{ maxRetries: 0 }, {}, 1],
    [{}, { maxRetries: 0 }, 1],
    [{ maxRetries: 0 }, { maxRetries: 4 }, 5],
  ])('connection %o, call %o: %i requests', async (retry, own, sent) => {
    const wire = fakeFetch(() => failing(502));
    const connection = connectAcme({ fetch: wire.fetch, clock: fakeClock(), retry });
    expect((await errorOf(call(connection, deleteRows, request, { retry: own }))).attempts).toBe(sent);
    expect(wire.requests).toHaveLength(sent);
  });

  it('waits as long as it is told, never less', async () => {
    const wire = fakeFetch((_request, index) =>
      index === 0 ? failing(429, { 'retry-after': '59' }) : json([]),
    );
    const clock = fakeClock(0);
    await call(connectAcme({ fetch: wire.fetch, clock }), deleteRows, request);
    expect(clock.slept).toEqual([59_000]);
  });

  it('gives the error at once when the provider asks for more than is allowed', async () => {
    const wire = fakeFetch(() => failing(429, { 'retry-after': '61' }));
    const clock = fakeClock();
    const error = await errorOf(call(connectAcme({ fetch: wire.fetch, clock }), deleteRows, request));
    expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 61_000, attempts: 1 });
    expect(clock.slept).toEqual([]);
    expect(wire.requests).toHaveLength(1);
  });

  it('wrong options of one call are refused before sending', async () => {
    const wire = fakeFetch(() => json([]));
    const connection = connectAcme({ fetch: wire.fetch });
    const error = await errorOf(call(connection, deleteRows, request, { retry: { maxRetries: 1.5 } }));
    expect(error).toMatchObject({ code: 'INPUT', effect: 'none' });
    expect(wire.requests).toEqual([]);
  });

  it('an attempt that may have arrived keeps the effect open, also when the last one did nothing', async () => {
    const wire = fakeFetch((_request, index) => (index === 0 ? reset() : failing(404)));
    const error = await errorOf(
      call(connectAcme({ fetch: wire.fetch, clock: fakeClock() }), deleteRows, request),
    );
    expect(error).toMatchObject({ code: 'TARGET_NOT_FOUND', effect: 'possible', attempts: 2, status: 404 });
    expect(error).toBeInstanceOf(RowsweepError);
    const never = fakeFetch(() => refused());
    const other = await errorOf(
      call(connectAcme({ fetch: never.fetch, clock: fakeClock() }), deleteRows, request),
    );
    expect(other).toMatchObject({ code: 'CONNECTION', effect: 'none', attempts: 3 });
  });
});

describe('abort and timeout', () => {
  const hang = (): Promise<Response> => new Promise(() => undefined);

  it('before anything is sent: ABORTED, no effect', async () => {
    const wire = fakeFetch(() => json([]));
    const connection = connectAcme({ fetch: wire.fetch });
    const error = await errorOf(call(connection, deleteRows, request, { signal: AbortSignal.abort('why') }));
    expect(error).toMatchObject({
      code: 'ABORTED',
      effect: 'none',
      attempts: 0,
      cause: 'why',
      retryable: false,
    });
    expect(wire.requests).toEqual([]);
  });

  it('while it waits for the answer, even when fetch ignores its signal: ABORTED, possible', async () => {
    const controller = new AbortController();
    const wire = fakeFetch(() => {
      setImmediate(() => {
        controller.abort(new Error('changed my mind'));
      });
      return hang();
    });
    const connection = connectAcme({ fetch: wire.fetch });
    const error = await errorOf(call(connection, deleteRows, request, { signal: controller.signal }));
    expect(error).toMatchObject({ code: 'ABORTED', effect: 'possible', attempts: 1 });
    expect(error.cause).toEqual(new Error('changed my mind'));
    expect(wire.requests).toHaveLength(1);
  });

  it('the signal that fetch gets is aborted too', async () => {
    const controller = new AbortController();
    let seen: AbortSignal | undefined;
    const connection = connectAcme({
      fetch: (_url, { signal }) => {
        seen = signal ?? undefined;
        controller.abort();
        return hang();
      },
    });
    await errorOf(exchange(connection, deleteRows, request, { signal: controller.signal }));
    expect(seen?.aborted).toBe(true);
  });

  it('while a credential is fetched: nothing is sent, not even later', async () => {
    let give: ((token: string) => void) | undefined;
    const wire = fakeFetch(() => json([]));
    const token = (): Promise<string> =>
      new Promise((resolve) => {
        give = resolve;
      });
    const connection = connectAcme({ fetch: wire.fetch, token, timeoutMs: 5 });
    const error = await errorOf(exchange(connection, deleteRows, request));
    expect(error).toMatchObject({ code: 'TIMEOUT', effect: 'none', attempts: 0 });
    give?.('late-token');
    await new Promise((resolve) => setImmediate(resolve));
    expect(wire.requests).toEqual([]);
  });

  it('its own time is up: TIMEOUT, possible', async () => {
    const connection = connectAcme({ fetch: fakeFetch(hang).fetch });
    const error = await errorOf(exchange(connection, deleteRows, request, { timeoutMs: 5 }));
    expect(error).toMatchObject({ code: 'TIMEOUT', effect: 'possible', retryable: true, attempts: 1 });
  });

  it('the time covers the body', async () => {
    let isCancelled = false;
    const silent = new ReadableStream<Uint8Array>({
      cancel: () => {
        isCancelled = true;
      },
    });
    const connection = connectAcme({ fetch: fakeFetch(() => new Response(silent)).fetch, timeoutMs: 5 });
    expect((await errorOf(exchange(connection, deleteRows, request))).code).toBe('TIMEOUT');
    expect(isCancelled).toBe(true);
  });

  it('an abort ends the wait for the next attempt at once', async () => {
    const controller = new AbortController();
    const wire = fakeFetch(() => {
      setImmediate(() => {
        controller.abort('enough');
      });
      return failing(429, { 'retry-after': '30' });
    });
    const startedAt = performance.now();
    const error = await errorOf(
      call(connectAcme({ fetch: wire.fetch }), deleteRows, request, { signal: controller.signal }),
    );
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(error).toMatchObject({ code: 'ABORTED', effect: 'none', attempts: 1, cause: 'enough' });
  });

  it('leaves no listener on the caller’s signal, and has at most one a request', async () => {
    const { signal } = new AbortController();
    let most = 0;
    const wire = fakeFetch((_request, index) => {
      most = Math.max(most, getEventListeners(signal, 'abort').length);
      return index % 2 === 0 ? failing(404) : json([]);
    });
    const connection = connectAcme({ fetch: wire.fetch });
    for (let count = 0; count < 20; count += 1) {
      await exchange(connection, deleteRows, request, { signal }).catch(() => undefined);
    }
    expect(most).toBe(1);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('an operation', () => {
  interface DeleteRowsRequest {
    readonly path: { readonly table_id: string };
    readonly body: { readonly rows: readonly string[] };
  }
  type Failure = RowsweepError & { readonly status: 404; readonly body: { readonly detail: string } };
  const typed: Operation<DeleteRowsRequest, string[], Failure> = operation(deleteRows);
  const other: Operation<{ readonly path?: object }, string[], Failure> = operation(listRows);

  it('calls with a connection, and bound as a method of a client', async () => {
    const wire = fakeFetch(() => json(['a']));
    const connection = connectAcme({ fetch: wire.fetch });
    const bound: Bound<typeof typed> = (...input) => typed(connection, ...input);
    expect(await typed(connection, request)).toEqual(['a']);
    expect(await bound(request, { timeoutMs: 1_000 })).toEqual(['a']);
    expect(typed.definition).toBe(deleteRows);
  });

  it('its errors are told apart from those of others', async () => {
    const connection = connectAcme({
      fetch: fakeFetch(() => json({ detail: 'no table' }, { status: 404 })).fetch,
    });
    const error: unknown = await errorOf(typed(connection, request));
    expect(isErrorOf(typed, error)).toBe(true);
    expect(isErrorOf(other, error)).toBe(false);
    expect(isErrorOf(typed, new Error('deleteRows'))).toBe(false);
    if (isErrorOf(typed, error)) expect(error.body.detail).toBe('no table');
  });

  it('rejects, and does not throw, when it is called wrongly', async () => {
    const connection = connectAcme({ fetch: fakeFetch(() => json([])).fetch });
    expect((await errorOf(other(connection, {}))).code).toBe('GUARD');
    const wrong = { ...request, path: { table_id: '..' } };
    expect((await errorOf(typed(connection, wrong))).code).toBe('GUARD');
  });
});
