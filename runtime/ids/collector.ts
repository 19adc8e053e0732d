import { isBlank } from '../refusal.js';
import type { ReadSettings } from './options.js';
import { inputError } from './place.js';

const INVISIBLE = /[\s\p{Cc}\p{Cf}]/u;
/** Ids that are this much shorter than the text around them are copied out of it. */
const MUCH = 4;

/** Takes the ids that a parser finds, checks them, and hands them on in batches. */
export class IdCollector {
  readonly #settings: ReadSettings;
  #ids: string[] = [];
  #length = 0;

  constructor(settings: ReadSettings) {
    this.#settings = settings;
  }

  /** Line and column are those of the id's first character. Throws `INPUT`. */
  add(id: string, line: number, column: number): void {
    const first = id.charCodeAt(0);
    const last = id.charCodeAt(id.length - 1);
    // Nearly every id begins and ends with a visible character of ASCII. Of an empty one, both are NaN.
    const isPlain = first > 0x20 && first < 0x7f && last > 0x20 && last < 0x7f;
    const checked = isPlain ? id : this.#check(id, line, column);
    if (checked === undefined) return;
    this.#ids.push(checked);
    this.#length += checked.length;
  }

  /** The ids since the last time, found in so many characters of text. */
  take(textLength: number): readonly string[] {
    const [ids, length] = [this.#ids, this.#length];
    this.#ids = [];
    this.#length = 0;
    return textLength > MUCH * length ? copyOut(ids) : ids;
  }

  /** Undefined: it is passed over. */
  #check(id: string, line: number, column: number): string | undefined {
    const { skipBlank, spaces } = this.#settings;
    if (isBlank(id)) {
      if (skipBlank) return undefined;
      throw inputError({ line, column }, 'the id is blank');
    }
    const trimmed = trimInvisible(id);
    if (trimmed.length === id.length || spaces === 'keep') return id;
    if (spaces === 'trim') return trimmed;
    const side = id.startsWith(trimmed) ? 'ends' : 'begins';
    const hint = id.includes('\0') ? '; the source may be UTF-16, where UTF-8 is wanted' : '';
    throw inputError(
      { line, column },
      `the id ${side} with white space or another invisible character${hint}`,
    );
  }
}

/** Character by character: an expression for the end of a long text would start anew at each of its spaces. */
function trimInvisible(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && INVISIBLE.test(text.charAt(start))) start += 1;
  while (end > start && INVISIBLE.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** A part of a string keeps the whole of it in memory. Parts of a string that is only ids keep no more than ids. */
function copyOut(ids: readonly string[]): readonly string[] {
  const all = ids.join('');
  let start = 0;
  return ids.map((id) => all.slice(start, (start += id.length)));
}
