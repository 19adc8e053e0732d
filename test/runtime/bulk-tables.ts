/** The tables of the made-up provider of `bulk-bench.ts`, as a generated package would hold them. */
import type { DeletionBehaviour, IdFormat, JobBehaviour, Limits, ReadBack } from '../../runtime/behaviour.js';
import type {
  OperationDefinition,
  ParameterDefinition,
  ProviderDefinition,
} from '../../runtime/definition.js';
import { deletionJobs, errorWords, headerCredential, rowReads, throttleHeaders } from '../../runtime/v1.js';
import { bodyOf, parts } from './workbench.js';

export interface BehaviourOptions {
  readonly reports?: 'ids' | 'count' | 'batch' | 'job';
  readonly where?: 'body' | 'query';
  /** Objects with the id under this key. */
  readonly item?: string;
  readonly format?: Partial<IdFormat>;
  readonly limits?: Partial<Limits>;
  readonly namesBadId?: boolean;
  readonly readBack?: ReadBack['kind'];
  /** Where an answer with a page says that there is more, or how many rows there are. Default: nowhere. */
  readonly pageEnd?: { readonly more: string } | { readonly total: string };
  readonly retry?: 'safe' | 'never';
  readonly alone?: string;
  readonly refuse?: string;
  readonly concurrency?: { readonly initial: number; readonly max: number };
  readonly requestsPerSecond?: number;
  readonly job?: Partial<JobBehaviour>;
}

export const providerDefinition: ProviderDefinition = {
  name: 'acme',
  title: 'Acme',
  servers: [{ url: 'https://acme.test', variables: [] }],
  credentials: [],
  headers: [],
  errors: {
    bodies: [{ message: '/message', providerCode: '/code' }],
    rules: [],
    requestIdHeaders: ['x-request-id'],
  },
  throttle: { remainingHeader: 'x-left', resetHeader: 'x-reset', resetUnit: 'seconds' },
  uses: [errorWords, throttleHeaders],
};

/** The same provider where it wants a token, in the calls of `withToken`. */
export const tokenProvider: ProviderDefinition = {
  ...providerDefinition,
  credentials: [{ option: 'token', kind: 'authorization', scheme: 'Bearer' }],
  uses: [...(providerDefinition.uses ?? []), headerCredential],
};

export function withToken<Call extends { readonly operation: OperationDefinition }>(call: Call): Call {
  return { ...call, operation: { ...call.operation, security: [['token']] } };
}

const table = parameter('table', 'path');
const filter = { ...parameter('filter', 'query'), required: false };

const deleteByBody = operation({
  name: 'deleteRows',
  method: 'POST',
  path: '/delete/{table}',
  parameters: [table],
  body: bodyOf('application/json'),
});
const deleteByQuery = operation({
  name: 'deleteRows',
  method: 'DELETE',
  path: '/rows/{table}',
  parameters: [table, filter],
});
const getRow = operation({
  name: 'getRow',
  method: 'GET',
  path: '/rows/{table}/{id}',
  parameters: [table, parameter('id', 'path')],
});
const listRows = operation({
  name: 'listRows',
  method: 'GET',
  path: '/rows/{table}',
  parameters: [table, filter, parameter('page', 'query'), parameter('size', 'query')],
});
const listJobs = operation({ name: 'listJobs', method: 'GET', path: '/jobs', parameters: [] });
const getJob = operation({
  name: 'getJob',
  method: 'GET',
  path: '/jobs/{id}',
  parameters: [parameter('id', 'path')],
});

const bind = [{ in: 'path', at: 'table', target: 'table' }] as const;
const page = {
  kind: 'page',
  page: { in: 'query', at: 'page' },
  size: { in: 'query', at: 'size' },
  first: 0,
  maxSize: 50,
} as const;

const readBacks: Readonly<Record<ReadBack['kind'], ReadBack>> = {
  each: {
    kind: 'each',
    call: { operation: getRow, bind, set: [] },
    id: { in: 'path', at: 'id' },
    missing: [404],
  },
  filter: {
    kind: 'filter',
    call: { operation: listRows, bind, set: [] },
    items: ['/data'],
    idProperty: { target: 'column' },
    page,
  },
  scan: {
    kind: 'scan',
    call: { operation: listRows, bind, set: [] },
    items: ['/missing', '/data'],
    id: '/id',
    page,
  },
};

