import type { Api, CallTemplate, Deletion, Filter, Job, ReadBack } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import { Call, Reference, toTable, type Declaration, type Member } from './code/declarations.js';
import { Imports, RUNTIME } from './code/imports.js';
import { printFile } from './code/print.js';
import { comment, identifier, literal, propertyName } from './code/text.js';
import { definitionName } from './definitions-file.js';
import { deletionDoc } from './docs.js';
import { deleterType, filterDeclarations } from './filter-types.js';
import { codeSpan } from './words.js';

/** Name of the constant that holds a plan. */
export function behaviourName(deletion: string): string {
  return `${deletion}Behaviour`;
}

/** One plan: its target, its table, and the function that starts it. Not emitted where the API has no plan. */
export function emitDeletions({ deletions, provider }: Api): OutputFile {
  const imports = new Imports();
  const declarations = deletions.flatMap((deletion) => declarationsOf(deletion, provider.name, imports));
  return { path: 'src/deletions.ts', text: printFile({ imports, declarations }) };
}

function declarationsOf(deletion: Deletion, provider: string, imports: Imports): Declaration[] {
  const { name, targetType } = deletion;
  return [
    {
      kind: 'interface',
      name: identifier(targetType),
      doc: comment(`Where \`${name}\` deletes: said once for all ids.`),
      base: null,
      members: deletion.target.map(memberOf),
    },
    ...filterDeclarations(deletion, imports),
    {
      kind: 'constant',
      exported: true,
      name: identifier(behaviourName(name)),
      doc: comment(`The plan of \`${name}\`, as the bulk engine reads it.`),
      type: imports.type(RUNTIME, deletion.filter === null ? 'DeletionBehaviour' : 'FilterableBehaviour'),
      value: toTable({ provider, ...behaviourOf(deletion, imports) }),
    },
    {
      kind: 'function',
      name: identifier(name),
      doc: deletionDoc(deletion),
      parameters: [
        { name: 'connection', type: imports.type(RUNTIME, 'Connection'), optional: false },
        { name: 'target', type: targetType, optional: false },
        { name: 'defaults', type: imports.type(RUNTIME, 'DeleteOptions'), optional: true },
      ],
      returns: deleterType(deletion, imports),
      constants: [],
      result: new Call(
        makerOf(deletion, imports),
        ['connection', behaviourName(name), 'target', 'defaults'].map((value) => new Reference(value)),
      ),
    },
  ];
}

/** What makes the deleter; deletion by filter is carried only by a package that can do it. */
function makerOf({ filter }: Deletion, imports: Imports): string {
  if (filter === null) return imports.value(RUNTIME, 'bulk');
  return `${imports.value(RUNTIME, 'bulkWithFilter')}<${identifier(filter.type)}>`;
}

function memberOf({
  name,
  description,
  default: preset,
  oneOf,
  pattern,
}: Deletion['target'][number]): Member {
  const sentences = [
    description,
    pattern === null ? null : `It matches ${codeSpan(pattern)}.`,
    preset === null ? null : `Default: ${codeSpan(preset)}.`,
  ].filter((sentence) => sentence !== null);
  const types = [
    ...(oneOf === null ? ['string'] : oneOf.map((value) => literal(value))),
    ...(preset === null ? [] : ['undefined']),
  ];
  return {
    name: propertyName(name),
    doc: sentences.length === 0 ? null : comment(sentences.join(' ')),
    optional: preset !== null,
    type: { kind: 'union', members: types },
  };
}

/** The other keys of the runtime's `DeletionBehaviour`, in its order; operations are references to their definitions. */
function behaviourOf(deletion: Deletion, imports: Imports): object {
  const call = (template: CallTemplate): object => callTable(template, imports);
  const { count } = deletion;
  return {
    name: deletion.name,
    target: deletion.target.map(({ name, default: preset, oneOf, pattern }) => ({
      name,
      default: preset,
      oneOf,
      pattern,
    })),
    call: call(deletion.call),
    ids: deletion.ids,
    idFormat: deletion.idFormat,
    limits: deletion.limits,
    answers: deletion.answers.map(({ status, when, proves, at }) => ({
      status,
      when,
      proves,
      ...(at === null ? {} : { at }),
    })),
    badId: deletion.badId,
    pace: deletion.pace,
    retry: deletion.retry,
    reason: deletion.reason,
    job: deletion.job === null ? null : jobTable(deletion.job, call),
    readBack: deletion.readBack === null ? null : readBackTable(deletion.readBack, call),
    count: count === null ? null : { call: call(count.call), at: count.at },
    ...(deletion.filter === null ? {} : { filter: filterTable(deletion.filter) }),
    irreversible: deletion.irreversible,
    ...usesOf(deletion, imports),
  };
}

/** The parts of the runtime without which this table could not be used; the key is left out where there is none. */
function usesOf(
  { job, readBack, count }: Deletion,
  imports: Imports,
): { readonly uses?: readonly Reference[] } {
  const parts = [
    ...(job === null ? [] : ['deletionJobs']),
    ...(readBack === null && count === null ? [] : ['rowReads']),
  ];
  return parts.length === 0 ? {} : { uses: parts.map((part) => new Reference(imports.value(RUNTIME, part))) };
}

/** Names of types and descriptions are for readers of the package, not for the engine. */
function filterTable({ place, read, values, matches, listsAll, columns, operators, refuse }: Filter): object {
  return {
    place,
    read,
    values,
    matches,
    listsAll,
    columns,
    operators:
      operators?.map(({ name, takes, prefix, separator, broad, equals, readOnly, refuse: rules }) => ({
        name,
        takes,
        prefix,
        separator,
        broad,
        equals,
        readOnly,
        refuse: rules,
      })) ?? null,
    refuse,
  };
}

function callTable({ operation, bind, set }: CallTemplate, imports: Imports): object {
  return {
    operation: new Reference(imports.value('./definitions.js', definitionName(operation))),
    bind: bind.map(({ in: place, at, target }) => ({ in: place, at, target })),
    set: set.map(({ in: place, at, value }) => ({ in: place, at, value })),
  };
}

function jobTable(job: Job, call: (template: CallTemplate) => object): object {
  return {
    ...job,
    list: { ...job.list, call: call(job.list.call) },
    get: job.get === null ? null : { ...job.get, call: call(job.get.call) },
  };
}

function readBackTable(readBack: ReadBack, call: (template: CallTemplate) => object): object {
  return { ...readBack, call: call(readBack.call) };
}
