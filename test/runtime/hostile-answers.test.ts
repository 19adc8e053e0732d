/** Answers that try to pass for a success, to break the client, or to write into a terminal. */
import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { call, exchange } from '../../runtime/call.js';
import type { OperationDefinition } from '../../runtime/definition.js';
import { isRowsweepError, RowsweepError } from '../../runtime/errors.js';
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
  TOKEN,
  type AcmeOptions,
} from './workbench.js';

const enveloped: OperationDefinition = {
  ...deleteRows,
  envelope: { code: '/code', message: '/message', ok: 0, required: true },
};
const asJson = { headers: { 'content-type': 'application/json' } };

function answering(response: () => Response, options: AcmeOptions = {}): ReturnType<typeof connectAcme> {
  return connectAcme({ ...options, fetch: fakeFetch(response).fetch, clock: fakeClock() });
}

describe('an envelope that only looks like a success', () => {
  it.each([
    ['{"code":"0"}'],
    ['{"code":null}'],
    ['{"code":false}'],
    ['{"code":[0]}'],
    ['{"code":{"code":0}}'],
    ['{"__proto__":{"code":0}}'],
    ['{"code":0,"code":1}'],
    ['[{"code":0}]'],
    ['{"Code":0}'],
    ['null'],
    ['0'],
    [''],
    ['{"code":0'],
    ['{"code":0}{"code":0}'],
    ['<html>{"code":0}</html>'],
    ['['.repeat(100_000)],
    ['['.repeat(100_000) + ']'.repeat(100_000)],
  ])('%.40s', async (body) => {
    const error = await errorOf(
      exchange(
        answering(() => text(body, asJson)),
        enveloped,
        request,
      ),
    );
    expect(error.effect).not.toBe('none');
    expect(error.message.length).toBeLessThan(600);
  });

  it.each([['{"code":0}'], ['{"code":0.0}'], ['{"code":-0}'], ['\ufeff{"code":0}']])(
    '%s is one',
    async (body) => {
      const answer = await exchange(
        answering(() => text(body, asJson)),
        enveloped,
        request,
      );
      expect(answer.status).toBe(200);
    },
  );
});

describe('a fetch of the caller’s own', () => {
  it.each<[string, () => unknown]>([
    ['that answers nothing', () => undefined],
    ['that answers something else', () => ({ status: 200, ok: true })],
    ['whose body was read', () => Object.assign(json([]), {})],
    ['that answers a network error', () => Response.error()],
  ])('%s', async (name, answer) => {
    const fetch = async (): Promise<Response> => {
      const response = answer();
      if (name.includes('was read') && response instanceof Response) await response.text();
      return response as Response;
    };
    const error = await errorOf(exchange(connectAcme({ fetch }), deleteRows, request));
    expect(error).toMatchObject({ effect: 'possible', attempts: 1 });
  });

  it('that followed a redirect of a deletion', async () => {
    const fetch = (): Promise<Response> =>
      Promise.resolve(Object.defineProperty(json(['a', 'b']), 'redirected', { value: true }));
    const error = await errorOf(exchange(connectAcme({ fetch }), deleteRows, request));
    expect(error).toMatchObject({ code: 'PROTOCOL_VIOLATION', effect: 'possible', fatal: true });
    expect((await exchange(connectAcme({ fetch }), listRows, { path: request.path })).status).toBe(200);
  });

  it('that throws an error about another request is not believed', async () => {
    const elsewhere = new RowsweepError({
      code: 'AUTHENTICATION',
      provider: 'other',
      message: 'failed with HTTP 401.',
      effect: 'none',
      status: 401,
    });
    let count = 0;
    const fetch = (): Promise<Response> => {
      count += 1;
      return Promise.reject(elsewhere);
    };
    const token = ({ refused }: { readonly refused: boolean }): string => (refused ? 'fresh' : 'stale');
    const error = await errorOf(
      call(connectAcme({ fetch, token }), { ...deleteRows, retry: 'never' }, request),
    );
    expect(error).toMatchObject({
      code: 'CONNECTION',
      effect: 'possible',
      provider: 'acme',
      status: undefined,
    });
    expect(count).toBe(1);
  });

  it('whose redirected answer is not read is let go', async () => {
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({ cancel: () => void (isCancelled = true) });
    const response = Object.defineProperty(new Response(body), 'redirected', { value: true });
    await errorOf(exchange(connectAcme({ fetch: () => Promise.resolve(response) }), deleteRows, request));
    expect(isCancelled).toBe(true);
  });

  it.each(['application/json', 'text/event-stream'])(
    'that answers %s after the abort is not read without end',
    async (type) => {
      let pulls = 0;
      let isCancelled = false;
      const endless = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          pulls += 1;
          controller.enqueue(new Uint8Array(10));
        },
        cancel: () => {
          isCancelled = true;
        },
      });
      const controller = new AbortController();
      let answer: (response: Response) => void = () => undefined;
      const fetch = (): Promise<Response> => new Promise((resolve) => (answer = resolve));
      const answers = [{ status: '200', mediaTypes: ['application/json', 'text/event-stream'] }];
      const promise = errorOf(
        exchange(connectAcme({ fetch }), { ...deleteRows, answers }, request, { signal: controller.signal }),
      );
      await new Promise((resolve) => setTimeout(resolve, 5));
      controller.abort();
      expect((await promise).code).toBe('ABORTED');
      answer(new Response(endless, { headers: { 'content-type': type } }));
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(isCancelled).toBe(true);
      expect(pulls).toBeLessThan(10);
    },
  );
});

