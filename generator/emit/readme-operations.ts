import type { Api, Operation } from '../model/types.js';
import { link, markdown, markdownTable, webAddress } from './markdown.js';
import { codeSpan, count } from './words.js';

/** More operations than this are counted by the part of the API that they belong to, and not listed. */
const LISTED = 60;

/** More parts than this are not listed either. */
const PARTS = 40;

/** What the README says of the operations: all of them in a table, or how many there are of each part of the API. */
export function operationsView({ operations, package: info }: Api): string {
  if (operations.length <= LISTED) {
    const head = ['operation', 'what it does', 'request', 'documented'];
    return markdownTable(head, operations.map(operationRow));
  }
  const parts = new Map<string, Operation[]>();
  for (const operation of operations) {
    const part = partOf(operation);
    parts.set(part, [...(parts.get(part) ?? []), operation]);
  }
  const rows = [...parts]
    .toSorted(([, left], [, right]) => right.length - left.length)
    .map(([part, members]) => [codeSpan(part), count(members.length), codeSpan(members[0]?.name ?? '')]);
  const rest = rows.slice(PARTS).length;
  return [
    `There are ${count(operations.length)} operations, each a method of ${codeSpan(info.clientType)} with its own documentation.`,
    '',
    markdownTable(['part of the API', 'operations', 'such as'], rows.slice(0, PARTS)),
    ...(rest === 0 ? [] : ['', `And ${count(rest)} smaller ${rest === 1 ? 'part' : 'parts'}.`]),
  ].join('\n');
}

function operationRow({ name, summary, method, path, source, deprecated, assumed }: Operation): string[] {
  const notes = [...(assumed ? ['assumed'] : []), ...(deprecated ? ['deprecated'] : [])];
  return [
    codeSpan(name),
    `${markdown(summary ?? '')}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`.trim(),
    markdown(codeSpan(`${method} ${path}`)),
    source === null ? '' : webAddress(source) === null ? markdown(source) : link('page', source),
  ];
}

/** The first part of the path that is neither a parameter nor a version: `/repos` of `/v2/repos/{owner}`. */
function partOf({ path }: Operation): string {
  const segments = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
  const named = segments.find((segment) => !/^(?:api|v\d+(?:\.\d+)*|\d[\d.-]*)$/i.test(segment));
  return `/${named ?? segments[0] ?? ''}`;
}
