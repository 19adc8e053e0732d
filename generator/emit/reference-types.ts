import type { Api, NamedSchema } from '../model/types.js';
import { typeHeading } from './reference-links.js';
import { allParagraphs, fieldLines, listText, typeText, type TypeLinks } from './reference-shape.js';
import { codeSpan } from './words.js';

/** Every exported type of the description's schemas, one section each, with its heading. */
export function typeSections({ schemas }: Pick<Api, 'schemas'>, links: TypeLinks): string[] {
  return schemas.map((schema) => typeSection(schema, links));
}

function typeSection(schema: NamedSchema, links: TypeLinks): string {
  const { name, doc, deprecated, shape, values } = schema;
  const heading = typeHeading(schema);
  const fields = fieldLines(shape, links);
  return [
    `### ${heading.slice(0, -name.length)}${codeSpan(name)}`,
    ...(deprecated ? ['**Deprecated**, says the description.'] : []),
    ...allParagraphs(doc),
    ...(values === null ? [] : [`A constant of the same name holds the values.`]),
    ...wholeType(schema, links, fields.length > 0),
    ...(fields.length === 0 ? [] : [listText(fields)]),
  ].join('\n\n');
}

/** What the type is made of beside the fields that are listed. */
function wholeType({ shape }: NamedSchema, links: TypeLinks, hasFields: boolean): string[] {
  if (shape.kind === 'intersection') {
    const named = shape.members.filter(({ kind }) => kind === 'name');
    return named.length === 0
      ? []
      : [`Has what these have: ${named.map((each) => typeText(each, links)).join(', ')}.`];
  }
  return hasFields ? [] : [typeText(shape, links)];
}
