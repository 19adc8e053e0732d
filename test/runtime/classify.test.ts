import { describe, expect, it } from 'vitest';
import { classify, type Facts } from '../../runtime/classify.js';
import { IMPLIED } from '../../runtime/codes.js';
import type { ErrorCode, ErrorRule } from '../../runtime/definition.js';
import { readNetworkFailure } from '../../runtime/network.js';
import { errorWords } from '../../runtime/words.js';

const facts: Facts = { status: 400, providerCode: undefined, retryAfterMs: undefined };
const rule = (given: Partial<ErrorRule> & { code: ErrorCode }): ErrorRule => ({
  status: null,
  providerCode: null,
  retryAfter: null,
  effect: null,
  retryable: null,
  fatal: null,
  ...given,
});

describe('by status', () => {
  it.each<[number, ErrorCode]>([
    [200, 'PROVIDER_CODE'],
    [400, 'INVALID_REQUEST'],
    [401, 'AUTHENTICATION'],
    [402, 'QUOTA_EXCEEDED'],
    [403, 'PERMISSION_DENIED'],
    [404, 'TARGET_NOT_FOUND'],
    [405, 'INVALID_REQUEST'],
    [407, 'AUTHENTICATION'],
    [408, 'TIMEOUT'],
    [409, 'CONFLICT'],
    [410, 'TARGET_NOT_FOUND'],
    [413, 'PAYLOAD_TOO_LARGE'],
    [414, 'URI_TOO_LONG'],
    [417, 'INVALID_REQUEST'],
    [418, 'INVALID_REQUEST'],
    [422, 'INVALID_REQUEST'],
    [423, 'CONFLICT'],
    [425, 'RATE_LIMITED'],
    [429, 'RATE_LIMITED'],
    [431, 'URI_TOO_LONG'],
    [500, 'SERVER_ERROR'],
    [502, 'SERVER_ERROR'],
    [503, 'SERVER_ERROR'],
    [504, 'SERVER_ERROR'],
    [599, 'SERVER_ERROR'],
  ])('%i is %s, with what that implies', (status, code) => {
    expect(classify({ ...facts, status }, [])).toEqual({ code, ...IMPLIED[code] });
  });

  it.each([501, 505])('%i is not worth a second try and did nothing', (status) => {
    expect(classify({ ...facts, status }, [])).toMatchObject({
      code: 'SERVER_ERROR',
      effect: 'none',
      retryable: false,
    });
  });
});

describe('by rule', () => {
  it.each<[string, Partial<ErrorRule>, Partial<Facts>, boolean]>([
    ['its status', { status: [400, 401] }, {}, true],
    ['another status', { status: [404] }, {}, false],
    ['its class', { status: ['4XX'] }, { status: 499 }, true],
    ['5XX', { status: ['5XX'] }, { status: 500 }, true],
    ['another class', { status: ['5XX'] }, { status: 499 }, false],
    ['a 2xx is in neither class', { status: ['4XX', '5XX'] }, { status: 200 }, false],
    ['a code as number', { providerCode: [40000] }, { providerCode: '40000' }, true],
    ['a code as text', { providerCode: ['a', 'b'] }, { providerCode: 'b' }, true],
    ['another code', { providerCode: [4] }, { providerCode: '40' }, false],
    ['no code', { providerCode: [4] }, {}, false],
    ['a wait that is present', { retryAfter: 'present' }, { retryAfterMs: 0 }, true],
    ['a wait that is missing', { retryAfter: 'present' }, {}, false],
    ['a wait that is absent', { retryAfter: 'absent' }, {}, true],
    ['a wait that should be absent', { retryAfter: 'absent' }, { retryAfterMs: 5 }, false],
    ['all conditions', { status: [400], providerCode: [4] }, { providerCode: '5' }, false],
    ['no condition', {}, {}, true],
  ])('%s', (_name, given, met, fits) => {
    const verdict = classify({ ...facts, ...met }, [rule({ ...given, code: 'JOB_FAILED' })]);
    expect(verdict.code === 'JOB_FAILED').toBe(fits);
  });

  it('the first that fits decides, and overrides what its code implies', () => {
    const rules = [
      rule({ status: [404], code: 'CONFLICT' }),
      rule({ status: [400], code: 'RATE_LIMITED', effect: 'possible', retryable: false, fatal: true }),
      rule({ code: 'GUARD' }),
    ];
    expect(classify(facts, rules)).toEqual({
      code: 'RATE_LIMITED',
      effect: 'possible',
      retryable: false,
      fatal: true,
    });
  });
});

