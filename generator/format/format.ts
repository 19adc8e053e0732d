import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OutputFile } from '../output-file.js';

type Prettier = typeof import('prettier');

/** Where the files will stand, which says how they are to look. */
export interface FormatOptions {
  readonly directory: string;
}

/**
 * Gives the `.ts` files the style of the place where they go: prettier's configuration and ignore file as prettier
 * itself finds them from the folder. The prettier that is installed there is used, with its plugins; where there is none,
 * ours. All other files stay as they are.
 *
 * @throws Error when the configuration cannot be read, or a file cannot be formatted with it.
 */
export async function format(
  files: readonly OutputFile[],
  { directory }: FormatOptions,
): Promise<OutputFile[]> {
  const prettier = await loadPrettier(directory);
  const formatted: OutputFile[] = [];
  // One after the other: the trees of one file can take half a gigabyte.
  for (const file of files) {
    formatted.push(file.path.endsWith('.ts') ? await formatFile(prettier, file, directory) : file);
  }
  return formatted;
}

async function formatFile(prettier: Prettier, file: OutputFile, directory: string): Promise<OutputFile> {
  const filepath = resolve(directory, file.path);
  const ignorePath = resolve('.prettierignore');
  const { ignored } = await prettier.getFileInfo(filepath, { ignorePath, resolveConfig: false });
  if (ignored) return file;
  const options = await prettier.resolveConfig(filepath, { editorconfig: true });
  try {
    return { path: file.path, text: await prettier.format(file.text, { ...options, filepath }) };
  } catch (error) {
    throw new Error(`prettier cannot format ${file.path} with the configuration of ${directory}.`, {
      cause: error,
    });
  }
}

async function loadPrettier(directory: string): Promise<Prettier> {
  const theirs = createRequire(join(resolve(directory), 'package.json'));
  try {
    const loaded = (await import(pathToFileURL(theirs.resolve('prettier')).href)) as {
      readonly default: Prettier;
    };
    return loaded.default;
  } catch {
    return import('prettier');
  }
}
