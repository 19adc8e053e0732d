import type { Api, NamedSchema } from '../model/types.js';

/** Where headings of one document are linked to: as GitHub makes anchors of them, the second of a kind with a number. */
export class Anchors {
  readonly #taken = new Map<string, number>();

  /** The anchor of the next heading; call it once a heading, in the order of the document. */
  take(heading: string): string {
    const anchor = anchorOf(heading);
    const before = this.#taken.get(anchor) ?? 0;
    this.#taken.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  }
}

function anchorOf(heading: string): string {
  if (/^[\w-]+$/.test(heading)) return heading.toLowerCase();
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** The heading that a type has in the reference, as it reads without its marks. */
export function typeHeading({ name }: Pick<NamedSchema, 'name'>): string {
  return `Type ${name}`;
}

/** The anchor of every type, by its name. No other heading of ours begins as theirs do. */
export function typeAnchors({ schemas }: Pick<Api, 'schemas'>): ReadonlyMap<string, string> {
  const anchors = new Anchors();
  return new Map(schemas.map((schema) => [schema.name, anchors.take(typeHeading(schema))]));
}
