/** One chunk, from its first request until each of its ids is settled or handed to the job lane. */
import type { Answer } from '../../call.js';
import { RowsweepError } from '../../errors.js';
import { readRefusal } from './bad-ids.js';
import { toRowsweepError, type Part, type RunContext } from '../context.js';
import { decideStep, type Step } from './decide.js';
import { ask, delayAfter, waitAfter } from './ask.js';
import { readReply, type Reply } from './reply.js';
import { isThrottle } from './retry.js';
import { settleAccepted, settleFailed, settleUnsent } from '../settle/settle.js';
import type { Chunk } from '../input/source.js';
import {
  bisect,
  blameId,
  blameRequest,
  dropBad,
  firstPart,
  halve,
  partOf,
  type ChunkState,
} from './split.js';
import { readBefore } from '../reads/verify.js';

/** Requests that one chunk may cost beyond its first, to find out which of its ids are wrong. */
const MOST_SPLITS = 64;

/** Never rejects: whatever happens, every id of the chunk is settled or waits in the job lane. */
export async function sendChunk(context: RunContext, chunk: Chunk): Promise<void> {
  const { shared, settings } = context;
  const state: ChunkState = {
    splitsLeft: MOST_SPLITS,
    accepted: false,
    named: false,
    requests: 0,
    probed: false,
    refusedProbes: 0,
  };
  const work = [firstPart(chunk, settings.clock.now())];
  for (let part = work.pop(); part !== undefined; part = work.pop()) {
    try {
      work.push(...[...(await sendPart(context, state, part))].reverse());
    } catch (error) {
      // A fault of ours must not lose ids either.
      const fault = toRowsweepError(error, context.subject.behaviour.provider);
      context.stops.stop({ reason: 'stopped', error: fault, rejects: true });
      await settleFailed(context, { ...part, ambiguous: part.ambiguous + 1 }, fault);
    }
  }
  if (state.accepted || state.named) shared.failedInARow = 0;
  else if (state.requests > 0) shared.failedInARow += 1;
  if (shared.failedInARow >= settings.retry.maxFailedChunksInARow) {
    context.events.warn({
      code: 'circuitOpen',
      message: `Stopped after ${shared.failedInARow} chunks in a row in which no request was accepted.`,
    });
    context.stops.stop({ reason: 'stopped', error: undefined, rejects: false });
  }
}

/**
 * Sends one part once. Gives the parts that are left to be sent because of that. Where each request becomes a job, it
 * waits until one more may be open: what a chunk was split into counts as whole chunks do.
 */
async function sendPart(context: RunContext, state: ChunkState, part: Part): Promise<readonly Part[]> {
  const { jobs, stops } = context;
  if (jobs === null) return sendNow(context, state, part);
  if (!(await jobs.places.take(stops.sending))) {
    await settleUnsent(context, part);
    return [];
  }
  try {
    return await sendNow(context, state, part);
  } finally {
    jobs.places.giveBack();
  }
}

async function sendNow(context: RunContext, state: ChunkState, waiting: Part): Promise<readonly Part[]> {
  const { tally, events, shared, lanes, sizes, recording } = context;
  // Neither probe was refused, so a wrong id is in the rest: sending all of it again would tell nothing new.
  if (waiting.role === 'rest' && state.refusedProbes === 0 && waiting.items.length > 1) {
    return halve(context, state, waiting);
  }
  // Something smaller may have been learned since it was packed.
  if (!sizes.allows(waiting)) return repack(context, waiting);
  const before = await readBefore(context, waiting);
  if (!(await takeTurn(context, waiting))) {
    await settleUnsent(context, waiting);
    return [];
  }
  let part: Part = { ...waiting, before, attempt: waiting.attempt + 1 };
  const countRequest = (): void => {
    part = { ...part, carried: part.carried + 1 };
    state.requests += 1;
    tally.requests += 1;
    if (part.carried > 1) tally.retried += 1;
    tally.bytesSent += part.bytes;
    events.emit({ type: 'chunkSent', chunk: part.info, attempt: part.carried });
  };
  countRequest();
  const round = lanes.round;
  shared.submitting += 1;
  shared.submissions += 1;
  const result = await sendOnce(context, part, countRequest).finally(() => {
    shared.submitting -= 1;
  });
  if (result.ok) {
    state.accepted = true;
    await settleAccepted(context, part, result);
    return [];
  }
  const { error } = result;
  if (isThrottle(error)) lanes.throttled(round);
  else lanes.failed();
  await recording?.failed(part, error);
  const failed: Part = {
    ...part,
    ambiguous: part.ambiguous + (error.effect === 'none' ? 0 : 1),
    lastError: error,
  };
  return take(context, state, failed, error);
}

