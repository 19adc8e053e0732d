import { styleOf } from '../defaults.js';
import type { BodyContent, BodyPart } from '../definition.js';
import { essenceOf, isJson, isWithin } from '../media.js';
import type { PartOf } from '../part.js';
import { Refusal } from '../refusal.js';
import { textIn } from '../request/encoding.js';
import type { WrittenBody } from '../request/request.js';
import { assertSome, writeContent, writeStyled } from '../request/styles.js';
import { bytesIn } from './bodies.js';
import { chooseBody } from './choose.js';
import { readFields, writeNested } from './form.js';

/**
 * `multipart/form-data`, with the boundary left to the platform: files and bytes as they are, texts as texts, each
 * element of a list as a part of its own, and objects as parts of JSON with their content type. Null is left out.
 * The platform gives every part that has a content type of its own a file name. Another multipart type is sent as the
 * bytes that the caller gives.
 */
export const multipartBody: PartOf<'multipartBody'> = {
  name: 'multipartBody',
  choose: chooseBody,
  encode: encodeMultipart,
};

function encodeMultipart(body: unknown, { mediaType, parts = [] }: BodyContent): WrittenBody {
  const whole = typeof body === 'string' ? body : bytesIn(body);
  const isForm = isWithin('multipart/form-data', essenceOf(mediaType));
  if (whole === undefined ? !isForm : !/;\s*boundary=/i.test(mediaType)) {
    throw new Refusal('INPUT', `a body of ${mediaType} wants its bytes, and \`contentType\` its boundary.`);
  }
  if (whole !== undefined) return { content: whole, contentType: mediaType };
  const form = new FormData();
  if (body instanceof FormData) for (const [name, value] of body) append(form, name, value);
  else {
    for (const [name, value] of readFields(body, 'a multipart body')) {
      writePart(
        form,
        parts.find((one) => one.name === name),
        { name, value },
      );
    }
  }
  return { content: form, contentType: null };
}

interface Field {
  readonly name: string;
  readonly value: unknown;
}

function writePart(form: FormData, part: BodyPart | undefined, { name, value }: Field): void {
  const where = `the part ${name}`;
  if (part && !part.contentType) {
    const encode = (text: string): string => text;
    for (const [key, text] of writeStyled({ ...styleOf(part), name, encode, where }, value))
      form.append(key, text);
    return;
  }
  const items: readonly unknown[] = Array.isArray(value) ? assertSome(value, where) : [value];
  for (const item of items) append(form, name, writeItem(item, part?.contentType, where));
}

function writeItem(item: unknown, contentType: string | undefined, where: string): string | Blob {
  const bytes = bytesIn(item);
  if (bytes instanceof Blob)
    return bytes.type === '' && contentType !== undefined ? retype(bytes, contentType) : bytes;
  const type = contentType ?? (bytes === undefined ? 'application/json' : 'application/octet-stream');
  if (bytes !== undefined) return new Blob([bytes], { type });
  const text = textIn(item);
  const isPlain = contentType === undefined || essenceOf(contentType) === 'text/plain';
  if (text !== undefined && isPlain) return text;
  const written =
    isJson(essenceOf(type)) && contentType === undefined
      ? writeNested(item, where)
      : writeContent(item, type, where);
  return new Blob([written], { type });
}

/** The same file with a content type, and with its name. */
function retype(file: Blob, type: string): Blob {
  return file instanceof File ? new File([file], file.name, { type }) : new Blob([file], { type });
}

function append(form: FormData, name: string, value: string | Blob): void {
  if (typeof value === 'string') form.append(name, value);
  else form.append(name, value);
}
