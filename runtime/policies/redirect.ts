import type { Policy } from './policy.js';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 3;

/** A `fetch` of the caller's own followed a redirect although it was told not to. */
export class FollowedRedirect extends Error {
  override readonly name: string = 'FollowedRedirect';
  readonly answer: { readonly status: number; readonly headers: Headers; readonly body: undefined };

  constructor({ status, headers }: Response) {
    super('followed a redirect');
    this.answer = { status, headers, body: undefined };
  }
}

/**
 * Follows a redirect of a GET or HEAD within the base URL's origin, at most three times. Every other redirect is
 * handed on, and becomes an error: a redirected deletion might be repeated elsewhere, as another method, or not at all.
 * Throws a `FollowedRedirect` where the `fetch` below did that all the same.
 */
export function followRedirects(origin: string): Policy {
  return async (request, next) => {
    let response = await next(request);
    if (response.redirected && !isRead(request)) throw new FollowedRedirect(response);
    for (let count = 0; count < MOST_REDIRECTS && REDIRECTS.has(response.status); count += 1) {
      const target = readTarget(request, response, origin);
      if (target === undefined) return response;
      await response.body?.cancel();
      response = await next(
        new Request(target, {
          method: request.method,
          headers: request.headers,
          signal: request.signal,
          redirect: 'manual',
        }),
      );
    }
    return response;
  };
}

function readTarget(request: Request, response: Response, origin: string): string | undefined {
  if (!isRead(request)) return undefined;
  const location = response.headers.get('location');
  if (location === null || !URL.canParse(location, request.url)) return undefined;
  const target = new URL(location, request.url);
  // Credentials in it would be sent as well; the platform refuses such a URL.
  const isBare = target.username === '' && target.password === '';
  return isBare && target.origin === origin ? target.href : undefined;
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}
