import type { RunContext, SettledItems, Subject } from './context.js';
import { EventSink } from './events.js';
import { Gate } from './gate.js';
import { JobLane } from './jobs.js';
import { Lanes } from './lanes.js';
import { measureRequests } from './measure.js';
import type { Settings } from './settings.js';
import { requestWriter } from './request.js';
import { RetryBudget } from './retry.js';
import { Sizes } from './sizes.js';
import { Stops } from './stops.js';
import { Tally } from './tally.js';

/** Makes what the parts of one run share. */
export function createContext(
  subject: Subject,
  settings: Settings,
  run: {
    readonly settle: (settled: SettledItems) => void;
    /** Called when jobs were settled, so that sending can go on. */
    readonly onJobsSettled: () => void;
  },
): RunContext {
  const { behaviour, connection, target } = subject;
  const writer = requestWriter(behaviour, target, settings.reason);
  const context: RunContext = {
    subject,
    settings,
    writer,
    sizes: new Sizes(behaviour, measureRequests(connection, behaviour, writer), settings),
    gate: new Gate(settings.clock, settings.requestsPerSecond),
    budget: new RetryBudget(settings.retry.budget),
    lanes: new Lanes(settings.concurrency),
    tally: new Tally(),
    events: new EventSink(settings.onEvent),
    stops: new Stops(),
    jobs:
      behaviour.job === null
        ? null
        : new JobLane({
            behaviour: behaviour.job,
            context: () => context,
            onSettled: run.onJobsSettled,
          }),
    shared: { accepted: false, mayRepeat: false, failedInARow: 0, submitting: 0, submissions: 0 },
    settle: run.settle,
  };
  return context;
}
