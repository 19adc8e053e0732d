import { expect, it } from 'vitest';
import * as people from '../../runtime/index.js';
import * as v1 from '../../runtime/v1.js';

it('the door for generated code offers exactly this: a name that goes or changes needs a new door', () => {
  expect(Object.keys(v1).sort()).toEqual([
    'BulkDeletionError',
    'GuardError',
    'RowsweepError',
    'SweepError',
    'auditPart',
    'basicCredential',
    'binaryAnswer',
    'binaryBody',
    'bindClient',
    'bulk',
    'bulkWithFilter',
    'connect',
    'cookieCredential',
    'cookieParameters',
    'deletionJobs',
    'envelopeVerdict',
    'errorWords',
    'eventStream',
    'formBody',
    'headerCredential',
    'headerParameters',
    'isErrorOf',
    'isGone',
    'isRowsweepError',
    'journalPart',
    'jsonBody',
    'jsonLines',
    'multipartBody',
    'operation',
    'paginate',
    'pathParameters',
    'queryCredential',
    'queryParameters',
    'rawClient',
    'rowReads',
    'selectorGuard',
    'serverVariables',
    'sweep',
    'systemClock',
    'textBody',
    'throttleHeaders',
    'verifyAudit',
  ]);
});

it('the door for people offers nothing that the other does not', () => {
  for (const [name, value] of Object.entries(people)) expect(Reflect.get(v1, name)).toBe(value);
});
