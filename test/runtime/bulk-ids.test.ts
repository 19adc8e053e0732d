import { describe, expect, it } from 'vitest';
import type { IdFormat, IdPlacement } from '../../runtime/behaviour.js';
import { canonicalId, idParser } from '../../runtime/bulk/input/ids.js';

const text: IdFormat = { kind: 'string', minLength: 1, maxLength: 8, pattern: null };
const uuid: IdFormat = { ...text, kind: 'uuid', maxLength: null };
const integer: IdFormat = { ...text, kind: 'integer', maxLength: null };
const body: IdPlacement = { in: 'body', at: '/ids', item: null };
const query: IdPlacement = {
  in: 'query',
  parameter: 'filter',
  column: 'column',
  many: { prefix: 'in.', separator: ',' },
  one: { prefix: 'eq.' },
  alone: '[()]',
  refuse: '[\\u0000-\\u001f]',
};
const A_UUID = '0E37DF36-F698-4F5C-8B0B-0A2B0B2B0B2B';

function parse(raw: unknown, format = text, placement: IdPlacement = body): string {
  const parsed = idParser(format, placement)(raw);
  return parsed.ok ? parsed.id : `refused: ${parsed.message}`;
}

describe('an id', () => {
  it.each<{ raw: unknown; sent: string }>([
    { raw: 'abc', sent: 'abc' },
    { raw: ' abc', sent: ' abc' },
    { raw: '007', sent: '007' },
    { raw: 42, sent: '42' },
    { raw: -0, sent: '0' },
    { raw: '🜚'.repeat(8), sent: '🜚'.repeat(8) },
    { raw: 'e\u0301', sent: 'e\u0301' },
  ])('$raw is sent as $sent', ({ raw, sent }) => {
    expect(parse(raw)).toBe(sent);
  });

  it('may be a bigint', () => {
    expect(parse(9007199254740993n, integer, query)).toBe('9007199254740993');
  });

  it.each<{ raw: unknown; why: RegExp }>([
    { raw: '', why: /blank/ },
    { raw: ' \t', why: /blank/ },
    { raw: 9007199254740992, why: /safe integer/ },
    { raw: 1.5, why: /safe integer/ },
    { raw: Number.NaN, why: /safe integer/ },
    { raw: null, why: /not null/ },
    { raw: undefined, why: /\[undefined\]/ },
    { raw: { id: 'a' }, why: /\[object\]/ },
    { raw: ['a'], why: /\[array\]/ },
    { raw: Symbol('a'), why: /\[symbol\]/ },
    { raw: 'x'.repeat(9), why: /longer than 8/ },
    { raw: '🜚'.repeat(9), why: /longer than 8/ },
    { raw: 'a\ud800', why: /half a character/ },
  ])('$raw is refused', ({ raw, why }) => {
    expect(parse(raw)).toMatch(why);
  });

  it('is counted in code points at both ends', () => {
    const format: IdFormat = { ...text, minLength: 3, maxLength: 3 };
    expect(parse('🜚🜚', format)).toMatch(/shorter than 3/);
    expect(parse('🜚🜚🜚', format)).toBe('🜚🜚🜚');
    expect(parse('abcd', format)).toMatch(/longer than 3/);
  });

  it('matches its pattern as a whole', () => {
    const format: IdFormat = { ...text, pattern: 'a|b' };
    expect(parse('b', format)).toBe('b');
    expect(parse('ab', format)).toMatch(/does not match/);
  });
});

describe('a UUID', () => {
  it('is compared in lower case and reported as it was given', () => {
    expect(idParser(uuid, body)(A_UUID)).toMatchObject({ ok: true, id: A_UUID.toLowerCase(), text: A_UUID });
  });

  it.each(['abc', `{${A_UUID}}`, A_UUID.replaceAll('-', ''), `${A_UUID} `, 42])('%j is none', (raw) => {
    expect(parse(raw, uuid)).toMatch(/not a UUID/);
  });

  it.each([A_UUID, `{${A_UUID}}`, `urn:uuid:${A_UUID}`, A_UUID.replaceAll('-', ''), A_UUID.toLowerCase()])(
    'answered as %s is recognised',
    (answered) => {
      expect(canonicalId(uuid, answered)).toBe(A_UUID.toLowerCase());
    },
  );
});

describe('an integer', () => {
  it.each(['0', '7', '-12', '9007199254740993'])('%s can stand in a query', (raw) => {
    expect(parse(raw, integer, query)).toBe(raw);
  });

  it.each(['01', '+1', '1.0', '1e3', '-0', ' 1', '1abc', '0x1', '٣'])('%j is none', (raw) => {
    expect(parse(raw, integer, query)).toMatch(/not a decimal integer/);
  });

  it('beyond 2^53 cannot be a JSON number', () => {
    expect(parse('9007199254740991', integer, body)).toBe('9007199254740991');
    expect(parse('9007199254740993', integer, body)).toMatch(/too large/);
  });

  it('in an answer is compared only while it is exact', () => {
    expect(canonicalId(integer, 12)).toBe('12');
    expect(canonicalId(integer, 2 ** 53)).toBeUndefined();
    expect(canonicalId(integer, { id: 1 })).toBeUndefined();
  });
});

describe('an id in a query', () => {
  it.each([
    ['plain', false],
    ['a,b', true],
    ['a(b', true],
  ])('%j goes alone: %s', (raw, alone) => {
    expect(idParser(text, query)(raw)).toMatchObject({ ok: true, alone });
  });

  it('is refused when the provider could not read it', () => {
    expect(parse('a\nb', text, query)).toMatch(/cannot take/);
  });
});
