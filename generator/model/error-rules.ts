import type { ErrorsExtension } from './extension-types.js';
import type { Provider } from './types.js';

type Rules = Pick<Provider['errors'], 'bodies' | 'rules'>;

/** The ways in which APIs commonly write errors, for a description that does not say: RFC 9457 and RFC 6749 among them. */
const commonBodies: Rules['bodies'] = [
  { message: '/error/message', providerCode: '/error/code' },
  { message: '/detail/message', providerCode: '/detail/code' },
  { message: '/detail/0/msg', providerCode: '/detail/0/type' },
  { message: '/detail', providerCode: '/type' },
  { message: '/message', providerCode: '/code' },
  { message: '/error_description', providerCode: '/error' },
  { message: '/error', providerCode: null },
  { message: '/title', providerCode: '/type' },
];

/** How errors are written and what they mean: as the extension says, else the common ways and no rules. */
export function readErrorRules(extension: ErrorsExtension | null): Rules {
  if (extension === null) return { bodies: commonBodies, rules: [] };
  return {
    bodies: extension.bodies.map(({ message, providerCode }) => ({
      message,
      providerCode: providerCode ?? null,
    })),
    rules: (extension.rules ?? []).map((rule) => ({
      status: rule.status ?? null,
      providerCode: rule.providerCode ?? null,
      retryAfter: rule.retryAfter ?? null,
      code: rule.code,
      effect: rule.effect ?? null,
      retryable: rule.retryable ?? null,
      fatal: rule.fatal ?? null,
    })),
  };
}
