import { IdCollector } from './collector.js';
import { CsvHeader } from './csv-header.js';
import type { CsvSettings } from './options.js';
import { inputError, type Place } from './place.js';
import { Mark } from './mark.js';
import type { IdParser } from './reader.js';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** Where the parser stands: before a field, in one without quotes, in one with, or behind the quote that may close it. */
const BEFORE = 0;
const PLAIN = 1;
const QUOTED = 2;
const CLOSING = 3;

/**
 * One column of a table. It goes through the text once, from one character that means something to the next, and stops
 * anywhere; of a row it keeps the wanted field and no other. Fields are `private` and not `#private`: in this loop V8 is
 * several times slower at the latter once it has optimised for rows of one kind and meets another.
 */
export class CsvParser implements IdParser {
  readonly ids: IdCollector;
  private readonly header: CsvHeader;
  private readonly delimiter: number;
  private readonly delimiters: Mark;
  private readonly quotes = new Mark('"');
  private readonly feeds = new Mark('\n');
  private readonly returns = new Mark('\r');
  private readonly maxLength: number;
  private readonly skipBlank: boolean;
  private state: typeof BEFORE | typeof PLAIN | typeof QUOTED | typeof CLOSING = BEFORE;
  /** Whether the text before the one that is being pushed ended with CR. */
  private endedWithReturn = false;

  private line = 1;
  /** Where the line starts, as an offset in the text that is being pushed; negative when it started in an earlier one. */
  private lineStart = 0;
  private rowLine = 1;
  /** Fields of the row that are complete. */
  private fields = 0;
  /** What is known of the field that is being read, before the text that is being pushed. */
  private field = '';
  private fieldLength = 0;
  private fieldLine = 1;
  private fieldColumn = 1;
  private isFieldKept = true;
  /** The row has one field so far, with nothing in it and no quotes around it. */
  private isRowBlank = false;
  /** The wanted field of the row, and where it stands. */
  private id = '';
  private idLine = 1;
  private idColumn = 1;

  constructor(settings: CsvSettings) {
    this.ids = new IdCollector(settings);
    this.header = new CsvHeader(settings);
    this.delimiter = settings.delimiter.charCodeAt(0);
    this.delimiters = new Mark(settings.delimiter);
    this.maxLength = settings.maxLength;
    this.skipBlank = settings.skipBlank;
  }

  get place(): Place {
    return { line: this.line, column: 1 - this.lineStart };
  }

  push(text: string): void {
    if (text === '') return;
    for (const mark of [this.delimiters, this.quotes, this.feeds, this.returns]) mark.open(text);
    // The two halves of a CRLF that ends a row may come in two pieces.
    const isAtRow = this.state === BEFORE && this.fields === 0;
    let at = isAtRow && this.endedWithReturn && text.charCodeAt(0) === LF ? 1 : 0;
    this.lineStart += at;
    try {
      while (at < text.length) {
        if (this.state === BEFORE) at = this.readPlainRow(text, at) ?? this.begin(text, at);
        else if (this.state === CLOSING) at = this.close(text, at);
        else at = this.state === PLAIN ? this.readPlain(text, at) : this.readQuoted(text, at);
      }
    } finally {
      this.lineStart -= text.length;
      this.endedWithReturn = text.charCodeAt(text.length - 1) === CR;
    }
  }

  end(): void {
    if (this.state === QUOTED)
      throw inputError(this.fieldPlace(), 'the quote that opens here is never closed');
    if (this.state !== BEFORE || this.fields > 0) {
      this.endField();
      this.endRow();
    }
    this.header.checkComplete(this.place);
  }

  /**
   * Most rows have no quotes, and end within the text: of those, only the wanted field is looked at. Gives the offset
   * behind the row; undefined for every other row, which goes the long way.
   */
  private readPlainRow(text: string, start: number): number | undefined {
    const { columns, wanted } = this.header;
    const end = this.feeds.from(start);
    const isPlain = end < text.length && this.quotes.from(start) > end && this.returns.from(start) >= end - 1;
    if (!isPlain || this.fields > 0 || columns === undefined || end - start > this.maxLength)
      return undefined;
    const rowEnd = text.charCodeAt(end - 1) === CR && end > start ? end - 1 : end;
    let [from, to] = [start, rowEnd];
    let at = this.delimiters.from(start);
    let fields = 1;
    for (; at < rowEnd; at = this.delimiters.from(at + 1)) {
      if (fields === wanted) from = at + 1;
      else if (fields === wanted + 1) to = at;
      fields += 1;
    }
    if (rowEnd === start) return undefined;
    if (fields !== columns) this.refuseRow(fields, columns);
    this.ids.add(text.slice(from, to), this.line, from - this.lineStart + 1);
    this.startLine(end + 1);
    this.rowLine = this.line;
    return end + 1;
  }

