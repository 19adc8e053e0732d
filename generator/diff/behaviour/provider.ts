import type { Provider } from '../../model/types.js';
import { quote } from '../text.js';
import { differ, type PlanChange } from './plan.js';

type Rule = Provider['errors']['rules'][number];

/** What every call shares: headers, credentials, what errors mean, and the headers that count requests. */
export function* compareProviders(old: Provider, now: Provider): Generator<PlanChange> {
  yield* compareHeaders(old, now);
  const credentials = new Map(now.credentials.map((credential) => [credential.option, credential]));
  for (const credential of old.credentials) {
    const counterpart = credentials.get(credential.option);
    if (counterpart === undefined || !differ(credential, counterpart)) continue;
    const message = `The option ${quote(credential.option)} is sent in another way.`;
    const [before, after] = [JSON.stringify(credential), JSON.stringify(counterpart)];
    yield {
      rule: 'credential-changed',
      bump: 'minor',
      message,
      keys: ['x-rowsweep-connection'],
      before,
      after,
    };
  }
  yield* compareErrorRules(old.errors.rules, now.errors.rules);
  const keys = ['x-rowsweep-errors', 'bodies'];
  const words = ({ errors: { bodies, requestIdHeaders } }: Provider): object => ({
    bodies,
    requestIdHeaders,
  });
  if (differ(words(old), words(now))) {
    const message = "The message, the vendor's code or the request id of an error is read elsewhere.";
    yield { rule: 'error-words-changed', bump: 'minor', message, keys };
  }
  if (differ(old.throttle, now.throttle)) {
    const message = 'Other headers say how many requests are left.';
    const [before, after] = [JSON.stringify(old.throttle), JSON.stringify(now.throttle)];
    yield {
      rule: 'throttle-changed',
      bump: 'patch',
      message,
      keys: ['x-rowsweep-connection', 'throttle'],
      before,
      after,
    };
  }
}

function* compareHeaders(old: Provider, now: Provider): Generator<PlanChange> {
  const keys = ['x-rowsweep-connection', 'headers'];
  const before = new Map(old.headers.map((each) => [each.header.toLowerCase(), each]));
  const after = new Map(now.headers.map((each) => [each.header.toLowerCase(), each]));
  for (const [name, { header, option, required }] of after) {
    const was = before.get(name);
    if (was?.required === required) continue;
    const shown = `${quote(header)} (option ${quote(option)})`;
    if (required) {
      const message = `Every request carries the header ${shown}, which has to be given now.`;
      yield { rule: 'mandatory-header-added', bump: 'major', message, keys, after: header };
    } else if (was === undefined) {
      const message = `The header ${shown} can be given once for all requests.`;
      yield { rule: 'header-added', bump: 'minor', message, keys, after: header };
    } else {
      const message = `The header ${shown} need not be given any more.`;
      yield { rule: 'mandatory-header-removed', bump: 'minor', message, keys, before: header };
    }
  }
  for (const [name, { header, required }] of before) {
    if (after.has(name)) continue;
    const message = `The header ${quote(header)} can no longer be given once for all requests.`;
    const rule = required ? 'mandatory-header-removed' : 'header-removed';
    yield { rule, bump: 'major', message, keys, before: header };
  }
}

/** Rules by what they match; the first that matches decides, so that a new one can take from another. */
function* compareErrorRules(old: readonly Rule[], now: readonly Rule[]): Generator<PlanChange> {
  const keyOf = ({ status, providerCode, retryAfter }: Rule): string =>
    JSON.stringify([status, providerCode, retryAfter]);
  const split = (rules: readonly Rule[]): Map<string, Rule> =>
    new Map(
      rules.flatMap((rule) =>
        (rule.status ?? [null]).map((status) => {
          const one = { ...rule, status: status === null ? null : [status] };
          return [keyOf(one), one] as const;
        }),
      ),
    );
  const keys = ['x-rowsweep-errors', 'rules'];
  const [before, after] = [split(old), split(now)];
  for (const [key, rule] of before) {
    const counterpart = after.get(key);
    const match = showMatch(rule);
    if (counterpart === undefined) {
      const message = `A failure with ${match} is no longer told apart as ${quote(rule.code)}.`;
      yield { rule: 'error-rule-removed', bump: 'major', message, keys, before: rule.code };
    } else if (counterpart.code !== rule.code) {
      const message = `A failure with ${match} has the code ${quote(counterpart.code)} instead of ${quote(rule.code)}.`;
      yield {
        rule: 'error-class-changed',
        bump: 'major',
        message,
        keys,
        before: rule.code,
        after: counterpart.code,
      };
    } else if (differ(rule, counterpart)) {
      const message = `A failure with ${match} says something else of its effect, of retries or of the run.`;
      yield {
        rule: 'error-effect-changed',
        bump: 'major',
        message,
        keys,
        before: showEffect(rule),
        after: showEffect(counterpart),
      };
    }
  }
  for (const [key, rule] of after) {
    if (before.has(key)) continue;
    const message = `A failure with ${showMatch(rule)} is told apart as ${quote(rule.code)}.`;
    // Somebody may have told it apart by the code that it had.
    yield { rule: 'error-rule-added', bump: 'major', message, keys, after: rule.code };
  }
}

function showMatch({ status, providerCode, retryAfter }: Rule): string {
  const parts = [
    ...(status === null ? [] : [`status ${status.join(' or ')}`]),
    ...(providerCode === null ? [] : [`the vendor's code ${providerCode.join(' or ')}`]),
    ...(retryAfter === null ? [] : [`${retryAfter === 'present' ? 'a' : 'no'} Retry-After`]),
  ];
  return parts.length === 0 ? 'anything else' : parts.join(' and ');
}

function showEffect({ effect, retryable, fatal }: Rule): string {
  const show = (value: string | boolean | null): string => (value === null ? 'as implied' : String(value));
  return `effect ${show(effect)}, retryable ${show(retryable)}, fatal ${show(fatal)}`;
}
