import { IdCollector } from './collector.js';
import type { ReadSettings } from './options.js';
import { inputError, type Place } from './place.js';
import type { IdParser } from './reader.js';

/** Cuts text that comes in pieces into lines, and counts them. LF, CRLF and CR end a line. */
export class LineSplitter {
  readonly #maxLength: number;
  #rest = '';
  /** The number of the line that `#rest` begins. */
  #line = 1;
  #endedWithReturn = false;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** Where the text ends that was taken so far. */
  get place(): Place {
    return { line: this.#line, column: this.#rest.length + 1 };
  }

  /** Gives each line that is complete now, and its number. Throws `INPUT` for one that is too long. */
  split(text: string, give: (line: string, number: number) => void): void {
    const lines = this.#normalise(text).split('\n');
    lines[0] = this.#rest + (lines[0] ?? '');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      this.#checkLength(line);
      give(line, this.#line);
      this.#line += 1;
    }
    this.#checkLength(this.#rest);
  }

  /** Gives the last line, where it has no line break. */
  end(give: (line: string, number: number) => void): void {
    if (this.#rest !== '') give(this.#rest, this.#line);
  }

  /** With LF for every line break. The two halves of a CRLF may come in two pieces. */
  #normalise(text: string): string {
    const whole = this.#endedWithReturn && text.startsWith('\n') ? text.slice(1) : text;
    if (text !== '') this.#endedWithReturn = text.endsWith('\r');
    return whole.includes('\r') ? whole.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : whole;
  }

  #checkLength(line: string): void {
    if (line.length <= this.#maxLength) return;
    const place = { line: this.#line, column: this.#maxLength + 1 };
    throw inputError(place, `the line is longer than ${this.#maxLength} characters (\`maxLength\`)`);
  }
}

/** One id a line. */
export class LineParser implements IdParser {
  readonly #splitter: LineSplitter;
  readonly ids: IdCollector;

  constructor(settings: ReadSettings) {
    this.#splitter = new LineSplitter(settings.maxLength);
    this.ids = new IdCollector(settings);
  }

  get place(): Place {
    return this.#splitter.place;
  }

  push(text: string): void {
    this.#splitter.split(text, this.#give);
  }

  end(): void {
    this.#splitter.end(this.#give);
  }

  readonly #give = (line: string, number: number): void => {
    this.ids.add(line, number, 1);
  };
}
