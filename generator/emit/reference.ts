/** The reference of a package: every operation, every type and every deletion, from the same model as the code. */
import type { Document } from '../load/document.js';
import type { Api, Operation } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import { Call } from './code/declarations.js';
import { printConst } from './code/print.js';
import { groupOperations, type OperationGroup } from './operation-groups.js';
import { importOf } from './readme-example.js';
import { clientVariable, optionsValue } from './readme.js';
import { deletionSection, errorTable } from './reference-deletion.js';
import { Anchors, typeAnchors } from './reference-links.js';
import { indexLine, operationSection, type SectionContext } from './reference-operation.js';
import { typeSections } from './reference-types.js';
import { Samples } from './sample.js';
import { codeSpan, count } from './words.js';

/** Turns the view of `templates/reference.md.hbs` into text. */
export type RenderFrame = (view: object) => string;

/** More types than this are not said again: the sources have them, with their comments. */
const MOST_TYPES = 300;

/**
 * `API.md`; where the operations are in several files, also one document for each of those, in `API/`. Links lead to
 * places within the package only.
 */
export function emitReference(api: Api, document: Document, render: RenderFrame): OutputFile[] {
  const groups = groupOperations(api.operations);
  const isSplit = groups.length > 1;
  const typesApart = isSplit || api.schemas.length > MOST_TYPES;
  const typesFile = typesApart ? 'src/schemas.ts' : 'API.md';
  const anchors = typeAnchors(api);
  const linksFrom = (file: string): ReadonlyMap<string, string> => {
    const whole = address(file, typesFile);
    return new Map([...anchors].map(([name, anchor]) => [name, typesApart ? whole : `#${anchor}`]));
  };
  const deletionLinks = (file: string): ReadonlyMap<string, string> =>
    new Map(
      api.deletions.map(({ name }) => [
        name,
        `${file === 'API.md' ? '' : address(file, 'API.md')}#${new Anchors().take(`Deletion ${name}`)}`,
      ]),
    );
  const { createFunction } = api.package;
  const variable = clientVariable(createFunction);
  const shared = {
    api,
    samples: new Samples(api, document),
    variable,
    isWhole: !isSplit,
    make: [
      importOf(api, [createFunction]),
      '',
      printConst(variable, new Call(createFunction, [optionsValue(api)])),
    ].join('\n'),
  };
  // All parts are in the same folder, so that a type has one address in all of them.
  const links = linksFrom(isSplit ? 'API/' : 'API.md');
  const places = new Map<string, string>();
  const parts = groups.map((group) => {
    const file = isSplit ? `API/${group.name ?? ''}.md` : 'API.md';
    const taken = new Anchors();
    const headings = isSplit ? [`Operations: ${group.name ?? ''}`] : frameHeadings(api);
    for (const heading of headings) taken.take(heading);
    const source = `src/operations${group.name === null ? '' : `/${group.name}`}.ts`;
    const context: SectionContext = {
      ...shared,
      links,
      deletionLinks: deletionLinks(file),
      source: isSplit ? address(file, source) : source,
    };
    const sections = group.operations.map((operation) => {
      places.set(operation.name, `${isSplit ? file : ''}#${taken.take(operation.name)}`);
      return `### ${codeSpan(operation.name)}\n\n${operationSection(operation, context)}`;
    });
    return { file, group, sections };
  });
  const types = typesApart ? [] : typeSections(api, links);
  const view = {
    npmName: api.package.npmName,
    deletions: api.deletions.map((deletion) => ({
      heading: `Deletion ${codeSpan(deletion.name)}`,
      text: deletionSection(
        deletion,
        shared.variable,
        `[${codeSpan(deletion.operation)}](${places.get(deletion.operation) ?? ''})`,
      ),
    })),
    index: groups.map((group) => groupIndex(group, places)).join('\n\n'),
    sections: shared.isWhole ? parts.flatMap(({ sections }) => sections) : [],
    errors: errorTable(api.provider) ?? '',
    typesApart,
    typesCount: count(api.schemas.length),
    types,
  };
  return [
    { path: 'API.md', text: endOnce(render(view)) },
    ...(isSplit ? parts.map(({ file, group, sections }) => partFile(file, group, sections)) : []),
  ];
}

/** The headings of `templates/reference.md.hbs` that come before those of the operations. */
function frameHeadings({ package: info, deletions }: Api): string[] {
  const deleting =
    deletions.length === 0 ? [] : ['Deleting', ...deletions.map(({ name }) => `Deletion ${name}`)];
  return [`Reference of ${info.npmName}`, ...deleting, 'Operations'];
}

function partFile(path: string, { name }: OperationGroup, sections: readonly string[]): OutputFile {
  const head = `# Operations: ${name ?? ''}\n\nA part of [the reference](../API.md).`;
  return { path, text: `${[head, ...sections].join('\n\n')}\n` };
}

function groupIndex({ name, operations }: OperationGroup, places: ReadonlyMap<string, string>): string {
  const lines = operations.map((operation: Operation) =>
    indexLine(operation, places.get(operation.name) ?? null),
  );
  const title = name === null ? [] : [`**[${name}](API/${name}.md)**`];
  return [...title, lines.join('\n')].join('\n\n');
}

/** From one file of the package to another, which is not in the same folder unless both are at the top. */
function address(from: string, to: string): string {
  if (!from.includes('/')) return to;
  return `../${to}`;
}

function endOnce(text: string): string {
  return `${text.trimEnd()}\n`;
}
