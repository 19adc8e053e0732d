/** Answers of many values: Server-Sent Events and JSON texts, however they are cut. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { call, type CallOptions } from '../../runtime/call.js';
import type { OperationDefinition } from '../../runtime/definition.js';
import { isRowsweepError, RowsweepError } from '../../runtime/errors.js';
import { connectAcme, errorOf, listRows, type AcmeOptions } from './workbench.js';
import { often } from '../properties.js';

const EVENTS = 'text/event-stream';
const LINES = 'application/x-ndjson';
const SEQUENCE = 'application/json-seq';

const streaming = (mediaType: string, textEvents = false): OperationDefinition => ({
  ...listRows,
  path: '/stream',
  parameters: [],
  answers: [{ status: '200', mediaTypes: [mediaType, 'application/json'], textEvents }],
});

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Source {
  readonly response: Response;
  wasCancelled: boolean;
}

/** An answer that arrives in these pieces; `then` says how it goes on behind the last. */
function answerOf(
  pieces: readonly Uint8Array[],
  mediaType: string,
  then: 'end' | 'break' | 'wait' = 'end',
): Source {
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller): Promise<void> | undefined => {
      const piece = pieces[at];
      at += 1;
      if (piece !== undefined) controller.enqueue(piece);
      else if (then === 'end') controller.close();
      else if (then === 'break') controller.error(new TypeError('terminated'));
      else return new Promise(() => undefined);
      return undefined;
    },
    cancel: () => {
      source.wasCancelled = true;
    },
  });
  const source: Source = {
    response: new Response(body, { headers: { 'content-type': mediaType } }),
    wasCancelled: false,
  };
  return source;
}

async function open(
  source: Source,
  mediaType: string,
  settings: { textEvents?: boolean; options?: CallOptions; connection?: AcmeOptions; method?: 'POST' } = {},
): Promise<AsyncIterable<unknown>> {
  const connection = connectAcme({ fetch: () => Promise.resolve(source.response), ...settings.connection });
  const definition = streaming(mediaType, settings.textEvents);
  const method = settings.method ?? 'GET';
  return (await call(connection, { ...definition, method }, {}, settings.options)) as AsyncIterable<unknown>;
}

interface Outcome {
  readonly values: unknown[];
  readonly error?: RowsweepError;
}

async function drain(stream: AsyncIterable<unknown>): Promise<Outcome> {
  const values: unknown[] = [];
  try {
    for await (const value of stream) values.push(value);
  } catch (error) {
    if (!isRowsweepError(error)) throw error;
    return { values, error };
  }
  return { values };
}

async function readAll(text: string, mediaType: string, textEvents = false): Promise<Outcome> {
  return drain(await open(answerOf([bytesOf(text)], mediaType), mediaType, { textEvents }));
}

const event = (data: unknown, rest: object = {}): object => ({
  event: 'message',
  data,
  id: '',
  retryMs: undefined,
  ...rest,
});

