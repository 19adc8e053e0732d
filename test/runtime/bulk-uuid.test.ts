/** The reader of UUIDs against the regular expression that it replaces. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUuid } from '../../runtime/bulk/input/uuid.js';

const canonical = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const one = '0b5d3f2c-9a1e-4c7d-8f60-00000000abcd';

describe('the reader of UUIDs', () => {
  it('reads the digits', () => {
    expect(readUuid(one)).toMatchObject({
      a: 0x0b5d3f2c,
      b: 0x9a1e4c7d | 0,
      c: 0x8f600000 | 0,
      d: 0x0000abcd,
    });
    expect(readUuid('00000000-0000-0000-0000-000000000000')).toMatchObject({ a: 0, b: 0, c: 0, d: 0 });
  });

  it('takes what the regular expression takes, whatever stands in any one place', () => {
    // Some have the same low seven bits as a digit or a hyphen.
    const others = [
      '-',
      '0',
      'g',
      'A',
      '/',
      ':',
      '`',
      '\u0000',
      '\u00ad',
      '\u00b0',
      '\u0130',
      '\uff10',
      '😀',
    ];
    for (let at = 0; at < one.length; at += 1) {
      for (const other of others) {
        const text = `${one.slice(0, at)}${other}${one.slice(at + 1)}`;
        expect([text, readUuid(text) !== undefined]).toEqual([text, canonical.test(text)]);
      }
    }
    for (const text of ['', `${one}0`, one.slice(1), one.toUpperCase()])
      expect(readUuid(text)).toBeUndefined();
  });

  it('gives the digits of the text that it is asked about, in whatever order it is asked', () => {
    const wordsOf = (text: string): readonly number[] =>
      [text.slice(0, 8), text.slice(9, 13) + text.slice(14, 18), text.slice(19, 23) + text.slice(24, 28)]
        .concat(text.slice(28))
        .map((digits) => Number.parseInt(digits, 16) | 0);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.uuid(), fc.constantFrom(one, 'row 1', one.replace('0', 'x')))),
        (texts) => {
          for (const text of texts) {
            const words = readUuid(text);
            if (canonical.test(text)) expect([words?.a, words?.b, words?.c, words?.d]).toEqual(wordsOf(text));
            else expect(words).toBeUndefined();
          }
        },
      ),
    );
  });
});