  private begin(text: string, at: number): number {
    this.fieldLine = this.line;
    this.fieldColumn = at - this.lineStart + 1;
    const isQuoted = text.charCodeAt(at) === QUOTE;
    this.state = isQuoted ? QUOTED : PLAIN;
    return isQuoted ? at + 1 : at;
  }

  private readPlain(text: string, start: number): number {
    const at = Math.min(this.delimiters.from(start), this.lineEnd(start), this.quotes.from(start));
    this.keep(text, start, at);
    if (at === text.length) return at;
    const code = text.charCodeAt(at);
    if (code !== QUOTE) return this.endAt(text, at, code);
    const place = { line: this.line, column: at - this.lineStart + 1 };
    throw inputError(place, 'a quote inside a field that does not begin with one');
  }

  private readQuoted(text: string, start: number): number {
    const end = this.quotes.from(start);
    this.countLines(text, start, end);
    this.keep(text, start, end);
    if (end === text.length) return end;
    this.state = CLOSING;
    return end + 1;
  }

  private close(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      // A doubled quote stands for one: the second belongs to the field.
      this.keep(text, at, at + 1);
      this.state = QUOTED;
      return at + 1;
    }
    if (code === this.delimiter || code === LF || code === CR) return this.endAt(text, at, code);
    const place = { line: this.line, column: at - this.lineStart + 1 };
    throw inputError(place, 'text behind the quote that closes a field');
  }

  /** Ends the field, and the row where a line break does it. Gives the offset behind that. */
  private endAt(text: string, at: number, code: number): number {
    this.endField();
    if (code === this.delimiter) return at + 1;
    this.endRow();
    const next = code === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
    this.startLine(next);
    this.rowLine = this.line;
    return next;
  }

  /** Lines go on within quotes. */
  private countLines(text: string, start: number, end: number): void {
    for (let at = this.lineEnd(start); at < end; at = this.lineEnd(at + 1)) {
      const isFeed = text.charCodeAt(at) === LF;
      const isAfterReturn = at > 0 ? text.charCodeAt(at - 1) === CR : this.endedWithReturn;
      // The LF of a CRLF moves the start of the line that its CR began.
      if (isFeed && isAfterReturn) this.lineStart = at + 1;
      else this.startLine(at + 1);
    }
  }

  private lineEnd(start: number): number {
    return Math.min(this.feeds.from(start), this.returns.from(start));
  }

  private startLine(at: number): void {
    this.line += 1;
    this.lineStart = at;
  }

  private keep(text: string, start: number, end: number): void {
    this.fieldLength += end - start;
    if (this.fieldLength > this.maxLength) {
      const open = this.state === PLAIN ? '' : '; the quote that opens it may never be closed';
      throw inputError(
        this.fieldPlace(),
        `the field that begins here is longer than ${this.maxLength} characters (\`maxLength\`)${open}`,
      );
    }
    if (this.isFieldKept) this.field += text.slice(start, end);
  }

  private endField(): void {
    if (this.isFieldKept) {
      if (this.header.columns === undefined) this.header.add(this.field, this.fieldPlace());
      else {
        this.id = this.field;
        this.idLine = this.fieldLine;
        this.idColumn = this.fieldColumn;
      }
      this.field = '';
    }
    this.isRowBlank = this.fields === 0 && this.fieldLength === 0 && this.state === PLAIN;
    this.fields += 1;
    this.fieldLength = 0;
    this.isFieldKept = this.header.keeps(this.fields);
    this.state = BEFORE;
  }

  private endRow(): void {
    const fields = this.fields;
    const { columns } = this.header;
    this.fields = 0;
    if (fields === columns) this.ids.add(this.id, this.idLine, this.idColumn);
    else if (this.isRowBlank) this.passBlankRow();
    else if (columns === undefined) this.header.complete(this.rowLine);
    else this.refuseRow(fields, columns);
    this.isFieldKept = this.header.keeps(0);
  }

  private passBlankRow(): void {
    if (!this.skipBlank) throw inputError({ line: this.rowLine, column: 1 }, 'the row is blank');
    this.header.restart();
  }

  private refuseRow(fields: number, columns: number): never {
    throw inputError(
      { line: this.rowLine, column: 1 },
      `the row has ${fields} ${fields === 1 ? 'field' : 'fields'}, where the header has ${columns}`,
    );
  }

  private fieldPlace(): Place {
    return { line: this.fieldLine, column: this.fieldColumn };
  }
}
