/** What the reference says of deleting: each plan as a table, and what the provider's errors mean. */
import type { Deletion, Provider } from '../model/types.js';
import { markdown, markdownTable } from './markdown.js';
import { nameSpan } from './reference-shape.js';
import {
  codeSpan,
  count,
  filters,
  idRules,
  jobs,
  list,
  lostAnswers,
  pace,
  proofs,
  readBack,
  sizeLimits,
} from './words.js';

/** One plan, without its heading: how it is called, where it deletes, and how it behaves. */
export function deletionSection(deletion: Deletion, variable: string, operationLink: string): string {
  const { name, target, targetType, filter } = deletion;
  const types = [targetType, filter?.type, filter?.operatorsType].filter((type) => typeof type === 'string');
  const by = filters(deletion);
  return [
    `${codeSpan(`${variable}.${name}(target)`)} gives a ${codeSpan('BulkDeleter')}, which deletes with ${operationLink}.`,
    ...(by === null ? [] : [markdown(by)]),
    ...(target.length === 0 ? [] : [targetTable(deletion)]),
    behaviourTable(deletion),
    'What the answers prove:',
    proofs(deletion)
      .map((proof) => `- ${markdown(proof)}`)
      .join('\n'),
    `Types: ${list(types.map(codeSpan), 'and')}, in [${codeSpan('src/deletions.ts')}](src/deletions.ts).`,
  ].join('\n\n');
}

function targetTable({ target }: Deletion): string {
  const rows = target.map((field) => [
    nameSpan(field.name),
    markdown(field.description ?? ''),
    field.oneOf === null ? 'text' : markdown(list(field.oneOf.map(nameSpan), 'or')),
    field.default === null ? 'required' : nameSpan(field.default),
  ]);
  return markdownTable(['field of the target', 'what it is', 'values', 'default'], rows);
}

const PROVEN = {
  ids: 'each id, by name',
  count: 'how many were deleted',
  batch: 'the request as a whole',
  job: 'that a job was accepted; its end proves the whole',
} as const satisfies Record<Deletion['answers'][number]['proves'], string>;

/** Every plan has the same rows, so that the tables of several providers can stand side by side. */
function behaviourTable(deletion: Deletion): string {
  const { answers, filter, irreversible, reason, badId, count: counted } = deletion;
  const read = readBack(deletion);
  const proven = [...new Set(answers.map(({ proves }) => PROVEN[proves]))];
  return markdownTable(
    ['behaviour', codeSpan(deletion.name)],
    [
      ['one request', sizeLimits(deletion).map(markdown).join('<br>')],
      ['an id', idRules(deletion).map(markdown).join('<br>')],
      ['an answer proves', list(proven, 'or')],
      [
        'a bad id is',
        badId === null ? 'not named by the provider' : `named, with status ${count(badId.status)}`,
      ],
      ['reading ids back', read === null ? 'no way' : markdown(read)],
      ['counting all rows', counted === null ? 'no way' : markdown(codeSpan(counted.call.operation))],
      ['pace, unless you set it', markdown(pace(deletion))],
      ['a request whose answer was lost', markdown(lostAnswers(deletion))],
      ['jobs', markdown(jobs(deletion) ?? 'none: the answer is the end')],
      ['deleting by what rows hold', filter === null ? 'no way' : filterWords(filter)],
      ['a reason', reason === null ? 'not taken' : `up to ${count(reason.maxLength)} characters`],
      ['can be undone', irreversible ? 'no' : 'yes, see the vendor'],
    ],
  );
}

function filterWords({ columns, operators }: NonNullable<Deletion['filter']>): string {
  const names = (operators ?? []).map(({ name }) => nameSpan(name));
  if (columns.unique) return 'by one column whose values are unique';
  return names.length === 0 ? 'by values of columns' : `by conditions: ${markdown(list(names, 'and'))}`;
}

/** What the provider's errors mean, in the order in which the rules are tried; null where it has no rules. */
export function errorTable({ errors }: Provider): string | null {
  if (errors.rules.length === 0) return null;
  const rows = errors.rules.map((rule) => [
    rule.status === null ? 'any' : rule.status.map(String).join(', '),
    rule.providerCode === null
      ? ''
      : markdown(rule.providerCode.map((code) => nameSpan(String(code))).join(', ')),
    rule.retryAfter ?? '',
    codeSpan(rule.code),
    rule.effect === null ? '' : codeSpan(rule.effect),
    flagWord(rule.retryable),
    flagWord(rule.fatal),
  ]);
  const head = [
    'status',
    "provider's code",
    '`Retry-After`',
    '`code`',
    '`effect`',
    'retryable',
    'ends a run',
  ];
  return markdownTable(head, rows);
}

function flagWord(flag: boolean | null): string {
  return flag === null ? '' : flag ? 'yes' : 'no';
}
