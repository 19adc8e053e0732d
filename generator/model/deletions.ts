import { readConstants } from './calls.js';
import type { Extensions } from './extension.js';
import type { PaceExtension } from './extension-types.js';
import { readFilter } from './filter.js';
import { readIdFormat, readIds } from './ids.js';
import { readJob } from './job.js';
import { readLimits, readPace, readReason } from './limits.js';
import type { DeletionTypeNames } from './names.js';
import type { ReadOperation } from './operations.js';
import { Plan } from './plan.js';
import { readBadId, readPlanAnswers } from './plan-answers.js';
import { readCount, readReadBack } from './read-back.js';
import type { Source } from './source.js';
import { readBindings, readTarget } from './target.js';
import type { Deletion } from './types.js';

/** What plans are checked against, and what they fall back on. */
export interface DeletionsInput {
  readonly operations: readonly ReadOperation[];
  readonly extensions: Extensions;
  /** The types, by the deletion's name. */
  readonly deletionTypes: ReadonlyMap<string, DeletionTypeNames>;
  /** The connection's, for plans that have none. */
  readonly pace: PaceExtension | null;
}

/** Every plan for deleting, in the order of the operations, with each of its references checked. */
export function readDeletions(source: Source, input: DeletionsInput): readonly Deletion[] {
  const { operations, extensions, deletionTypes, pace } = input;
  return operations.flatMap((owner) => {
    const extension = extensions.deletion(owner.spot);
    if (extension === null) return [];
    const plan = new Plan(source, { extension, owner }, operations);
    return [readDeletion(plan, { types: deletionTypes.get(extension.name) ?? null, pace })];
  });
}

function readDeletion(
  plan: Plan,
  { types, pace }: { readonly types: DeletionTypeNames | null; readonly pace: PaceExtension | null },
): Deletion {
  const { extension, owner } = plan;
  const target = readTarget(plan);
  const bind = readBindings(plan);
  const set = extension.set ?? [];
  readConstants(plan, owner, { set, at: ['set'] });
  const { ids, placement, id, maxItems } = readIds(plan);
  plan.checkFilled(owner, [...bind, ...set, placement], []);
  return {
    name: extension.name,
    targetType: types?.target ?? '',
    pointer: plan.pointer,
    operation: owner.operation.name,
    target,
    call: { operation: owner.operation.name, bind, set },
    ids,
    idFormat: readIdFormat(plan, id),
    limits: readLimits(plan, maxItems),
    answers: readPlanAnswers(plan),
    badId: readBadId(plan),
    pace: readPace(plan, pace),
    retry: extension.retry ?? 'never',
    reason: readReason(plan),
    job: readJob(plan),
    readBack: readReadBack(plan, placement),
    count: readCount(plan),
    filter: readFilter(plan, types),
    irreversible: extension.irreversible ?? true,
  };
}
