import type { Evidence } from '../types.js';
import type { RunContext, Subject } from '../context.js';
import { Intake } from './intake.js';
import type { Settings } from '../settings.js';
import type { Sizes } from './sizes.js';
import type { Source } from './source.js';
import type { DeletionPlan, Ids, Warning } from '../types.js';

/** What was counted while ids were read. */
export interface PlanCounts {
  readonly invalid: number;
  readonly duplicates: number;
  readonly excluded: number;
  readonly sample: readonly string[];
  /** Rows that match a filter; undefined: there is none. */
  readonly matches?: number | undefined;
  /** Records of the target; undefined: they were not counted. */
  readonly targetRecords?: number | undefined;
  /** Null: not all ids were read. */
  readonly whole: { readonly ids: number; readonly minimumRequests: number } | null;
}

/** The best proof of each kind of answer. */
const PROOF: Readonly<Record<'ids' | 'count' | 'batch' | 'job', Evidence>> = {
  ids: 'id',
  count: 'count',
  batch: 'batch',
  job: 'job',
};

/** Reads all ids as a run would, and sends nothing. */
export async function readPlan(options: {
  readonly ids: Ids;
  readonly subject: Subject;
  readonly settings: Settings;
  readonly sizes: Sizes;
}): Promise<DeletionPlan> {
  let ids = 0;
  let invalid = 0;
  let duplicates = 0;
  let excluded = 0;
  const intake = new Intake({
    ...options,
    settings: { ...options.settings, dryRun: true },
    sink: {
      read: () => {
        ids += 1;
      },
      sealed: () => undefined,
      ended: (_id, end) => {
        if (end.kind !== 'skipped') invalid += 1;
        else if (end.reason === 'duplicate') duplicates += 1;
        else if (end.reason === 'excluded') excluded += 1;
      },
      room: () => undefined,
    },
  });
  await intake.readAll();
  const whole = { ids, minimumRequests: intake.minimumRequests };
  return makePlan(options.subject, { invalid, duplicates, excluded, sample: intake.sample, whole });
}

/** Puts counts and the provider's abilities together. */
export function makePlan(subject: Subject, counts: PlanCounts): DeletionPlan {
  const { behaviour, target, targetText } = subject;
  const { whole, matches, targetRecords, ...rest } = counts;
  const rule = behaviour.answers.find(
    ({ when }) => when === null || when.in.includes(target[when.target] ?? ''),
  );
  return {
    provider: behaviour.provider,
    target: targetText,
    ...(whole ?? {}),
    ...rest,
    ...(matches === undefined ? {} : { matches }),
    ...(targetRecords === undefined ? {} : { targetRecords }),
    sample: [...counts.sample],
    evidence: rule === undefined ? 'none' : PROOF[rule.proves],
    irreversible: behaviour.irreversible,
    warnings: warningsOf(subject, counts),
  };
}

/** The plan of a run that has begun, as far as it has read. */
export function planSoFar(
  { tally, subject }: Pick<RunContext, 'tally' | 'subject'>,
  { sample, minimumRequests }: Pick<Source, 'sample' | 'minimumRequests'>,
  isComplete: boolean,
): DeletionPlan {
  const { byStatus, duplicates, excluded, matches, targetRecords, resumed } = tally;
  const whole = isComplete ? { ids: tally.read, minimumRequests } : null;
  const counts = { invalid: byStatus.failed, duplicates, excluded, sample, matches, targetRecords, whole };
  const plan = makePlan(subject, counts);
  if (resumed === undefined) return plan;
  const ageMinutes = Math.round(resumed.ageMs / 60_000);
  const message = `This goes on with run ${resumed.runId}; what is left of it is ${ageMinutes} minutes old.`;
  return { ...plan, warnings: [...plan.warnings, { code: 'resumed', message }] };
}

function warningsOf({ behaviour }: Subject, { invalid, duplicates }: PlanCounts): readonly Warning[] {
  const warnings: Warning[] = [];
  if (behaviour.irreversible) {
    warnings.push({ code: 'irreversible', message: 'What is deleted cannot be brought back.' });
  }
  if (invalid > 0) warnings.push({ code: 'invalidIds', message: `${invalid} ids can not be sent.` });
  if (duplicates > 0) warnings.push({ code: 'duplicates', message: `${duplicates} ids are given twice.` });
  return warnings;
}