/**
 * Waits for the turn of one request, and has it written down before it leaves. False: it must not leave. Writing takes
 * time, in which everyone may have been told to wait or to stop: then the turn is waited for again.
 */
async function takeTurn({ gate, stops, recording }: RunContext, part: Part): Promise<boolean> {
  if (!(await gate.enter(stops.sending, part.items.length))) return false;
  if (recording === null) return true;
  if (!(await recording.intent(part))) return false;
  while (gate.isShut) {
    if (!(await gate.enter(stops.sending))) return false;
  }
  return !stops.sending.aborted;
}

type Result =
  | { readonly ok: true; readonly reply: Reply; readonly requestId: string | undefined }
  | { readonly ok: false; readonly error: RowsweepError };

async function sendOnce(context: RunContext, part: Part, onRepeat: () => void): Promise<Result> {
  const { subject, writer } = context;
  const { behaviour, target, format } = subject;
  const { operation } = behaviour.call;
  const ids = part.items.map(({ id }) => id);
  let answer: Answer;
  try {
    const request = writer.write(ids);
    const size = ids.length;
    answer = await ask(context, {
      kind: 'deletion',
      operation,
      request,
      attempt: part.carried,
      size,
      onRepeat,
    });
  } catch (error) {
    return { ok: false, error: toRowsweepError(error, behaviour.provider) };
  }
  const reply = readReply({ behaviour, target, format, answer, asked: ids });
  if (reply !== undefined) return { ok: true, reply, requestId: answer.requestId };
  const error = new RowsweepError({
    code: 'PROTOCOL_VIOLATION',
    provider: behaviour.provider,
    message: `The answer with status ${answer.status} does not have the shape that the description promises.`,
    effect: 'done',
    retryable: true,
    operation: operation.name,
    request: { method: operation.method, path: operation.path },
    status: answer.status,
    requestId: answer.requestId,
    body: answer.body,
  });
  return { ok: false, error };
}

/** Takes the step that the failure calls for. */
async function take(
  context: RunContext,
  state: ChunkState,
  part: Part,
  error: RowsweepError,
): Promise<readonly Part[]> {
  const { subject, settings, sizes, stops, events } = context;
  const { behaviour } = subject;
  const count = part.items.length;
  const step: Step = decideStep(
    {
      error,
      refusal: readRefusal(behaviour.badId, error, count),
      count,
      attempt: part.attempt,
      repeatable: behaviour.retry === 'safe',
      sizeFollowsIds: sizes.measure.of === 'url',
      splitsLeft: state.splitsLeft,
    },
    settings.retry,
  );
  switch (step.do) {
    case 'retry':
      return retry(context, part, error);
    case 'shrink': {
      events.emit(sizes.refused(part.items, error.code));
      const parts = repack(context, part);
      events.emit({ type: 'split', chunk: part.info, into: parts.length, why: error.code });
      return parts;
    }
    case 'bisect':
      return bisect(context, state, part, error);
    case 'drop':
      return dropBad(context, state, part, { error, bad: step.bad });
    case 'giveUp':
      blameRequest(context, state, part, error);
      await settleFailed(context, part, blameId(context, part, error));
      return [];
    case 'stop':
      if (step.anomaly !== undefined) events.raise('bodyDropped', step.anomaly, part.info);
      stops.stop({ reason: 'stopped', error, rejects: step.reject });
      await settleFailed(context, part, error);
      return [];
  }
}

function repack(context: RunContext, part: Part): readonly Part[] {
  return context.sizes.repack(part.items).map(({ items }) => partOf(context, part, items));
}

async function retry(context: RunContext, part: Part, error: RowsweepError): Promise<readonly Part[]> {
  const { budget, stops, events } = context;
  if (!budget.pay(error)) {
    events.warn({ code: 'retryBudgetSpent', message: 'Stopped: too many requests had to be repeated.' });
    stops.stop({ reason: 'stopped', error, rejects: false });
    await settleFailed(context, part, error);
    return [];
  }
  const delayMs = delayAfter(context, error, part.attempt);
  events.emit({ type: 'retry', chunk: part.info, attempt: part.carried + 1, delayMs, error });
  await waitAfter(context, { error, delayMs, signal: stops.sending });
  return [part];
}
