/**
 * Bulk deletion: `bulk` makes a deleter, and a deleter makes runs. The way of one id, station by station:
 *
 * 1. `intake` reads it from the input, no faster than ids are deleted; `ids` checks it, and the guards and the memory
 *    for repeated ids may end its way here.
 * 2. `packer` puts it into the open request; `measure` says how many bytes it takes, `sizes` how much a request may
 *    carry now.
 * 3. `engine` queues the full request and sends it when a lane (`lanes`), the confirmation (`approval`) and the reader of
 *    the outcomes (`outcomes`) allow it.
 * 4. `send` waits for its turn at the `gate`, writes the request (`request`) and sends it (`ask`).
 * 5. An answer is read (`reply`) and turned into a claim (`interpret`), or becomes a job that is waited for (`jobs`).
 * 6. A failure is looked at (`bad-ids`), and one step is chosen (`decide`): again later (`retry`), in smaller requests or
 *    without the bad ids (`split`), never again, or the end of the run (`stops`).
 * 7. `settle` makes the outcome; where that is in doubt, `verify` reads the id back (`read-back`, `pages`, `read`).
 * 8. `ledger` writes the outcome down, once: into the counts (`tally`) and to whoever reads (`outcomes`). When every id
 *    has one, `account` writes the summary.
 *
 * What a run's parts share is in `context` and made in `setup`; `run` is the caller's handle; `plan`, `progress` and
 * `events` tell; `types` and `options` are what callers see, `settings` checks the options and fills in defaults.
 */
import type { AnswerRule, DeletionBehaviour } from '../behaviour.js';
import { stateOf, type Connection } from '../connection.js';
import { isRowsweepError } from '../errors.js';
import type { Subject } from './context.js';
import { Engine } from './engine.js';
import { BulkDeletionError } from './errors.js';
import { idFormatOf, idParser } from './ids.js';
import { measureRequests } from './measure.js';
import type { DeleteOptions } from './options.js';
import { readOptions } from './settings.js';
import { readPlan } from './plan.js';
import { requestWriter } from './request.js';
import { Run } from './run.js';
import { Sizes } from './sizes.js';
import { describeTarget, readTarget } from './target.js';
import type { BulkDeleter, Capabilities, DeletionOutcome, DeletionPlan, Ids, RawId } from './types.js';

/**
 * Makes a deleter for one target from a description's plan. Throws `CONFIGURATION` for a target or defaults that cannot
 * be; sends nothing.
 */
export function bulk(
  connection: Connection,
  behaviour: DeletionBehaviour,
  target: object,
  defaults: DeleteOptions = {},
): BulkDeleter {
  const { provider, clock } = stateOf(connection);
  const fields = readTarget(behaviour, target);
  const format = idFormatOf(behaviour, fields);
  const subject: Subject = {
    connection,
    provider,
    behaviour,
    target: fields,
    targetText: describeTarget(behaviour, fields),
    format,
    parseId: idParser(format, behaviour.ids),
  };
  readOptions(behaviour, defaults, clock);

  const deleteMany = (ids: Ids, options: DeleteOptions = {}): Run => {
    const settings = readOptions(behaviour, { ...defaults, ...options }, clock);
    const engine = new Engine(subject, settings, ids);
    engine.start();
    return new Run(engine, settings.onAbort);
  };

  return {
    provider: behaviour.provider,
    target: subject.targetText,
    capabilities: capabilitiesOf(behaviour, subject),
    deleteMany,
    deleteOne: (id, options) => firstOutcome(deleteMany([id], options), id),
    plan: (ids, options = {}): Promise<DeletionPlan> => {
      const settings = readOptions(behaviour, { ...defaults, ...options }, clock);
      const measure = measureRequests(
        connection,
        behaviour,
        requestWriter(behaviour, fields, settings.reason),
      );
      return readPlan({ ids, subject, settings, sizes: new Sizes(behaviour, measure, settings) });
    },
  };
}

async function firstOutcome(run: Run, id: RawId): Promise<DeletionOutcome> {
  let outcome: DeletionOutcome | undefined;
  try {
    for await (const settled of run.outcomes()) outcome = settled;
  } catch (error) {
    // The outcome says what a fatal error did to the id; a guard must be heard.
    if (outcome === undefined || !isRowsweepError(error) || error.code === 'GUARD') throw error;
    if (!(error instanceof BulkDeletionError)) throw error;
  }
  return (
    outcome ?? {
      id: String(id),
      status: 'skipped',
      evidence: 'local',
      index: 0,
      chunk: -1,
      attempts: 0,
      reason: 'aborted',
    }
  );
}

function capabilitiesOf(behaviour: DeletionBehaviour, { target }: Subject): Capabilities {
  const { limits, answers, badId, retry, readBack, irreversible } = behaviour;
  const holds = ({ when }: AnswerRule): boolean =>
    when === null || when.in.includes(target[when.target] ?? '');
  return {
    maxIds: Math.min(limits.maxIds, limits.slowStart?.to ?? Number.POSITIVE_INFINITY),
    ...(limits.maxBytes === null ? {} : { maxBytes: limits.maxBytes }),
    ...(limits.maxUrlBytes === null ? {} : { maxUrlBytes: limits.maxUrlBytes }),
    reports: [...new Set(answers.filter(holds).map(({ proves }) => proves))],
    namesBadId: badId !== null,
    repeatable: retry === 'safe',
    readBack: readBack?.kind ?? 'none',
    irreversible,
  };
}
