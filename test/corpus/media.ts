/** Media types that a range such as `image/*` admits. */
import { essenceOf } from './json.js';
import { gatherDemands } from './node.js';
import type { ContentSpot } from './operations.js';
import type { Schemas } from './schemas.js';
import type { Direction } from './translate.js';

/** The type itself, or for a range one that it admits: JSON for what is structured, else bytes. */
export function concreteType(
  { mediaType, schema }: ContentSpot,
  { schemas, direction }: { readonly schemas: Schemas; readonly direction: Direction },
): string {
  const essence = essenceOf(mediaType);
  if (!essence.includes('*')) return essence;
  if (essence.endsWith('+json')) return essence.replace('*', 'sample');
  if (essence.startsWith('image/')) return 'image/png';
  if (essence.startsWith('text/')) return 'text/plain';
  if (!essence.startsWith('*') && !essence.startsWith('application/')) return essence.replace('*', 'sample');
  if (schema === null) return 'application/octet-stream';
  try {
    const { isBytes, types, properties } = gatherDemands(
      schemas,
      schemas.get(schemas.name(schema, direction)),
      () => 0,
    );
    const isStructured = properties.size > 0 || types?.has('object') === true || types?.has('array') === true;
    return isStructured && !isBytes ? 'application/json' : 'application/octet-stream';
  } catch {
    return 'application/octet-stream';
  }
}

/** True for types that are text whatever else they are; a caller gives and gets them as such. */
export function isTextType(essence: string): boolean {
  return /^text\/|xml$|yaml$|csv$|script$|graphql$|sql$|toml$|rtf$|\/x?-?sh$|json-?lines?$|jsonl$|ndjson$|json-seq$/.test(
    essence,
  );
}

/** True for types that only bytes can carry. */
export function isBytesType(essence: string): boolean {
  return /^(image\/(?!svg)|(audio|video|font)\/)|octet-stream$|zip$|pdf$|tar$|protobuf$|msgpack$|cbor$/.test(
    essence,
  );
}