describe('the provider’s words', () => {
  const forms = [
    { message: '/detail/message', providerCode: '/detail/code' },
    { message: '/detail/0/msg', providerCode: '/detail/0/type' },
    { message: '/detail', providerCode: null },
  ];
  const envelope = { code: '/code', message: '/message', ok: 0, required: false };
  it.each([
    ['the first form', { detail: { message: 'm', code: 'c' } }, null, ['m', 'c']],
    ['a list', { detail: [{ msg: 'm', type: 't' }] }, null, ['m', 't']],
    ['a text', { detail: 'm' }, null, ['m', undefined]],
    ['none', { error: 'm' }, null, [undefined, undefined]],
    ['a text body', 'oops', null, [undefined, undefined]],
    ['nothing', undefined, null, [undefined, undefined]],
    ['the envelope', { code: 5, message: 'm' }, envelope, ['m', '5']],
    ['the envelope’s code with a form’s message', { code: 5, detail: 'd' }, envelope, ['d', '5']],
    ['a blank message', { detail: ' \u202e ' }, null, [undefined, undefined]],
    ['a code that is no text', { detail: { message: 'm', code: { a: 1 } } }, null, ['m', undefined]],
  ])('%s', (_name, body, rules, [message, code]) => {
    expect(errorWords.read(body, rules ?? undefined, forms)).toEqual({ message, code });
  });

  it('are bounded, on one line, without control characters', () => {
    const { message } = errorWords.read({ detail: `a\r\n\u0000b${'x'.repeat(1_000)}` }, undefined, forms);
    expect(message).toMatch(/^a bx+$/);
    expect(message).toHaveLength(300);
  });
});

describe('by network failure', () => {
  const failed = (fields: object): TypeError =>
    new TypeError('fetch failed', { cause: Object.assign(new Error('x'), fields) });
  it.each([
    ['ENOTFOUND', failed({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }), 'CONNECTION', 'none'],
    ['EAI_AGAIN', failed({ code: 'EAI_AGAIN' }), 'CONNECTION', 'none'],
    ['ECONNREFUSED', failed({ code: 'ECONNREFUSED' }), 'CONNECTION', 'none'],
    ['a connect that timed out', failed({ code: 'UND_ERR_CONNECT_TIMEOUT' }), 'CONNECTION', 'none'],
    ['an unreachable host', failed({ code: 'EHOSTUNREACH', syscall: 'connect' }), 'CONNECTION', 'none'],
    [
      'the same on an open connection',
      failed({ code: 'EHOSTUNREACH', syscall: 'read' }),
      'CONNECTION',
      'possible',
    ],
    ['ETIMEDOUT of connect', failed({ code: 'ETIMEDOUT', syscall: 'connect' }), 'CONNECTION', 'none'],
    ['ETIMEDOUT of read', failed({ code: 'ETIMEDOUT', syscall: 'read' }), 'TIMEOUT', 'possible'],
    ['a certificate', failed({ code: 'CERT_HAS_EXPIRED' }), 'CONNECTION', 'none'],
    ['another host’s certificate', failed({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), 'CONNECTION', 'none'],
    ['ECONNRESET', failed({ code: 'ECONNRESET', syscall: 'read' }), 'CONNECTION', 'possible'],
    ['EPIPE', failed({ code: 'EPIPE', syscall: 'write' }), 'CONNECTION', 'possible'],
    ['UND_ERR_SOCKET', failed({ code: 'UND_ERR_SOCKET' }), 'CONNECTION', 'possible'],
    ['headers', failed({ code: 'UND_ERR_HEADERS_TIMEOUT' }), 'TIMEOUT', 'possible'],
    ['body', failed({ code: 'UND_ERR_BODY_TIMEOUT' }), 'TIMEOUT', 'possible'],
    [
      'several addresses',
      new TypeError('x', {
        cause: new AggregateError([Object.assign(new Error('y'), { code: 'ECONNREFUSED' })]),
      }),
      'CONNECTION',
      'none',
    ],
    ['no code', new TypeError('error sending request'), 'CONNECTION', 'possible'],
    ['a timeout of the fetch', new DOMException('x', 'TimeoutError'), 'TIMEOUT', 'possible'],
    ['an abort of the fetch', new DOMException('x', 'AbortError'), 'ABORTED', 'possible'],
    ['no error at all', 'broken', 'CONNECTION', 'possible'],
    ['nothing', undefined, 'CONNECTION', 'possible'],
  ])('%s', (_name, error, code, effect) => {
    expect(readNetworkFailure(error)).toMatchObject({ code, effect });
  });

  it('a certificate will be as wrong next time', () => {
    expect(readNetworkFailure(failed({ code: 'CERT_HAS_EXPIRED' }))).toMatchObject({
      retryable: false,
      fatal: true,
    });
  });

  it('a chain of causes without an end is read to an end', () => {
    const error = new Error('a');
    error.cause = error;
    expect(readNetworkFailure(error).code).toBe('CONNECTION');
  });
});
