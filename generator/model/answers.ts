import { chooseContent, listMediaTypes } from './media-types.js';
import { describe } from './parameters.js';
import { lookUp, type Lookup } from './schema-lookup.js';
import { textOf, type ObjectSpot, type Source } from './source.js';
import { contentPath, statusKey } from './type-paths.js';
import type { Answer, ErrorAnswer, TypePath } from './types.js';

/** What an operation can answer, read for checking: by status, the schema of the body; null where there is none. */
export type AnswerSchemas = ReadonlyMap<string, Lookup | null>;

/** The answers of one operation, for printing and for checking. */
export interface ReadAnswers {
  readonly answers: readonly Answer[];
  readonly errors: readonly ErrorAnswer[];
  readonly schemas: AnswerSchemas;
}

/**
 * The declared answers. Of those that are not 2xx, only the ones with a definite status are errors of their own; ranges
 * and `default` stay undeclared. Where no 2xx is declared, `default` says what success looks like, so it stands for 2XX.
 */
export function readAnswers(source: Source, operation: ObjectSpot, type: TypePath): ReadAnswers {
  const answers: Answer[] = [];
  const errors: ErrorAnswer[] = [];
  const schemas = new Map<string, Lookup | null>();
  const responses = source.members(operation, 'responses').filter(([status]) => !status.startsWith('x-'));
  const succeeds = responses.some(([status]) => isSuccess(status));
  for (const [status, spot] of responses) {
    const resolved = source.resolve(spot);
    if (resolved === null) continue;
    const response = resolved.spot;
    const content = chooseContent(source, response);
    schemas.set(status.toUpperCase(), content === null ? null : lookUp(source, content.schema));
    const place: TypePath = [...type, 'responses', statusKey(status)];
    const facts = {
      type: content === null ? null : contentPath(place, resolved, content.mediaType),
      doc: describe(spot, response),
      undocumented: textOf(response.value, 'x-rowsweep-undocumented'),
    };
    if (isSuccess(status) || (status === 'default' && !succeeds)) {
      answers.push({
        status: status === 'default' ? '2XX' : status,
        mediaTypes: listMediaTypes(source, response),
        ...facts,
      });
    } else if (/^\d{3}$/.test(status)) {
      errors.push({ status: Number(status), ...facts });
    }
  }
  return { answers, errors, schemas };
}

/** The schema of the answer with a status: declared as it is, else by its range. Undefined: it is not declared. */
export function findAnswer(schemas: AnswerSchemas, status: number): Lookup | null | undefined {
  const exact = schemas.get(String(status));
  return exact === undefined ? schemas.get(`${Math.floor(status / 100)}XX`) : exact;
}

/** The schema of the first 2xx answer that has a body, or of `default` where no 2xx is declared; null when none has. */
export function findSuccess(schemas: AnswerSchemas): Lookup | null {
  const successes = [...schemas].filter(([status]) => isSuccess(status));
  if (successes.length === 0) return schemas.get('DEFAULT') ?? null;
  return successes.find(([, lookup]) => lookup !== null)?.[1] ?? null;
}

function isSuccess(status: string): boolean {
  return /^2(\d\d|XX)$/i.test(status);
}
