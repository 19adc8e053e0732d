import { isRowsweepError } from '../../errors.js';
import { valueAt } from '../../pointer.js';
import type { RunContext } from '../context.js';
import { read } from './read.js';
import { fillTemplate } from '../send/request.js';

/** Records that the target holds, as the provider says; undefined, and a warning, where that cannot be read. */
export async function countTarget(context: RunContext): Promise<number | undefined> {
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
