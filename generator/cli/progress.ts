import { escapeText } from './print.js';
import type { Terminal } from './terminal.js';

/** One line on a terminal that says what is being done, rewritten in place. Where nobody watches: nothing. */
export class Progress {
  /** The terminal; whatever is written to it takes the place of the line. */
  readonly terminal: Terminal;
  readonly #inner: Terminal;
  #shown = false;

  constructor(terminal: Terminal) {
    this.#inner = terminal;
    this.terminal = {
      ...terminal,
      out: (text) => {
        this.clear();
        terminal.out(text);
      },
      err: (text) => {
        this.clear();
        terminal.err(text);
      },
    };
  }

  /** Shows the text, as far as it fits on one line. */
  show(text: string): void {
    const { columns = null } = this.#inner;
    if (columns === null) return;
    const line = Array.from(escapeText(text))
      .slice(0, Math.max(columns - 1, 0))
      .join('');
    this.#inner.err(`\r\u001b[2K${line}`);
    this.#shown = true;
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#shown) this.#inner.err('\r\u001b[2K');
    this.#shown = false;
  }
}
