/** Ids as they come out of a database: UUIDs, all distinct. */

/** The id at a position. */
export function uuidAt(index: number): string {
  return `5c1f8a2e-7b3d-4e6f-8a9b-${index.toString(16).padStart(12, '0')}`;
}

/** All of them, one at a time; asynchronous, as a database's cursor is. */
export async function* readIds(count: number): AsyncGenerator<string> {
  await Promise.resolve();
  for (let index = 0; index < count; index += 1) yield uuidAt(index);
}

/** The same in lists. The generator's own time is part of every tool's. */
export async function* readChunks(count: number, size: number): AsyncGenerator<readonly string[]> {
  let chunk: string[] = [];
  for await (const id of readIds(count)) {
    chunk.push(id);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
