import type { Api } from '../model/types.js';
import { markdown } from './markdown.js';
import { indexLine } from './reference-operation.js';
import { firstParagraph } from './reference-shape.js';
import { filters, idRules, jobs, list, lostAnswers, pace, proofs, readBack, sizeLimits } from './words.js';

/** The view of `templates/llms.txt.hbs`: the README's, and every operation and deletion in a line or two. */
export function llmsView(api: Api, readme: object): object {
  return {
    ...readme,
    summary: firstParagraph(api.description),
    rules: api.deletions.map((deletion) => {
      const read = readBack(deletion);
      const sentences = [
        `\`${deletion.name}\` uses \`${deletion.operation}\`. One request: ${sizeLimits(deletion).join('; ')}. An id is ${list(idRules(deletion), 'or')}. Pace: ${pace(deletion)}.`,
        ...proofs(deletion),
        `A request whose answer was lost is ${lostAnswers(deletion)}.`,
        jobs(deletion),
        read === null ? 'Ids cannot be looked up again.' : `Ids can be looked up again with ${read}.`,
        filters(deletion),
        deletion.irreversible ? 'What is deleted cannot be brought back.' : null,
      ];
      return sentences.flatMap((sentence) => (sentence === null ? [] : [markdown(sentence)]));
    }),
    lines: api.operations.map((operation) => indexLine(operation, null)),
  };
}
