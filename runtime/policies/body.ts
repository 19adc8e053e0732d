import type { Policy } from './policy.js';

/** The head of an answer arrived, its body did not, or was too large to take. */
export class BodyProblem extends Error {
  override readonly name: string = 'BodyProblem';
  readonly response: Response;
  /** What had arrived. */
  readonly start: string;
  readonly isTooLarge: boolean;

  constructor(
    reason: string,
    details: { readonly response: Response; readonly start: string; readonly cause?: unknown },
  ) {
    super(reason, details.cause === undefined ? undefined : { cause: details.cause });
    this.response = details.response;
    this.start = details.start;
    this.isTooLarge = details.cause === undefined;
  }
}

/**
 * Takes in the whole body, at most `maxBytes` of it, so that everything outside of this policy has complete answers
 * and the timeout covers the body too. Throws a `BodyProblem`.
 */
export function takeBody(maxBytes: number): Policy {
  return async (request, next) => {
    const response = await next(request);
    // No body at all, or the filtered answer to a redirect that browsers give: neither can be rebuilt.
    if (response.body === null || response.status === 0) return response;
    const bytes = await readBounded(response, response.body, { maxBytes, signal: request.signal });
    const { status, statusText, headers } = response;
    return new Response(isNullBodyStatus(status) ? null : bytes, { status, statusText, headers });
  };
}

/** The constructor of `Response` refuses a body with these (Fetch standard, null body status). */
function isNullBodyStatus(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

async function readBounded(
  response: Response,
  stream: ReadableStream<Uint8Array>,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const giveUp = (): void => {
    reader.cancel().catch(() => undefined);
  };
  if (signal.aborted) giveUp();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      chunks.push(read.value);
      length += read.value.length;
      if (length > maxBytes) {
        giveUp();
        throw new BodyProblem(`a body of more than ${maxBytes} bytes`, { response, start: startOf(chunks) });
      }
    }
    return join(chunks, length);
  } catch (cause) {
    if (cause instanceof BodyProblem) throw cause;
    throw new BodyProblem('a body that was cut off', { response, start: startOf(chunks), cause });
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

function startOf(chunks: readonly Uint8Array[]): string {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  return new TextDecoder().decode(join(chunks, length));
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
