/** The judge must be able to say no: each row breaks one thing of an exchange that it accepts. */
import { describe, expect, it } from 'vitest';
import { readText } from '../house/sources.js';
import { Judge, type Exchange } from './judge.js';

const judge = new Judge(JSON.parse(readText('generated/extruct/openapi.json')) as Record<string, unknown>);
const json = { 'content-type': 'application/json' };
const good: Exchange = {
  method: 'DELETE',
  url: 'http://127.0.0.1/v1/tables/t/rows',
  requestHeaders: new Headers({ ...json, authorization: 'Bearer x' }),
  requestBody: '{"rows":["11111111-1111-4111-8111-111111111111"]}',
  status: 200,
  responseHeaders: new Headers(json),
  responseBody: '["11111111-1111-4111-8111-111111111111"]',
};

describe('the judge', () => {
  it('accepts what the description allows', () => {
    expect(judge.judge(good)).toEqual({ operation: 'deleteTableRows', violations: [] });
  });

  it.each<[string, Partial<Exchange>, string]>([
    ['a path that is not described', { url: 'http://127.0.0.1/v1/rows' }, 'no operation'],
    ['a method that is not described', { method: 'PUT' }, 'no operation'],
    ['a query parameter that is not declared', { url: `${good.url}?all=1` }, 'all is not declared'],
    ['a missing credential', { requestHeaders: new Headers(json) }, 'no bearer token'],
    ['a missing body', { requestBody: '' }, 'the body is missing'],
    [
      'a body of another media type',
      { requestHeaders: new Headers({ authorization: 'Bearer x' }) },
      'content type',
    ],
    ['an id that is no UUID', { requestBody: '{"rows":["1"]}' }, 'uuid'],
    ['a required property left out', { requestBody: '{}' }, 'rows'],
    ['a status that is not declared', { status: 202 }, '202 of the answer is not declared'],
    ['an answer of another shape', { responseBody: '{"deleted":1}' }, 'array'],
    ['an answer that should not be empty', { responseBody: '' }, 'empty'],
  ])('refuses %s', (_, change, message) => {
    expect(judge.judge({ ...good, ...change }).violations.join('\n')).toContain(message);
  });
});
