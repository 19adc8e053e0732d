/** Bytes as text. `isWhole` is false where they stop being UTF-8; `text` is then what stands before that. */
export interface DecodedText {
  readonly text: string;
  readonly isWhole: boolean;
}

/**
 * Strict UTF-8 from pieces that are cut anywhere. The platform's decoder says that something is wrong, not where; and it
 * is much faster on whole texts than on a stream. So the bytes of a character that is cut in two wait here.
 */
export class Utf8Decoder {
  readonly #strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #rest: Uint8Array = new Uint8Array();

  /** Bytes of a character that is not complete. */
  get isWaiting(): boolean {
    return this.#rest.length > 0;
  }

  decode(bytes: Uint8Array): DecodedText {
    const all = this.#rest.length === 0 ? bytes : join(this.#rest, bytes);
    const complete = completeLength(all, all.length);
    // A copy: whoever gave the bytes may use their memory again.
    this.#rest = all.slice(complete);
    const text = this.#tryDecode(all, complete);
    return text === undefined ? { text: this.#decodeStart(all), isWhole: false } : { text, isWhole: true };
  }

  /** The longest text that the bytes begin with: what is wrong in a start is wrong in every longer one. */
  #decodeStart(bytes: Uint8Array): string {
    let text = '';
    let [good, bad] = [0, bytes.length];
    while (bad - good > 1) {
      const middle = (good + bad) >>> 1;
      const start = this.#tryDecode(bytes, completeLength(bytes, middle));
      if (start === undefined) bad = middle;
      else [good, text] = [middle, start];
    }
    return text;
  }

  #tryDecode(bytes: Uint8Array, length: number): string | undefined {
    try {
      return this.#strict.decode(bytes.subarray(0, length));
    } catch {
      return undefined;
    }
  }
}

/** How many of the first `length` bytes are complete characters, if they are characters at all. */
function completeLength(bytes: Uint8Array, length: number): number {
  for (let back = 1; back <= 3 && back <= length; back += 1) {
    const byte = bytes[length - back] ?? 0;
    const isContinuation = (byte & 0xc0) === 0x80;
    if (isContinuation) continue;
    const wants = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return wants > back ? length - back : length;
  }
  return length;
}

function join(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
