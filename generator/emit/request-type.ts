import type { Body, BodyContent, Operation, Parameter, Property, Shape } from '../model/types.js';
import type { Declaration, Member, Type } from './code/declarations.js';
import type { Imports } from './code/imports.js';
import { comment, identifier, literal } from './code/text.js';
import { docOf } from './docs.js';
import { shapeType } from './shape-names.js';

/** What a call of an operation gives: parameters by their place, and a body. */
export function requestDeclaration(operation: Operation, imports: Imports): Declaration {
  const name = identifier(operation.requestType);
  const doc = comment(`What \`${operation.name}\` sends.`);
  const members = requestGroups(operation).map((group) => groupMember(group, imports));
  const [form = [], ...otherForms] = operation.body === null ? [] : bodyForms(operation.body, imports);
  if (otherForms.length === 0 && members.length + form.length > 0) {
    return { kind: 'interface', name, doc, base: null, members: [...members, ...form] };
  }
  if (form.length === 0) {
    const nothing = comment(`\`${operation.name}\` takes no request: \`{}\`, or nothing.`);
    return { kind: 'alias', name, doc: nothing, type: 'Record<string, never>' };
  }
  const forms: Type = { kind: 'union', members: [form, ...otherForms].map(toObject) };
  const type: Type =
    members.length === 0 ? forms : { kind: 'intersection', members: [toObject(members), forms] };
  return { kind: 'alias', name, doc, type };
}

/** Where OpenAPI says that a parameter stands, and what the request calls it. */
const GROUPS = [
  { in: 'path', key: 'path' },
  { in: 'query', key: 'query' },
  { in: 'header', key: 'headers' },
  { in: 'cookie', key: 'cookies' },
] as const;

/** The parameters of one place, which a request gives together. */
interface RequestGroup {
  readonly in: Parameter['in'];
  /** What the request calls it. */
  readonly key: string;
  readonly required: boolean;
  readonly parameters: readonly Parameter[];
}

/** The places that have parameters. */
export function requestGroups(operation: Operation): RequestGroup[] {
  return GROUPS.flatMap(({ in: place, key }) => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === place);
    const required = parameters.some((parameter) => parameter.required);
    return parameters.length === 0 ? [] : [{ in: place, key, required, parameters }];
  });
}

function groupMember({ key, required, parameters }: RequestGroup, imports: Imports): Member {
  const shape: Shape = { kind: 'object', properties: parameters.map(propertyOf), rest: null };
  return { name: key, doc: null, optional: !required, type: shapeType(shape, imports) };
}

function propertyOf({ name, required, deprecated, doc, shape }: Parameter): Property {
  return { name, optional: !required, deprecated, doc, shape };
}

/** One list of members for each way to send a body. Where none is said, it is the first. */
function bodyForms(body: Body, imports: Imports): Member[][] {
  const doc = docOf(body.doc);
  const forms = groupContents(body.contents);
  return forms.map(({ contents, shape }, at): Member[] => {
    const types = contents.map(contentTypeOf);
    const isImplied = at === 0 && !contents[0].mediaType.includes('*') && !lacksBoundary(contents[0]);
    const isKnown = isImplied && forms.length === 1 && contents.length === 1;
    const mayLeaveOut = at === 0 && !body.required;
    const contentType: Member = {
      name: 'contentType',
      doc: null,
      optional: isImplied || mayLeaveOut,
      type: types.length === 1 ? (types[0] ?? 'string') : { kind: 'union', members: types },
    };
    const content: Member = { name: 'body', doc, optional: mayLeaveOut, type: shapeType(shape, imports) };
    return isKnown ? [content] : [contentType, content];
  });
}

interface BodyForm {
  readonly contents: readonly [BodyContent, ...BodyContent[]];
  readonly shape: Shape;
}

/** Media types whose bodies look the same stand together. */
function groupContents(contents: readonly BodyContent[]): readonly BodyForm[] {
  const forms = new Map<string, BodyForm>();
  for (const content of contents) {
    const { shape } = content;
    const key = JSON.stringify(shape);
    const before = forms.get(key)?.contents;
    forms.set(key, { contents: before === undefined ? [content] : [...before, content], shape });
  }
  return [...forms.values()];
}

/** True for a multipart body that is given as bytes: which boundary they have, only the caller knows. */
export function lacksBoundary({ mediaType, encoding, shape }: BodyContent): boolean {
  return encoding === 'multipart' && shape.kind === 'binary' && !/;\s*boundary=/i.test(mediaType);
}

/** A range such as `image/*` is every text that begins so, and so is a multipart type whose boundary is to be said. */
function contentTypeOf(content: BodyContent): string {
  const { mediaType } = content;
  if (!mediaType.includes('*') && !lacksBoundary(content)) return literal(mediaType);
  const [, type, subtype] = /^([\w.+-]+)\/([\w.+-]+|\*)$/.exec(mediaType) ?? [];
  if (type === undefined || subtype === undefined) return 'string';
  return subtype === '*' ? `\`${type}/\${string}\`` : `\`${type}/${subtype}; boundary=\${string}\``;
}

function toObject(members: readonly Member[]): Type {
  return { kind: 'object', members };
}
