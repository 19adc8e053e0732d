/** A made-up provider, and what its tests are built with. */
import { connect, type ConnectOptions, type Connection } from '../../runtime/connection.js';
import type { Clock } from '../../runtime/clock.js';
import type {
  BodyPart,
  OperationDefinition,
  ParameterDefinition,
  ProviderDefinition,
} from '../../runtime/definition.js';
import { isRowsweepError, type RowsweepError } from '../../runtime/errors.js';
import {
  basicCredential,
  binaryAnswer,
  binaryBody,
  cookieCredential,
  cookieParameters,
  envelopeVerdict,
  errorWords,
  eventStream,
  formBody,
  headerCredential,
  headerParameters,
  jsonBody,
  jsonLines,
  multipartBody,
  pathParameters,
  queryCredential,
  queryParameters,
  selectorGuard,
  serverVariables,
  textBody,
  throttleHeaders,
  type Part,
  type ProviderPart,
} from '../../runtime/v1.js';

/** Every part that a provider may name. */
export const providerParts: readonly ProviderPart[] = [
  headerCredential,
  basicCredential,
  queryCredential,
  cookieCredential,
  serverVariables,
  errorWords,
  throttleHeaders,
];

export const provider: ProviderDefinition = {
  name: 'acme',
  title: 'Acme',
  servers: [
    {
      url: 'https://{region}.acme.test/api',
      variables: [{ name: 'region', default: 'eu', enum: ['eu', 'us'] }],
    },
    { url: 'https://{host}/acme', variables: [{ name: 'host', default: 'localhost', enum: null }] },
  ],
  credentials: [{ option: 'token', kind: 'authorization', scheme: 'Bearer', required: true }],
  headers: [
    { option: 'tenantId', header: 'X-Tenant', required: true },
    { option: 'spaceId', header: 'X-Space', required: false },
  ],
  errors: {
    bodies: [
      { message: '/detail/message', providerCode: '/detail/code' },
      { message: '/detail', providerCode: null },
      { message: '/message', providerCode: '/code' },
    ],
    rules: [],
    requestIdHeaders: ['x-request-id', 'x-trace'],
  },
  throttle: {
    remainingHeader: 'x-ratelimit-remaining',
    resetHeader: 'x-ratelimit-reset',
    resetUnit: 'epochSeconds',
  },
  uses: providerParts,
};

/** Every part there is: what a definition lacks has tests of its own. */
export const parts: readonly Part[] = [
  pathParameters,
  queryParameters,
  headerParameters,
  cookieParameters,
  jsonBody,
  formBody,
  multipartBody,
  textBody,
  binaryBody,
  selectorGuard,
  envelopeVerdict,
  binaryAnswer,
  eventStream,
  jsonLines,
];

/** A required body of one media type. */
export function bodyOf(
  mediaType: string,
  parts: readonly BodyPart[] = [],
): NonNullable<OperationDefinition['body']> {
  return { required: true, contents: [{ mediaType, parts }] };
}

type WithParameters = OperationDefinition & Required<Pick<OperationDefinition, 'parameters'>>;

export const deleteRows: WithParameters = {
  name: 'deleteRows',
  method: 'DELETE',
  path: '/v1/tables/{table_id}/rows',
  parameters: [parameter({ name: 'table_id', in: 'path', required: true, style: 'simple' })],
  body: bodyOf('application/json'),
  security: [['token']],
  connectionHeaders: ['tenantId', 'spaceId'],
  answers: [
    { status: '200', mediaTypes: ['application/json'] },
    { status: '204', mediaTypes: [] },
  ],
  retry: 'safe',
  selector: {
    in: 'body',
    at: '/rows',
    exactlyOneOf: null,
    singleKey: [],
    reservedKeys: [],
    keyPattern: null,
    valuePattern: null,
  },
  uses: parts,
};

export const request = { path: { table_id: 't1' }, body: { rows: ['a', 'b'] } };

export const listRows: WithParameters = {
  ...omit(deleteRows, 'body', 'selector'),
  name: 'listRows',
  method: 'GET',
};

/** A copy without some of its fields: a definition says "none" by leaving it out. */
export function omit<Value extends object, Key extends keyof Value & string>(
  value: Value,
  ...keys: readonly Key[]
): Omit<Value, Key> {
  const left = Object.entries(value).filter(([key]) => !keys.some((one) => one === key));
  return Object.fromEntries(left) as Omit<Value, Key>;
}

export function parameter(given: Partial<ParameterDefinition> & { name: string }): ParameterDefinition {
  return {
    in: 'query',
    required: false,
    style: 'form',
    explode: true,
    allowReserved: false,
    ...given,
  };
}

export const TOKEN = 'sk-very-secret-1';

export interface AcmeOptions extends ConnectOptions {
  readonly token?: unknown;
  readonly tenantId?: unknown;
  readonly spaceId?: unknown;
}

/** A connection that needs nothing said. */
export function connectAcme(options: AcmeOptions = {}, of: ProviderDefinition = provider): Connection {
  const given: AcmeOptions = { token: TOKEN, tenantId: 'tenant-1', ...options };
  return connect(of, given);
}

export interface FakeFetch {
  readonly fetch: (input: string | Request, init?: RequestInit) => Promise<Response>;
  readonly requests: Request[];
}

/** Answers with what the function gives for each request, counted from 0, and keeps the requests. */
export function fakeFetch(
  answer: (request: Request, index: number) => Response | Promise<Response>,
): FakeFetch {
  const requests: Request[] = [];
  return {
    requests,
    fetch: async (input, init) => {
      const sent = new Request(input, init);
      requests.push(sent.clone());
      return answer(sent, requests.length - 1);
    },
  };
}

export function json(body: unknown, init: ResponseInit = {}): Response {
  return Response.json(body, init);
}

export function text(body: string, init: ResponseInit = {}): Response {
  return new Response(body, init);
}

export interface FakeClock extends Clock {
  readonly slept: number[];
}

/** Sleeps at once, and remembers how long it was asked to. */
export function fakeClock(random = 0.5, now = Date.UTC(2026, 0, 1)): FakeClock {
  const slept: number[] = [];
  let time = now;
  return {
    slept,
    now: () => time,
    random: () => random,
    sleep: (ms) => {
      slept.push(ms);
      time += ms;
      return Promise.resolve();
    },
  };
}

/** The error that a promise rejects with; fails the test when there is none, or one of another kind. */
export async function errorOf(promise: Promise<unknown>): Promise<RowsweepError> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome && isRowsweepError(outcome.error)) return outcome.error;
  throw new Error('Wanted a RowsweepError.', { cause: outcome });
}

/** The same for a function that throws at once. */
export function errorThrownBy(act: () => unknown): RowsweepError {
  try {
    act();
  } catch (error) {
    if (isRowsweepError(error)) return error;
    throw new Error('Wanted a RowsweepError.', { cause: error });
  }
  throw new Error('Wanted an error.');
}
