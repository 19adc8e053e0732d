import type { OperationDefinition } from './definition.js';
import type { Sending } from './failure.js';
import { sendCredentials } from './policies/auth.js';
import { takeBody } from './policies/body.js';
import { addHeaders } from './policies/headers.js';
import { observe } from './policies/observe.js';
import { compose, type Next } from './policies/policy.js';
import { followRedirects } from './policies/redirect.js';
import { Interruption, limitTime } from './policies/timeout.js';

/** What one request sends beside its own parameters, and how long it may take. */
export interface PipelineOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** The way of one request, outermost first. The order matters: the timeout covers everything behind it. */
export function buildPipeline(sending: Sending, options: PipelineOptions): Next {
  const { state, definition, attempt } = sending;
  const { provider } = state;
  const connectionHeaders = [...state.connectionHeaders]
    .filter(([option]) => definition.connectionHeaders.includes(option))
    .map(([, header]) => header);
  return compose(
    [
      observe({
        hooks: state.hooks,
        event: {
          provider: provider.name,
          operation: definition.name,
          method: definition.method,
          path: definition.path,
          attempt,
        },
        clock: state.clock,
      }),
      limitTime({ timeoutMs: options.timeoutMs, signal: options.signal }),
      addHeaders([
        ...options.headers,
        ...connectionHeaders,
        ...state.extraHeaders,
        ['Accept', writeAccept(definition)],
      ]),
      sendCredentials({
        baseUrl: state.baseUrl,
        credentials: provider.credentials.filter(({ option }) => definition.credentials.includes(option)),
        sources: state.credentials,
      }),
      takeBody(state.maxResponseBytes),
      followRedirects(new URL(state.baseUrl).origin),
    ],
    (request) => {
      // A credential that comes after the caller was told that nothing was sent must not send it after all.
      if (request.signal.aborted) throw abortedBefore(request.signal.reason);
      sending.wasSent = true;
      return state.send(request);
    },
  );
}

function abortedBefore(reason: unknown): Interruption {
  return reason instanceof Interruption ? reason : new Interruption('abort', reason);
}

/** Errors are JSON everywhere, also where the success is something else. */
function writeAccept({ answers }: OperationDefinition): string {
  return [...new Set([...answers.flatMap(({ mediaTypes }) => mediaTypes), 'application/json'])].join(', ');
}
