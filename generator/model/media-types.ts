/** Which of several media types a client uses. */
import type { ObjectSpot, Source, Spot } from './source.js';
import { asObject, childOf } from './source.js';

/** One media type of a body or a response. */
export interface Content {
  /** As the description writes it. */
  readonly mediaType: string;
  /** Null: no schema, so anything. */
  readonly schema: Spot | null;
}

/** The JSON of a body or a response, else the first media type; null when there is none. */
export function chooseContent(source: Source, owner: ObjectSpot): Content | null {
  const members = source.members(owner, 'content');
  const rank = (mediaType: string): number => {
    const essence = (mediaType.split(';')[0] ?? '').trim().toLowerCase();
    return essence === 'application/json' ? 0 : essence.endsWith('+json') ? 1 : 2;
  };
  const [best] = members.toSorted(([left], [right]) => rank(left) - rank(right));
  if (best === undefined) return null;
  const [mediaType, spot] = best;
  const media = asObject(spot);
  return { mediaType, schema: media === null ? null : childOf(media, 'schema') };
}

/** All media types, in the description's order. */
export function listMediaTypes(source: Source, owner: ObjectSpot): readonly string[] {
  return source.members(owner, 'content').map(([mediaType]) => mediaType);
}
