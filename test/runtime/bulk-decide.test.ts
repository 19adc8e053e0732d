import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BadIdRule } from '../../runtime/behaviour.js';
import { readRefusal } from '../../runtime/bulk/send/bad-ids.js';
import { decideStep, type Failure } from '../../runtime/bulk/send/decide.js';
import { RetryBudget, retryDelayMs } from '../../runtime/bulk/send/retry.js';
import { readOptions } from '../../runtime/bulk/settings.js';
import { errorFor } from '../../runtime/codes.js';
import type { ErrorCode } from '../../runtime/definition.js';
import type { ErrorDetails } from '../../runtime/errors.js';
import { behaviourOf } from './bulk-tables.js';

const { retry: policy } = readOptions(behaviourOf(), {});

function failure(
  code: ErrorCode,
  given: Partial<Failure> = {},
  details: Partial<ErrorDetails> = {},
): Failure {
  return {
    error: errorFor({ provider: 'acme', message: 'No.', ...details, code }),
    refusal: undefined,
    count: 4,
    attempt: 1,
    repeatable: true,
    sizeFollowsIds: false,
    splitsLeft: 64,
    ...given,
  };
}

function decide(...given: Parameters<typeof failure>): string {
  const step = decideStep(failure(...given), policy);
  return step.do === 'stop' ? `stop${step.reject ? ' and reject' : ''}` : step.do;
}

describe('the step after a failure', () => {
  it.each<[ErrorCode, Partial<Failure>, string]>([
    ['AUTHENTICATION', {}, 'stop and reject'],
    ['PERMISSION_DENIED', {}, 'stop and reject'],
    ['TARGET_NOT_FOUND', {}, 'stop and reject'],
    ['GUARD', {}, 'stop and reject'],
    ['QUOTA_EXCEEDED', {}, 'stop'],
    ['CONFLICT', {}, 'retry'],
    ['RATE_LIMITED', {}, 'retry'],
    ['RATE_LIMITED', { repeatable: false }, 'retry'],
    ['SERVER_ERROR', {}, 'retry'],
    ['SERVER_ERROR', { repeatable: false }, 'giveUp'],
    ['SERVER_ERROR', { attempt: 5 }, 'giveUp'],
    ['CONNECTION', { attempt: 4 }, 'retry'],
    ['TIMEOUT', { repeatable: false }, 'giveUp'],
    ['ABORTED', {}, 'giveUp'],
    ['PROVIDER_CODE', {}, 'giveUp'],
    ['PROTOCOL_VIOLATION', {}, 'retry'],
    ['PROTOCOL_VIOLATION', { attempt: 2 }, 'giveUp'],
    ['PROTOCOL_VIOLATION', { repeatable: false }, 'giveUp'],
    ['PAYLOAD_TOO_LARGE', {}, 'shrink'],
    ['PAYLOAD_TOO_LARGE', { count: 1 }, 'giveUp'],
    ['URI_TOO_LONG', { sizeFollowsIds: true }, 'shrink'],
    ['URI_TOO_LONG', { sizeFollowsIds: true, count: 1 }, 'giveUp'],
    // The ids are not in the URL, so fewer of them do not make it shorter.
    ['URI_TOO_LONG', { sizeFollowsIds: false }, 'stop and reject'],
    ['INVALID_REQUEST', {}, 'bisect'],
    ['INVALID_REQUEST', { count: 1 }, 'giveUp'],
    ['INVALID_REQUEST', { splitsLeft: 0 }, 'giveUp'],
    ['INVALID_ID', {}, 'bisect'],
    ['INVALID_REQUEST', { refusal: { kind: 'other', message: '' } }, 'stop and reject'],
    ['INVALID_REQUEST', { refusal: { kind: 'missing', message: '' } }, 'stop and reject'],
    ['INVALID_REQUEST', { refusal: { kind: 'whole', message: '' } }, 'shrink'],
    ['INVALID_REQUEST', { refusal: { kind: 'whole', message: '' }, count: 1 }, 'stop and reject'],
    ['INVALID_REQUEST', { refusal: { kind: 'named', bad: [{ position: 0, message: '' }] } }, 'drop'],
  ])('%s with %j: %s', (code, given, step) => {
    expect(decide(code, given)).toBe(step);
  });

  it('keeps to a long wait, and stops for one that is too long', () => {
    expect(decide('RATE_LIMITED', {}, { retryAfterMs: policy.maxRetryAfterMs })).toBe('retry');
    expect(decide('RATE_LIMITED', {}, { retryAfterMs: policy.maxRetryAfterMs + 1 })).toBe('stop');
  });

  it('believes a rule that calls something fatal', () => {
    expect(decide('INVALID_REQUEST', {}, { fatal: true })).toBe('stop and reject');
  });
});