describe('a text of the provider that would write into a terminal', () => {
  const evil = '\u001b[2Jgone\u202e\u0000';
  it.each([
    ['its message', () => json({ message: evil, code: 7 }, { status: 400 })],
    ['its code', () => json({ message: 'm', code: evil }, { status: 400 })],
    ['its content type', () => text('x', { headers: { 'content-type': 'text/\u009b2J' } })],
    ['its request id', () => text('', { status: 500, headers: { 'x-request-id': '\u009b2Jgone' } })],
  ])('%s', async (_name, answer) => {
    const { message, providerCode, requestId } = await errorOf(
      exchange(answering(answer), deleteRows, request),
    );
    expect(`${message}${String(providerCode)}${String(requestId)}`).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('a secret at the edge of what is kept', () => {
  it.each([185, 190, 195, 199, 285, 295, 299])('after %i characters', async (before) => {
    const padding = 'x'.repeat(before);
    const whole = `${padding}${TOKEN} and more`;
    const answers = [
      () => text(whole, { status: 500 }),
      () => text(whole),
      () => text(whole, asJson),
      () => json({ message: whole }, { status: 500 }),
      () => json({ message: 'm', code: `${padding.slice(0, before - 100)}${TOKEN}` }, { status: 500 }),
      () => text('', { status: 500, headers: { 'x-request-id': whole } }),
      () => text('x', { headers: { 'content-type': `text/${padding.slice(0, before - 105)}${TOKEN}` } }),
      () => new Response(cutAfter(whole)),
      () => new Response(cutAfter(whole), { status: 500 }),
    ];
    for (const answer of answers) {
      const error = await errorOf(exchange(answering(answer), deleteRows, request));
      expect(inspect(error, { depth: 9 })).not.toContain(TOKEN.slice(0, 4));
    }
  });

  function cutAfter(start: string): ReadableStream<Uint8Array> {
    let isFirst = true;
    return new ReadableStream({
      pull: (controller) => {
        if (isFirst) controller.enqueue(new TextEncoder().encode(start));
        else controller.error(new Error('cut'));
        isFirst = false;
      },
    });
  }
});

describe('retries under every fault', () => {
  const reset = (): never => {
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) });
  };
  const faults: (() => Response)[] = [
    ...[
      200, 202, 204, 300, 301, 302, 303, 304, 307, 308, 400, 401, 404, 408, 409, 425, 429, 500, 502, 503, 504,
    ].map(
      (status) => () =>
        new Response(status === 204 || status === 304 ? null : '<html>', {
          status,
          headers: { location: '/x', 'retry-after': '0', 'www-authenticate': 'Basic' },
        }),
    ),
    reset,
    () => {
      throw new Error('anything');
    },
  ];
  it('what must not be repeated is sent once, whatever the options say', async () => {
    for (const fault of faults) {
      const wire = fakeFetch(fault);
      const connection = connectAcme({
        fetch: wire.fetch,
        clock: fakeClock(),
        retry: { maxRetries: 5 },
        errorRules: [
          {
            status: null,
            providerCode: null,
            retryAfter: null,
            code: 'RATE_LIMITED',
            effect: 'none',
            retryable: true,
            fatal: false,
          },
        ],
      });
      const never: OperationDefinition = { ...deleteRows, retry: 'never' };
      await call(connection, never, request, { retry: { maxRetries: 5 } }).catch((error: unknown) => {
        expect(isRowsweepError(error)).toBe(true);
      });
      expect(wire.requests).toHaveLength(1);
    }
  });

  it.each([
    ['-1'],
    ['1e9'],
    ['Infinity'],
    ['0x10'],
    ['99999999999999999999'],
    ['1, 2'],
    ['Thu, 99 Foo 9999 99:99:99 GMT'],
  ])('a Retry-After of %s neither spins nor waits without end', async (value) => {
    const clock = fakeClock();
    const wire = fakeFetch(() => text('', { status: 503, headers: { 'retry-after': value } }));
    await errorOf(call(connectAcme({ fetch: wire.fetch, clock }), deleteRows, request));
    expect(wire.requests.length).toBeLessThanOrEqual(3);
    expect(clock.slept.every((ms) => ms > 0 && ms <= 60_000)).toBe(true);
  });
});

it('10,000 calls on one signal leave no listener', async () => {
  const controller = new AbortController();
  const warnings: unknown[] = [];
  const onWarning = (warning: unknown): void => void warnings.push(warning);
  process.on('warning', onWarning);
  const connection = connectAcme({ fetch: () => Promise.resolve(json([])) });
  for (let round = 0; round < 100; round += 1) {
    await Promise.all(
      Array.from({ length: 100 }, () =>
        exchange(connection, deleteRows, request, { signal: controller.signal }),
      ),
    );
  }
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off('warning', onWarning);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  expect(warnings.map(String)).toEqual([]);
}, 60_000);