function readBackOf(kind: ReadBack['kind'], pageEnd: object): ReadBack {
  const readBack = readBacks[kind];
  return readBack.kind === 'each' ? readBack : { ...readBack, page: { ...page, ...pageEnd } };
}

const job: JobBehaviour = {
  id: '/job_id',
  status: '/status',
  states: { pending: 'pending', running: 'running', succeeded: 'succeeded', failed: 'failed' },
  message: null,
  createdAt: '/created_at',
  counts: { succeeded: '/succeeded', failed: '/failed' },
  retrying: { items: '/items', nextAttempt: '/next_attempt_at' },
  scope: { at: '/scope', expected: ['record'] },
  list: { call: { operation: listJobs, bind: [], set: [] }, items: '/jobs', maxItems: 500 },
  get: {
    call: { operation: getJob, bind: [], set: [] },
    id: { in: 'path', at: 'id' },
    assumed: true,
  },
  poll: { initialMs: 1_000, factor: 1.5, maxMs: 30_000 },
  maxOpen: 400,
};

export function behaviourOf(options: BehaviourOptions = {}): DeletionBehaviour {
  const { reports = 'ids', where = 'body' } = options;
  const status = reports === 'job' ? 202 : 200;
  return {
    provider: 'acme',
    name: 'rows',
    target: [
      { name: 'table', default: null, oneOf: null, pattern: '[a-z0-9]+' },
      { name: 'column', default: 'id', oneOf: null, pattern: null },
      { name: 'mode', default: 'exact', oneOf: ['exact', 'lazy'], pattern: null },
    ],
    call: {
      operation: where === 'body' ? deleteByBody : deleteByQuery,
      bind,
      set: where === 'body' ? [{ in: 'body', at: '/hard', value: true }] : [],
    },
    ids:
      where === 'body'
        ? { in: 'body', at: '/ids', item: options.item ?? null }
        : {
            in: 'query',
            parameter: 'filter',
            column: 'column',
            many: { prefix: 'in.', separator: ',' },
            one: { prefix: 'eq.' },
            alone: options.alone ?? null,
            refuse: options.refuse ?? null,
          },
    idFormat: {
      chosenBy: null,
      formats: {
        default: { kind: 'string', minLength: 1, maxLength: 512, pattern: null, ...options.format },
      },
    },
    limits: { maxIds: 100, maxBytes: null, maxUrlBytes: null, slowStart: null, ...options.limits },
    answers: [
      { status, when: { target: 'mode', in: ['lazy'] }, proves: 'batch' },
      reports === 'ids'
        ? { status, when: null, proves: 'ids', at: '' }
        : reports === 'count'
          ? { status, when: null, proves: 'count', at: '/affected' }
          : { status, when: null, proves: reports },
    ],
    badId:
      options.namesBadId === true
        ? { status: 422, problems: '/detail', path: '/loc', prefix: ['body', 'ids'], message: '/msg' }
        : null,
    pace: {
      concurrency: options.concurrency ?? { initial: 2, max: 4 },
      requestsPerSecond: options.requestsPerSecond ?? null,
    },
    retry: options.retry ?? 'safe',
    reason: where === 'body' ? { in: 'body', at: '/reason', maxLength: 20 } : null,
    job: reports === 'job' ? { ...job, ...options.job } : null,
    readBack: options.readBack === undefined ? null : readBackOf(options.readBack, options.pageEnd ?? {}),
    count: null,
    irreversible: true,
    uses: [deletionJobs, rowReads],
  };
}

function parameter(name: string, place: 'path' | 'query'): ParameterDefinition {
  return {
    name,
    in: place,
    required: true,
    style: place === 'path' ? 'simple' : 'form',
    explode: true,
    allowReserved: false,
  };
}

function operation(
  given: Pick<OperationDefinition, 'name' | 'method' | 'path' | 'parameters'> & {
    readonly body?: NonNullable<OperationDefinition['body']>;
  },
): OperationDefinition {
  return {
    security: [],
    connectionHeaders: [],
    answers: [{ status: '2XX', mediaTypes: ['application/json'] }],
    retry: 'never',
    uses: parts,
    ...given,
  };
}
