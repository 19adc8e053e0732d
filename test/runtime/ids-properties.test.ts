/** Whatever is written and cut into pieces, reads back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv, readLines, readNdjson } from '../../runtime/ids/index.js';
import { isBlank } from '../../runtime/refusal.js';
import { cut, cuts, readAll } from './ids-reading.js';

const lineBreak = fc.constantFrom('\n', '\r\n', '\r');
/** A text of few characters, so that those that mean something come often. */
const messy = fc.string({
  unit: fc.constantFrom('a', '1', ' ', ',', ';', '"', '\n', '\r', '\t', 'é', '€', '😀', '\\', '\uFEFF'),
  maxLength: 8,
});
/** What no quotes are written around. */
const spoken = (text: string): boolean => !isBlank(text);
const atLeastOneId = { minLength: 1, maxLength: 12 };

describe('what is written reads back', () => {
  it('as lines', async () => {
    const id = fc
      .oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }), messy)
      .filter((text) => spoken(text) && !/[\r\n]|^\uFEFF|\p{Surrogate}/u.test(text));
    const table = fc.array(fc.tuple(id, lineBreak), atLeastOneId);
    await fc.assert(
      fc.asyncProperty(table, fc.boolean(), fc.boolean(), cuts, async (rows, isMarked, endsOpen, way) => {
        const text = rows.map(([line, end]) => line + end).join('');
        const whole = `${isMarked ? '\uFEFF' : ''}${endsOpen ? text.replace(/\r?\n$|\r$/, '') : text}`;
        const read = await readAll(readLines(cut(whole, way), { spaces: 'keep' }));
        expect(read).toEqual({ ids: rows.map(([line]) => line) });
      }),
    );
  });

  it('as a table', async () => {
    const table = fc
      .record({
        names: fc.uniqueArray(messy, { minLength: 1, maxLength: 4 }),
        delimiter: fc.constantFrom(',', ';', '\t', 'a', '|'),
        ends: fc.array(lineBreak, { minLength: 1, maxLength: 3 }),
        endsOpen: fc.boolean(),
        isMarked: fc.boolean(),
      })
      // A single column without a name would be a blank line; a mark would be taken for the file's.
      .filter(({ names }) => names.join('') !== '' && !(names[0] ?? '').startsWith('\uFEFF'))
      .chain((shape) =>
        fc.record({
          shape: fc.constant(shape),
          wanted: fc.nat({ max: shape.names.length - 1 }),
          rows: fc.array(
            fc.tuple(
              messy.filter(spoken),
              fc.array(messy, { minLength: shape.names.length, maxLength: shape.names.length }),
            ),
            atLeastOneId,
          ),
          quotes: fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }),
        }),
      );
    await fc.assert(
      fc.asyncProperty(table, cuts, async ({ shape, wanted, rows, quotes }, way) => {
        const { names, delimiter, ends, endsOpen, isMarked } = shape;
        let turn = 0;
        const write = (field: string): string => {
          const mustQuote = /["\r\n]/.test(field) || field.includes(delimiter);
          turn += 1;
          return mustQuote || quotes[turn % quotes.length] === true
            ? `"${field.replaceAll('"', '""')}"`
            : field;
        };
        const table = [names, ...rows.map(([id, fields]) => fields.with(wanted, id))];
        const text = table
          .map((row, index) => {
            const isLast = index === table.length - 1;
            return (
              row.map(write).join(delimiter) + (isLast && endsOpen ? '' : (ends[index % ends.length] ?? ''))
            );
          })
          .join('');
        const source = cut(`${isMarked ? '\uFEFF' : ''}${text}`, way);
        const column = names[wanted] ?? '';
        const read = await readAll(readCsv(source, { column, delimiter, spaces: 'keep' }));
        expect(read).toEqual({ ids: rows.map(([id]) => id) });
      }),
    );
  });

  it('as NDJSON', async () => {
    const row = fc.record({ before: fc.jsonValue(), id: messy.filter(spoken), after: fc.jsonValue() });
    await fc.assert(
      fc.asyncProperty(fc.array(row, atLeastOneId), lineBreak, cuts, async (rows, end, way) => {
        const source = cut(rows.map((value) => JSON.stringify(value)).join(end), way);
        const read = await readAll(readNdjson(source, { field: 'id', spaces: 'keep' }));
        expect(read).toEqual({ ids: rows.map(({ id }) => id) });
      }),
    );
  });
});

