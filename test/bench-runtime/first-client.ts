/** How long the first request takes to leave once its ids are there, with everything cold; prints milliseconds. */
import { openDeleter } from './canned.js';
import { uuidAt } from './ids.js';
import { chunkIds } from './task.js';

let fullAtMs = 0;
let sentAtMs = 0;

function* readIds(): Generator<string> {
  for (let index = 0; index < 3 * chunkIds; index += 1) {
    if (index === chunkIds - 1) fullAtMs = performance.now();
    yield uuidAt(index);
  }
}

const deleter = openDeleter({
  baseUrl: 'http://127.0.0.1:9',
  fetch: (_url, { body }) => {
    if (typeof body !== 'string') throw new Error('The body is not text.');
    if (sentAtMs === 0) sentAtMs = performance.now();
    const { rows } = JSON.parse(body) as { readonly rows: readonly string[] };
    return Promise.resolve(Response.json(rows));
  },
});
await deleter.deleteMany(readIds());
process.stdout.write(JSON.stringify(sentAtMs - fullAtMs));
