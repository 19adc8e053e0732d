import type { AnswerContent, Api, Body, Operation, Parameter } from '../model/types.js';
import { Call } from './code/declarations.js';
import { printConst } from './code/print.js';
import { link, markdown, webAddress } from './markdown.js';
import {
  allParagraphs,
  fieldLines,
  firstParagraph,
  itemText,
  listText,
  nameSpan,
  typeText,
  type FieldLine,
  type TypeLinks,
} from './reference-shape.js';
import type { Samples } from './sample.js';
import { codeSpan, list } from './words.js';

/** What the sections of a package's operations have in common. */
export interface SectionContext {
  readonly api: Api;
  readonly samples: Samples;
  /** The client's variable in examples, and the statements that make it. */
  readonly variable: string;
  readonly make: string;
  /** False where there are so many operations that nobody reads all of them: no examples, and no fields of answers. */
  readonly isWhole: boolean;
  readonly links: TypeLinks;
  /** Of the file that exports the operation, as an address. */
  readonly source: string;
  /** The address of each deletion's section, by its name. */
  readonly deletionLinks: ReadonlyMap<string, string>;
}

/** Everything that a caller of one operation asks, without its heading. */
export function operationSection(operation: Operation, context: SectionContext): string {
  const { method, path, summary, description, assumed, deprecated, source, parameters, body } = operation;
  const { links } = context;
  const deletions = context.api.deletions.filter((each) => each.operation === operation.name);
  return [
    nameSpan(`${method} ${path}`),
    ...(deprecated ? ['**Deprecated**, says the description.'] : []),
    ...(assumed ? ['**Assumed:** no document says that this operation exists.'] : []),
    ...allParagraphs(summary),
    ...(description === summary ? [] : allParagraphs(description)),
    ...deletions.map(
      ({ name }) =>
        `Deletes in bulk, with an account of each id: [${codeSpan(name)}](${context.deletionLinks.get(name) ?? ''}).`,
    ),
    ...titled(
      'Parameters',
      parameters.map((each) => parameterLine(each, links)),
    ),
    ...(body === null ? [] : titled('Body', bodyLines(body, links))),
    ...titled('Answers', answerLines(operation, context)),
    ...titled('Errors', errorLines(operation, links)),
    ...(context.isWhole ? [exampleOf(operation, context)] : []),
    facts(operation, context.source),
    ...(source === null || webAddress(source) === null ? [] : [`Documented: ${link(source, source)}`]),
  ].join('\n\n');
}

function titled(title: string, lines: readonly FieldLine[]): string[] {
  return lines.length === 0 ? [] : [`**${title}**`, listText(lines)];
}

function parameterLine(
  { name, in: place, required, deprecated, doc, shape }: Parameter,
  links: TypeLinks,
): FieldLine {
  const notes = [...(required ? ['required'] : []), ...(deprecated ? ['deprecated'] : [])];
  return { depth: 0, text: itemText([nameSpan(name), place, typeText(shape, links), ...notes], doc) };
}

function bodyLines({ required, doc, contents }: Body, links: TypeLinks): FieldLine[] {
  return contents.flatMap(({ mediaType, shape }, at) => [
    {
      depth: 0,
      text: itemText(
        [nameSpan(mediaType), typeText(shape, links), ...(required ? ['required'] : [])],
        at === 0 ? doc : null,
      ),
    },
    ...fieldLines(shape, links, 1),
  ]);
}

function answerLines({ answers }: Operation, { links, isWhole }: SectionContext): FieldLine[] {
  return answers.flatMap(({ status, contents, doc, undocumented }) => [
    {
      depth: 0,
      text: itemText([status, ...contentWords(contents, links), ...addedWords(undocumented)], doc),
    },
    ...contents.slice(0, isWhole ? 1 : 0).flatMap(({ shape }) => fieldLines(shape, links, 1)),
  ]);
}

function contentWords(contents: readonly AnswerContent[], links: TypeLinks): string[] {
  const kinds = { json: '', text: '', binary: '', events: 'events of ', lines: 'lines of ' } as const;
  const texts = contents.map(({ encoding, shape }) => `${kinds[encoding]}${typeText(shape, links)}`);
  return texts.length === 0 ? ['no body'] : [[...new Set(texts)].join(' or ')];
}

function addedWords(undocumented: string | null): string[] {
  return undocumented === null ? [] : ["not in the vendor's description"];
}

function errorLines({ errors, envelope }: Operation, links: TypeLinks): FieldLine[] {
  const lines = errors.map(({ status, contents, doc, undocumented }) => ({
    depth: 0,
    text: itemText([String(status), ...contentWords(contents, links), ...addedWords(undocumented)], doc),
  }));
  if (envelope === null) return lines;
  const ok = nameSpan(JSON.stringify(envelope.ok));
  return [...lines, { depth: 0, text: `2xx, where ${nameSpan(envelope.code)} of the body is not ${ok}` }];
}

function exampleOf(operation: Operation, { api, samples, variable, make }: SectionContext): string {
  const { name } = operation;
  const deletion = api.deletions.find((each) => each.operation === name) ?? null;
  const request = samples.requestOf(operation, deletion);
  const values = Object.keys(request).length === 0 ? [] : [request];
  const answer = printConst('answer', new Call(`await ${variable}.${name}`, values));
  return ['```ts', make, answer, '```'].join('\n');
}

function facts(
  { requestType, responseType, errorType, retry, pagination }: Operation,
  source: string,
): string {
  const types = list([requestType, responseType, errorType].map(codeSpan), 'and');
  return [
    `Types: ${types}, in [${codeSpan(source.replace(/^(?:\.\.\/)+/, ''))}](${source}).`,
    retry === 'safe' ? 'Repeated on errors that may pass.' : 'Never repeated.',
    ...(pagination === null ? [] : [`${codeSpan(pagination.name)} walks through the pages.`]),
  ].join(' ');
}

/** One line of an index: the name, the request, what it does. */
export function indexLine(
  { name, method, path, summary, deprecated }: Operation,
  target: string | null,
): string {
  const shown = target === null ? codeSpan(name) : `[${codeSpan(name)}](${target})`;
  const about = firstParagraph(summary);
  return `- ${shown}: ${nameSpan(`${method} ${path}`)}${deprecated ? markdown(' (deprecated)') : ''}${about === '' ? '' : ` ${about}`}`;
}
