import { isRowsweepError } from '../errors.js';
import { valueAt } from '../pointer.js';
import { runState } from './account.js';
import type { RunContext } from './context.js';
import { read } from './read.js';
import { fillTemplate } from './request.js';
import { checkSample } from './sample.js';

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
  const { recording, settings, tally, events } = context;
  try {
    if (settings.countsTarget) tally.targetRecords = await countTarget(context);
    await checkSample(context);
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

/** Records that the target holds, as the provider says; undefined, and a warning, where that cannot be read. */
async function countTarget(context: RunContext): Promise<number | undefined> {
  const { behaviour, target } = context.subject;
  if (behaviour.count === null) return undefined;
  const { call, at } = behaviour.count;
  try {
    const { body } = await read(context, {
      operation: call.operation,
      request: fillTemplate(call, target),
      countAs: 'reads',
      maxAttempts: context.settings.retry.maxAttempts,
    });
    const count = at.map((pointer) => valueAt(body, pointer)).find((value) => typeof value === 'number');
    if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count;
    context.events.warn({
      code: 'countUnread',
      message: 'The answer does not say how many records there are.',
    });
  } catch (error) {
    if (!isRowsweepError(error)) throw error;
    context.events.warn({ code: 'countUnread', message: `Records cannot be counted: ${error.message}` });
  }
  return undefined;
}
