import type { Case, Part } from './case.js';

const text = { type: 'string' };

const plan = {
  name: 'rows',
  target: [{ name: 'table', bind: [{ in: 'path', at: 'table' }] }],
  ids: { in: 'body', at: '/rows' },
  limits: { maxIds: 100 },
  answers: [{ status: 200, proves: 'ids', at: '/deleted' }],
  badId: { status: 422, problems: '/detail', path: '/loc', prefix: ['body', 'rows'], message: '/msg' },
  retry: 'safe',
  pace: { concurrency: { initial: 2, max: 4 } },
};

const errors = {
  bodies: [{ message: '/detail/0/msg' }],
  rules: [{ status: [409], code: 'CONFLICT', effect: 'none', retryable: true }],
};

interface Rows {
  readonly plan?: object | null;
  readonly root?: object;
  readonly operation?: object;
  readonly parameters?: readonly object[];
}

/** A description whose one operation deletes rows by their ids, and says how. */
function rows({ plan: changes = {}, root = {}, operation = {}, parameters = [] }: Rows): Part {
  const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
  const problem = {
    type: 'object',
    properties: { loc: { type: 'array', items: { type: ['string', 'integer'] } }, msg: text },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Rows', version: '1.0.0' },
    servers: [{ url: 'https://rows.example' }],
    'x-rowsweep-package': { name: 'rows', title: 'Rows', version: '1.0.0' },
    'x-rowsweep-errors': errors,
    ...root,
    paths: {
      '/tables/{table}/rows': {
        delete: {
          operationId: 'deleteRows',
          parameters: [
            { name: 'table', in: 'path', required: true, schema: text },
            { name: 'mode', in: 'query', schema: text },
            ...parameters,
          ],
          requestBody: {
            required: true,
            ...json({
              type: 'object',
              required: ['rows'],
              properties: {
                rows: { type: 'array', items: text },
                keys: { type: 'array', items: { type: 'object', properties: { id: text, name: text } } },
                reason: text,
              },
            }),
          },
          responses: {
            '200': {
              description: 'Deleted.',
              ...json({
                type: 'object',
                required: ['deleted', 'count'],
                properties: {
                  deleted: { type: 'array', items: text },
                  gone: { type: 'array', items: text },
                  count: { type: 'integer' },
                },
              }),
            },
            '204': { description: 'Deleted.' },
            '422': {
              description: 'An id is not valid.',
              ...json({ type: 'object', properties: { detail: { type: 'array', items: problem } } }),
            },
          },
          ...(changes === null ? {} : { 'x-rowsweep-deletion': { ...plan, ...changes } }),
          ...operation,
        },
      },
    },
  };
}

function of(told: Pick<Case, 'name' | 'findings' | 'why'>, old: Rows, now: Rows): Case {
  return { ...told, name: `behaviour: ${told.name}`, old: rows(old), now: rows(now) };
}

const mode = { name: 'mode', bind: [{ in: 'query', at: 'mode' }] };
const target = [...plan.target, { ...mode, default: 'soft' }];
const either = (...values: readonly string[]): object => ({ target: 'mode', in: values });
const soft = { status: 200, when: either('soft') };
const busy = { status: [503], code: 'RATE_LIMITED' };
const broken = { status: ['5XX'], code: 'SERVER_ERROR' };
const errorRules = (...rules: readonly object[]): object => ({ 'x-rowsweep-errors': { ...errors, rules } });
const header = { name: 'X-Tenant', in: 'header', schema: text };
const connection = (required: boolean): object => ({
  'x-rowsweep-connection': { headers: [{ option: 'tenant', header: 'X-Tenant', required }] },
});

