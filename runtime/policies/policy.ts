/** Sends a request on, towards the provider. */
export type Next = (request: Request) => Promise<Response>;

/** One concern of the transport. It may change the request, answer itself, or watch. */
export type Policy = (request: Request, next: Next) => Promise<Response>;

/** One function out of many: the first policy sees the request first and the answer last. */
export function compose(policies: readonly Policy[], send: Next): Next {
  return policies.reduceRight<Next>((next, policy) => (request) => policy(request, next), send);
}
