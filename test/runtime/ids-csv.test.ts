/** The reader of tables. */
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../runtime/ids/index.js';
import { readAll } from './ids-reading.js';

const csv = (text: string | readonly string[], options = {}): ReturnType<typeof readAll> =>
  readAll(readCsv(text, { column: 'id', ...options }));

describe('readCsv', () => {
  it('reads the named column, wherever it is', async () => {
    expect(await csv('id,a\n1,x\n2,y')).toEqual({ ids: ['1', '2'] });
    expect(await csv('a,id\r\nx,1\r\ny,2\r\n')).toEqual({ ids: ['1', '2'] });
    expect(await csv('a,id,b\rx,1,z\ry,2,\r')).toEqual({ ids: ['1', '2'] });
    expect(await csv('id\n1\n2')).toEqual({ ids: ['1', '2'] });
    expect(await csv('\uFEFFid,a\n1,')).toEqual({ ids: ['1'] });
    expect(await csv('\uFEFF"id"\n007')).toEqual({ ids: ['007'] });
    expect(await csv('id')).toEqual({ ids: [] });
  });

  it('reads quotes: doubled ones, delimiters and line breaks within', async () => {
    const text = 'note,"id"\n"a ""b"", c\r\nd\n\n","1,2"\n"","say ""hi"""\n"""","x\ny"\n';
    expect(await csv(text)).toEqual({ ids: ['1,2', 'say "hi"', 'x\ny'] });
  });

  it('takes another delimiter', async () => {
    for (const delimiter of [';', '\t', '|', ' ', 'x', '.']) {
      expect(await csv(`a${delimiter}id\n1${delimiter}2\n`, { delimiter })).toEqual({ ids: ['2'] });
    }
  });

  it('keeps what numbers would lose', async () => {
    expect(await csv('id\n007\n9007199254740993\n1.0\n1e3\n"00"')).toEqual({
      ids: ['007', '9007199254740993', '1.0', '1e3', '00'],
    });
  });

  it('lists the columns when the wanted one is missing', async () => {
    const error = 'Line 1, column 1: the header has no column "id"; with the delimiter "," its columns are ';
    expect(await csv('ID, id,a b\n1,2,3')).toEqual({ ids: [], error: `${error}"ID", " id", "a b".` });
    expect(await csv('id;name\n1;2')).toEqual({ ids: [], error: `${error}"id;name".` });
    const names = Array.from({ length: 40 }, (_, index) => `c${index}`);
    const { error: long } = await csv(names.join(','));
    expect(long).toContain('"c29", and 10 more.');
    expect(long).not.toContain('c30');
  });

  it('refuses two columns of one name, whichever they are', async () => {
    expect(await csv('id,a,a\n1,2,3')).toEqual({
      ids: [],
      error: 'Line 1, column 1: the header names the column "a" twice.',
    });
  });

  it('refuses a table without a header', async () => {
    for (const text of ['', '\uFEFF']) {
      expect(await csv(text)).toEqual({ ids: [], error: 'Line 1, column 1: the table has no header row.' });
    }
    expect(await csv('\n\n', { skipBlank: true })).toEqual({
      ids: [],
      error: 'Line 3, column 1: the table has no header row.',
    });
    expect(await csv('\nid\n1')).toEqual({ ids: [], error: 'Line 1, column 1: the row is blank.' });
    expect(await csv('\nid\n1', { skipBlank: true })).toEqual({ ids: ['1'] });
  });

  it.each([
    ['a row that is too short', '1', 1, 'the row has 1 field, where the header has 2'],
    ['a row that is too long', '1,2,3', 1, 'the row has 3 fields, where the header has 2'],
    ['a long row with quotes', '"1",2,3', 1, 'the row has 3 fields, where the header has 2'],
    ['a blank row', '', 1, 'the row is blank'],
    ['a blank id', 'x,', 3, 'the id is blank'],
    ['a space behind quotes', '"x","" ', 7, 'text behind the quote that closes a field'],
    ['an empty id in quotes', '"x",""', 5, 'the id is blank'],
    ['an id of spaces', 'x,  ', 3, 'the id is blank'],
    [
      'an id with a space behind it',
      'x,1 ',
      3,
      'the id ends with white space or another invisible character',
    ],
    ['a quote within a field', 'x,1"2"', 4, 'a quote inside a field that does not begin with one'],
    ['a quote behind a space', 'x, "2"', 4, 'a quote inside a field that does not begin with one'],
    ['text behind a quoted field', '"x"y,1', 4, 'text behind the quote that closes a field'],
  ])('refuses %s with its line', async (_name, row, column, reason) => {
    for (const lineBreak of ['\n', '\r\n', '\r']) {
      const text = ['k,id', '"a', 'b",1', row, 'y,2'].join(lineBreak);
      const wanted = { ids: ['1'], error: `Line 4, column ${column}: ${reason}.` };
      expect(await csv(text)).toEqual(wanted);
      expect(await csv(Array.from(text))).toEqual(wanted);
    }
  });

  it('refuses a quote that is never closed, and says where it opens', async () => {
    const wanted = { ids: ['1'], error: 'Line 3, column 3: the quote that opens here is never closed.' };
    expect(await csv('a,id\nx,1\ny,"2\nz,3\n')).toEqual(wanted);
    expect(await csv('a,id\nx,1\ny,"2""')).toEqual(wanted);
  });

  it('refuses a field that is too long, wanted or not, in quotes or not', async () => {
    const maxLength = 5;
    const long = 'the field that begins here is longer than 5 characters (`maxLength`)';
    expect(await csv('a,id\n12345,1\n123456,2\n', { maxLength })).toEqual({
      ids: ['1'],
      error: `Line 3, column 1: ${long}.`,
    });
    expect(await csv('a,id\nx,"12345"\nx,"1""3456"', { maxLength })).toEqual({
      ids: ['12345'],
      error: `Line 3, column 3: ${long}; the quote that opens it may never be closed.`,
    });
    expect((await csv(['a,id\nx,', '"', ...Array.from('1234567')], { maxLength })).error).toContain(
      `Line 2, column 3: ${long}`,
    );
    expect((await csv('a,b,c,d,id\n1,2,3,4,5', { maxLength })).error).toContain(
      'the header row is longer than 5 characters',
    );
  });

  it('passes over blank rows and blank ids when told to', async () => {
    expect(await csv('a,id\n\nx,1\n\r\nx,\nx," "\ny,2\n\n', { skipBlank: true })).toEqual({
      ids: ['1', '2'],
    });
    expect(await csv('id\n\n1\n""\n', { skipBlank: true })).toEqual({ ids: ['1'] });
  });

  it('tells a row of two empty fields from a blank one', async () => {
    expect(await csv('a,id\n,\n', { skipBlank: true })).toEqual({ ids: [] });
    expect((await csv('a,b,id\n,\n', { skipBlank: true })).error).toContain('the row has 2 fields');
    expect((await csv('a,id\n""\n', { skipBlank: true })).error).toContain('the row has 1 field,');
  });
});
