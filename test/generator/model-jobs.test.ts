/** Jobs: every status is claimed once, and every pointer leads somewhere where it is read. */
import { describe, expect, it } from 'vitest';
import { describeApi, modelText, type Modelled } from './modelling.js';

const description = describeApi(`paths:
  /delete:
    post:
      operationId: deleteRecords
      requestBody: { content: { application/json: { schema: { type: object, properties: { set: { type: string }, ids: { type: array, maxItems: 9, items: { type: string } } } } } } }
      responses: { '202': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Job' } } } } }
  /jobs:
    get:
      operationId: listJobs
      parameters: [{ name: limit, in: query, schema: { type: integer, maximum: 500 } }]
      responses: { '200': { description: x, content: { application/json: { schema: { type: object, properties: { jobs: { type: array, items: { $ref: '#/components/schemas/Summary' } } } } } } } }
  /jobs/{id}:
    get:
      operationId: getJob
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      x-rowsweep-operation: { assumed: true }
      responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Job' } } } } }
components:
  schemas:
    Status: { anyOf: [{ type: string, enum: [new, busy, done, bad] }, { type: 'null' }] }
    Summary:
      type: object
      properties:
        id: { type: string }
        status: { $ref: '#/components/schemas/Status' }
        scope: { enum: [record, dataset] }
        set: { type: string }
        error: { type: [string, 'null'] }
        at: { type: string, format: date-time }
        good: { type: integer }
        bad: { type: integer }
    Job:
      allOf:
        - { $ref: '#/components/schemas/Summary' }
        - { type: object, properties: { items: { type: array, items: { type: object, properties: { next: { type: string } } } } } }
`);

const usual: Readonly<Record<string, string>> = {
  id: '/id',
  status: '/status',
  states: '{ pending: [new], running: [busy], succeeded: [done], failed: [bad] }',
  message: '/error',
  createdAt: '/at',
  counts: '{ succeeded: /good, failed: /bad }',
  retrying: '{ items: /items, nextAttempt: /next }',
  scope: '{ at: /scope, expected: [record] }',
  list: '{ call: { operation: listJobs, set: [{ in: query, at: limit, value: 500 }] }, items: /jobs, maxItems: 500 }',
  get: '{ call: { operation: getJob }, id: { in: path, at: id } }',
  poll: '{ initialMs: 10, factor: 2, maxMs: 100 }',
  maxOpen: '40',
};

function jobWith(changes: Readonly<Record<string, string>>, text = description): Modelled {
  const members = Object.entries({ ...usual, ...changes }).map(
    ([key, value]) => `          ${key}: ${value}`,
  );
  return modelText(
    text,
    `overlay: 1.0.0
info: { title: x, version: 1.0.0 }
actions:
  - target: $.paths['/delete'].post
    update:
      x-rowsweep-deletion:
        name: records
        target: [{ name: set, bind: [{ in: body, at: /set }] }]
        ids: { in: body, at: /ids }
        answers: [{ status: 202, proves: job }]
        job:
${members.join('\n')}
`,
  );
}

const messagesOf = ({ problems }: Modelled): string[] =>
  problems.map((problem) => problem.replace(/ overlay.yaml:\d+:\d+/, ''));

