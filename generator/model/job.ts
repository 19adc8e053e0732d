/** Deletions that are accepted now and done later. */
import { readCall } from './calls.js';
import type { JobExtension } from './extension-types.js';
import { readStates, type StatusSchema } from './job-states.js';
import { checkOrder } from './limits.js';
import type { ClaimKeys } from './claims.js';
import type { Plan } from './plan.js';
import { findElements } from './plan-answers.js';
import { findEnum, followPointer, lookUpElements, type JsonType, type Lookup } from './schema-lookup.js';
import { adviseSpelling } from './suggestion.js';
import type { Job } from './types.js';

/** A schema of a job, and what it is called in a message. */
interface JobSchema {
  readonly body: Lookup | null;
  readonly where: string;
}

/** How jobs work, checked against the answer that makes one and the lists that show it. */
export function readJob(plan: Plan): Job | null {
  const { job, answers } = plan.extension;
  const index = answers.findIndex(({ proves }) => proves === 'job');
  if (job === undefined) {
    if (index >= 0) plan.report('job-missing', ['answers', index, 'proves'], 'Nothing says how jobs work.');
    return null;
  }
  if (index < 0) plan.report('job-missing', ['job'], 'No answer is a job.');
  const list = readList(plan, job);
  const get = readGet(plan, job);
  const answered = answers.flatMap(({ status, proves }): readonly JobSchema[] => {
    const body = proves === 'job' ? plan.owner.answers.find(status) : undefined;
    return body === undefined ? [] : [{ body, where: `the answer ${status}` }];
  });
  const listed = list === null ? [] : [list.schema];
  const read = get === null ? [] : [get.schema];
  const everywhere = [...answered, ...listed, ...read];

  requireInAll(plan, everywhere, { pointer: job.id, at: ['job', 'id'], types: ['string', 'integer'] });
  const found = requireInAll(plan, everywhere, {
    pointer: job.status,
    at: ['job', 'status'],
    types: ['string'],
  });
  const states = readStates(plan, job, found);
  checkPolled(plan, job, listed);
  checkRetrying(plan, job, everywhere);
  checkScope(plan, job, everywhere);
  const poll = ['job', 'poll', 'initialMs'];
  checkOrder(plan, poll, { lower: job.poll.initialMs, upper: job.poll.maxMs, called: 'poll.maxMs' });
  if (list === null) return null;
  return {
    id: job.id,
    status: job.status,
    states,
    message: job.message ?? null,
    createdAt: job.createdAt ?? null,
    counts: job.counts ?? null,
    retrying: job.retrying ?? null,
    scope: job.scope ?? null,
    list: list.list,
    get: get?.get ?? null,
    poll: job.poll,
    maxOpen: job.maxOpen,
  };
}

function readList(
  plan: Plan,
  job: JobExtension,
): { readonly list: Job['list']; readonly schema: JobSchema } | null {
  const { call, items, maxItems } = job.list;
  const read = readCall(plan, call, { at: ['job', 'list', 'call'], filled: [] });
  if (read === null) return null;
  const body = read.operation.answers.findSuccess();
  const into = `The answer of ${read.operation.operation.name}`;
  plan.requirePointer(body, items, { at: ['job', 'list', 'items'], into, types: ['array'] });
  const schema = { body: findElements(plan, body, items), where: 'the listed job' };
  return { list: { call: read.template, items, maxItems }, schema };
}

function readGet(
  plan: Plan,
  job: JobExtension,
): { readonly get: Job['get']; readonly schema: JobSchema } | null {
  if (job.get === undefined) return null;
  const { call, id, assumed } = job.get;
  const read = readCall(plan, call, { at: ['job', 'get', 'call'], filled: [id] });
  if (read === null) return null;
  plan.requirePlacement(read.operation, id, ['job', 'get', 'id']);
  // What no document shows stays off, whichever of the two extensions says so.
  const isAssumed = assumed === true || read.operation.operation.assumed;
  const where = `the answer of ${read.operation.operation.name}`;
  return {
    get: { call: read.template, id, assumed: isAssumed },
    schema: { body: read.operation.answers.findSuccess(), where },
  };
}

interface Wanted {
  readonly pointer: string;
  readonly at: ClaimKeys;
  readonly types?: readonly JsonType[];
}

/** Reports every schema in which the pointer leads nowhere, and gives what it leads to in the others. */
function requireInAll(
  plan: Plan,
  schemas: readonly JobSchema[],
  { pointer, at, types = [] }: Wanted,
): StatusSchema[] {
  return schemas.flatMap(({ body, where }) => {
    // A list whose items could not be found was reported already.
    if (body === null && where === 'the listed job') return [];
    const into = `${where.charAt(0).toUpperCase()}${where.slice(1)}`;
    const status = plan.requirePointer(body, pointer, { at, into, types });
    return status === null ? [] : [{ status, where }];
  });
}

/** What is read while a job runs has to be in the list, because that is what is polled. */
function checkPolled(
  plan: Plan,
  { message, createdAt, counts }: JobExtension,
  listed: readonly JobSchema[],
): void {
  const wanted: Wanted[] = [];
  if (message !== undefined) wanted.push({ pointer: message, at: ['job', 'message'], types: ['string'] });
  if (createdAt !== undefined)
    wanted.push({ pointer: createdAt, at: ['job', 'createdAt'], types: ['string'] });
  if (counts !== undefined) {
    const types = ['integer'] as const;
    wanted.push({ pointer: counts.succeeded, at: ['job', 'counts', 'succeeded'], types });
    wanted.push({ pointer: counts.failed, at: ['job', 'counts', 'failed'], types });
  }
  for (const each of wanted) requireInAll(plan, listed, each);
}

/** A list may leave the elements out, but one of the schemas has to have them. */
function checkRetrying(plan: Plan, { retrying }: JobExtension, schemas: readonly JobSchema[]): void {
  if (retrying === undefined) return;
  const having = schemas.filter(
    ({ body }) => body !== null && followPointer(plan.source, body, retrying.items) !== null,
  );
  // Where none has it, the first says so.
  for (const { body, where } of having.length > 0 ? having : schemas.slice(0, 1)) {
    const into = `${where.charAt(0).toUpperCase()}${where.slice(1)}`;
    const at = ['job', 'retrying', 'items'];
    const list = plan.requirePointer(body, retrying.items, { at, into, types: ['array'] });
    if (list === null) continue;
    const element = lookUpElements(plan.source, list);
    const next = { at: ['job', 'retrying', 'nextAttempt'], into: `An element of ${retrying.items}` };
    plan.requirePointer(element, retrying.nextAttempt, next);
  }
}

function checkScope(plan: Plan, { scope }: JobExtension, schemas: readonly JobSchema[]): void {
  if (scope === undefined) return;
  const found = requireInAll(plan, schemas, {
    pointer: scope.at,
    at: ['job', 'scope', 'at'],
    types: ['string'],
  });
  for (const [index, value] of scope.expected.entries()) {
    for (const { status: schema, where } of found) {
      const known = findEnum(schema);
      if (known === null || known.includes(value)) continue;
      const message = `The scope of ${where} is never ${value}.`;
      plan.report(
        'value-unknown',
        ['job', 'scope', 'expected', index],
        message,
        adviseSpelling(value, known),
      );
    }
  }
}
