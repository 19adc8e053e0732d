/// <reference types="node" />
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Has the name of a new file survive a loss of power too: it is on disk only when the file's folder is. */
export async function syncFolderOf(file: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
