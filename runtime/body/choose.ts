import type { BodyContent, OperationDefinition } from '../definition.js';
import { essenceOf, isJson, isStream, isText, isWithin } from '../media.js';
import { needPart } from '../part.js';
import { kindOf, Refusal } from '../refusal.js';
import { isHeaderValue } from '../request/headers.js';
import type { ReadRequest, WrittenBody } from '../request/request.js';

/** Encodes the body in the media type that the caller names, else in the first; a file names its own for a range. */
export function chooseBody(definition: OperationDefinition, { body, contentType }: ReadRequest): WrittenBody {
  const contents = definition.body?.contents ?? [];
  const ofFile = body instanceof Blob && contents[0]?.mediaType.includes('*') === true ? body.type : '';
  const content = findContent(contents, contentType ?? ofFile);
  return needPart(definition, `${bodyKindOf(content.mediaType)}Body`).encode(body, content);
}

function findContent(contents: readonly BodyContent[], wanted: unknown): BodyContent {
  const [first] = contents;
  if (wanted === '' && first !== undefined && !first.mediaType.includes('*')) return first;
  if (typeof wanted === 'string' && isHeaderValue(wanted)) {
    const essence = essenceOf(wanted);
    const content =
      contents.find(({ mediaType }) => mediaType === wanted) ??
      contents.find(({ mediaType }) => isWithin(essence, mediaType));
    if (content !== undefined && !wanted.includes('*')) return { ...content, mediaType: wanted };
  }
  const names = contents.map(({ mediaType }) => mediaType).join(', ');
  throw new Refusal('INPUT', `\`contentType\` wants one of ${names}; got ${kindOf(wanted)}.`);
}

/** How a body of this media type is written; JSON texts one after the other are given as the text that they are. */
function bodyKindOf(mediaType: string): 'json' | 'form' | 'multipart' | 'text' | 'binary' {
  const essence = essenceOf(mediaType);
  if (isJson(essence)) return 'json';
  if (essence === 'application/x-www-form-urlencoded') return 'form';
  if (essence.startsWith('multipart/')) return 'multipart';
  return isText(essence) || isStream(essence) ? 'text' : 'binary';
}
