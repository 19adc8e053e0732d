/** Whether there is anything to do: decided from hashes, before anything large is loaded. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readVersion } from '../assets.js';
import { listFiles } from '../write/folder.js';
import { manifestPath, parseManifest } from '../write/manifest.js';
import { isUnchanged } from '../write/unchanged.js';
import type { Folders } from './folders.js';
import type { Job } from './jobs.js';

/** A client that is as the generator would make it. */
export interface Unchanged {
  readonly directory: string;
  /** The name of the npm package; null where there are the sources alone. */
  readonly npmName: string | null;
  /** How many files the client has, its manifest included. */
  readonly files: number;
}

/**
 * The client of a job whose inputs, files and generator are those of the last run; null when it has to be made, or
 * when that is not sure. Prettier's configuration is not among the inputs, so what it formatted is never sure.
 */
export function findUnchanged(job: Job, folders: Folders): Unchanged | null {
  if (job.prettier) return null;
  const directories = job.output === null ? listGenerated() : [job.output];
  for (const directory of directories) {
    if (folders.isTaken(directory)) continue;
    const files = readMadeFiles(directory, job);
    if (files === null || !isMadeByThis(directory)) continue;
    const { description, overlay } = job;
    if (!isUnchanged({ directory, description, overlay, version: readVersion() })) continue;
    // A file too many is worth a word, which only a whole run says.
    if (listFiles(directory).some((path) => path.startsWith('src/') && !files.includes(path))) continue;
    const npmName = job.sourcesOnly ? null : readPackageName(directory);
    return { directory, npmName, files: files.length + 1 };
  }
  return null;
}

/** Where the clients lie whose folder is called after their package: its name is known only to who reads it. */
function listGenerated(): string[] {
  try {
    return readdirSync('generated')
      .sort()
      .map((name) => join('generated', name));
  } catch {
    return [];
  }
}

/** The files of the manifest, its own not among them; null when the client was made with other settings. */
function readMadeFiles(directory: string, { sourcesOnly, packageName }: Job): readonly string[] | null {
  const manifest = parseManifest(readTextOrNull(join(directory, manifestPath)) ?? '');
  if (manifest === null || manifest.files.includes('package.json') === sourcesOnly) return null;
  return (manifest.inputs['packageName'] ?? null) === packageName ? manifest.files : null;
}

/**
 * In its own repository the generator changes without a new version. What was built there after the client is another
 * generator.
 */
function isMadeByThis(directory: string): boolean {
  const isBuilt = import.meta.url.endsWith('.js');
  const root = new URL(isBuilt ? '../../' : '../', import.meta.url);
  // A published package has none.
  if (!existsSync(new URL('tsconfig.json', root))) return true;
  const code = fileURLToPath(isBuilt ? new URL('dist/', root) : root);
  const madeAt = statSync(join(directory, manifestPath)).mtimeMs;
  return readdirSync(code, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(?!dist\b|node_modules\b).*(?<!\.d)\.(js|ts|hbs|json)$/.test(path))
    .every((path) => statSync(join(code, path)).mtimeMs <= madeAt);
}

/** `package.json` is ours and printed with JSON.stringify, which is why it need not be parsed. */
function readPackageName(directory: string): string | null {
  const text = readTextOrNull(join(directory, 'package.json'));
  return /^ {2}"name": "([^"]+)"/m.exec(text ?? '')?.[1] ?? null;
}

function readTextOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