describe('Server-Sent Events', () => {
  it.each<[string, string, readonly object[]]>([
    ['data', 'data: a\n\n', [event('a')]],
    ['without a space', 'data:a\n\n', [event('a')]],
    ['with two spaces', 'data:  a\n\n', [event(' a')]],
    ['several lines', 'data: a\ndata\ndata: b\n\n', [event('a\n\nb')]],
    ['empty data', 'data\n\ndata:\n\n', [event(''), event('')]],
    ['no data', 'event: x\n\nid: 7\n\ndata: a\n\n', [event('a', { id: '7' })]],
    ['a kind of its own', 'event: add\ndata: a\n\ndata: b\n\n', [event('a', { event: 'add' }), event('b')]],
    ['an id that stays', 'id: 1\ndata: a\n\ndata: b\n\n', [event('a', { id: '1' }), event('b', { id: '1' })]],
    ['an id that is taken back', 'id: 1\ndata: a\n\nid\ndata: b\n\n', [event('a', { id: '1' }), event('b')]],
    ['an id with a null', 'id: a\0b\ndata: a\n\n', [event('a')]],
    ['a wait', 'retry: 250\ndata: a\n\n', [event('a', { retryMs: 250 })]],
    ['a wait that is none', 'retry: soon\nretry: -1\ndata: a\n\n', [event('a')]],
    ['comments and other fields', ': hello\nfoo: bar\ndata: a\n:\n\n', [event('a')]],
    ['carriage returns', 'data: a\r\rdata: b\r\r', [event('a'), event('b')]],
    ['both', 'data: a\r\n\r\ndata: b\r\n\r\n', [event('a'), event('b')]],
    ['a byte order mark', '\ufeffdata: a\n\n', [event('a')]],
    ['one in the middle', 'data: a\n\n\ufeffdata: b\n\n', [event('a')]],
    ['nothing', '', []],
    ['a comment without an end', 'data: a\n\n: bye', [event('a')]],
  ])('%s', async (_name, text, events) => {
    const outcome = await readAll(text, EVENTS, true);
    expect(outcome).toEqual({ values: events });
  });

  it('data is JSON unless the description says text', async () => {
    const text = 'data: {"a":\ndata: 1}\n\ndata:\n\ndata: 5\n\n';
    expect((await readAll(text, EVENTS)).values).toEqual([event({ a: 1 }), event(5)]);
    expect((await readAll('data: 5\n\ndata: [DONE]\n\n', EVENTS, true)).values).toEqual([
      event('5'),
      event('[DONE]'),
    ]);
  });

  it('[DONE] ends a stream of JSON, and the connection is let go', async () => {
    const source = answerOf([bytesOf('data: 1\n\ndata: [DONE]\n\ndata: 2\n\n')], EVENTS, 'wait');
    expect(await drain(await open(source, EVENTS))).toEqual({ values: [event(1)] });
    expect(source.wasCancelled).toBe(true);
  });

  it.each([['data: a'], ['data: a\n'], ['data: a\r\n'], ['event: x\ndata: a\nid: 1']])(
    'one that ends within an event is an error: %j',
    async (text) => {
      const { values, error } = await readAll(`data: first\n\n${text}`, EVENTS, true);
      expect(values).toEqual([event('first')]);
      expect(error).toMatchObject({ code: 'PROTOCOL_VIOLATION', effect: 'none', status: 200 });
      expect(error?.message).toContain('cut off');
    },
  );

  it('data that is no JSON is an error with its number', async () => {
    const { values, error } = await readAll('data: 1\n\ndata: {"a":\n\ndata: 3\n\n', EVENTS);
    expect(values).toEqual([event(1)]);
    expect(error).toMatchObject({ code: 'PROTOCOL_VIOLATION', body: '{"a":' });
    expect(error?.message).toContain('number 2');
  });

  it('cut into any pieces, it is the same', async () => {
    const text = '\ufeffid: 1\r\ndata: ä€😀\r\ndata: x\r\n\r\n: c\revent: e\rdata: y\r\rdata: z\n\n';
    const whole = (await readAll(text, EVENTS, true)).values;
    expect(whole).toHaveLength(3);
    const bytes = bytesOf(text);
    for (let at = 0; at <= bytes.length; at += 1) {
      const pieces = [bytes.subarray(0, at), bytes.subarray(at)];
      const outcome = await drain(await open(answerOf(pieces, EVENTS), EVENTS, { textEvents: true }));
      expect(outcome).toEqual({ values: whole });
    }
  });

  it('a line feed that comes by itself behind a carriage return ends one line, and the next another', async () => {
    const pieces = ['data: 1\r', '\n', '\ndata: 2\n\n'].map(bytesOf);
    expect(await drain(await open(answerOf(pieces, EVENTS), EVENTS))).toEqual({
      values: [event(1), event(2)],
    });
  });

  it('any events, cut at any bytes', async () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n\ufeff\0]/.test(text));
    const sent = fc.record({
      event: line,
      data: fc.array(line, { minLength: 1, maxLength: 3 }),
      end: fc.constantFrom('\n', '\r', '\r\n'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(sent), fc.array(fc.nat({ max: 400 })), async (events, cuts) => {
        const text = events
          .map(({ event: name, data, end }) =>
            [`event: ${name}`, ...data.map((one) => `data: ${one}`), '', ''].join(end),
          )
          .join('');
        const bytes = bytesOf(text);
        const at = [0, ...cuts.filter((cut) => cut < bytes.length).sort((one, other) => one - other)];
        const pieces = at.map((from, index) => bytes.slice(from, at[index + 1] ?? bytes.length));
        const outcome = await drain(await open(answerOf(pieces, EVENTS), EVENTS, { textEvents: true }));
        const expected = events.map(({ event: name, data }) =>
          event(data.join('\n'), { event: name === '' ? 'message' : name }),
        );
        expect(outcome).toEqual({ values: expected });
      }),
      { numRuns: often(60) },
    );
  });
});

