import type { Provider } from '../../model/types.js';
import { quote } from '../text.js';
import { findSwaps, meet, type Kept } from './order.js';
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
  const keys = ['x-rowsweep-errors', 'rules'];
  const [before, after] = [splitRules(old), splitRules(now)];
  const kept: Kept<Rule>[] = [];
  for (const [key, rule] of before) {
    const counterpart = after.get(key);
    if (counterpart !== undefined) kept.push({ old: rule, now: counterpart });
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
  for (const { was, is } of findSwaps(kept, { now: [...after.values()], overlap })) {
    const texts = { before: showVerdict(was.old), after: showVerdict(is.now) };
    if (texts.before === texts.after) continue;
    const message = `What fits ${showMatch(was.old)} as well as ${showMatch(is.old)} is told apart as ${quote(is.now.code)} now: that rule comes first.`;
    yield { rule: 'error-order-changed', bump: 'major', message, keys, ...texts };
  }
  for (const [key, rule] of after) {
    if (before.has(key)) continue;
    const message = `A failure with ${showMatch(rule)} is told apart as ${quote(rule.code)}.`;
    // Somebody may have told it apart by the code that it had.
    yield { rule: 'error-rule-added', bump: 'major', message, keys, after: rule.code };
  }
}

/** One rule for each thing that is matched; of two for the same thing the first decides. */
function splitRules(rules: readonly Rule[]): ReadonlyMap<string, Rule> {
  const split = new Map<string, Rule>();
  for (const rule of rules) {
    for (const status of listEach(rule.status)) {
      for (const providerCode of listEach(rule.providerCode)) {
        const key = JSON.stringify([status, providerCode, rule.retryAfter]);
        if (!split.has(key)) split.set(key, { ...rule, status, providerCode });
      }
    }
  }
  return split;
}

function listEach<T>(values: readonly T[] | null): readonly (readonly [T] | null)[] {
  return values === null ? [null] : values.map((value) => [value] as const);
}

function overlap(left: Rule, right: Rule): boolean {
  return (
    meet(left.status, right.status, isStatusOf) &&
    meet(left.providerCode, right.providerCode, (one, other) => String(one) === String(other)) &&
    (left.retryAfter === null || right.retryAfter === null || left.retryAfter === right.retryAfter)
  );
}

/** True for the same status, and for one within a range such as `5XX`. */
function isStatusOf(one: number | string, other: number | string): boolean {
  const rangeOf = (status: number | string): string => `${String(status).slice(0, 1)}XX`;
  return one === other || one === rangeOf(other) || other === rangeOf(one);
}

function showMatch({ status, providerCode, retryAfter }: Rule): string {
  const parts = [
    ...(status === null ? [] : [`status ${status.join(' or ')}`]),
    ...(providerCode === null ? [] : [`the vendor's code ${providerCode.join(' or ')}`]),
    ...(retryAfter === null ? [] : [`${retryAfter === 'present' ? 'a' : 'no'} Retry-After`]),
  ];
  return parts.length === 0 ? 'anything else' : parts.join(' and ');
}

function showVerdict(rule: Rule): string {
  return `${rule.code}, ${showEffect(rule)}`;
}

function showEffect({ effect, retryable, fatal }: Rule): string {
  const show = (value: string | boolean | null): string => (value === null ? 'as implied' : String(value));
  return `effect ${show(effect)}, retryable ${show(retryable)}, fatal ${show(fatal)}`;
}
