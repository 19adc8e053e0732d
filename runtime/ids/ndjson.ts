import { IdCollector } from './collector.js';
import { JsonFault, JsonScanner } from './json-scanner.js';
import { LineSplitter } from './lines.js';
import type { NdjsonSettings } from './options.js';
import { inputError, type Place } from './place.js';
import type { IdParser } from './reader.js';

/** The id in the JSON text on each line. */
export class NdjsonParser implements IdParser {
  readonly ids: IdCollector;
  readonly #splitter: LineSplitter;
  readonly #scanner = new JsonScanner();
  readonly #skipBlank: boolean;
  readonly #field: string | null;

  constructor(settings: NdjsonSettings) {
    this.ids = new IdCollector(settings);
    this.#splitter = new LineSplitter(settings.maxLength);
    this.#skipBlank = settings.skipBlank;
    this.#field = settings.field;
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
    try {
      const found = this.#scanner.findId(line, this.#field);
      if (found !== undefined) this.ids.add(found, number, this.#scanner.column);
      else if (!this.#skipBlank) throw inputError({ line: number, column: 1 }, 'the line is blank');
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      throw inputError({ line: number, column: error.column }, error.message);
    }
  };
}