describe('JSON', () => {
  const number = fc
    .tuple(
      fc.bigInt(),
      fc.option(fc.stringMatching(/^\.[0-9]{1,30}$/)),
      fc.option(fc.stringMatching(/^[eE][+-]?[0-9]{1,4}$/)),
    )
    .map(([whole, fraction, exponent]) => `${whole}${fraction ?? ''}${exponent ?? ''}`);
  const nearlyJson = fc
    .tuple(
      fc.oneof(
        fc.json(),
        fc.string().map((text) => JSON.stringify(text)),
        number,
        fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:0123456789.-+eE \tnultrfas\\u')) }),
      ),
      fc.option(fc.tuple(fc.nat(), fc.constantFrom(...Array.from('{}[]",:01.-e \t\\n\u0001')))),
    )
    .map(([text, change]) => {
      if (change === null) return text;
      const at = change[0] % (text.length + 1);
      return text.slice(0, at) + change[1] + text.slice(at + 1);
    })
    .filter((text) => !/[\r\n]/.test(text) && text.trim() !== '' && !text.startsWith('\uFEFF'));

  it('a number keeps its digits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(number, atLeastOneId), cuts, async (ids, way) => {
        const lines = ids.map((id) => `{"id": ${id}}`).join('\n');
        expect(await readAll(readNdjson(cut(lines, way), { field: 'id' }))).toEqual({ ids });
      }),
    );
  });

  it('is what JSON.parse takes, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(nearlyJson, async (line) => {
        const alone = await readAll(readNdjson(line, { spaces: 'keep' }));
        const inside = await readAll(readNdjson(`{"x":${line},"id":"a"}`, { field: 'id' }));
        const value = parse(line);
        const isScalar = typeof value === 'number' || (typeof value === 'string' && !isBlank(value));
        expect(alone.error === undefined).toBe(isScalar);
        if (isScalar) expect(alone.ids).toEqual([typeof value === 'number' ? line.trim() : value]);
        // What is put into an object may close it, and be JSON as a whole.
        const whole = parse(`{"x":${line},"id":"a"}`);
        if (whole === undefined) expect(inside.ids).toEqual([]);
        else if (value !== undefined) expect(inside).toEqual({ ids: ['a'] });
      }),
    );
  });

  /** Undefined for what is not JSON, which can hold no undefined. */
  function parse(text: string): unknown {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return undefined;
    }
  }
});

describe('what is not UTF-8', () => {
  const broken = fc.constantFrom<number[]>(
    [0xff],
    [0xc0, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0x80],
    [0xe2, 0x28],
  );
  const ids = fc.array(fc.constantFrom('a', 'é', '€', '😀', 'abc€'), { maxLength: 6 });
  const text = fc.record({
    before: ids,
    start: fc.constantFrom('', 'x', '€', '😀'),
    broken,
    after: ids,
    size: fc.integer({ min: 1, max: 9 }),
  });

  it('is refused where it stands, and every id on a line before it is read', async () => {
    await fc.assert(
      fc.asyncProperty(text, async ({ before, start, broken, after, size }) => {
        const encoder = new TextEncoder();
        const head = encoder.encode([...before, start].join('\n'));
        const whole = Uint8Array.of(...head, ...broken, ...encoder.encode(`\n${after.join('\n')}`));
        const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
          whole.subarray(index * size, (index + 1) * size),
        );
        const place = `Line ${before.length + 1}, column ${start.length + 1}`;
        const wanted = { ids: before, error: `${place}: the bytes that follow are not UTF-8.` };
        expect(await readAll(readLines(pieces))).toEqual(wanted);
        expect(await readAll(readLines(whole))).toEqual(wanted);
      }),
    );
  });
});
