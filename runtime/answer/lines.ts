import { parseJson } from '../json.js';
import { essenceOf, isStream } from '../media.js';
import type { PartOf } from '../part.js';
import type { OpenAnswer } from './open.js';
import { readLines, violation } from './stream.js';

/**
 * Reads JSON texts as they arrive: one a line, blank lines left out, the last with or without a line feed; or one a
 * record, as RFC 7464 says. What is no JSON throws `PROTOCOL_VIOLATION` with its number, counted from 1.
 */
export const jsonLines: PartOf<'jsonLines'> = {
  name: 'jsonLines',
  reads: (essence) => isStream(essence) && essence !== 'text/event-stream',
  read: readValues,
};

/** What no JSON text can hold as it is: the record separator of RFC 7464, and other control characters. */
const RECORD = /[^\t\n\r -\uffff]/g;

async function* readValues(answer: OpenAnswer): AsyncGenerator<unknown, void, undefined> {
  const isSequence = essenceOf(answer.response.headers.get('content-type') ?? '').endsWith('json-seq');
  let number = 0;
  for await (const { text } of readLines(answer, isSequence ? RECORD : /\n/g)) {
    if (!isSequence || text !== '') number += 1;
    if (text.trim() === '') continue;
    // Without white space behind it, a number may be the start of a longer one (RFC 7464, section 2.4).
    const isCut = isSequence && /[^\s"\]}]$/.test(text);
    const value = isCut ? undefined : parseJson(text);
    const what = isSequence ? 'record' : 'line';
    if (value === undefined)
      throw violation(answer, `a ${what}, number ${number}, that is not valid JSON`, text);
    yield value;
  }
}
