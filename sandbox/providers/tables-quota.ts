/** AltaTech counts requests an hour and says so in headers. https://openapi.altabots.ai/altabots-openapi.html */

export interface Quota {
  /** Counts one request; false when none was left. */
  take(): boolean;
  headers(): Readonly<Record<string, string>>;
}

const hourMs = 3_600_000;

/** Null: everything is let through and no header is sent. */
export function createQuota(perHour: number | null, now: () => number): Quota {
  if (perHour === null) return { take: () => true, headers: () => ({}) };
  let startMs = now();
  let taken = 0;
  const turn = (): void => {
    if (now() - startMs < hourMs) return;
    startMs = now();
    taken = 0;
  };
  return {
    take() {
      turn();
      if (taken >= perHour) return false;
      taken += 1;
      return true;
    },
    headers() {
      turn();
      return {
        'x-ratelimit-limit': String(perHour),
        'x-ratelimit-remaining': String(perHour - taken),
        'x-ratelimit-reset': String(Math.ceil((startMs + hourMs) / 1000)),
      };
    },
  };
}
