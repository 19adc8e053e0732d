import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { LoadInput } from '../load/load.js';

const extensions = ['yaml', 'yml', 'json'];

/**
 * The descriptions that a command line names, each with the overlay beside it. A folder stands for the `openapi.yaml`
 * in it, or else for those of the folders in it; no argument stands for the folder `specs`. Names that lead nowhere
 * are kept, so that reading them reports the problem.
 */
export function findDescriptions(positionals: readonly string[]): LoadInput[] {
  const named = positionals.length > 0 ? positionals : ['specs'].filter((folder) => existsSync(folder));
  return named.flatMap((path) => {
    if (!isFolder(path)) return [withOverlay(path)];
    const own = findFile(path, 'openapi');
    if (own !== null) return [withOverlay(own)];
    const inner = readdirSync(path).sort();
    return inner.flatMap((name) => {
      const found = findFile(join(path, name), 'openapi');
      return found === null ? [] : [withOverlay(found)];
    });
  });
}

function withOverlay(description: string): LoadInput {
  return { description, overlay: findOverlay(description) };
}

/** The overlay beside a description: `petstore.overlay.yaml` for `petstore.yaml`, else `overlay.yaml`; null for none. */
export function findOverlay(description: string): string | null {
  const { dir, name } = parse(description);
  return findFile(dir, `${name}.overlay`) ?? findFile(dir, 'overlay');
}

function findFile(folder: string, name: string): string | null {
  return (
    extensions.map((extension) => join(folder, `${name}.${extension}`)).find((file) => existsSync(file)) ??
    null
  );
}

/** False where the system does not tell, as for links in a circle: reading will say why. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
