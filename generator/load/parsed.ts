import type { JsonValue } from './document.js';
import type { Position } from './lines.js';

/** A value, and where in the file each part of it stands. */
export interface Parsed {
  readonly value: JsonValue;
  /** Where a key or an element stands; for a pointer that leads nowhere, the nearest container. */
  readonly find: (pointer: string) => Found;
  /** What an offset that was found means; null: it counts characters of the text. */
  readonly positionOf: ((offset: number) => Position) | null;
}

/** What a pointer was found to lead to: `pointer` is as much of it as leads somewhere. */
export interface Found {
  readonly offset: number;
  readonly pointer: string;
}
