/** The places of one character in a text. Each is looked for once, by the platform's own search. */
export class Mark {
  private readonly character: string;
  private text = '';
  private next = -1;

  constructor(character: string) {
    this.character = character;
  }

  /** Goes to another text. */
  open(text: string): void {
    this.text = text;
    this.next = -1;
  }

  /** The first place that is not before `at`; the length of the text when there is none. Ask from left to right. */
  from(at: number): number {
    if (this.next < at) {
      const found = this.text.indexOf(this.character, at);
      this.next = found === -1 ? this.text.length : found;
    }
    return this.next;
  }
}
