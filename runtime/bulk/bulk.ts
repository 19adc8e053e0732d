/**
 * Bulk deletion: `bulk` makes a deleter, and a deleter makes runs. The way of one id, station by station, goes through
 * the folders `input`, `send` and `settle`; each other folder is for what only some runs do:
 *
 * 1. `input/intake` reads it from the input, no faster than ids are deleted (`rests` lets others run meanwhile); `ids`
 *    checks it (`uuid` reads its digits), and the guards and the memory for repeated ids (`id-memory`) may end its way
 *    here.
 * 2. `packer` puts it into the open request; `measure` says how many bytes it takes, `sizes` how much a request may
 *    carry now.
 * 3. `engine` has the full request written down (`recorder`) and gives it to `dispatch`, which sends it when a lane
 *    (`lanes`), the confirmation (`approval`) and the reader of the outcomes (`outcomes`) allow it.
 * 4. `send/send` waits for its turn at the `gate`, has the intent written down, writes the request (`request`) and
 *    sends it (`ask`).
 * 5. An answer is read (`reply`) and turned into a claim (`interpret`), or becomes a job that is waited for (`jobs`);
 *    `places` bounds how many there are.
 * 6. A failure is looked at (`bad-ids`), and one step is chosen (`decide`): again later (`retry`), in smaller requests or
 *    without the bad ids (`split`), never again, or the end of the run (`stops`).
 * 7. `settle/settle` makes the outcome; where that is in doubt, `verify` has the id read back (`verify-rows`, `read-back`,
 *    `pages`, `read`). Then the outcome is written down too.
 * 8. `settle/ledger` counts the outcome, once: into the counts (`tally`) and to whoever reads (`outcomes`). When every id
 *    has one, `account` writes the summary.
 *
 * Where a run is written down is up to `recorders`: in a `journal` (`journal-recorder`, with `spans` and `chunk-hash`),
 * in an audit trail (`audit`, `audit-chain`, `canonical`; checked by `audit-verify`). In a run that goes on with a
 * journal (`resume-run`), an id comes from `resume` instead, the other `source`: `past` and `chunk-past` say what the
 * journal knows of it, `remainders` what is left to do with it, and `replay` reads it out of the journal where there is
 * no input. Then it takes the same way from station 3 on, or waits for its job (`resumed`), or is told again as it was
 * settled.
 *
 * Jobs, reads, journals and trails come along with what names them: `deletion-jobs` and `row-reads` with the table, which
 * lists them in `uses`, `journal-part` with the store, `audit-part` with the sink. Everything else knows only the types of
 * what is behind these four, so that a program carries what it uses.
 *
 * Where rows are named by what they hold, `where` checks the filter (`filter`), finds what matches and asks the guards
 * (`where-matches`), and then an id goes the same way, or the filter itself is sent (`where-direct`, `where-send`).
 *
 * Beside a run, `watch` minds its signal and its time limit, and `telemetry` tells the logger and the tracer. `pacing` and
 * `failure-limit` say how fast it may go and when it has failed too often. When every id has settled, `last-work` reads
 * back a `sample`, counts (`count-target`), and has the end written down. `sweep` holds several runs together (`merge`).
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
import { Intake, sizeOf } from './input/intake.js';
import { measureRequests } from './input/measure.js';
import type { Measure } from './input/packer.js';
import type { JournalOptions, JournalStore, ResumeMode } from './journal/journal-types.js';
import type { DeleteOptions, ResumeOptions } from './options.js';
import { mergeOptions, readOptions, type Settings } from './settings.js';
import { readPlan } from './input/plan.js';
import { readJournalOption, recordersOf } from './recorders.js';
import { requestWriter } from './send/request.js';
import { Run } from './run.js';
import { Sizes } from './input/sizes.js';
import { createSubject } from './subject.js';
import type { BulkDeleter, Capabilities, DeletionOutcome, DeletionPlan, Ids, RawId } from './types.js';

const DAY_MS = 24 * 60 * 60_000;

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
  const { clock } = stateOf(connection);
  const subject = createSubject(connection, behaviour, target);
  readOptions(behaviour, defaults, clock);

  const begin = (engine: Engine, settings: Settings): Run => {
    engine.start();
    return new Run(engine, settings.onAbort);
  };
  const deleteMany = (ids: Ids, options: DeleteOptions = {}): Run => {
    const settings = readOptions(behaviour, mergeOptions(defaults, options), clock);
    const engine = new Engine({
      subject,
      settings,
      ids,
      total: sizeOf(ids),
      recorders: recordersOf(subject, settings),
      makeSource: ({ sizes }, sink) => new Intake({ ids, subject, settings, sizes, sink }),
    });
    return begin(engine, settings);
  };
  const goOn = (
    given: JournalStore | JournalOptions,
    mode: ResumeMode,
    { ids, maxResumeAgeMs: maxAgeMs = DAY_MS, ...options }: Omit<ResumeOptions, 'replay'>,
  ): Run => {
    const journal = readJournalOption(behaviour.provider, given);
    const settings = readOptions(behaviour, mergeOptions(defaults, options), clock);
    const { part } = journal.store;
    return begin(new Engine(part.resume({ subject, settings, journal, mode, ids, maxAgeMs })), settings);
  };

  return {
    provider: behaviour.provider,
    target: subject.targetText,
    capabilities: capabilitiesOf(behaviour, subject),
    deleteMany,
    deleteOne: (id, options) => firstOutcome(deleteMany([id], options), id),
    resume: (journal, { replay = 'unfinished', ...options } = {}) => goOn(journal, replay, options),
    // A run that reads only has the more reason to read.
    reconcile: (journal, options = {}) =>
      goOn(journal, 'reconcile', behaviour.readBack === null ? options : { verify: 'ambiguous', ...options }),
    plan: (ids, options = {}): Promise<DeletionPlan> => {
      const settings = readOptions(behaviour, mergeOptions(defaults, options), clock);
      const writer = requestWriter(behaviour, subject.target, settings);
      const measure = (): Measure => measureRequests(connection, behaviour, writer);
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