describe('JSON lines', () => {
  it.each<[string, string, readonly unknown[]]>([
    ['lines', '{"a":1}\n[2]\n', [{ a: 1 }, [2]]],
    ['the last without an end', '1\n2', [1, 2]],
    ['blank lines', '\n1\n\n  \n2\n\n', [1, 2]],
    ['carriage returns', '1\r\n2\r\n', [1, 2]],
    ['a line separator in a text', '"\u2028"\n', ['\u2028']],
    ['a byte order mark', '\ufeff1\n', [1]],
    ['null', 'null\nfalse\n', [null, false]],
    ['nothing', '', []],
  ])('%s', async (_name, text, values) => {
    expect(await readAll(text, LINES)).toEqual({ values });
  });

  it.each([
    ['1\n{"a":\n3\n', 2, '{"a":'],
    ['1\n\n\nx', 4, 'x'],
    ['1 2\n', 1, '1 2'],
  ])('a line that is no JSON is an error with its number: %j', async (text, number, body) => {
    const { error } = await readAll(text, LINES);
    expect(error).toMatchObject({ code: 'PROTOCOL_VIOLATION', body });
    expect(error?.message).toContain(`number ${number},`);
  });

  it.each<[string, string, readonly unknown[]]>([
    ['records', '\x1e{"a":1}\n\x1e[2]\n', [{ a: 1 }, [2]]],
    ['records over several lines', '\x1e{"a":\n1}\n\x1e2\n', [{ a: 1 }, 2]],
    ['the last without an end', '\x1e1\n\x1e{"a":1}', [1, { a: 1 }]],
    ['empty records', '\x1e\x1e\n\x1e1\n', [1]],
  ])('as RFC 7464 says: %s', async (_name, text, values) => {
    expect(await readAll(text, SEQUENCE)).toEqual({ values });
  });

  it.each([['\x1e12'], ['\x1etrue'], ['\x1e12\x1e3\n'], ['\x1e{"a"\n']])(
    'a record that may be cut is an error: %j',
    async (text) => {
      expect((await readAll(text, SEQUENCE)).error?.code).toBe('PROTOCOL_VIOLATION');
    },
  );

  it('any values, cut at every byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 4 }), async (values) => {
        const bytes = bytesOf(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
        const pieces = Array.from(bytes, (byte) => Uint8Array.of(byte));
        const outcome = await drain(await open(answerOf(pieces, LINES), LINES));
        expect(outcome).toEqual({ values: JSON.parse(JSON.stringify(values)) as unknown });
      }),
      { numRuns: often(40) },
    );
  });

  it('bytes that are no UTF-8 are an error, also where a piece ends within a character', async () => {
    const cut = await drain(
      await open(answerOf([bytesOf('"é"\n'), Uint8Array.of(0x22, 0xc3)], LINES), LINES),
    );
    expect(cut.values).toEqual(['é']);
    expect(cut.error?.message).toContain('UTF-8');
    const wrong = await drain(await open(answerOf([Uint8Array.of(0x22, 0xff, 0x22)], LINES), LINES));
    expect(wrong).toMatchObject({ values: [], error: { code: 'PROTOCOL_VIOLATION' } });
  });
});

