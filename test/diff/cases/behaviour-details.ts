import type { Case } from './case.js';

const text = { type: 'string' };
const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
const answerOf = (properties: object): object => ({
  description: 'Answered.',
  ...json({ type: 'object', required: Object.keys(properties), properties }),
});
const inQuery = (at: string): object => ({ in: 'query', at });
const table = { name: 'table', in: 'path', required: true, schema: text };
const filterParameter = {
  name: 'filter',
  in: 'query',
  required: true,
  style: 'form',
  explode: true,
  schema: { type: 'object', minProperties: 1, additionalProperties: text },
};
const number = (name: string): object => ({ name, in: 'query', schema: { type: 'integer' } });

const readBack = {
  kind: 'filter',
  call: { operation: 'listRows', bind: [{ target: 'table', in: 'path', at: 'table' }] },
  items: ['/rows'],
  idProperty: { target: 'idColumn' },
  page: { kind: 'page', page: inQuery('page'), size: inQuery('size'), first: 1, maxSize: 50 },
};
const readEach = {
  kind: 'each',
  call: { operation: 'getRow', bind: [{ target: 'table', in: 'path', at: 'table' }] },
  id: { in: 'path', at: 'id' },
  missing: [404],
};
const equal = { name: 'eq', description: 'Equal.', takes: 'one', prefix: 'eq.', equals: true };
const among = { name: 'in', takes: 'list', prefix: 'in.', separator: ',' };
const filter = {
  place: inQuery('filter'),
  read: inQuery('filter'),
  columns: { names: ['id', 'name'], reserved: ['page'] },
  operators: [equal, among],
};
const filtered = {
  name: 'rows',
  target: [
    { name: 'table', bind: [{ in: 'path', at: 'table' }] },
    { name: 'idColumn', default: 'id', pattern: '[a-z]+' },
  ],
  ids: {
    in: 'query',
    parameter: 'filter',
    column: 'idColumn',
    many: { prefix: 'in.', separator: ',' },
    one: { prefix: 'eq.' },
  },
  idFormat: { kind: 'integer' },
  limits: { maxIds: 100 },
  answers: [{ status: 200, proves: 'count', at: '/affected' }],
  readBack,
  filter,
};

/** A description that deletes rows by a filter, lists them with the same one, and reads one by its id. */
function describeFilter(changes: object): object {
  const row = { type: 'object', properties: { id: { type: 'integer' }, name: text, colour: text } };
  return {
    '/tables/{table}/rows': {
      delete: {
        operationId: 'deleteRows',
        parameters: [table, filterParameter],
        responses: { '200': answerOf({ affected: { type: 'integer' } }) },
        'x-rowsweep-deletion': { ...filtered, ...changes },
      },
      get: {
        operationId: 'listRows',
        parameters: [table, filterParameter, number('page'), number('size')],
        responses: { '200': answerOf({ rows: { type: 'array', items: row } }) },
      },
    },
    '/tables/{table}/rows/{id}': {
      get: {
        operationId: 'getRow',
        parameters: [table, { ...table, name: 'id' }],
        responses: {
          '200': { description: 'The row.', ...json(row) },
          '404': { description: 'There is no such row.' },
          '410': { description: 'It is gone.' },
        },
      },
    },
  };
}

const job = {
  id: '/id',
  status: '/status',
  states: { pending: ['queued'], running: ['busy'], succeeded: ['done'], failed: ['broken'] },
  list: { call: { operation: 'listJobs' }, items: '/jobs', maxItems: 50 },
  poll: { initialMs: 100, factor: 2, maxMs: 1000 },
  maxOpen: 40,
};

/** A description whose deletion is a job. */
function describeJob(changes: object): object {
  const one = { id: text, status: text };
  return {
    '/delete': {
      post: {
        operationId: 'deleteRecords',
        requestBody: {
          required: true,
          ...json({ type: 'object', properties: { ids: { type: 'array', items: text }, reason: text } }),
        },
        responses: { '202': answerOf(one) },
        'x-rowsweep-deletion': {
          name: 'records',
          target: [],
          ids: { in: 'body', at: '/ids' },
          limits: { maxIds: 100 },
          answers: [{ status: 202, proves: 'job' }],
          reason: { in: 'body', at: '/reason', maxLength: 100 },
          job,
          ...changes,
        },
      },
    },
    '/jobs': {
      get: {
        operationId: 'listJobs',
        responses: {
          '200': answerOf({ jobs: { type: 'array', items: { type: 'object', properties: one } } }),
        },
      },
    },
  };
}

function of(
  describe: (changes: object) => object,
  told: Pick<Case, 'name' | 'findings' | 'why'>,
  ...[old, now]: readonly [old: object, now: object]
): Case {
  const write = (changes: object): object => ({
    openapi: '3.1.0',
    info: { title: 'Rows', version: '1.0.0' },
    servers: [{ url: 'https://rows.example' }],
    'x-rowsweep-package': { name: 'rows', title: 'Rows', version: '1.0.0' },
    paths: describe(changes),
  });
  return { ...told, name: `behaviour: ${told.name}`, old: write(old), now: write(now) };
}

