import type { EnvelopeRule } from '../definition.js';
import type { PartOf } from '../part.js';
import { valueAt } from '../pointer.js';

/** Asks a JSON body for its code. */
export const envelopeVerdict: PartOf<'envelopeVerdict'> = { name: 'envelopeVerdict', judge: judgeEnvelope };

function judgeEnvelope(rule: EnvelopeRule, body: unknown): 'failed' | 'unproved' | undefined {
  const code = valueAt(body, rule.code) ?? null;
  if (code === null) return rule.required ? 'unproved' : undefined;
  return code === rule.ok ? undefined : 'failed';
}
