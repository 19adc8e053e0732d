/** Reads a description for counting and repeating; no tool sees what comes of it but as a file. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { JsonMap } from './growth.js';

/** A description's content, JSON or YAML by the file's name. */
export function readDocument(file: string): JsonMap {
  const text = readFileSync(file, 'utf8');
  return (file.endsWith('.json') ? JSON.parse(text) : parse(text)) as JsonMap;
}