/** Changes that neither a server nor a compiler notices, and a run of deletions does. */
export const behaviourCases: readonly Case[] = [
  of(
    {
      name: 'fewer ids in one request',
      findings: ['major behaviour batch-limit-lowered'],
      why: 'A request of the old size is refused, and a run takes more requests.',
    },
    {},
    { plan: { limits: { maxIds: 50 } } },
  ),
  of(
    {
      name: 'more ids in one request',
      findings: ['minor behaviour batch-limit-raised'],
      why: 'A run takes fewer requests.',
    },
    {},
    { plan: { limits: { maxIds: 500 } } },
  ),
  of(
    {
      name: 'an answer that listed ids only counts',
      findings: ['major behaviour evidence-weakened'],
      why: 'Outcomes that said `deleted` of one id can no longer be told.',
    },
    {},
    { plan: { answers: [{ status: 200, proves: 'count', at: '/count' }] } },
  ),
  of(
    {
      name: 'an answer that counted lists ids',
      findings: ['minor behaviour evidence-strengthened'],
      why: 'Outcomes say more.',
    },
    { plan: { answers: [{ status: 200, proves: 'count', at: '/count' }] } },
    {},
  ),
  of(
    {
      name: 'a lost request is not sent again',
      findings: ['major behaviour retry-lost'],
      why: 'Ids that ended as deleted end as unknown.',
    },
    {},
    { plan: { retry: 'never' } },
  ),
  of(
    {
      name: 'a lost request is sent again',
      findings: ['minor behaviour retry-gained'],
      why: 'Runs recover that did not.',
    },
    { plan: { retry: 'never' } },
    {},
  ),
  of(
    { name: 'slower', findings: ['patch behaviour pace-lowered'], why: 'Every outcome is the same, later.' },
    {},
    { plan: { pace: { concurrency: { initial: 1, max: 1 } } } },
  ),
  of(
    { name: 'faster', findings: ['patch behaviour pace-raised'], why: 'Every outcome is the same, sooner.' },
    {},
    { plan: { pace: { concurrency: { initial: 4, max: 8 } } } },
  ),
  of(
    {
      name: 'one more field of the target',
      findings: ['major behaviour target-field-added'],
      why: 'Callers of yesterday do not give it.',
    },
    {},
    { plan: { target: [...plan.target, mode] } },
  ),
  of(
    {
      name: 'one more field of the target with a default',
      findings: ['minor behaviour target-field-added'],
      why: 'Nobody has to give it.',
    },
    {},
    { plan: { target: [...plan.target, { ...mode, default: 'soft' }] } },
  ),
  of(
    {
      name: 'a field of the target means something else when it is left out',
      findings: ['major behaviour target-field-changed'],
      why: 'The same call deletes for good.',
    },
    { plan: { target: [...plan.target, { ...mode, default: 'soft' }] } },
    { plan: { target: [...plan.target, { ...mode, default: 'hard' }] } },
  ),
  of(
    {
      name: 'a field of the target takes fewer values',
      findings: ['major behaviour target-field-tightened'],
      why: 'A value that was taken is refused.',
    },
    { plan: { target: [...plan.target, { ...mode, oneOf: ['soft', 'hard'] }] } },
    { plan: { target: [...plan.target, { ...mode, oneOf: ['soft'] }] } },
  ),
  of(
    {
      name: 'ids have to be UUIDs',
      findings: ['major behaviour id-format-tightened'],
      why: 'Other ids are refused before anything is sent.',
    },
    {},
    { plan: { idFormat: { kind: 'uuid' } } },
  ),
  of(
    {
      name: 'a wrong id is no longer singled out',
      findings: ['major behaviour ability-lost'],
      why: 'One wrong id fails the whole batch.',
    },
    {},
    { plan: { badId: undefined } },
  ),
  of(
    { name: 'a reason can be sent', findings: ['minor behaviour ability-gained'], why: 'Nobody has to.' },
    {},
    { plan: { reason: { in: 'body', at: '/reason', maxLength: 100 } } },
  ),
  of(
    {
      name: 'the plan is gone',
      findings: ['major behaviour plan-removed'],
      why: 'The method of the client that deletes in bulk is gone.',
    },
    {},
    { plan: null },
  ),
  of(
    { name: 'the plan is new', findings: ['minor behaviour plan-added'], why: 'A client can do more.' },
    { plan: null },
    {},
  ),
  of(
    {
      name: 'the same failure has another code',
      findings: ['major behaviour error-class-changed'],
      why: 'Code that asks for the old code does not meet it any more.',
    },
    {},
    {
      root: errorRules({ status: [409], code: 'INVALID_REQUEST', effect: 'none', retryable: true }),
    },
  ),
  of(
    {
      name: 'the same failure is not tried again',
      findings: ['major behaviour error-effect-changed'],
      why: 'Runs that recovered fail.',
    },
    {},
    {
      root: errorRules({ status: [409], code: 'CONFLICT', effect: 'none', retryable: false }),
    },
  ),
  of(
    {
      name: 'a header has to be given',
      findings: ['major behaviour mandatory-header-added', 'major types option-required'],
      why: 'A client without it cannot be made.',
    },
    { root: connection(false), parameters: [header] },
    { root: connection(true), parameters: [header] },
  ),
  of(
    {
      name: 'a header is given once for all requests',
      findings: ['major types parameter-removed', 'minor behaviour header-added', 'minor types option-added'],
      why: 'The wire is the same; a request that names the header does not compile.',
    },
    { parameters: [header] },
    { root: connection(false), parameters: [header] },
  ),
  of(
    {
      name: 'a selector is checked',
      findings: ['major behaviour guard-added'],
      why: 'A call that was sent is refused.',
    },
    { plan: null },
    {
      plan: null,
      operation: {
        'x-rowsweep-operation': { selector: { in: 'body', at: '/keys', exactlyOneOf: ['id', 'name'] } },
      },
    },
  ),
  of(
    {
      name: 'a selector is no longer checked',
      findings: ['major behaviour guard-removed'],
      why: 'What was refused because it could delete too much is sent: nobody should get that by a range of versions.',
    },
    {
      plan: null,
      operation: {
        'x-rowsweep-operation': { selector: { in: 'body', at: '/keys', exactlyOneOf: ['id', 'name'] } },
      },
    },
    { plan: null },
  ),
  of(
    {
      name: 'the same evidence is read elsewhere',
      findings: ['major behaviour evidence-changed'],
      why: 'An answer without the new place proves nothing.',
    },
    {},
    { plan: { answers: [{ status: 200, proves: 'ids', at: '/gone' }] } },
  ),
  of(
    {
      name: 'the condition of an answer is dropped',
      findings: ['major behaviour evidence-changed'],
      why: 'Ids of other targets that ended as unknown end as deleted.',
    },
    { plan: { target, answers: [{ ...soft, proves: 'batch' }] } },
    { plan: { target, answers: [{ status: 200, proves: 'batch' }] } },
  ),
  of(
    {
      name: 'an answer lists ids, of other targets',
      findings: ['major behaviour evidence-strengthened'],
      why: 'Of the targets that are left out it proves nothing any more.',
    },
    { plan: { target, answers: [{ status: 200, proves: 'count', at: '/count' }] } },
    { plan: { target, answers: [{ ...soft, proves: 'ids', at: '/deleted' }] } },
  ),
  of(
    { name: 'values of a condition in another order', findings: [], why: 'A choice has no order.' },
    { plan: { target, answers: [{ status: 200, proves: 'batch', when: either('soft', 'hard') }] } },
    { plan: { target, answers: [{ status: 200, proves: 'batch', when: either('hard', 'soft') }] } },
  ),
  of(
    {
      name: 'one more answer proves something',
      findings: ['minor behaviour evidence-added'],
      why: 'Outcomes say more.',
    },
    {},
    { plan: { answers: [...plan.answers, { status: 204, proves: 'batch' }] } },
  ),
  of(
    {
      name: 'one more rule comes before the one that fitted an answer',
      findings: ['major behaviour evidence-added'],
      why: 'The first that fits decides: outcomes of some targets say less.',
    },
    { plan: { target } },
    { plan: { target, answers: [{ ...soft, proves: 'batch' }, ...plan.answers] } },
  ),
  of(
    {
      name: 'two rules that fit the same answer change places',
      findings: ['major behaviour evidence-order-changed'],
      why: 'The first that fits decides, so that the same answer proves something else.',
    },
    { plan: { target, answers: [{ ...soft, proves: 'batch' }, ...plan.answers] } },
    { plan: { target, answers: [...plan.answers, { ...soft, proves: 'batch' }] } },
  ),
  of(
    {
      name: 'two rules for different answers change places',
      findings: [],
      why: 'No answer fits both, so that neither comes first.',
    },
    { plan: { answers: [...plan.answers, { status: 204, proves: 'batch' }] } },
    { plan: { answers: [{ status: 204, proves: 'batch' }, ...plan.answers] } },
  ),
  of(
    {
      name: 'a run begins with other batches',
      findings: ['patch behaviour slow-start-changed'],
      why: 'Every outcome is the same, in other batches.',
    },
    { plan: { limits: { maxIds: 100, slowStart: { from: 10, to: 100 } } } },
    { plan: { limits: { maxIds: 100, slowStart: { from: 20, to: 100 } } } },
  ),
  of(
    {
      name: 'a failure is told apart that was not',
      findings: ['major behaviour error-rule-added'],
      why: 'Code that asks for the code that it had does not meet it any more.',
    },
    {},
    { root: errorRules(...errors.rules, { status: [429], code: 'QUOTA_EXCEEDED' }) },
  ),
  of(
    {
      name: 'two rules that fit the same failure change places',
      findings: ['major behaviour error-order-changed'],
      why: 'The first that fits decides, so that the same failure has another code.',
    },
    { root: errorRules(busy, broken) },
    { root: errorRules(broken, busy) },
  ),
  of(
    {
      name: 'two rules for different failures change places',
      findings: [],
      why: 'No failure fits both, so that neither comes first.',
    },
    { root: errorRules(busy, ...errors.rules) },
    { root: errorRules(...errors.rules, busy) },
  ),
  of(
    {
      name: 'a second rule for what the first one fits',
      findings: [],
      why: 'The first that fits decides, so that the second says nothing.',
    },
    { root: errorRules(busy) },
    { root: errorRules(busy, { ...busy, code: 'CONFLICT' }) },
  ),
];
