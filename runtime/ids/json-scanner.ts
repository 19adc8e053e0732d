import { quoteName } from './place.js';

/** A text is not the JSON that is wanted. The message is the rest of a sentence. */
export class JsonFault extends Error {
  override readonly name: string = 'JsonFault';
  readonly column: number;

  constructor(reason: string, column: number) {
    super(reason);
    this.column = column;
  }
}

const TAB = 0x09;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** What a string cannot hold as it is. */
const SPECIAL = /[\\\u0000-\u001f]/;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;

/**
 * Goes through one JSON text after the other (RFC 8259), checks it whole, and gives one string or number of it as it is
 * written: `JSON.parse` would round a number before anyone could look at it. Fields are `private` and not `#private`:
 * this is the inner loop, and V8 is several times slower at the latter once it has optimised without having seen them.
 */
export class JsonScanner {
  private text = '';
  private at = 0;
  /** Of the string that was read last. */
  private hasEscapes = false;
  private isPlain = false;
  private idColumn = 1;

  /** Where the id stands that was found last, from 1. */
  get column(): number {
    return this.idColumn;
  }

  /**
   * The id in a text: the value of the object's key `field`, or for null the text's own value. Undefined for a text of
   * nothing but white space. Throws a `JsonFault`.
   */
  findId(text: string, field: string | null): string | undefined {
    this.text = text;
    this.at = 0;
    this.isPlain = !SPECIAL.test(text);
    if (Number.isNaN(this.skipSpace())) return undefined;
    const id = field === null ? this.readId('the line') : this.findField(field);
    if (!Number.isNaN(this.skipSpace())) throw this.fault('text behind the JSON value');
    return id;
  }

  private findField(field: string): string {
    const start = this.at;
    if (this.code() !== OPEN_OBJECT) throw this.fault('a JSON object is wanted here');
    let id: string | undefined;
    let column = 0;
    if (this.opens(CLOSE_OBJECT)) {
      do {
        const keyAt = this.at;
        if (!this.readKey(field)) this.skipValue();
        else if (id === undefined) {
          id = this.readId('the value');
          column = this.idColumn;
        } else throw this.fault(`the key ${quoteName(field)} stands in the object twice`, keyAt);
      } while (this.goesOn(CLOSE_OBJECT));
    }
    if (id === undefined) throw this.fault(`the object has no key ${quoteName(field)}`, start);
    this.idColumn = column;
    return id;
  }

  private readId(what: string): string {
    const start = this.at;
    this.idColumn = start + 1;
    const code = this.code();
    if (code === QUOTE) {
      this.readString();
      // Nearly no id has escapes, and then it is the text between the quotes.
      if (!this.hasEscapes) return this.text.slice(start + 1, this.at - 1);
      return String(JSON.parse(this.text.slice(start, this.at)));
    }
    if (!isNumberStart(code)) throw this.fault(`${what} is neither a string nor a number`);
    this.readPattern(NUMBER);
    return this.text.slice(start, this.at);
  }

  /** Reads a key and its colon; true when it is this one, however it is escaped. */
  private readKey(wanted: string): boolean {
    const start = this.at;
    if (this.code() !== QUOTE) throw this.fault('a key in quotes is wanted here');
    this.readString();
    const text = this.text;
    const end = this.at;
    if (this.skipSpace() !== COLON) throw this.fault('a colon is wanted here');
    this.at += 1;
    this.skipSpace();
    if (this.hasEscapes) return JSON.parse(text.slice(start, end)) === wanted;
    return end - start === wanted.length + 2 && text.startsWith(wanted, start + 1);
  }

  /** Goes through a value however deep it is: what is open is kept in a list, and not on the stack of calls. */
  private skipValue(): void {
    const closers: number[] = [];
    for (;;) {
      if (this.entersValue(closers)) continue;
      let closer = closers.at(-1);
      while (closer !== undefined && !this.goesOn(closer)) {
        closers.pop();
        closer = closers.at(-1);
      }
      if (closer === undefined) return;
      if (closer === CLOSE_OBJECT) this.readKey('');
    }
  }

  /** True: a list or an object that is not empty is open now. False: a whole value was read. */
  private entersValue(closers: number[]): boolean {
    const code = this.code();
    if (code !== OPEN_LIST && code !== OPEN_OBJECT) {
      if (code === QUOTE) this.readString();
      else this.readPattern(isNumberStart(code) ? NUMBER : WORD);
      return false;
    }
    const closer = code === OPEN_LIST ? CLOSE_LIST : CLOSE_OBJECT;
    if (!this.opens(closer)) return false;
    closers.push(closer);
    if (code === OPEN_OBJECT) this.readKey('');
    return true;
  }

  /** Goes into a list or an object; false when it is empty, and then behind it. */
  private opens(closer: number): boolean {
    this.at += 1;
    if (this.skipSpace() !== closer) return true;
    this.at += 1;
    return false;
  }

  /** Goes behind the comma after a value: true; or behind what closes the list or object: false. */
  private goesOn(closer: number): boolean {
    const code = this.skipSpace();
    if (code !== COMMA && code !== closer) {
      throw this.fault(`a comma or ${closer === CLOSE_LIST ? ']' : '}'} is wanted here`);
    }
    this.at += 1;
    if (code === COMMA) this.skipSpace();
    return code === COMMA;
  }

  private readString(): void {
    const text = this.text;
    this.hasEscapes = false;
    if (this.isPlain) {
      const end = text.indexOf('"', this.at + 1);
      if (end === -1) throw this.fault('a string that is not closed', text.length);
      this.at = end + 1;
      return;
    }
    let at = this.at + 1;
    for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(at)) {
      if (code === BACKSLASH) {
        this.at = at;
        this.readPattern(ESCAPE);
        this.hasEscapes = true;
        at = this.at;
      } else if (code >= SPACE) at += 1;
      else if (at >= text.length) throw this.fault('a string that is not closed', at);
      else throw this.fault('a control character in a string', at);
    }
    this.at = at + 1;
  }

  private readPattern(pattern: RegExp): void {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) throw this.fault('this is not JSON');
    this.at = pattern.lastIndex;
  }

  /** Goes to what is no white space, and gives its code; NaN at the end. */
  private skipSpace(): number {
    let code = this.code();
    while (code === SPACE || code === TAB) {
      this.at += 1;
      code = this.code();
    }
    return code;
  }

  private code(): number {
    return this.text.charCodeAt(this.at);
  }

  private fault(reason: string, at: number = this.at): JsonFault {
    return new JsonFault(reason, at + 1);
  }
}

function isNumberStart(code: number): boolean {
  return code === MINUS || (code >= DIGIT_0 && code <= DIGIT_9);
}
