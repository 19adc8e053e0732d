import type { Diagnostics, Place } from '../diagnostics.js';
import type { ReferenceSite } from './examination.js';
import type { FoundFile } from './files.js';
import { extendPointer, printPointer } from './pointer.js';
import type { Source } from './source.js';

/** Says what is wrong with references to other files: once for each missing file, once for all on the network. */
export class ReferenceReports {
  readonly #diagnostics: Diagnostics;
  /** First site and count, by what is missing. */
  readonly #missing = new Map<string, { readonly place: Place; readonly message: string; count: number }>();
  #network: { readonly place: Place; readonly reference: string; count: number } | null = null;

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
  }

  /** A reference whose file was not found. */
  note(site: ReferenceSite, from: Source, found: Exclude<FoundFile, { kind: 'file' | 'unreadable' }>): void {
    const { reference } = site;
    if (found.kind === 'network') {
      this.#network ??= { place: placeOf(site, from), reference, count: 0 };
      this.#network.count += 1;
      return;
    }
    const known = this.#missing.get(found.file);
    if (known !== undefined) {
      known.count += 1;
      return;
    }
    const message = `${JSON.stringify(reference)} leads to ${found.file}; ${found.message}.`;
    this.#missing.set(found.file, { place: placeOf(site, from), message, count: 1 });
  }

  /** A reference whose file is there, but has nothing at that place. */
  noteNowhere(site: ReferenceSite, from: Source, into: Source): void {
    const where = into === from ? 'in this file' : `in ${into.file}`;
    const message = `${JSON.stringify(site.reference)} leads nowhere ${where}.`;
    this.#diagnostics.report('reference-broken', placeOf(site, from), message);
  }

  /** A reference that leads back to itself. */
  reportLoop(site: ReferenceSite, from: Source): void {
    const message = `${JSON.stringify(site.reference)} leads from one reference to the next and never to a value.`;
    this.#diagnostics.report('reference-loop', placeOf(site, from), message);
  }

  /** Reports what was noted. */
  finish(): void {
    for (const { place, message, count } of this.#missing.values()) {
      this.#diagnostics.report('reference-broken', place, message + printOthers(count), 'Correct the path.');
    }
    if (this.#network === null) return;
    const { place, reference, count } = this.#network;
    this.#diagnostics.report(
      'reference-external',
      place,
      `${JSON.stringify(reference)} leads to the network, and only files are read.${printOthers(count)}`,
      'Save what it leads to beside the description and refer to the file, or bundle everything into one file first, ' +
        'for example with `npx @redocly/cli bundle`.',
    );
  }
}

function placeOf({ keys, key }: ReferenceSite, from: Source): Place {
  return from.place(extendPointer(printPointer(keys), key));
}

function printOthers(count: number): string {
  if (count === 1) return '';
  return count === 2 ? ' One more reference does the same.' : ` ${count - 1} more references do the same.`;
}
