/** What changed for the callers of a generated package: its description then, and its description now. */
import { join } from 'node:path';
import { inspect } from 'rowsweep';
import { compare, type Comparable, type Finding } from 'rowsweep/diff';

/** The name of the description in each generated package, overlay and behaviour included. */
const description = 'openapi.json';

/** @throws Error when one of the two cannot be read. */
export async function compareReleases(old: string, now: string): Promise<Finding[]> {
  return compare(await read(join(old, description)), await read(join(now, description)));
}

async function read(file: string): Promise<Comparable> {
  const { document, api, diagnostics } = await inspect({ description: file, overlay: null });
  const errors = diagnostics.items.filter(({ severity }) => severity === 'error');
  if (document === null || api === null || errors.length > 0) {
    throw new Error(`${file} cannot be read: ${errors.map(({ message }) => message).join(' ')}`);
  }
  return { document, api };
}
