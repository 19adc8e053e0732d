/** How GPTBots and AltaTech say that something went wrong. */
import type { Answer, SandboxRequest, Violation } from '../message.js';

/** How the AltaTech and the GPTBots server behave. */
export interface TablesSettings {
  /** `ok` (default): failures come with HTTP 200 and a `code`. `http`: the HTTP status says it as well. */
  readonly errorStatus?: 'ok' | 'http';
  /** How long an import takes. Default 20. */
  readonly importDelayMs?: number;
  /** Requests an hour; above it 40008. Null (default): no bound, and no headers that count. */
  readonly requestsPerHour?: number | null;
}

/** No page says which HTTP status belongs to a code; the first three digits of most look like one. */
const verdicts: Readonly<Record<number, readonly [message: string, status: number]>> = {
  0: ['OK', 200],
  40000: ['Invalid parameters', 400],
  40008: ['Requests per minute exceeded', 429],
  40127: ['Developer authentication failed', 401],
  50000: ['Internal system error', 500],
  403100: ['Invalid table name', 403],
  403103: ['Invalid field name', 403],
  403106: ['Table not found', 403],
  403108: ['Table name exists', 403],
  403131: ['No permission to access table', 403],
};

/** `{ "code", "message" }`; `detail` is added to the code's own message. */
export function answerVerdict(settings: TablesSettings, code: number, detail?: string): Answer {
  const [message, status] = verdicts[code] ?? ['Internal system error', 500];
  return {
    status: settings.errorStatus === 'http' ? status : 200,
    body: { code, message: detail === undefined ? message : `${message}: ${detail}` },
  };
}

/** The code for a request that does not fit the description. */
export function readVerdict(
  request: SandboxRequest,
  violations: readonly Violation[],
): { readonly code: number; readonly message: string } {
  const [first] = violations;
  const message = `${first?.location.join('.') ?? ''} ${first?.message ?? ''}`.trim();
  if (request.path === '/v1/database/create-table') {
    const location = first?.location ?? [];
    if (location[0] === 'name') return { code: 403100, message };
    if (location[0] === 'fields' && location[2] === 'name') return { code: 403103, message };
  }
  return { code: 40000, message };
}

/**
 * An error that comes before any operation. AltaTech's overview shows `{ "error": … }`, and GPTBots' pages only
 * `{ "code", "message" }`. https://openapi.altabots.ai/altabots-openapi.html
 */
export function answerGateway(name: 'altatech' | 'gptbots', status: number, message: string): Answer {
  const code = status >= 500 ? 50000 : 40000;
  return name === 'gptbots'
    ? { status, body: { code, message } }
    : { status, body: { error: { code: String(code), message, status } } };
}
