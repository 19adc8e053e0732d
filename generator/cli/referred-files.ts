import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The value of a `$ref` in YAML or JSON, up to its fragment. */
const reference = /\$ref["']?[ \t]*:[ \t]*(?:"([^"#\n]+)|'([^'#\n]+)|([^\s"'#,}]+))/g;

/**
 * The files, and every file that they refer to, directly or not. Looks at the text alone, so that it also answers for
 * descriptions that cannot be read to their end; what it finds too much is only watched in vain.
 *
 * @param files absolute paths
 */
export function findReferredFiles(files: readonly string[]): string[] {
  const found = new Set(files);
  // The set grows while it is walked.
  for (const file of found) {
    for (const target of readReferences(file)) found.add(target);
  }
  return [...found];
}

function readReferences(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return [...text.matchAll(reference)].flatMap(([, double, single, plain]) => {
    const target = double ?? single ?? plain ?? '';
    if (target.startsWith('file:')) return readFileUrl(target);
    return target === '' || /^[a-z][a-z0-9+.-]+:/i.test(target)
      ? []
      : [resolve(dirname(file), decode(target))];
  });
}

function readFileUrl(text: string): string[] {
  try {
    return [fileURLToPath(text)];
  } catch {
    return [];
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