describe('a job', () => {
  it('is read whole', () => {
    const { api, problems } = jobWith({});
    expect(problems).toEqual([]);
    expect(api?.deletions[0]?.job).toEqual({
      id: '/id',
      status: '/status',
      states: { new: 'pending', busy: 'running', done: 'succeeded', bad: 'failed' },
      message: '/error',
      createdAt: '/at',
      counts: { succeeded: '/good', failed: '/bad' },
      retrying: { items: '/items', nextAttempt: '/next' },
      scope: { at: '/scope', expected: ['record'] },
      list: {
        call: { operation: 'listJobs', bind: [], set: [{ in: 'query', at: 'limit', value: 500 }] },
        items: '/jobs',
        maxItems: 500,
      },
      // The operation itself is assumed, so reading a job is, too.
      get: { call: { operation: 'getJob', bind: [], set: [] }, id: { in: 'path', at: 'id' }, assumed: true },
      poll: { initialMs: 10, factor: 2, maxMs: 100 },
      maxOpen: 40,
    });
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'a status that no list has',
      { states: '{ pending: [new], running: [], succeeded: [done], failed: [bad] }' },
      ['value-unclaimed The status of the answer 202 can be busy, and no list has it.'],
    ],
    [
      'a status that is never',
      { states: '{ pending: [new, nwe], running: [busy], succeeded: [done], failed: [bad] }' },
      [
        'value-unknown The status of the answer 202 is never nwe.',
        'value-unknown The status of the listed job is never nwe.',
        'value-unknown The status of the answer of getJob is never nwe.',
      ],
    ],
    [
      'a status with two meanings',
      { states: '{ pending: [new], running: [busy, done], succeeded: [done], failed: [bad] }' },
      ['value-claimed-twice done is already running.'],
    ],
    [
      'an id that is not there',
      { id: '/job_id' },
      [
        'pointer-nowhere The answer 202 has nothing at /job_id.',
        'pointer-nowhere The listed job has nothing at /job_id.',
        'pointer-nowhere The answer of getJob has nothing at /job_id.',
      ],
    ],
    [
      'what is polled has to be in the list',
      { message: '/items/0/next', createdAt: '/created', counts: '{ succeeded: /good, failed: /error }' },
      [
        'pointer-nowhere The listed job has nothing at /items/0/next.',
        'pointer-nowhere The listed job has nothing at /created.',
        'pointer-type The listed job: what stands at /error is not of type integer.',
      ],
    ],
    [
      'elements that no schema has',
      { retrying: '{ items: /parts, nextAttempt: /next }' },
      ['pointer-nowhere The answer 202 has nothing at /parts.'],
    ],
    [
      'elements without a next attempt',
      { retrying: '{ items: /items, nextAttempt: /nextt }' },
      [
        'pointer-nowhere An element of /items has nothing at /nextt.',
        'pointer-nowhere An element of /items has nothing at /nextt.',
      ],
    ],
    [
      'a scope that is never',
      { scope: '{ at: /scope, expected: [records] }' },
      [
        'value-unknown The scope of the answer 202 is never records.',
        'value-unknown The scope of the listed job is never records.',
        'value-unknown The scope of the answer of getJob is never records.',
      ],
    ],
    [
      'a list that is not there',
      { list: '{ call: { operation: listJobs }, items: /job, maxItems: 5 }' },
      ['pointer-nowhere The answer of listJobs has nothing at /job.'],
    ],
    [
      'more jobs than a list may have',
      {
        list: '{ call: { operation: listJobs, set: [{ in: query, at: limit, value: 501 }] }, items: /jobs, maxItems: 5 }',
      },
      ['limit-exceeded 501 is more than the maximum of the description, 500.'],
    ],
    [
      'a read without its id',
      { get: '{ call: { operation: getJob }, id: { in: query, at: id } }' },
      [
        'input-unfilled Nothing fills the path parameter id of getJob.',
        'parameter-unknown The operation getJob has no query parameter id.',
      ],
    ],
    [
      'waiting that shrinks',
      { poll: '{ initialMs: 200, factor: 2, maxMs: 100 }' },
      ['limit-exceeded 200 is more than poll.maxMs, which is 100.'],
    ],
  ])('%s', (_, changes, expected) => {
    expect(messagesOf(jobWith(changes))).toEqual(expected);
  });

  it('has a status in the list that the answer does not have', () => {
    const text = description.replace(
      '        - { type: object, properties: { items:',
      '        - { type: object, properties: { status: { enum: [lost] }, items:',
    );
    expect(messagesOf(jobWith({}, text))).toEqual([
      'value-unclaimed The status of the answer 202 can be lost, and no list has it.',
    ]);
  });

  it('has a status of any text, which is not held against anything', () => {
    const text = description.replace(
      "{ anyOf: [{ type: string, enum: [new, busy, done, bad] }, { type: 'null' }] }",
      '{ type: string }',
    );
    expect(
      jobWith({ states: '{ pending: [], running: [], succeeded: [x], failed: [] }' }, text).problems,
    ).toEqual([]);
  });
});
