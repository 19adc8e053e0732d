/** Which descriptions lie in a folder, and what their clients could be called. */
import { closeSync, existsSync, openSync, readdirSync, readSync, type Dirent } from 'node:fs';
import { basename, dirname, join, parse } from 'node:path';
import { manifestPath } from '../write/manifest.js';
import { findDescriptions } from './descriptions.js';

/** A description, and what a client that is made from it could be called. */
export interface Proposal {
  readonly description: string;
  /** Unique among the proposals, and safe as a folder's name. */
  readonly name: string;
}

/** How far below the current folder descriptions are looked for. */
const maxDepth = 4;

/** How much of a file is read to tell what it is. */
const headBytes = 65_536;

const skipped = new Set(['node_modules', 'dist', 'build', 'coverage', 'vendor']);

/** The descriptions that are named, or else all that are found in the current folder and the folders of it. */
export function findProposals(named: readonly string[]): Proposal[] {
  const paths =
    named.length > 0 ? findDescriptions(named).map(({ description }) => description) : search('', 0);
  const names = new Set<string>();
  return paths.map((description) => {
    const wanted = nameAfter(description);
    let name = wanted;
    for (let count = 2; names.has(name); count += 1) name = `${wanted}-${count}`;
    names.add(name);
    return { description, name };
  });
}

/** Why there is nothing to do, and a description that could have been meant, for people. */
export function explainNothing(positionals: readonly string[]): {
  readonly message: string;
  readonly help: string;
} {
  const folders = positionals.length === 0 ? [''] : positionals.map((folder) => join(folder));
  const [found] = folders.flatMap((folder) => search(folder === '.' ? '' : folder, 0));
  return {
    message:
      positionals.length === 0
        ? 'No description was named, and there is neither a rowsweep.config file nor one in the folders of specs/.'
        : `No openapi.yaml or openapi.json was found in ${positionals.join(', ')}, nor in the folders of it.`,
    help:
      found === undefined
        ? 'Name the file of an OpenAPI 3.0 or 3.1 description.'
        : `Name the description, such as ${found}, or let \`rowsweep init\` write a configuration.`,
  };
}

/** `petstore.yaml` is called after itself, `specs/acme/openapi.yaml` after its folder. */
function nameAfter(path: string): string {
  const own = parse(path).name.replace(/\.(openapi|swagger)$/i, '');
  const isGeneric = /^(openapi|swagger|api|spec|index|description)$/i.test(own);
  const folder = basename(dirname(path));
  const text = isGeneric && !/^\.*$/.test(folder) ? folder : own;
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'api'
  );
}

function search(folder: string, depth: number): string[] {
  const here = folder === '' ? '.' : folder;
  // A client that was generated holds its description; that is no description to generate from.
  if (existsSync(join(here, manifestPath))) return [];
  const entries = readEntries(here).sort((left, right) => (left.name < right.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (entry.name.startsWith('.') || skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return depth < maxDepth ? search(path, depth + 1) : [];
    return entry.isFile() && /\.(ya?ml|json)$/i.test(entry.name) && isDescription(path) ? [path] : [];
  });
}

/** Nothing where the folder cannot be read: what lies in it could not be read either. */
function readEntries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Whether the head of the file says that it is OpenAPI 3, be it YAML or JSON. */
function isDescription(path: string): boolean {
  return /(^|[{,]\s*|\n)["']?openapi["']?[ \t]*:[ \t]*["']?3\./.test(readHead(path));
}

function readHead(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(headBytes);
      return buffer.toString('utf8', 0, readSync(file, buffer, 0, headBytes, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}
