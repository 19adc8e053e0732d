/** The TSDoc of what an operation and a deletion plan become. */
import type { Api, Deletion, ErrorAnswer, Operation } from '../model/types.js';
import { comment } from './code/text.js';
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

/** Paragraphs as the inside of one comment; those that are null are left out. */
export function paragraphs(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n\n');
}

/** Text of the description as the inside of a comment; null where it has none. */
export function docOf(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : comment(text);
}

/** What a reader must know before a call: what it does, how much fits in, what can go wrong, where it is documented. */
export function operationDoc(operation: Operation, { deletions }: Api): string {
  const { summary, description, assumed, source } = operation;
  const plans = deletions.filter((deletion) => deletion.operation === operation.name);
  return paragraphs([
    docOf(summary) ?? comment(`\`${operation.method} ${operation.path.replaceAll('`', "'")}\``),
    description === summary ? null : docOf(description),
    assumed ? '**Assumed:** no document says that this operation exists.' : null,
    ...plans.map(limitsDoc),
    errorsDoc(operation),
    // Not a tag: for one of `@see` the compiler reads the whole comment, at a thousand operations.
    source === null ? null : `See ${comment(source)}`,
    // The last: a tag goes on to the end of the comment.
    operation.deprecated ? '@deprecated The description marks this operation as deprecated.' : null,
  ]);
}

/** For a single call the runtime checks what it can; sizes are the caller's business, so they are said here. */
function limitsDoc(deletion: Deletion): string {
  return paragraphs([
    comment(
      `Limits of one request: ${sizeLimits(deletion).join('; ')}. An id is ${list(idRules(deletion), 'or')}.`,
    ),
    comment(
      `To delete more than fits, or to know what became of each id, use the client's \`${deletion.name}\`.`,
    ),
    deletion.irreversible ? 'What is deleted cannot be brought back.' : null,
  ]);
}

function errorsDoc({ errors, envelope }: Operation): string | null {
  const verdict =
    envelope === null
      ? []
      : [
          `- 200 with anything but ${codeSpan(JSON.stringify(envelope.ok))} at ${codeSpan(envelope.code)} in the body`,
        ];
  const lines = [...errors.map(errorLine), ...verdict];
  return lines.length === 0 ? null : comment(['Errors:', ...lines].join('\n'));
}

function errorLine({ status, doc, undocumented }: ErrorAnswer): string {
  const known = undocumented === null ? '' : " (not in the vendor's description)";
  return `- ${status}${known}${doc === null ? '' : `: ${firstLine(doc)}`}`;
}

function firstLine(text: string): string {
  return text.trim().split(/\r?\n/, 1)[0] ?? '';
}

/** What a plan promises: how it packs, what each answer proves, how fast it goes, that there is no way back. */
export function deletionDoc(deletion: Deletion): string {
  const { job, retry } = deletion;
  const read = readBack(deletion);
  const byFilter = filters(deletion);
  return paragraphs([
    comment(
      `Deletes by id with \`${deletion.operation}\`, in as few requests as the limits allow, and says for every id what became of it.`,
    ),
    comment(['What an answer proves:', ...proofs(deletion).map((proof) => `- ${proof}`)].join('\n')),
    job === null ? null : comment(jobs(deletion) ?? ''),
    comment(
      `One request: ${sizeLimits(deletion).join('; ')}. An id is ${list(idRules(deletion), 'or')}. Pace: ${pace(deletion)}.`,
    ),
    retry === 'safe'
      ? 'A request whose answer was lost is sent again: deleting the same named ids twice leaves the same state.'
      : comment(`A request whose answer was lost is ${lostAnswers(deletion)}.`),
    read === null ? null : comment(`Ids can be looked up again with ${read}.`),
    byFilter === null ? null : comment(byFilter),
    deletion.reason === null
      ? null
      : comment(`The provider takes a reason, of up to ${count(deletion.reason.maxLength)} characters.`),
    deletion.irreversible ? 'What is deleted cannot be brought back.' : null,
  ]);
}
