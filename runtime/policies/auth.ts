import type { CredentialSource } from '../credential.js';
import type { ProviderDefinition } from '../definition.js';
import { Refusal } from '../refusal.js';
import type { Policy } from './policy.js';

/**
 * Sends the credentials, each in its header, and to no other place than the base URL. A function that gives a
 * credential is asked for each request.
 */
export function sendCredentials(options: {
  readonly baseUrl: string;
  readonly credentials: ProviderDefinition['credentials'];
  readonly sources: ReadonlyMap<string, CredentialSource>;
}): Policy {
  const { baseUrl, credentials, sources } = options;
  return async (request, next) => {
    if (!isUnder(request.url, baseUrl)) {
      throw new Refusal(
        'GUARD',
        'the URL leaves the base URL of the connection, and credentials stay there.',
      );
    }
    for (const credential of credentials) {
      const secret = await sources.get(credential.option)?.read();
      if (secret === undefined) continue;
      if (credential.kind === 'bearer') request.headers.set('Authorization', `Bearer ${secret}`);
      else request.headers.set(credential.header, secret);
    }
    return next(request);
  };
}

function isUnder(url: string, baseUrl: string): boolean {
  return url === baseUrl || url.startsWith(`${baseUrl}/`) || url.startsWith(`${baseUrl}?`);
}
