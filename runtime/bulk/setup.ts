import type { RunContext, SettledItems, Subject } from './context.js';
import { EventSink } from './telemetry/events.js';
import { Gate } from './send/gate.js';
import { Lanes } from './send/lanes.js';
import { measureRequests } from './input/measure.js';
import type { Settings } from './settings.js';
import { Recording, type RunRecorder } from './recorder.js';
import { requestWriter } from './send/request.js';
import { RetryBudget } from './send/retry.js';
import { Sizes } from './input/sizes.js';
import { Stops } from './stops.js';
import { Tally } from './settle/tally.js';
import { Telemetry } from './telemetry/telemetry.js';
import type { Warning } from './types.js';

/** Makes what the parts of one run share. */
export function createContext(
  subject: Subject,
  settings: Settings,
  run: {
    /** Counts what became of ids. */
    readonly settle: (settled: SettledItems) => void;
    /** Where the run is written down. */
    readonly recorders: readonly RunRecorder[];
    /** Called when jobs were settled, so that sending can go on. */
    readonly onJobsSettled: () => void;
  },
): RunContext {
  const { behaviour, connection, target } = subject;
  const writer = requestWriter(behaviour, target, settings);
  const stops = new Stops();
  const recording =
    run.recorders.length === 0
      ? null
      : new Recording({
          provider: behaviour.provider,
          recorders: run.recorders,
          onFailure: (error) => {
            stops.stop({ reason: 'stopped', error, rejects: true });
          },
        });
  const telemetry = telemetryOf(settings, (warning) => {
    events.keep(warning);
  });
  const events = new EventSink(settings.onEvent, telemetry);
  const sample =
    settings.verify === 'sample' && subject.reads !== null
      ? subject.reads.sample(settings.sampleSize, () => settings.clock.random())
      : null;
  const context: RunContext = {
    subject,
    settings,
    writer,
    sizes: new Sizes(behaviour, () => measureRequests(connection, behaviour, writer), settings),
    gate: new Gate(settings.clock, settings.pacing),
    budget: new RetryBudget(settings.retry.budget),
    lanes: new Lanes(settings.concurrency),
    tally: new Tally(),
    events,
    sample,
    telemetry,
    stops,
    jobs:
      behaviour.job === null || subject.jobs === null
        ? null
        : subject.jobs.open({
            behaviour: behaviour.job,
            context: () => context,
            onSettled: run.onJobsSettled,
          }),
    shared: { accepted: false, mayRepeat: false, failedInARow: 0, submitting: 0, submissions: 0 },
    recording,
    settle: async (settled) => {
      if (recording !== null) await recording.settled(settled);
      sample?.add(settled);
      run.settle(settled);
    },
  };
  return context;
}

function telemetryOf(settings: Settings, onFailure: (warning: Warning) => void): Telemetry | null {
  const { logger, tracer, logIds } = settings;
  if (logger === undefined && tracer === undefined) return null;
  return new Telemetry({ logger, tracer, mayNameIds: logIds, onFailure });
}
