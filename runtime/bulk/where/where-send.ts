/** Sends a filter once, and says honestly what is known afterwards. */
import type { Answer, CallRequest } from '../../call.js';
import { isRowsweepError, RowsweepError } from '../../errors.js';
import { ask, delayAfter, waitAfter } from '../send/ask.js';
import { toRowsweepError, type RunContext } from '../context.js';
import { GuardError } from '../errors.js';
import { withFilter } from './filter-request.js';
import { readReply, type Reply } from '../send/reply.js';
import { fillTemplate, withReason } from '../send/request.js';
import type { FilterAccount } from '../types.js';
import { countMatches, matchesAny, type WhereJob } from './where-matches.js';

/**
 * Sends the deletion. It is sent again only after a refusal that proves that nothing happened; after an answer that was
 * lost or that cannot be read it is not, because rows that match by then were never counted. Whenever it had to wait,
 * for a new credential too, the rows are counted anew and the guards asked again. Does nothing where nothing matches.
 */
export async function sendFilter(context: RunContext, job: WhereJob): Promise<void> {
  if (context.stops.sending.aborted) return;
  const result = await sendPatiently(context, job);
  if (result === undefined) return;
  if (result instanceof RowsweepError) await settleFailure(context, job, result);
  else await settleReply(context, job, result);
}

/** The reply, the failure that was the last, or undefined where it was not sent, or not again. */
async function sendPatiently(context: RunContext, job: WhereJob): Promise<Reply | RowsweepError | undefined> {
  const { stops, settings, budget, tally } = context;
  const policy = settings.retry;
  for (let attempt = 1; ; attempt += 1) {
    if (!(await takeTurn(context, job, attempt > 1))) return undefined;
    tally.requests += 1;
    if (attempt > 1) tally.retried += 1;
    const result = await sendOnce(context, job, attempt);
    if (!(result instanceof RowsweepError)) return result;
    const tooLong = (result.retryAfterMs ?? 0) > policy.maxRetryAfterMs;
    const mayRepeat =
      result.effect === 'none' && result.retryable && attempt < policy.maxAttempts && !tooLong;
    if (!mayRepeat || stops.sending.aborted || !budget.pay(result)) return result;
    const delayMs = delayAfter(context, result, attempt);
    await waitAfter(context, { error: result, delayMs, signal: stops.sending });
  }
}

/**
 * Waits for the turn of the deletion. While it waits rows may begin to match, so what was counted before a wait holds no
 * more: they are counted behind it. False: it must not leave, or nothing matches any more.
 */
async function takeTurn(context: RunContext, job: WhereJob, isRepeat: boolean): Promise<boolean> {
  const { gate, stops, tally } = context;
  let isStale = isRepeat || gate.holds > 0 || gate.pausedUntil !== undefined;
  for (;;) {
    const { holds } = gate;
    if (isStale) await countMatches(context, job);
    tally.openMatches = tally.matches ?? 0;
    if (tally.openMatches === 0 || !(await gate.enter(stops.sending))) return false;
    if (gate.holds === holds) return true;
    isStale = true;
  }
}

/** Undefined: its credential was refused, and with a new one it must not leave, or nothing matches any more. */
async function sendOnce(
  context: RunContext,
  job: WhereJob,
  attempt: number,
): Promise<Reply | RowsweepError | undefined> {
  const { behaviour, target, format } = context.subject;
  const { operation } = behaviour.call;
  const repeat: { is: 'none' | 'counting' | 'held' | 'sent' } = { is: 'none' };
  let answer: Answer;
  try {
    answer = await ask(context, {
      kind: 'deletion',
      operation,
      request: writeDeletion(context, job),
      attempt,
      takeTurn: async () => {
        repeat.is = 'counting';
        repeat.is = (await takeTurn(context, job, true)) ? 'sent' : 'held';
        return repeat.is === 'sent';
      },
      onRepeat: () => {
        context.tally.requests += 1;
        context.tally.retried += 1;
      },
    });
  } catch (error) {
    // A guard, or a count that could not be read: not what became of the deletion.
    if (repeat.is === 'counting') throw error;
    return repeat.is === 'held' ? undefined : toRowsweepError(error, behaviour.provider);
  }
  const reply = readReply({ behaviour, target, format, answer });
  if (reply !== undefined) return reply;
  return new RowsweepError({
    code: 'PROTOCOL_VIOLATION',
    provider: behaviour.provider,
    message: `The answer with status ${answer.status} does not have the shape that the description promises.`,
    effect: 'done',
    operation: operation.name,
    request: { method: operation.method, path: operation.path },
    status: answer.status,
    requestId: answer.requestId,
    body: answer.body,
  });
}

