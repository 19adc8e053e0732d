/**
 * What a deletion plan means, said in sentences: for the TSDoc and for the README. The sentences are plain text with
 * code spans; `comment()` or `markdown()` makes them safe where they are used.
 */
import type { CallTemplate, Deletion, IdFormat } from '../model/types.js';

/** `1024` as `1,024`. */
export function count(value: number): string {
  const [whole = '', fraction] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Text as a code span; a back-tick in it cannot end the span. */
export function codeSpan(text: string): string {
  return `\`${text.replace(/\s+/g, ' ').replaceAll('`', "'")}\``;
}

/** `1 id`, `2 ids`. */
function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** How much fits into one request, one sentence part each. */
export function sizeLimits({ limits }: Deletion): string[] {
  const { maxIds, maxBytes, maxUrlBytes, slowStart } = limits;
  return [
    slowStart === null
      ? `at most ${plural(maxIds, 'id')}`
      : `no documented number of ids: starts with ${count(slowStart.from)} and doubles on success up to ${count(Math.min(slowStart.to, maxIds))}`,
    ...(maxBytes === null ? [] : [`at most ${plural(maxBytes, 'byte')} of body`]),
    ...(maxUrlBytes === null ? [] : [`at most ${plural(maxUrlBytes, 'byte')} of request line`]),
  ];
}

/** What an id must look like, one sentence part a format. */
export function idRules({ idFormat }: Deletion): string[] {
  const { chosenBy, formats } = idFormat;
  return Object.entries(formats).map(([value, format]) =>
    chosenBy === null
      ? idRule(format)
      : `${idRule(format)} where ${codeSpan(chosenBy)} is ${codeSpan(value)}`,
  );
}

function idRule({ kind, minLength, maxLength, pattern }: IdFormat): string {
  const nouns = { uuid: 'a UUID', integer: 'a decimal integer', string: 'a string' };
  const shortest = minLength <= 1 ? 'that is not empty' : `of at least ${plural(minLength, 'character')}`;
  const length =
    maxLength === null ? shortest : `of ${count(minLength)} to ${plural(maxLength, 'character')}`;
  return [
    kind === 'string' ? `${nouns[kind]} ${length}` : nouns[kind],
    ...(pattern === null ? [] : [`matching ${codeSpan(pattern)}`]),
  ].join(', ');
}

/** How fast it goes unless the caller says otherwise. */
export function pace({ pace: { concurrency, requestsPerSecond } }: Deletion): string {
  const parallel =
    concurrency.initial === concurrency.max
      ? `${plural(concurrency.max, 'request')} at a time`
      : `${count(concurrency.initial)} to ${plural(concurrency.max, 'request')} at a time`;
  return requestsPerSecond === null ? parallel : `${parallel}, at most ${count(requestsPerSecond)} a second`;
}

const PROOFS = {
  ids: 'lists the ids that it deleted: those are `deleted`. One that it leaves out was not there: `notFound`, or `absent` if an earlier attempt may have removed it. An id that nobody asked for stops the run.',
  count:
    'says how many records it deleted. All of them: every id is `deleted`. None: `notFound`, or `absent` if an earlier attempt may have removed them. Some: every id is `absent`, for it does not say which. More than were asked for stop the run.',
  batch:
    'acknowledges the request as a whole. Every id is `absent`: gone now; whether it ever existed is not reported.',
  job: 'is a job. Its ids are `pending` until it ends, then `absent`: gone now; whether they ever existed is not reported. If the job fails, they are `failed` where it shows that it did nothing and will do nothing, else `unknown`.',
} as const satisfies Record<Deletion['answers'][number]['proves'], string>;

/** What each answer proves about an id, one sentence a rule. */
export function proofs({ answers }: Deletion): string[] {
  return answers.map(({ status, when, proves }) => {
    const where =
      when === null ? '' : ` where ${codeSpan(when.target)} is ${list(when.in.map(codeSpan), 'or')}`;
    return `${status}${where}: the answer ${PROOFS[proves]}`;
  });
}

/** How it is known that a job has ended; null where nothing is left to wait for. */
export function jobs({ job }: Deletion): string | null {
  if (job === null) return null;
  const { poll, maxOpen, get } = job;
  const seconds = (ms: number): string => count(ms / 1000);
  return [
    `Jobs are polled with ${codeSpan(job.list.call.operation)}, first after ${seconds(poll.initialMs)} s, at last every ${seconds(poll.maxMs)} s; at most ${count(maxOpen)} are open at once.`,
    ...(get?.assumed === true
      ? [
          `Reading a single job with ${codeSpan(get.call.operation)} is not documented anywhere, and off unless you switch it on.`,
        ]
      : []),
  ].join(' ');
}

/** How ids can be looked up again; null where the plan has no way. */
export function readBack({ readBack: rule }: Deletion): string | null {
  if (rule === null) return null;
  const kinds = {
    each: 'one request an id',
    filter: 'many ids a request',
    scan: 'by walking through the whole list',
  };
  return `${operationOf(rule.call)}, ${kinds[rule.kind]}`;
}

/** What becomes of a request whose answer was lost, as the end of a sentence. */
export function lostAnswers({ retry, readBack: rule }: Deletion): string {
  if (retry === 'safe') return 'sent again';
  if (rule === null) return `never sent again; the ids are ${codeSpan('unknown')}`;
  // Walking through the whole list is left to the caller.
  const asked = rule.kind === 'scan' ? ` with ${codeSpan("verify: 'ambiguous'")}` : '';
  return `never sent again; the ids are looked up${asked}, and ${codeSpan('unknown')} where that settles nothing`;
}

/** How rows are deleted by what they hold; null where the plan has no way. */
export function filters({ name, filter, job }: Deletion): string | null {
  if (filter === null) return null;
  const { columns, operators } = filter;
  const what = columns.unique
    ? 'one column whose values are unique'
    : `conditions on columns: ${list(
        (operators ?? []).map((operator) => codeSpan(operator.name)),
        'and',
      )}`;
  const broad = (operators ?? [])
    .filter((operator) => operator.broad)
    .map((operator) => codeSpan(operator.name));
  return [
    `${codeSpan(`${name}.deleteWhere`)} deletes rows by ${what}. It reads the ids that match and deletes those, never more than ${codeSpan('guards.maxDeletes')}, which has to be given.`,
    // A deletion that is a job is always resolved.
    ...(job === null
      ? [
          `With ${codeSpan("filterStrategy: 'direct'")} it counts what matches and then sends the filter itself: rows that begin to match in between go too, so that more than ${codeSpan('guards.maxDeletes')} may.`,
        ]
      : []),
    ...(broad.length === 0
      ? []
      : [
          `${list(broad, 'and')} may match nearly everything and need ${codeSpan('guards.allowBroadFilter')}.`,
        ]),
  ].join(' ');
}

function operationOf(call: CallTemplate): string {
  return codeSpan(call.operation);
}

/** `a`, `a or b`, `a, b or c`. */
export function list(items: readonly string[], conjunction: 'and' | 'or'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}
