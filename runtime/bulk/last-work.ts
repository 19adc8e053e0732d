import { runState } from './settle/account.js';
import type { RunContext } from './context.js';

/** The last work of a run, and whoever waits for it. */
interface LastWork {
  readonly inputFailed: boolean;
  /** Called before the end is written down: no abort changes how the run ended any more. */
  readonly whenDecided: () => void;
  readonly whenDone: () => void;
}

/** Does what is left to do when every id has settled; calls `whenDone` at once when that is nothing. */
export function lastWork(context: RunContext, work: LastWork): void {
  const { recording, sample, settings } = context;
  if (recording === null && sample === null && !settings.countsTarget) work.whenDone();
  else void doLastWork(context, work).then(work.whenDone);
}

/** Never rejects: a fault of ours becomes a warning, because every id has its outcome by now. */
async function doLastWork(context: RunContext, { inputFailed, whenDecided }: LastWork): Promise<void> {
  const { recording, settings, tally, events, subject } = context;
  try {
    if (settings.countsTarget) tally.targetRecords = await subject.reads?.count(context);
    await subject.reads?.checkSample(context);
  } catch (error) {
    events.warn({
      code: 'lastReadFailed',
      message: `The last reads ended in an unexpected way: ${String(error)}`,
    });
  }
  whenDecided();
  await recording?.end({
    state: runState(context, inputFailed),
    requested: tally.read,
    atMs: settings.clock.now(),
  });
}
