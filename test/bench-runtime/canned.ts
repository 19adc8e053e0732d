/** The description that the canned server follows: an answer lists what it deleted, and no limit is learned on the way. */
import type { Connection } from '@rowsweep/runtime';
import {
  bulk,
  connect,
  errorWords,
  headerCredential,
  jsonBody,
  pathParameters,
  selectorGuard,
  type BulkDeleter,
  type ConnectOptions,
  type DeletionBehaviour,
  type OperationDefinition,
  type ProviderDefinition,
} from '@rowsweep/runtime/v1';
import { chunkIds } from './task.js';

const provider: ProviderDefinition = {
  name: 'canned',
  title: 'Canned',
  servers: [],
  credentials: [{ option: 'token', kind: 'authorization', scheme: 'Bearer', required: true }],
  headers: [],
  errors: {
    bodies: [{ message: '/detail', providerCode: null }],
    rules: [
      {
        status: ['5XX'],
        providerCode: null,
        retryAfter: null,
        code: 'SERVER_ERROR',
        effect: 'possible',
        retryable: true,
        fatal: false,
      },
    ],
    requestIdHeaders: [],
  },
  throttle: { remainingHeader: null, resetHeader: null, resetUnit: 'seconds' },
  uses: [headerCredential, errorWords],
};

const deletion: OperationDefinition = {
  name: 'deleteRows',
  method: 'DELETE',
  path: '/v1/tables/{table_id}/rows',
  parameters: [{ name: 'table_id', in: 'path' }],
  body: { required: true, contents: [{ mediaType: 'application/json' }] },
  security: [['token']],
  answers: [{ status: '200', mediaTypes: ['application/json'] }],
  selector: {
    in: 'body',
    at: '/rows',
    exactlyOneOf: null,
    singleKey: [],
    reservedKeys: [],
    keyPattern: null,
    valuePattern: null,
  },
  uses: [pathParameters, jsonBody, selectorGuard],
};

const behaviour: DeletionBehaviour = {
  provider: provider.name,
  name: 'rows',
  target: [{ name: 'table_id', default: null, oneOf: null, pattern: null }],
  call: {
    operation: deletion,
    bind: [{ in: 'path', at: 'table_id', target: 'table_id' }],
    set: [],
  },
  ids: { in: 'body', at: '/rows', item: null },
  idFormat: {
    chosenBy: null,
    formats: { default: { kind: 'uuid', minLength: 1, maxLength: null, pattern: null } },
  },
  limits: { maxIds: chunkIds, maxBytes: null, maxUrlBytes: null, slowStart: null },
  answers: [{ status: 200, when: null, proves: 'ids', at: '' }],
  badId: null,
  pace: { concurrency: { initial: 2, max: 4 }, requestsPerSecond: null },
  retry: 'safe',
  reason: null,
  job: null,
  readBack: null,
  count: null,
  irreversible: true,
};

/** A deleter of the canned server's rows. Options are those of a connection. */
export function openDeleter(options: ConnectOptions): BulkDeleter {
  const connection: Connection = connect(provider, { ...options, ...{ token: 'token' } });
  return bulk(connection, behaviour, { table_id: 'rows' });
}
