import { runState } from './account.js';
import type { RunContext } from './context.js';

/** Does what is left to do when every id has settled; calls `whenDone` at once when that is nothing. */
export function lastWork(
  context: RunContext,
  { inputFailed, whenDone }: { readonly inputFailed: boolean; readonly whenDone: () => void },
): void {
  const { recording, sample, settings } = context;
  if (recording === null && sample === null && !settings.countsTarget) whenDone();
  else void doLastWork(context, inputFailed).then(whenDone);
}

/** Never rejects: a fault of ours becomes a warning, because every id has its outcome by now. */
async function doLastWork(context: RunContext, inputFailed: boolean): Promise<void> {
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
  await recording?.end({
    state: runState(context, inputFailed),
    requested: tally.read,
    atMs: settings.clock.now(),
  });
}
