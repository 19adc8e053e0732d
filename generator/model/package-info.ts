import type { PackageExtension } from './extension-types.js';
import { asObject, childOf, textOf, type Source } from './source.js';
import type { PackageInfo } from './types.js';
import { toKebabCase } from './words.js';

/** What a package is called, before its identifiers are decided. */
export type PackageFacts = Pick<PackageInfo, 'npmName' | 'name' | 'title' | 'version' | 'homepage'>;

/** As the extension says; else named after `info.title` or the folder of the file, at version 0.1.0. */
export function readPackage(source: Source, extension: PackageExtension | null): PackageFacts {
  const info = asObject(childOf(source.root, 'info'))?.value ?? {};
  const docs = asObject(childOf(source.root, 'externalDocs'))?.value ?? {};
  const folder = source.file.split(/[\\/]/).at(-2) ?? '';
  const fromTitle = toKebabCase(textOf(info, 'title') ?? '');
  const name = extension?.name ?? (fromTitle || toKebabCase(folder) || 'api');
  return {
    npmName: `${extension?.scope ?? '@rowsweep'}/${name}`,
    name,
    title: extension?.title ?? textOf(info, 'title') ?? name,
    version: extension?.version ?? '0.1.0',
    homepage: extension?.homepage ?? textOf(docs, 'url'),
  };
}