describe.each([EVENTS, LINES])('every stream: %s', (mediaType) => {
  const first = bytesOf(mediaType === EVENTS ? 'data: 1\n\n' : '1\n');
  const value = mediaType === EVENTS ? event(1) : 1;

  it('that breaks off is an error that says so', async () => {
    for (const method of ['GET', 'POST'] as const) {
      const source = answerOf([first], mediaType, 'break');
      const options = method === 'POST' ? { method } : {};
      const { values, error } = await drain(await open(source, mediaType, options));
      expect(values).toEqual([value]);
      const effect = method === 'POST' ? 'done' : 'none';
      expect(error).toMatchObject({ code: 'PROTOCOL_VIOLATION', effect, status: 200, attempts: 1 });
    }
  });

  it('that breaks off with an error about another request is not believed', async () => {
    const elsewhere = new RowsweepError({
      code: 'INPUT',
      provider: 'other',
      message: 'was not sent.',
      effect: 'none',
    });
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.error(elsewhere);
      },
    });
    const response = new Response(body, { headers: { 'content-type': mediaType } });
    const { error } = await drain(
      await open({ response, wasCancelled: false }, mediaType, { method: 'POST' }),
    );
    expect(error).toMatchObject({ code: 'PROTOCOL_VIOLATION', effect: 'done', provider: 'acme' });
  });

  it('waits for the next bytes, each time for so long', async () => {
    const source = answerOf([first], mediaType, 'wait');
    const { values, error } = await drain(await open(source, mediaType, { options: { timeoutMs: 20 } }));
    expect(values).toEqual([value]);
    expect(error).toMatchObject({ code: 'TIMEOUT', retryable: true });
    expect(source.wasCancelled).toBe(true);
  });

  it('that takes longer than the time for one wait is no error', async () => {
    const pieces = [first, first, first, first];
    const source = answerOf(pieces, mediaType);
    const values: unknown[] = [];
    for await (const one of await open(source, mediaType, { options: { timeoutMs: 40 } })) {
      values.push(one);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    expect(values).toHaveLength(4);
  });

  it('is ended by an abort, and leaves no listener', async () => {
    const controller = new AbortController();
    const source = answerOf([first], mediaType, 'wait');
    const stream = await open(source, mediaType, { options: { signal: controller.signal } });
    setTimeout(() => {
      controller.abort('enough');
    }, 5);
    const { values, error } = await drain(stream);
    expect(values).toEqual([value]);
    expect(error).toMatchObject({ code: 'ABORTED', cause: 'enough' });
    expect(source.wasCancelled).toBe(true);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('is let go by whoever stops reading', async () => {
    const source = answerOf([first, first], mediaType, 'wait');
    for await (const one of await open(source, mediaType)) {
      expect(one).toEqual(value);
      break;
    }
    expect(source.wasCancelled).toBe(true);
  });

  it('bounds one value, and not all of them', async () => {
    const endless = new Uint8Array(64).fill(0x31);
    const connection = { maxResponseBytes: 100 };
    const start = bytesOf(mediaType === EVENTS ? 'data: ' : '');
    const source = answerOf([start, endless, endless, endless], mediaType, 'wait');
    const { error } = await drain(await open(source, mediaType, { connection }));
    expect(error).toMatchObject({ code: 'PROTOCOL_VIOLATION' });
    expect(error?.message).toContain('100 characters');
    expect(source.wasCancelled).toBe(true);
    const many = answerOf(
      Array.from({ length: 200 }, () => first),
      mediaType,
    );
    expect((await drain(await open(many, mediaType, { connection }))).values).toHaveLength(200);
  });

  it('may be JSON after all, when the answer says so', async () => {
    const response = Response.json({ whole: true });
    const connection = connectAcme({ fetch: () => Promise.resolve(response) });
    expect(await call(connection, streaming(mediaType))).toEqual({ whole: true });
  });

  it('an error status is an error, whatever its media type', async () => {
    const response = new Response('data: no\n\n', { status: 500, headers: { 'content-type': mediaType } });
    const connection = connectAcme({ fetch: () => Promise.resolve(response), retry: { maxRetries: 0 } });
    const error = await errorOf(call(connection, streaming(mediaType)));
    expect(error).toMatchObject({ code: 'SERVER_ERROR', body: 'data: no\n\n' });
  });
});

it('the lines of one event together are bounded', async () => {
  const lines = Array.from({ length: 10 }, () => bytesOf(`data: ${'1'.repeat(20)}\n`));
  const connection = { maxResponseBytes: 100 };
  const { error } = await drain(await open(answerOf(lines, EVENTS, 'wait'), EVENTS, { connection }));
  expect(error?.message).toContain('an event of more than 100 characters');
});

describe('over a socket', () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });
  async function serve(handle: (response: ServerResponse) => void): Promise<string> {
    const server = createServer((_incoming, response) => {
      handle(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => {
      server.close();
      server.closeAllConnections();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('values come before the answer ends', async () => {
    let end: () => void = () => undefined;
    const baseUrl = await serve((response) => {
      response.writeHead(200, { 'content-type': LINES });
      response.write('1\n');
      end = (): void => {
        response.end('2\n');
      };
    });
    const values: unknown[] = [];
    for await (const one of (await call(
      connectAcme({ baseUrl }),
      streaming(LINES),
    )) as AsyncIterable<unknown>) {
      values.push(one);
      end();
    }
    expect(values).toEqual([1, 2]);
  });

  it('a chunked answer whose connection is cut is an error, not an end', async () => {
    const baseUrl = await serve((response) => {
      response.writeHead(200, { 'content-type': LINES });
      response.write('1\n');
      setTimeout(() => response.socket?.destroy(), 10);
    });
    const stream = (await call(connectAcme({ baseUrl }), streaming(LINES))) as AsyncIterable<unknown>;
    expect(await drain(stream)).toMatchObject({ values: [1], error: { code: 'PROTOCOL_VIOLATION' } });
  });

  it('a reader that stops closes the connection', async () => {
    let closed: Promise<unknown> | undefined;
    const baseUrl = await serve((response) => {
      closed = new Promise((resolve) => response.once('close', resolve));
      response.writeHead(200, { 'content-type': EVENTS });
      response.write('data: 1\n\n');
    });
    for await (const one of (await call(
      connectAcme({ baseUrl }),
      streaming(EVENTS),
    )) as AsyncIterable<unknown>) {
      expect(one).toEqual(event(1));
      break;
    }
    expect(closed).toBeDefined();
    await closed;
  });
});
