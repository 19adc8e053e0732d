import formats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import {
  loadDescription,
  readOperations,
  resolveReference,
  type Description,
} from '../../sandbox/description.js';
import type { ProviderName } from '../../sandbox/index.js';
import { findRoute } from '../../sandbox/route.js';
import { send, startSandbox, type Reply } from './start.js';

/** Says how an answer differs from what the description declares for its status; null when it does not. */
function createAnswerCheck(
  document: Description,
): (method: string, path: string, reply: Reply) => string | null {
  const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false });
  formats.default(ajv);
  ajv.addSchema(document, 'description');
  const operations = readOperations(document);
  return (method, path, reply) => {
    const route = findRoute(
      operations.filter((operation) => operation.method === method),
      path.split('?')[0] ?? '',
    );
    const template = route?.found.template.segments.join('/') ?? '';
    const response = [String(reply.status), `${String(Math.floor(reply.status / 100))}XX`]
      .map((status) => ['paths', template, method.toLowerCase(), 'responses', status])
      .map((keys) => `/${keys.map((key) => key.replaceAll('/', '~1')).join('/')}`)
      .map((at) => resolveReference(document, { $ref: `#${at}` }, at))
      .find((located) => located !== null);
    if (response === undefined) return `the status ${String(reply.status)} is not described`;
    const at = `${response.at}/content/application~1json/schema`;
    const schema = ajv.getSchema(`description#${at.split('/').map(encodeURIComponent).join('/')}`);
    if (schema === undefined) return reply.text === '' ? null : 'no body is described';
    return schema(reply.json) === true ? null : ajv.errorsText(schema.errors);
  };
}

type Call = readonly [method: string, path: string, body?: unknown];

const table = '673af861ed69656ac0895b07';
const rows = '/minimal/api/rest/auto/v1/acme/demo/ms/demo_db/users';

const tableCalls: readonly Call[] = [
  ['GET', '/v1/bot/detail'],
  ['POST', '/v1/database/records/page', { table_id: table, page: 1, page_size: 2 }],
  ['POST', '/v1/database/import/records', { table_id: table, records: [{ id: 'n' }] }],
  ['GET', '/v1/database/query/import-results?ids=x'],
  [
    'POST',
    '/v2/database/update/record',
    { table_id: table, update_data: [{ record_id: '1', updated_fields: { name: 'x' } }] },
  ],
  [
    'POST',
    '/v1/database/create-table',
    {
      name: 'other',
      description: '',
      fields: [{ name: 'a', description: '', type: 'INT', required: true, unique: true }],
    },
  ],
  ['POST', '/v2/database/delete/record', { table_id: table, delete_data: [{ record_id: '1' }] }],
];

