import createClient from 'openapi-fetch';
import { judgeAnswer } from './answer.js';
import type { Connection } from './connection.js';
import type { OperationDefinition } from './definition.js';
import { errorOfThrown, failureOf, readRequestId, violationOf, type Sending } from './failure.js';
import { secretsOf } from './options.js';
import { buildPipeline } from './pipeline.js';
import { prepare, type ExchangeOptions, type PreparedRequest } from './prepare.js';
import type { CallRequest } from './request/parts.js';

/** A success: a declared 2xx whose body could be read and whose envelope says ok. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, a text, or bytes, as the content type says; undefined where none is declared. Not validated. */
  readonly body: unknown;
  readonly requestId: string | undefined;
}

/**
 * Exactly one HTTP request, no retry. Resolves with a success; everything else rejects with a `RowsweepError`:
 * `GUARD` and `INPUT` before anything is sent, then whatever became of the request.
 */
export async function exchange(
  connection: Connection,
  definition: OperationDefinition,
  request: CallRequest,
  options: ExchangeOptions = {},
): Promise<Answer> {
  return sendPrepared(prepare(connection, definition, { request, options }), options.attempt ?? 1);
}

/** The same for a request that is prepared; `attempt` counts from 1. */
export async function sendPrepared(prepared: PreparedRequest, attempt: number): Promise<Answer> {
  const { state, definition, extraHeaders } = prepared;
  const sending: Sending = {
    state,
    definition,
    attempt,
    secrets: secretsOf(extraHeaders),
    wasSent: false,
  };
  return readAnswer(sending, await send(sending, prepared));
}

interface Received {
  readonly response: Response;
  /** Bytes of a success; text, or parsed JSON, of anything else. */
  readonly content: unknown;
}

/** openapi-fetch builds the request and takes the answer apart; where it goes and how it is sent is ours. */
async function send(sending: Sending, prepared: PreparedRequest): Promise<Received> {
  const { definition, target, body } = prepared;
  const client = createClient<AnyPaths>({
    baseUrl: sending.state.baseUrl,
    fetch: buildPipeline(sending, {
      timeoutMs: prepared.timeoutMs,
      signal: prepared.signal,
      headers: [...prepared.headers, ...prepared.extraHeaders],
    }),
    redirect: 'manual',
    pathSerializer: () => target.url,
    querySerializer: () => '',
    bodySerializer: () => body?.content,
  });
  try {
    const { data, error, response } = await client.request(METHODS[definition.method], definition.path, {
      params: { path: {} },
      parseAs: 'arrayBuffer',
      headers: { 'Content-Type': body?.contentType ?? null },
      ...(body === null ? {} : { body: {} }),
    });
    return { response, content: response.ok ? data : error };
  } catch (thrown) {
    throw errorOfThrown(sending, thrown);
  }
}

const METHODS = {
  GET: 'get',
  PUT: 'put',
  POST: 'post',
  DELETE: 'delete',
  PATCH: 'patch',
  HEAD: 'head',
  OPTIONS: 'options',
  TRACE: 'trace',
} as const;

/** For openapi-fetch, when the operation is only known at run time. */
type AnyPaths = Record<
  string,
  Record<
    (typeof METHODS)[keyof typeof METHODS],
    {
      readonly parameters: { readonly path: object };
      readonly requestBody?: { readonly content: { readonly 'application/json': object } };
      readonly responses: Readonly<
        Record<200, { readonly content: { readonly 'application/json': unknown } }>
      >;
    }
  >
>;

function readAnswer(sending: Sending, { response, content }: Received): Answer {
  const { status, headers } = response;
  if (!response.ok) throw failureOf(sending, { status, headers, body: content });
  const bytes = content instanceof ArrayBuffer ? new Uint8Array(content) : new Uint8Array();
  const judgement = judgeAnswer(sending.definition, {
    status,
    contentType: headers.get('content-type'),
    bytes,
  });
  if (judgement.is === 'failure') throw failureOf(sending, { status, headers, body: judgement.body });
  if (judgement.is === 'violation') {
    throw violationOf(sending, { status, headers, body: new TextDecoder().decode(bytes) }, judgement.reason);
  }
  return { status, headers, body: judgement.body, requestId: readRequestId(sending.state, headers) };
}
