import { crc32 } from 'node:zlib';
import type { JournalRecord } from '../bulk/journal/journal-types.js';

/** `["`, eight digits, `",`. */
const BEFORE = 12;
/** `]`. */
const AFTER = 1;

/** One record as one line of JSON, without its end: a pair of the CRC-32 of the record's text, and the record. */
export function writeLine(record: JournalRecord): string {
  const text = JSON.stringify(record);
  return `["${checksum(text)}",${text}]`;
}

/** The record; undefined when the line is not what `writeLine` wrote. */
export function readLine(line: string): JournalRecord | undefined {
  const text = line.slice(BEFORE, -AFTER);
  if (line !== `["${checksum(text)}",${text}]`) return undefined;
  try {
    return JSON.parse(text) as JournalRecord;
  } catch {
    return undefined;
  }
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