/** Calls of every operation that succeed, and then some that do not. */
function listCalls(
  provider: ProviderName,
  target: object,
  id: string,
): { good: readonly Call[]; bad: readonly Call[] } {
  switch (provider) {
    case 'extruct': {
      const path = `/v1/tables/${'table_id' in target ? String(target.table_id) : ''}`;
      return {
        good: [
          ['GET', '/v1/user'],
          ['GET', '/v1/tables'],
          ['GET', path],
          ['GET', `${path}/data?offset=0&limit=2`],
          ['POST', `${path}/rows`, { rows: [{ data: { a: 1 } }], run: false }],
          ['GET', `${path}/rows/${id}`],
          ['DELETE', `${path}/rows`, { rows: [id] }],
        ],
        bad: [
          ['DELETE', `${path}/rows`, { rows: ['x'] }],
          ['DELETE', '/v1/tables/x/rows', { rows: [id] }],
          ['GET', `${path}/rows/${id}`],
          ['GET', '/v1/tables?limit=101'],
        ],
      };
    }
    case 'altatech':
    case 'gptbots':
      return {
        good: [
          ...tableCalls,
          ...(provider === 'gptbots'
            ? ([
                ['GET', '/v1/api-key/verify'],
                ['POST', '/v1/database/tables/page', { agent_id: '645dd86606931c4a9e0ffb1e' }],
                [
                  'POST',
                  '/v1/database/update/record',
                  { table_id: table, record_id: id, updated_fields: { name: 'y' } },
                ],
              ] as const)
            : []),
        ],
        bad: [
          ['POST', '/v2/database/delete/record', { table_id: 'x', delete_data: [{ record_id: '1' }] }],
          ['POST', '/v2/database/delete/record', {}],
          ['POST', '/v1/database/records/page', { table_id: table, page: 0, page_size: 2 }],
        ],
      };
    case 'minimal':
      return {
        good: [
          ['GET', `${rows}?pg=0&ps=50&id=gt.0`],
          ['POST', rows, [{ id: 9, name: 'n', email: 'n@x' }]],
          ['PUT', `${rows}?id=eq.9&set=name.m`],
          ['DELETE', `${rows}?id=eq.9`],
        ],
        bad: [
          ['DELETE', rows],
          ['DELETE', `${rows}?id=is.null`],
          ['DELETE', `${rows}x?id=eq.1`],
          ['POST', rows, [{ id: 1, name: 'n', email: 'n@x' }]],
          ['POST', rows, [{ name: 'n' }]],
        ],
      };
    case 'splendor':
      return {
        good: [
          ['GET', '/v1/me'],
          ['GET', '/v1/datasets'],
          ['POST', '/v1/search', { datasets: ['app-logs'], limit: 1 }],
          ['POST', '/v1/ingest/sources/app-logs/logs', { records: [{ message: 'x' }] }],
          ['POST', '/v1/records/delete', { dataset_id: 'app-logs', record_ids: [id] }],
          ['GET', '/v1/admin/data-deletion-jobs?limit=500'],
          ['GET', '/v1/admin/data-deletion-jobs/JOB'],
          ['GET', '/v1/admin/audit?tenant_id=acme'],
        ],
        bad: [
          ['POST', '/v1/records/delete', { dataset_id: 'x', record_ids: [id] }],
          ['POST', '/v1/records/delete', { dataset_id: 'app-logs', record_ids: [] }],
          ['POST', '/v1/search', { datasets: ['app-logs'], cursor: 'x' }],
          ['POST', '/v1/search', { datasets: ['app-logs'], semantic: true }],
          ['GET', '/v1/admin/audit?tenant_id=other'],
        ],
      };
  }
}

describe.each(['extruct', 'altatech', 'gptbots', 'minimal', 'splendor'] as const)('%s', (provider) => {
  it.each(['ok', 'http'] as const)(
    'serves every described operation as described (errors: %s)',
    async (errorStatus) => {
      const sandbox = await startSandbox({
        providers: [provider],
        rows: 3,
        splendor: { singleJobRead: true },
        altatech: { errorStatus },
        gptbots: { errorStatus },
      });
      const server = sandbox[provider];
      const document = loadDescription(provider);
      const check = createAnswerCheck(document);
      const options: Readonly<Record<string, string>> = { ...server.options };
      const headers = {
        authorization: `Bearer ${options['token'] ?? ''}`,
        'x-splendor-tenant-id': options['tenantId'] ?? '',
        'x-org-id': 'o',
        'x-project-id': 'p',
        'x-space-id': 's',
        'x-user-id': 'u',
        'x-user-roles': 'admin',
      };
      let job = '';
      const call = async ([method, template, body]: Call, mayHide = false): Promise<Reply> => {
        const path = template.replace('JOB', job);
        const reply = await send(`${server.baseUrl}${path}`, { method, headers, body });
        const isHidden = mayHide && reply.status === 200;
        expect([method, path, isHidden ? null : check(method, path, reply)]).toEqual([method, path, null]);
        job = /"job_id":"(\w+)"/.exec(reply.text)?.[1] ?? job;
        return reply;
      };
      const { good, bad } = listCalls(provider, server.target, server.store.ids()[0] ?? '');
      for (const one of good) {
        const reply = await call(one);
        expect([one[1], Math.floor(reply.status / 100)]).toEqual([one[1], 2]);
      }
      expect(server.requests.flatMap(({ violations }) => violations)).toEqual([]);
      const served = new Set(server.requests.map(({ operation }) => operation));
      expect([...served].sort()).toEqual(
        readOperations(document)
          .map(({ operationId }) => operationId)
          .sort(),
      );
      for (const one of bad) {
        // A failure that comes with HTTP 200 is told from a success by its code alone.
        const reply = await call(one, errorStatus === 'ok' && 'foreignTarget' in server);
        if (reply.status === 200) expect(reply.json).not.toMatchObject({ code: 0 });
      }
      expect((await send(`${server.baseUrl}${good[0]?.[1] ?? ''}`)).status).not.toBe(404);
    },
  );
});
