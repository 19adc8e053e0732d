import { isStream } from '../media.js';
import type { PartOf } from '../part.js';

/** Gives an answer that is neither JSON nor text as the `Uint8Array` that it is. */
export const binaryAnswer: PartOf<'binaryAnswer'> = {
  name: 'binaryAnswer',
  reads: (essence) => !isStream(essence),
  read: (bytes) => bytes,
};