function writeDeletion({ subject, settings }: RunContext, { rule, filter }: WhereJob): CallRequest {
  const { behaviour, target } = subject;
  const request = withReason(behaviour, fillTemplate(behaviour.call, target), settings.reason);
  return withFilter(request, rule.place, filter);
}

async function settleReply(context: RunContext, job: WhereJob, reply: Reply): Promise<void> {
  const { tally, events, settings } = context;
  const removed =
    reply.kind === 'count' ? reply.affected : reply.kind === 'ids' ? reply.deleted.length : undefined;
  tally.addRemoved(removed);
  conclude(context, { status: removed === undefined ? 'absent' : 'deleted' });
  if (removed !== undefined) guardRemoved(context, removed);
  if (settings.verify !== 'all' || !(await stillMatches(context, job))) return;
  events.raise('stillMatching', 'Rows match the filter after its deletion was answered; they may be new.');
  if (removed === undefined) concludeUnknown(context, unproved(context));
}

/** More than was counted: rows came in between, or the filter was read otherwise. */
function guardRemoved({ tally, events, settings, subject, stops }: RunContext, removed: number): void {
  const matches = tally.matches ?? 0;
  if (removed === matches) return;
  const message = `The provider says that it removed ${removed} rows; ${matches} matched before.`;
  events.raise(removed > matches ? 'moreThanMatched' : 'fewerThanMatched', message);
  if (removed <= settings.maxDeletes || !settings.stopOnOverDelete) return;
  const error = new GuardError({
    guard: 'overDelete',
    provider: subject.behaviour.provider,
    message: `${message} maxDeletes is ${settings.maxDeletes}.`,
    effect: 'done',
  });
  stops.stop({ reason: 'guard', error, rejects: true });
}

async function settleFailure(context: RunContext, job: WhereJob, error: RowsweepError): Promise<void> {
  if (error.effect === 'none') {
    conclude(context, { status: 'failed', error });
    context.tally.openMatches = context.tally.matches ?? 0;
    context.stops.stop({ reason: 'stopped', error, rejects: true });
    return;
  }
  context.tally.addRemoved(undefined);
  const mayLook = job.where.rest.verify !== 'off' && !context.stops.everything.aborted;
  const left = mayLook ? await stillMatches(context, job) : undefined;
  if (left === false) conclude(context, { status: 'absent' });
  else concludeUnknown(context, error);
}

/** Undefined: it could not be read. */
async function stillMatches(context: RunContext, job: WhereJob): Promise<boolean | undefined> {
  try {
    return await matchesAny(context, job);
  } catch (error) {
    if (isRowsweepError(error)) return undefined;
    throw error;
  }
}

function concludeUnknown(context: RunContext, error: RowsweepError): void {
  conclude(context, { status: 'unknown', error });
  context.tally.openMatches = context.tally.matches ?? 0;
}

function conclude({ tally }: RunContext, end: Pick<FilterAccount, 'status' | 'error'>): void {
  if (tally.filter !== undefined) tally.filter = { ...tally.filter, ...end };
  tally.openMatches = 0;
}

function unproved({ subject }: RunContext): RowsweepError {
  return new RowsweepError({
    code: 'PROTOCOL_VIOLATION',
    provider: subject.behaviour.provider,
    message: 'The provider acknowledged the deletion, and rows still match the filter.',
    effect: 'possible',
  });
}