const ofJob = of.bind(null, describeJob);
const ofFilter = of.bind(null, describeFilter);
const withStates = (states: object): object => ({ job: { ...job, states: { ...job.states, ...states } } });
const withFilter = (changes: object): object => ({ filter: { ...filter, ...changes } });
const withColumns = (columns: object): object =>
  withFilter({ columns: { ...filter.columns, ...columns }, operators: [equal] });
const changed = (bump: string): string[] => [`${bump} behaviour plan-changed`];

/** Changes of what a plan can do beyond deleting by id. */
export const detailCases: readonly Case[] = [
  ofJob(
    {
      name: 'two states of a job change their meaning',
      findings: [...changed('major'), ...changed('major')],
      why: 'Ids that ended as deleted end as failed.',
    },
    {},
    withStates({ succeeded: ['broken'], failed: ['done'] }),
  ),
  ofJob(
    {
      name: 'one more state of a job is known',
      findings: changed('minor'),
      why: 'A run waited for the end of such a job.',
    },
    {},
    withStates({ failed: ['broken', 'refused'] }),
  ),
  ofJob(
    {
      name: 'a job is asked for at other times, and other numbers of jobs are open',
      findings: [...changed('patch'), ...changed('patch')],
      why: 'Every outcome is the same, at another time.',
    },
    {},
    { job: { ...job, poll: { ...job.poll, maxMs: 2000 }, maxOpen: 20 } },
  ),
  ofJob(
    {
      name: 'a longer reason can be sent',
      findings: changed('minor'),
      why: 'A shorter one is still taken.',
    },
    {},
    { reason: { in: 'body', at: '/reason', maxLength: 200 } },
  ),
  ofJob(
    {
      name: 'a reason has to be shorter',
      findings: changed('major'),
      why: 'A reason that was taken is refused.',
    },
    {},
    { reason: { in: 'body', at: '/reason', maxLength: 50 } },
  ),
  ofFilter(
    {
      name: 'one more status says that an id is not there',
      findings: changed('major'),
      why: 'Ids that ended as unknown end as gone.',
    },
    { readBack: readEach, filter: undefined },
    { readBack: { ...readEach, missing: [404, 410] }, filter: undefined },
  ),
  ofFilter(
    {
      name: 'ids are looked up one by one',
      findings: changed('major'),
      why: 'Another operation says whether they are gone.',
    },
    { filter: undefined },
    { readBack: readEach, filter: undefined },
  ),
  ofFilter(
    {
      name: 'ids are looked up in larger pages',
      findings: changed('patch'),
      why: 'Every outcome is the same, after fewer requests.',
    },
    {},
    { readBack: { ...readBack, page: { ...readBack.page, maxSize: 100 } } },
  ),
  ofFilter(
    {
      name: 'one more operator of a filter',
      findings: changed('minor'),
      why: 'Nobody has to use it.',
    },
    withFilter({ operators: [equal] }),
    {},
  ),
  ofFilter(
    {
      name: 'an operator of a filter is gone',
      findings: changed('major'),
      why: 'A filter with it does not compile.',
    },
    {},
    withFilter({ operators: [equal] }),
  ),
  ofFilter(
    {
      name: 'the last operator of a filter is gone',
      findings: [...changed('major'), ...changed('major')],
      why: 'A filter is written in another way, and the type of the operators is gone.',
    },
    withFilter({ operators: [equal] }),
    withFilter({ operators: undefined }),
  ),
  ofFilter(
    {
      name: 'an operator takes a list instead of one value',
      findings: [...changed('major'), ...changed('major')],
      why: 'A filter with one value does not compile.',
    },
    {},
    withFilter({ operators: [{ ...equal, takes: 'list', separator: ',' }, among] }),
  ),
  ofFilter(
    {
      name: 'an operator is explained, and stands in another place',
      findings: changed('patch'),
      why: 'A text for readers, and a list without an order.',
    },
    {},
    withFilter({ operators: [among, { ...equal, description: 'The same.' }] }),
  ),
  ofFilter(
    {
      name: 'one more column for a filter',
      findings: changed('minor'),
      why: 'Nobody has to use it.',
    },
    withColumns({}),
    withColumns({ names: ['name', 'id', 'colour'] }),
  ),
  ofFilter(
    {
      name: 'a filter takes fewer columns',
      findings: changed('major'),
      why: 'A filter with the column that is gone does not compile.',
    },
    withColumns({}),
    withColumns({ names: ['id'] }),
  ),
  ofFilter(
    {
      name: 'the columns of a filter are bound to a list',
      findings: changed('major'),
      why: 'A filter with any other column does not compile.',
    },
    withColumns({ names: undefined, pattern: '[a-z]+', reserved: ['page', 'size'] }),
    withColumns({ names: ['id'], pattern: '[a-z]+', reserved: ['page', 'size'] }),
  ),
  ofFilter(
    {
      name: 'a column is reserved',
      findings: changed('major'),
      why: 'A filter with it is refused.',
    },
    withColumns({}),
    withColumns({ reserved: ['size', 'page'] }),
  ),
];
