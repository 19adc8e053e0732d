import type { AnswerDefinition, OperationDefinition } from '../definition.js';
import { essenceOf, isWithin } from '../media.js';

/** What the description declares for a 2xx status. */
export function declaredFor({ answers }: OperationDefinition, status: number): AnswerDefinition | undefined {
  for (const wanted of [String(status), '2XX', 'default']) {
    const answer = answers.find((one) => one.status === wanted);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** True when the answer may have this media type. */
export function accepts({ mediaTypes }: AnswerDefinition, essence: string): boolean {
  return mediaTypes.some((declared) => isWithin(essence, declared));
}

/** True for an answer whose status is declared, with its media type where it is declared to have one. */
export function isDeclared(
  definition: OperationDefinition,
  { status, headers }: Pick<Response, 'status' | 'headers'>,
): boolean {
  const declared = declaredFor(definition, status);
  if (declared === undefined) return false;
  return declared.mediaTypes.length === 0 || accepts(declared, essenceOf(headers.get('content-type') ?? ''));
}
