import { joinPointer } from './json-pointer.js';
import {
  bodyEncodingOf,
  includesJson,
  isMultipartForm,
  isRange,
  listContents,
  type Content,
} from './media-types.js';
import { describe } from './parameters.js';
import { lookUp, mayBe } from './schema-lookup.js';
import type { Shapes } from './shapes/shapes.js';
import { asObject, childOf, own, textOf, type ObjectSpot, type Source, type Spot } from './source.js';
import type { Body, BodyContent, BodyPart, Direction, ParameterStyle, Shape } from './types.js';

/** The body of a request, and the schema that plans are checked against: the one of its first media type. */
export interface ReadBody {
  readonly body: Body;
  readonly schema: Spot | null;
}

/** The body of an operation, in all its media types; null when it has none, or none that can be sent. */
export function readBody(
  source: Source,
  { method, spot }: { readonly method: string; readonly spot: ObjectSpot },
  shapes: Shapes,
): ReadBody | null {
  const given = childOf(spot, 'requestBody');
  const resolved = given === null ? undefined : source.resolve(given)?.spot;
  if (given === null || resolved === undefined) return null;
  if (method === 'get' || method === 'head' || method === 'trace') {
    const message = `A ${method.toUpperCase()} request cannot have a body.`;
    source.report('body-ignored', joinPointer(spot.pointer, 'requestBody'), message);
    return null;
  }
  const contents = listContents(source, resolved);
  const [first] = contents;
  if (first === undefined) return null;
  return {
    body: {
      required: own(resolved.value, 'required') === true,
      doc: describe(given, resolved),
      contents: distinctContents(contents.map((content) => readContent(source, content, shapes))),
    },
    schema: first.schema,
  };
}

/** A range that includes JSON may have become one that is there already. */
function distinctContents(contents: readonly BodyContent[]): readonly BodyContent[] {
  return contents.filter(
    ({ mediaType }, index) => contents.findIndex((other) => other.mediaType === mediaType) === index,
  );
}

function readContent(source: Source, content: Content, shapes: Shapes): BodyContent {
  const { schema } = content;
  // What is no text and no file is sent as JSON where the description leaves the choice.
  const isStructured = schema !== null && !mayBe(lookUp(source, schema), 'string');
  const mediaType = includesJson(content.mediaType) && isStructured ? 'application/json' : content.mediaType;
  const encoding = bodyEncodingOf(mediaType);
  const isMultipart = encoding === 'multipart' && isMultipartForm(mediaType);
  const hasBytes = encoding === 'binary' || (encoding === 'multipart' && !isMultipart);
  return {
    mediaType,
    encoding,
    shape: hasBytes
      ? { kind: 'binary', direction: 'request' }
      : shapeOf(source, { schema, encoding }, shapes),
    parts: encoding === 'form' || isMultipart ? readParts(source, { spot: content.spot, isMultipart }) : [],
  };
}

function shapeOf(
  source: Source,
  { schema, encoding }: Pick<Content, 'schema'> & Pick<BodyContent, 'encoding'>,
  shapes: Shapes,
): Shape {
  if (encoding === 'text') return readText(source, schema, { shapes, direction: 'request' });
  if (schema === null) return { kind: 'unknown' };
  return shapes.of(schema, 'request', { binary: encoding === 'multipart' });
}

/** What a text may be: as the schema says where it speaks of texts; one of XML speaks of something else. */
export function readText(
  source: Source,
  schema: Spot | null,
  { shapes, direction }: { readonly shapes: Shapes; readonly direction: Direction },
): Shape {
  const isText = schema !== null && isTextAlone(source, schema);
  return isText ? shapes.of(schema, direction) : { kind: 'string' };
}

/** True for a schema of texts and of nothing else. */
export function isTextAlone(source: Source, schema: Spot): boolean {
  const lookup = lookUp(source, schema);
  const others = ['object', 'array', 'integer', 'number', 'boolean'] as const;
  return mayBe(lookup, 'string') && !others.some((type) => mayBe(lookup, type));
}

/**
 * How properties are written (OpenAPI 3.1, Encoding Object). A style that is given leaves no content type; a property
 * of which neither is said is written as what it is.
 */
function readParts(
  source: Source,
  { spot, isMultipart }: Pick<Content, 'spot'> & { readonly isMultipart: boolean },
): readonly BodyPart[] {
  if (spot === null) return [];
  return source.members(spot, 'encoding').flatMap(([name, member]) => {
    const encoding = source.resolve(member)?.spot ?? asObject(member);
    if (encoding === null) return [];
    const { value } = encoding;
    if (isMultipart && source.members(encoding, 'headers').length > 0) {
      const message = `The headers of the part ${name} are not sent.`;
      source.report('part-headers-ignored', joinPointer(encoding.pointer, 'headers'), message);
    }
    const isStyled = ['style', 'explode', 'allowReserved'].some((key) => own(value, key) !== undefined);
    const contentType = isStyled ? null : readContentType(textOf(value, 'contentType'));
    if (!isStyled && contentType === null) return [];
    const explode = own(value, 'explode');
    const style = readStyle(source, encoding);
    return [
      {
        name,
        contentType,
        style,
        explode: typeof explode === 'boolean' ? explode : style === 'form',
        allowReserved: own(value, 'allowReserved') === true,
      },
    ];
  });
}

/** A list such as `image/png, image/jpeg`, or a range, leaves the choice to the file itself. */
function readContentType(given: string | null): string | null {
  return given === null || given.includes(',') || isRange(given) ? null : given;
}

const styles: readonly ParameterStyle[] = ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'];

function readStyle(source: Source, { value, pointer }: ObjectSpot): ParameterStyle {
  const given = textOf(value, 'style');
  const style = styles.find((each) => each === given) ?? 'form';
  if (given !== null && given !== style) {
    const message = `A property of a body cannot have the style ${given}; it is written with the style ${style}.`;
    source.report('parameter-format-unsupported', joinPointer(pointer, 'style'), message);
  }
  return style;
}