describe('a refusal that names elements', () => {
  const rule: BadIdRule = {
    status: 422,
    problems: '/detail',
    path: '/loc',
    prefix: ['body', 'ids'],
    message: '/msg',
  };
  const refusal = (detail: unknown, status = 422) =>
    readRefusal(rule, { status, body: { detail }, message: 'HTTP 422' }, 3);

  it.each<[string, unknown, unknown]>([
    [
      'one',
      [{ loc: ['body', 'ids', 1], msg: 'bad' }],
      { kind: 'named', bad: [{ position: 1, message: 'bad' }] },
    ],
    [
      'one twice, and something about the whole',
      [
        { loc: ['body', 'ids', 2], msg: 'bad' },
        { loc: ['body', 'ids', 2, 'key'], msg: 'bad too' },
        { loc: ['body', 'ids'], msg: 'Field required' },
      ],
      { kind: 'named', bad: [{ position: 2, message: 'bad too' }] },
    ],
    [
      'the body as missing',
      [{ loc: ['body'], msg: 'Field required' }],
      { kind: 'missing', message: 'Field required' },
    ],
    [
      'the list as missing',
      [{ loc: ['body', 'ids'], msg: 'field missing' }],
      { kind: 'missing', message: 'field missing' },
    ],
    [
      'the list as too long',
      [{ loc: ['body', 'ids'], msg: 'at most 2' }],
      { kind: 'whole', message: 'at most 2' },
    ],
    [
      'another field',
      [{ loc: ['body', 'reason'], msg: 'Field required' }],
      { kind: 'other', message: 'HTTP 422' },
    ],
    [
      'the body as broken',
      [{ loc: ['body', 0], msg: 'JSON decode error' }],
      { kind: 'other', message: 'HTTP 422' },
    ],
    [
      'a position that was not sent',
      [{ loc: ['body', 'ids', 3], msg: 'bad' }],
      { kind: 'other', message: 'HTTP 422' },
    ],
    [
      'a position as text',
      [{ loc: ['body', 'ids', '1'], msg: 'bad' }],
      { kind: 'other', message: 'HTTP 422' },
    ],
    ...[1.5, -1, Number.NaN].map((position): [string, unknown, unknown] => [
      `the position ${position}`,
      [{ loc: ['body', 'ids', position], msg: 'bad' }],
      { kind: 'other', message: 'HTTP 422' },
    ]),
    ...[
      ['query', 'ids'],
      ['body', 'reasons'],
    ].map((path): [string, unknown, unknown] => [
      `a position in ${path.join('.')}`,
      [{ loc: [...path, 1], msg: 'bad' }],
      { kind: 'other', message: 'HTTP 422' },
    ]),
    [
      'the list before anything in it',
      [
        { loc: ['body', 'ids'], msg: 'at most 2' },
        { loc: ['body', 'ids'], msg: 'and no fewer than 1' },
        { loc: ['body'], msg: 'too large' },
      ],
      { kind: 'whole', message: 'at most 2' },
    ],
    ['the body as wrong', [{ loc: ['body'], msg: 'not an object' }], { kind: 'other', message: 'HTTP 422' }],
    [
      'what is missing, once',
      [
        { loc: ['body'], msg: 'Field required' },
        { loc: ['body', 'ids'], msg: 'also missing' },
      ],
      { kind: 'missing', message: 'Field required' },
    ],
    ...[{}, { msg: '' }, { msg: 7 }].map((said): [string, unknown, unknown] => [
      `no message: ${JSON.stringify(said)}`,
      [{ loc: ['body', 'ids', 0], ...said }],
      { kind: 'named', bad: [{ position: 0, message: 'HTTP 422' }] },
    ]),
    ['nothing', [], undefined],
    ['no list', 'bad', undefined],
    ['no path', [{ msg: 'bad' }], undefined],
  ])('%s', (_name, detail, expected) => {
    expect(refusal(detail)).toEqual(expected);
  });

  it('has the message of the error where the rule names none', () => {
    const detail = [{ loc: ['body', 'ids', 1], msg: 'bad' }];
    expect(
      readRefusal({ ...rule, message: null }, { status: 422, body: { detail }, message: 'HTTP 422' }, 3),
    ).toEqual({ kind: 'named', bad: [{ position: 1, message: 'HTTP 422' }] });
  });

  it('is read only with the status of the rule', () => {
    expect(refusal([{ loc: ['body', 'ids', 1], msg: 'bad' }], 400)).toBeUndefined();
    expect(readRefusal(null, { status: 422, body: {}, message: '' }, 3)).toBeUndefined();
  });
});

describe('the wait before a repeat', () => {
  const wait = (code: ErrorCode, attempt: number, random: number, retryAfterMs?: number) =>
    retryDelayMs({ policy, error: { code, retryAfterMs }, attempt, random });

  it('is a random part of a span that doubles up to a bound', () => {
    expect([1, 2, 3, 4].map((attempt) => wait('SERVER_ERROR', attempt, 0.5))).toEqual([100, 200, 400, 800]);
    expect(wait('SERVER_ERROR', 60, 0.999)).toBeLessThanOrEqual(policy.maxDelayMs);
    expect(wait('SERVER_ERROR', 1, 0)).toBe(0);
  });

  it('is longer for a provider that throttles', () => {
    expect([1, 2].map((attempt) => wait('RATE_LIMITED', attempt, 0))).toEqual([500, 1000]);
  });

  it('is never sooner than told', () => {
    fc.assert(
      fc.property(fc.nat(4_000_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (told, random) => {
        expect(wait('RATE_LIMITED', 1, random, told)).toBeGreaterThanOrEqual(told);
      }),
    );
  });
});

describe('the retry budget', () => {
  it('is spent by failures and filled by successes, never above its start', () => {
    const budget = new RetryBudget({
      tokens: 20,
      costTransient: 5,
      costTimeout: 10,
      costThrottle: 1,
      refund: 1,
    });
    expect(budget.pay({ code: 'TIMEOUT' })).toBe(true);
    expect(budget.pay({ code: 'SERVER_ERROR' })).toBe(true);
    expect(budget.pay({ code: 'TIMEOUT' })).toBe(false);
    expect(budget.pay({ code: 'CONNECTION' })).toBe(true);
    expect(budget.pay({ code: 'RATE_LIMITED' })).toBe(false);
    for (let success = 0; success < 100; success += 1) budget.refund();
    expect(budget.pay({ code: 'TIMEOUT' })).toBe(true);
    expect(budget.pay({ code: 'TIMEOUT' })).toBe(true);
    expect(budget.pay({ code: 'RATE_LIMITED' })).toBe(false);
  });
});
