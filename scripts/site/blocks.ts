/** The Markdown that this repository writes, as blocks. */

/** One block of a document. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph' | 'quote'; readonly text: string }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'rule' };

const ITEM = /^( *)([-*+]|\d{1,9}[.)]) (.*)$/;

/** Every line of the text ends up in a block; what has no mark of its own is a paragraph. */
export function readBlocks(text: string): Block[] {
  return new BlockReader(text.replace(/\r\n?/g, '\n').split('\n')).read();
}

class BlockReader {
  readonly #lines: readonly string[];
  #at = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  read(): Block[] {
    const blocks: Block[] = [];
    while (this.#at < this.#lines.length) {
      if (this.#line().trim() === '') this.#at += 1;
      else blocks.push(this.#next());
    }
    return blocks;
  }

  #line(offset = 0): string {
    return this.#lines[this.#at + offset] ?? '';
  }

  #next(): Block {
    const line = this.#line();
    const fence = /^(`{3,}|~{3,})\s*([\w-]*)/.exec(line);
    if (fence !== null) return this.#code(fence[1] ?? '```', fence[2] ?? '');
    const heading = /^(#{1,6}) +(.*?)(?: +#+)?$/.exec(line);
    if (heading !== null) {
      this.#at += 1;
      return { kind: 'heading', level: (heading[1] ?? '#').length, text: heading[2] ?? '' };
    }
    if (/^ {0,3}(?:-{3,}|\*{3,}|_{3,})$/.test(line)) {
      this.#at += 1;
      return { kind: 'rule' };
    }
    if (line.startsWith('|') && /^\|[\s:|-]+$/.test(this.#line(1))) return this.#table();
    if (ITEM.test(line)) return this.#list();
    if (line.startsWith('>'))
      return { kind: 'quote', text: this.#take((each) => each.startsWith('>')).replace(/^> ?/gm, '') };
    return { kind: 'paragraph', text: this.#take((each, isFirst) => isFirst || !this.#begins(each)) };
  }

  /** Whether a line begins a block although no empty line stands before it. */
  #begins(line: string): boolean {
    return /^(?:#{1,6} |`{3,}|~{3,}|>)/.test(line) || ITEM.test(line);
  }

  #take(belongs: (line: string, isFirst: boolean) => boolean): string {
    const taken: string[] = [];
    while (
      this.#at < this.#lines.length &&
      this.#line().trim() !== '' &&
      belongs(this.#line(), taken.length === 0)
    ) {
      taken.push(this.#line().trim());
      this.#at += 1;
    }
    return taken.join('\n');
  }

  #code(fence: string, language: string): Block {
    const taken: string[] = [];
    for (this.#at += 1; this.#at < this.#lines.length && !this.#line().startsWith(fence); this.#at += 1) {
      taken.push(this.#line());
    }
    this.#at += 1;
    return { kind: 'code', language, text: taken.join('\n') };
  }

  #table(): Block {
    const lines = this.#take((line) => line.startsWith('|')).split('\n');
    const [head = [], , ...rows] = lines.map(splitRow);
    return { kind: 'table', head, rows };
  }

  #list(): Block {
    const first = ITEM.exec(this.#line());
    const indent = (first?.[1] ?? '').length;
    const ordered = /^\d/.test(first?.[2] ?? '-');
    const items: Block[][] = [];
    while (this.#at < this.#lines.length) {
      const item = ITEM.exec(this.#line());
      if (item === null || (item[1] ?? '').length !== indent || /^\d/.test(item[2] ?? '-') !== ordered) break;
      const width = indent + (item[2] ?? '-').length + 1;
      const own = [item[3] ?? ''];
      for (this.#at += 1; this.#at < this.#lines.length; this.#at += 1) {
        const line = this.#line();
        const isInside =
          line.trim() === ''
            ? this.#line(1).startsWith(' '.repeat(width))
            : line.startsWith(' '.repeat(width));
        if (!isInside) break;
        own.push(line.slice(width));
      }
      items.push(new BlockReader(own).read());
      if (this.#line().trim() === '' && ITEM.exec(this.#line(1))?.[1]?.length === indent) this.#at += 1;
    }
    return { kind: 'list', ordered, items };
  }
}

function splitRow(line: string): string[] {
  const cells = line
    .replace(/^\|/, '')
    .replace(/\|\s*$/, '')
    .split(/(?<!\\)\|/);
  return cells.map((cell) => cell.trim());
}
