import type { AnswerExtension } from './extension-types.js';
import type { ClaimKeys } from './claims.js';
import type { Plan } from './plan.js';
import { followPointer, lookUpElements, mayBe, type Lookup } from './schema-lookup.js';
import { checkCondition } from './target.js';
import type { Deletion } from './types.js';

/** What each answer proves, checked against the answers that the operation declares. */
export function readPlanAnswers(plan: Plan): Deletion['answers'] {
  const { answers } = plan.extension;
  reportUnclaimed(plan, answers);
  return answers.map((answer, index) => {
    const at = ['answers', index];
    if (answer.when !== undefined) checkCondition(plan, answer.when, [...at, 'when']);
    const body = requireAnswer(plan, answer.status, [...at, 'status']);
    if (body !== undefined) checkProof(plan, answer, { body, at: [...at, 'at'] });
    return { status: answer.status, when: answer.when ?? null, proves: answer.proves, at: answer.at ?? null };
  });
}

/** The schema of a declared answer of the deletion: null without a body; undefined when it is not declared, reported. */
function requireAnswer(plan: Plan, status: number, at: ClaimKeys): Lookup | null | undefined {
  const body = plan.owner.answers.find(status);
  if (body === undefined) {
    const declared = plan.owner.answers.statuses.join(', ');
    const message = `${plan.owner.operation.name} does not declare the status ${status}; it has: ${declared}.`;
    plan.report('status-unknown', at, message);
  }
  return body;
}

function checkProof(
  plan: Plan,
  { status, proves, at: pointer }: AnswerExtension,
  { body, at }: { readonly body: Lookup | null; readonly at: ClaimKeys },
): void {
  if (pointer === undefined) return;
  const into = `The answer ${status}`;
  const found = plan.requirePointer(body, pointer, {
    at,
    into,
    types: proves === 'ids' ? ['array'] : ['integer'],
  });
  if (found === null || proves !== 'ids' || mayBe(lookUpElements(plan.source, found), 'string')) return;
  plan.report(
    'pointer-type',
    at,
    `The elements of ${into.replace('The', 'the')} at ${pointer} are not of type string.`,
  );
}

function reportUnclaimed(plan: Plan, answers: readonly AnswerExtension[]): void {
  for (const status of plan.owner.answers.statuses) {
    if (!/^2\d\d$/.test(status) || answers.some((answer) => answer.status === Number(status))) continue;
    plan.report('answer-unclaimed', ['answers'], `Nothing says what the answer ${status} proves.`);
  }
}

/** How a validation error names the wrong element, checked against the answer that it stands in. */
export function readBadId(plan: Plan): Deletion['badId'] {
  const { badId } = plan.extension;
  if (badId === undefined) return null;
  const { status, problems, path, prefix, message } = badId;
  const body = requireAnswer(plan, status, ['badId', 'status']);
  if (body !== undefined) {
    const into = `The answer ${status}`;
    const list = plan.requirePointer(body, problems, { at: ['badId', 'problems'], into, types: ['array'] });
    const problem = list === null ? null : lookUpElements(plan.source, list);
    if (problem !== null) {
      const within = 'A problem';
      plan.requirePointer(problem, path, { at: ['badId', 'path'], into: within, types: ['array'] });
      if (message !== undefined)
        plan.requirePointer(problem, message, { at: ['badId', 'message'], into: within });
    }
  }
  return { status, problems, path, prefix, message: message ?? null };
}

/** The elements of the list that a pointer leads to; null when there is none. */
export function findElements(plan: Plan, body: Lookup | null, pointer: string): Lookup | null {
  const list = body === null ? null : followPointer(plan.source, body, pointer);
  return list === null || !mayBe(list, 'array') ? null : lookUpElements(plan.source, list);
}
