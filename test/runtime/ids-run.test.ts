/** Files of ids, as exports write them, through a reader into a run: what was read is settled, and nothing is made up. */
import { createGunzip, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { IdSource } from '../../runtime/ids/index.js';
import { readCsv, readLines, readNdjson } from '../../runtime/ids/index.js';
import { bench } from './bulk-bench.js';

type Read = (source: IdSource) => AsyncIterable<string>;

const columns: Read = (source) => readCsv(source, { column: 'id' });
const keys: Read = (source) => readNdjson(source, { field: 'id' });

describe('a file with a mark of the byte order, CRLF, quotes, a blank line and no last line break', () => {
  it.each<[string, Read, string]>([
    [
      'lines',
      (source) => readLines(source, { skipBlank: true }),
      '\uFEFF007\r\n12"3\r\n\r\n9007199254740993',
    ],
    [
      'CSV',
      (source) => readCsv(source, { column: 'id', skipBlank: true }),
      '\uFEFF"name","id"\r\n"a, b",007\r\n"line\r\nbreak","12""3"\r\n\r\n,9007199254740993',
    ],
    [
      'NDJSON',
      (source) => readNdjson(source, { field: 'id', skipBlank: true }),
      '\uFEFF{"id":"007"}\r\n{"id":"12\\"3"}\r\n\r\n{"n":"x","id":9007199254740993}',
    ],
  ])('%s: each id is deleted as it is written', async (_name, read, text) => {
    const rows = ['007', '12"3', '9007199254740993'];
    for (const size of [1, 7, text.length]) {
      const one = bench({ rows: [...rows, '7', '9007199254740992', '\uFEFF007', '007\r'] });
      const bytes = Buffer.from(text);
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_value, place) =>
        bytes.subarray(place * size, (place + 1) * size),
      );
      const { summary, outcomes } = await one.run(read(pieces));
      expect(outcomes.map(({ id, status }) => [id, status])).toEqual(rows.map((id) => [id, 'deleted']));
      expect(summary.state).toBe('completed');
      expect([...one.rows]).toEqual(['7', '9007199254740992', '\uFEFF007', '007\r']);
    }
  });
});

describe('a compressed file that was cut off', () => {
  const COUNT = 20_000;
  const given = Array.from({ length: COUNT }, (_value, index) => `${index * 7_919}`);

  it.each<[string, Read, (id: string) => string]>([
    ['lines', readLines, (id) => id],
    ['CSV', columns, (id) => (id === 'id' ? 'name,id' : `"a, b",${id}`)],
    ['NDJSON', keys, (id) => JSON.stringify({ name: 'a', id })],
  ])(
    '%s: what came before the cut is settled, and the run says that its input failed',
    async (name, read, line) => {
      const lines = [...(name === 'CSV' ? ['id'] : []), ...given].map(line);
      const whole = gzipSync(lines.join('\n'));
      const gunzip = createGunzip();
      gunzip.end(whole.subarray(0, whole.length / 2));
      const one = bench({ rows: given, limits: { maxIds: 500 } });
      const { summary, error, outcomes } = await one.run(read(gunzip));
      expect(error).toMatchObject({ code: 'INPUT' });
      expect(summary.state).toBe('stopped');
      expect(summary.requested).toBeGreaterThan(0);
      expect(summary.requested).toBeLessThan(COUNT);
      // Exactly the first ids, none of them cut short.
      const first = given.slice(0, summary.requested);
      expect(outcomes.map(({ id }) => id)).toEqual(first);
      expect(summary.byStatus.deleted).toBe(one.removed.size);
      expect(one.removed.size).toBe(summary.requested);
      expect(one.rows.size).toBe(COUNT - summary.requested);
    },
  );
});
