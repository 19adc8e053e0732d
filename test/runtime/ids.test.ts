/** Readers of ids: what they yield, what they refuse and where, and what they do with a source. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGunzip, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readCsv, readLines, readNdjson } from '../../runtime/ids/index.js';
import { readAll } from './ids-reading.js';

const encoder = new TextEncoder();

describe('readLines', () => {
  it('ends a line with LF, CRLF or CR, and needs none at the end', async () => {
    expect(await readAll(readLines('a\nb\r\nc\rd'))).toEqual({ ids: ['a', 'b', 'c', 'd'] });
    expect(await readAll(readLines('a\nb\n'))).toEqual({ ids: ['a', 'b'] });
    expect(await readAll(readLines('a\u2028b\u0085c\n'))).toEqual({ ids: ['a\u2028b\u0085c'] });
  });

  it('takes the halves of a CRLF from two pieces for one line break', async () => {
    expect(await readAll(readLines(['a\r', '\nb\r', 'c\r', '', '\nd']))).toEqual({
      ids: ['a', 'b', 'c', 'd'],
    });
  });

  it('keeps what numbers would lose', async () => {
    const ids = ['007', '9007199254740993', '1.0', '1e3', '-0', '12345678901234567890123'];
    expect(await readAll(readLines(ids.join('\n')))).toEqual({ ids });
  });

  it('passes over one byte order mark, and only at the start', async () => {
    const bytes = encoder.encode('\uFEFFa\nb');
    expect(await readAll(readLines('\uFEFFa\nb'))).toEqual({ ids: ['a', 'b'] });
    expect(await readAll(readLines(bytes))).toEqual({ ids: ['a', 'b'] });
    expect(await readAll(readLines(Array.from(bytes, (byte) => Uint8Array.of(byte))))).toEqual({
      ids: ['a', 'b'],
    });
    expect(await readAll(readLines('a\n\uFEFFb'))).toEqual({
      ids: ['a'],
      error: 'Line 2, column 1: the id begins with white space or another invisible character.',
    });
  });

  it('refuses a blank line with its number, or passes over it when told to', async () => {
    for (const blank of ['', ' ', '\t', '\u00A0', '\u200B', '\uFEFF']) {
      expect(await readAll(readLines(`a\n${blank}\nb`))).toEqual({
        ids: ['a'],
        error: 'Line 2, column 1: the id is blank.',
      });
      expect(await readAll(readLines(`a\n${blank}\nb`, { skipBlank: true }))).toEqual({ ids: ['a', 'b'] });
    }
  });

  it('refuses white space around an id, keeps it or cuts it off, as told', async () => {
    for (const [line, side] of [
      ['b ', 'ends'],
      [' b', 'begins'],
      [' b ', 'begins'],
      ['b\u3000', 'ends'],
      ['b\u200B', 'ends'],
    ] as const) {
      expect(await readAll(readLines(`a\n${line}`))).toEqual({
        ids: ['a'],
        error: `Line 2, column 1: the id ${side} with white space or another invisible character.`,
      });
      expect(await readAll(readLines(`a\n${line}`, { spaces: 'keep' }))).toEqual({ ids: ['a', line] });
      expect(await readAll(readLines(`a\n${line}`, { spaces: 'trim' }))).toEqual({ ids: ['a', 'b'] });
    }
    expect(await readAll(readLines('a b'))).toEqual({ ids: ['a b'] });
  });

  it('is quick with a line of spaces between two letters', async () => {
    const line = `a${' '.repeat(500_000)}b `;
    expect(await readAll(readLines(line, { spaces: 'trim' }))).toEqual({ ids: [line.slice(0, -1)] });
  });

  it('refuses a line that is too long, though it never ends', async () => {
    let given = 0;
    function* endless(): Generator<string> {
      for (yield 'ab\n'; ; given += 1) yield 'x';
    }
    expect(await readAll(readLines(endless(), { maxLength: 5 }))).toEqual({
      ids: ['ab'],
      error: 'Line 2, column 6: the line is longer than 5 characters (`maxLength`).',
    });
    expect(given).toBe(5);
    expect(await readAll(readLines('12345\n1234', { maxLength: 5 }))).toEqual({ ids: ['12345', '1234'] });
  });

  it('refuses what is not UTF-8, after the ids before it', async () => {
    const bytes = Uint8Array.of(...encoder.encode('é\nbö'), 0xc3, 0x28, 0x0a);
    const error = 'Line 2, column 3: the bytes that follow are not UTF-8.';
    expect(await readAll(readLines(bytes))).toEqual({ ids: ['é'], error });
    expect(await readAll(readLines(Array.from(bytes, (byte) => Uint8Array.of(byte))))).toEqual({
      ids: ['é'],
      error,
    });
  });

  it('refuses a character that is cut off at the end, or by text', async () => {
    const error = 'Line 1, column 2: the bytes that follow are not UTF-8.';
    const euro = encoder.encode('a€');
    expect(await readAll(readLines([euro.subarray(0, 3)]))).toEqual({ ids: [], error });
    expect(await readAll(readLines([euro.subarray(0, 3), 'b']))).toEqual({ ids: [], error });
    expect(await readAll(readLines([euro.subarray(0, 3), euro.subarray(3)]))).toEqual({ ids: ['a€'] });
  });

  it('refuses UTF-16', async () => {
    const marked = Buffer.from('\uFEFF1\n2\n', 'utf16le');
    expect(await readAll(readLines(marked))).toEqual({
      ids: [],
      error: 'Line 1, column 1: the bytes that follow are not UTF-8.',
    });
    const result = await readAll(readLines(Buffer.from('1\n2\n', 'utf16le')));
    expect(result.ids).toEqual([]);
    expect(result.error).toContain(
      'Line 1, column 1: the id ends with white space or another invisible character',
    );
    expect(result.error).toContain('UTF-16');
  });

  it('has no ids in an empty source', async () => {
    for (const source of ['', '\uFEFF', [], new Uint8Array(), [new Uint8Array(), '']]) {
      expect(await readAll(readLines(source))).toEqual({ ids: [] });
    }
  });
});

describe('a source', () => {
  it('is text, bytes, an iterable or a stream', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rowsweep-ids-'));
    const file = join(folder, 'ids.txt');
    try {
      await writeFile(file, 'a\nb\n');
      const sources = [
        'a\nb',
        encoder.encode('a\nb'),
        new Set(['a\n', 'b']),
        ['a', encoder.encode('\nb')],
        createReadStream(file),
        createReadStream(file, { encoding: 'utf8', highWaterMark: 1 }),
        new Blob(['a\nb']).stream(),
        new Response('a\nb').body ?? '',
      ];
      for (const source of sources) expect(await readAll(readLines(source))).toEqual({ ids: ['a', 'b'] });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is cut into pieces when it is given at once', async () => {
    const ids = Array.from({ length: 50_000 }, (_, index) => `id-${index}-ü`);
    const text = ids.join('\n');
    expect(await readAll(readLines(text))).toEqual({ ids });
    expect(await readAll(readLines(encoder.encode(text)))).toEqual({ ids });
  });

  it('that fails, fails the reading with its place and its cause; half an id is never yielded', async () => {
    const cause = new Error('disk');
    async function* failing(): AsyncGenerator<string> {
      yield await Promise.resolve('1\n2\n34');
      throw cause;
    }
    const iterator = readLines(failing())[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ done: false, value: '1' });
    expect(await iterator.next()).toEqual({ done: false, value: '2' });
    await expect(iterator.next()).rejects.toMatchObject({
      name: 'RowsweepError',
      code: 'INPUT',
      effect: 'none',
      attempts: 0,
      message: 'Line 3, column 3: the source failed here.',
      cause,
    });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('that is compressed and cut off does not pass for a shorter one', async () => {
    const whole = gzipSync(Array.from({ length: 20_000 }, (_, index) => `${index * 7_919}`).join('\n'));
    const gunzip = createGunzip();
    gunzip.end(whole.subarray(0, whole.length / 2));
    const { ids, error } = await readAll(readLines(gunzip));
    expect(ids.length).toBeGreaterThan(0);
    expect(ids).toEqual(ids.map((_, index) => `${index * 7_919}`));
    expect(error).toContain('the source failed here');
  });

  it('that gives something else is refused', async () => {
    const numbers = ['1\n', 2] as unknown as readonly string[];
    expect(await readAll(readLines(numbers))).toEqual({
      ids: ['1'],
      error: 'Line 2, column 1: the source gave a number, where text or bytes are wanted.',
    });
    for (const source of [undefined, null, 1, {}, () => 'a']) {
      expect(() => readLines(source as never)).toThrow(
        expect.objectContaining({ name: 'RowsweepError', code: 'CONFIGURATION', effect: 'none' }),
      );
    }
  });

  it('can be read again where it lasts, and only once where it does not', async () => {
    for (const source of ['a', encoder.encode('a'), ['a']]) {
      const ids = readLines(source);
      expect([await readAll(ids), await readAll(ids)]).toEqual([{ ids: ['a'] }, { ids: ['a'] }]);
    }
    const ids = readLines(['a'].values());
    expect(await readAll(ids)).toEqual({ ids: ['a'] });
    expect(await readAll(ids)).toEqual({
      ids: [],
      error: 'Line 1, column 1: the source can be read only once, and it has been read before.',
    });
  });

  it('is let go when the reading stops early, and when it fails', async () => {
    let closed = 0;
    async function* watched(): AsyncGenerator<string> {
      try {
        yield await Promise.resolve('a\nb\n');
        yield 'c\n\n';
        yield 'd\n';
      } finally {
        closed += 1;
      }
    }
    for await (const id of readLines(watched())) {
      expect(id).toBe('a');
      break;
    }
    expect(closed).toBe(1);
    expect(await readAll(readLines(watched()))).toEqual({
      ids: ['a', 'b', 'c'],
      error: 'Line 4, column 1: the id is blank.',
    });
    expect(closed).toBe(2);
  });

  it('that is a stream is cancelled even while a read of it waits', async () => {
    let cancelled = false;
    const stream = new ReadableStream<string>({
      pull: () => new Promise(() => undefined),
      cancel: () => {
        cancelled = true;
      },
    });
    const iterator = readLines(stream)[Symbol.asyncIterator]();
    const waiting = iterator.next();
    await iterator.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(cancelled).toBe(true);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('keeps its order for one who asks without waiting', async () => {
    async function* slow(): AsyncGenerator<string> {
      for (const piece of ['a\nb', '\nc\n', 'd\n']) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        yield piece;
      }
    }
    const iterator = readLines(slow())[Symbol.asyncIterator]();
    const asked = Array.from({ length: 6 }, () => iterator.next());
    const results = await Promise.all(asked);
    expect(results.map(({ value }: IteratorResult<string, unknown>) => value)).toEqual([
      'a',
      'b',
      'c',
      'd',
      undefined,
      undefined,
    ]);
  });
});

describe('readNdjson', () => {
  it('takes the value of a key, string or number, as it is written', async () => {
    const lines = [
      '{"id":"a"}',
      ' { "n" : [1, {"id": "no"}, "\\"id\\":"] , "id" : 9007199254740993 , "z":null} ',
      '{"id":1.0}',
      '{"\\u0069d":1e3}',
      '{"id":-0,"x":{"id":{}}}',
      '{"id":"\\u00fc\\"\\n|"}',
    ];
    const ids = ['a', '9007199254740993', '1.0', '1e3', '-0', 'ü"\n|'];
    expect(await readAll(readNdjson(lines.join('\n'), { field: 'id' }))).toEqual({ ids });
  });

  it('takes the line itself where no key is named', async () => {
    expect(await readAll(readNdjson('"a"\r\n 12345678901234567890 \n"1"'))).toEqual({
      ids: ['a', '12345678901234567890', '1'],
    });
  });

  it.each([
    ['{"id":null}', 7, 'the value is neither a string nor a number'],
    ['{"id":true}', 7, 'the value is neither a string nor a number'],
    ['{"id":["a"]}', 7, 'the value is neither a string nor a number'],
    ['{"other":1}', 1, 'the object has no key "id"'],
    ['{}', 1, 'the object has no key "id"'],
    ['{"id":1,"id":1}', 9, 'the key "id" stands in the object twice'],
    ['{"id":1,"i\\u0064":2}', 9, 'the key "id" stands in the object twice'],
    ['["a"]', 1, 'a JSON object is wanted here'],
    ['"a"', 1, 'a JSON object is wanted here'],
    ['{"id":"a"}{', 11, 'text behind the JSON value'],
    ['{"id":"a",}', 11, 'a key in quotes is wanted here'],
    ['{"id" "a"}', 7, 'a colon is wanted here'],
    ['{"id":01}', 8, 'a comma or } is wanted here'],
    ['{"id":1.}', 8, 'a comma or } is wanted here'],
    ['{"id":-}', 7, 'this is not JSON'],
    ['{"id":"a', 9, 'a string that is not closed'],
    ['{"x\\"', 6, 'a string that is not closed'],
    ['{"id":"a\tb"}', 9, 'a control character in a string'],
    ['{"id":"\\x"}', 8, 'this is not JSON'],
    ['{"x":[1,2},"id":1}', 10, 'a comma or ] is wanted here'],
    ['{"x":nil,"id":1}', 6, 'this is not JSON'],
    ['{"id":"  "}', 7, 'the id is blank'],
    ['{"id":"a "}', 7, 'the id ends with white space or another invisible character'],
    ['', 1, 'the line is blank'],
    ['  ', 1, 'the line is blank'],
  ])('refuses %s', async (line, column, reason) => {
    expect(await readAll(readNdjson(`{"id":"ok"}\n${line}\n{"id":"x"}`, { field: 'id' }))).toEqual({
      ids: ['ok'],
      error: `Line 2, column ${column}: ${reason}.`,
    });
  });

  it('passes over blank lines and blank ids when told to', async () => {
    const text = '{"id":"a"}\n\n \n{"id":""}\n{"id":"b"}\n';
    expect(await readAll(readNdjson(text, { field: 'id', skipBlank: true }))).toEqual({ ids: ['a', 'b'] });
  });

  it('goes as deep as a line is long', async () => {
    const depth = 200_000;
    const line = `{"x":${'['.repeat(depth)}${']'.repeat(depth)},"id":"a"}`;
    expect(await readAll(readNdjson(line, { field: 'id' }))).toEqual({ ids: ['a'] });
  });
});

describe('options', () => {
  it.each([
    () => readLines('', null as never),
    () => readLines('', { maxLength: 0 }),
    () => readLines('', { maxLength: 1.5 }),
    () => readLines('', { skipBlank: 'yes' as never }),
    () => readLines('', { spaces: 'cut' as never }),
    () => readNdjson('', { field: 1 as never }),
    () => readCsv('', {} as never),
    () => readCsv('', { column: 'id', delimiter: '' }),
    () => readCsv('', { column: 'id', delimiter: '||' }),
    () => readCsv('', { column: 'id', delimiter: '"' }),
    () => readCsv('', { column: 'id', delimiter: '\n' }),
  ])('that cannot be used are refused at once: %s', (read) => {
    expect(read).toThrow(expect.objectContaining({ name: 'RowsweepError', code: 'CONFIGURATION' }));
  });
});
