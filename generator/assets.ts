/**
 * The files that the generator reads beside its own code. In the published package they lie in `dist/`, where
 * `scripts/copy-assets.mjs` puts them; when the sources run as they are, in their folders of the repository.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { JsonObject } from './load/document.js';

const built = import.meta.url.endsWith('/dist/assets.js');
const templatesFolder = new URL(built ? './templates/' : '../templates/', import.meta.url);
const schemaFile = new URL(
  built ? './extension.schema.json' : '../specs/extension.schema.json',
  import.meta.url,
);
const packageFile = new URL(built ? '../package.json' : './package.json', import.meta.url);

/** Every Handlebars template by its name without `.hbs`. */
export function readTemplates(): Record<string, string> {
  const names = readdirSync(templatesFolder).filter((name) => name.endsWith('.hbs'));
  return Object.fromEntries(
    names
      .sort()
      .map((name) => [name.slice(0, -'.hbs'.length), readFileSync(new URL(name, templatesFolder), 'utf8')]),
  );
}

let extensionSchema: JsonObject | null = null;

/** The JSON Schema of the x-rowsweep-* vocabulary: always the same object, so that it is compiled once. */
export function readExtensionSchema(): JsonObject {
  extensionSchema ??= JSON.parse(readFileSync(schemaFile, 'utf8')) as JsonObject;
  return extensionSchema;
}

/** The generator's own version. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  return version;
}
