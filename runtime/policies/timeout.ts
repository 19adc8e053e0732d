import { onAbort } from '../abort.js';
import type { Policy } from './policy.js';

/** Why a request was given up before its answer was complete. */
export class Interruption extends Error {
  override readonly name: string = 'Interruption';
  readonly how: 'timeout' | 'abort';

  constructor(how: 'timeout' | 'abort', cause: unknown) {
    super(how === 'timeout' ? 'timed out' : 'aborted', { cause });
    this.how = how;
  }
}

/**
 * Ends everything behind it after `timeoutMs`, or when the caller aborts, even when a `fetch` ignores its signal.
 * Nothing is left on the caller's signal in any case. The platform's timer is used and not the
 * connection's clock: this guards against a peer that is silent in real time.
 */
export function limitTime(options: {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}): Policy {
  const { timeoutMs, signal } = options;
  return (request, next) =>
    new Promise<Response>((resolve, reject) => {
      const controller = new AbortController();
      const release = (): void => {
        clearTimeout(timer);
        ignore();
      };
      const interrupt = (interruption: Interruption): void => {
        release();
        reject(interruption);
        controller.abort(interruption);
      };
      const giveUp = (): void => {
        interrupt(new Interruption('abort', signal?.reason));
      };
      const timer = setTimeout(() => {
        interrupt(new Interruption('timeout', undefined));
      }, timeoutMs);
      const ignore = signal === undefined ? (): void => undefined : onAbort(signal, giveUp);
      if (signal?.aborted === true) {
        giveUp();
        return;
      }
      const settle = async (): Promise<Response> => next(new Request(request, { signal: controller.signal }));
      settle().finally(release).then(resolve, reject);
    });
}
