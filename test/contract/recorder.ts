import type { Exchange } from './judge.js';

export interface Recorder {
  /** Give it to a client as its `fetch`. */
  readonly fetch: typeof globalThis.fetch;
  readonly exchanges: readonly Exchange[];
}

/** A `fetch` that passes everything on and keeps a copy of what went each way. */
export function createRecorder(): Recorder {
  const exchanges: Exchange[] = [];
  return {
    exchanges,
    async fetch(input, init) {
      const request = new Request(input, init);
      const requestBody = await request.clone().text();
      const response = await globalThis.fetch(request);
      exchanges.push({
        method: request.method,
        url: request.url,
        requestHeaders: request.headers,
        requestBody,
        status: response.status,
        responseHeaders: response.headers,
        responseBody: await response.clone().text(),
      });
      return response;
    },
  };
}
