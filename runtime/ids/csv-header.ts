import type { CsvSettings } from './options.js';
import { inputError, quoteName, type Place } from './place.js';

/** More columns than these are not listed in a message. */
const MOST_LISTED = 30;

/** The first row of a table: which column is wanted, and how many there are. */
export class CsvHeader {
  readonly #settings: CsvSettings;
  #names: string[] = [];
  #length = 0;
  #columns: number | undefined;
  #wanted = -1;

  constructor(settings: CsvSettings) {
    this.#settings = settings;
  }

  /** Undefined until the row is complete. */
  get columns(): number | undefined {
    return this.#columns;
  }

  /** Position of the wanted column; -1 until the row is complete. */
  get wanted(): number {
    return this.#wanted;
  }

  /** Whether the field at this position is wanted; of the header, every one is. */
  keeps(position: number): boolean {
    return this.#columns === undefined || position === this.#wanted;
  }

  /** Throws `INPUT` for a name that is there already: nobody could say which of the two is meant. */
  add(name: string, place: Place): void {
    const { maxLength } = this.#settings;
    this.#length += name.length + 1;
    if (this.#length > maxLength + 1) {
      throw inputError(place, `the header row is longer than ${maxLength} characters (\`maxLength\`)`);
    }
    this.#names.push(name);
  }

  /** Passes over a blank line before the header. */
  restart(): void {
    this.#names = [];
    this.#length = 0;
  }

  /** The row has ended. Throws `INPUT` when the wanted column is not in it, or two have one name. */
  complete(line: number): void {
    const names = this.#names;
    const seen = new Set<string>();
    const repeated = names.find((name) => seen.size === seen.add(name).size);
    if (repeated !== undefined) {
      throw inputError({ line, column: 1 }, `the header names the column ${quoteName(repeated)} twice`);
    }
    const { column, delimiter } = this.#settings;
    this.#wanted = names.indexOf(column);
    if (this.#wanted === -1) {
      const more = names.length > MOST_LISTED ? `, and ${names.length - MOST_LISTED} more` : '';
      throw inputError(
        { line, column: 1 },
        `the header has no column ${quoteName(column)}; with the delimiter ${JSON.stringify(delimiter)} its columns are ` +
          `${names.slice(0, MOST_LISTED).map(quoteName).join(', ')}${more}`,
      );
    }
    this.#columns = names.length;
    this.#names = [];
  }

  /** Throws `INPUT` when the source has ended without a header. */
  checkComplete(place: Place): void {
    if (this.#columns === undefined) throw inputError(place, 'the table has no header row');
  }
}
