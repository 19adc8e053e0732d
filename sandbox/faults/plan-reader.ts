/** Reads a fault plan from JSON. A plan with a mistake in it would test nothing, so every mistake is told. */
import { isRecord } from '../message.js';
import type { FaultPlan } from './plan.js';

/** What is wrong with a value; null when nothing is. */
type Check = (value: unknown, at: string) => string | null;

const fail = (at: string, wanted: string): string => `${at === '' ? 'The plan' : at} must be ${wanted}.`;
const test =
  (wanted: string, holds: (value: unknown) => boolean): Check =>
  (value, at) =>
    holds(value) ? null : fail(at, wanted);
const oneOf = (...words: readonly string[]): Check =>
  test(`one of ${words.join(', ')}`, (value) => typeof value === 'string' && words.includes(value));
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

const text = test('a text', (value) => typeof value === 'string');
const flag = test('true or false', (value) => typeof value === 'boolean');
const anything: Check = () => null;
const integer = test('a whole number', isWhole);
const count = test('a whole number from 0', (value) => isWhole(value) && value >= 0);
const fromOne = test('a whole number from 1', (value) => isWhole(value) && value >= 1);
const share = test('from 0 to 1', (value) => typeof value === 'number' && value >= 0 && value <= 1);
const status = test('a status from 200 to 599', (value) => isWhole(value) && value >= 200 && value <= 599);
const provider = oneOf('extruct', 'altatech', 'gptbots', 'minimal', 'splendor');

function list(element: Check): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return fail(at, 'a list');
    return firstOf(value.map((item: unknown, index) => element(item, `${at}[${index}]`)));
  };
}

function shape(fields: Readonly<Record<string, Check>>, needed: readonly string[] = []): Check {
  return (value, at) => {
    if (!isRecord(value)) return fail(at, 'an object');
    const missing = needed.find((name) => value[name] === undefined);
    if (missing !== undefined) return `${at === '' ? 'The plan' : at} has no "${missing}".`;
    return firstOf(
      Object.entries(value).map(([name, part]) => {
        const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
        const where = at === '' ? name : `${at}.${name}`;
        return check === undefined ? `${where} is not known.` : check(part, where);
      }),
    );
  };
}

const firstOf = (problems: readonly (string | null)[]): string | null =>
  problems.find((problem) => problem !== null) ?? null;

const headers: Check = (value, at) =>
  isRecord(value) && Object.values(value).every((one) => typeof one === 'string')
    ? null
    : fail(at, 'an object of texts');

const numbers = { numbers: list(count), from: count, until: count, every: fromOne, probability: share };

const faultFields: Readonly<Record<string, Check>> = {
  delayMs: count,
  status,
  headers,
  body: anything,
  effect: flag,
  retryAfterDate: shape({ inS: integer, form: oneOf('imf', 'rfc850', 'asctime') }, ['inS']),
  resetInS: integer,
  refuse: oneOf('login', 'permission', 'target', 'inside', 'quota', 'vague', 'tooLarge', 'tooManyItems'),
  badIds: (value, at) => (value === 'all' ? null : list(text)(value, at)),
  cut: oneOf('before', 'after', 'inHeaders', 'inBody'),
  hang: flag,
  alter: oneOf('halfJson', 'wrongShape', 'wrongType', 'noContent', 'upperCaseIds', 'urnIds', 'empty'),
  addToCount: integer,
  addIds: fromOne,
  leaveOutIds: fromOne,
  overDelete: fromOne,
  addRows: list(test('an object', isRecord)),
  dropBody: flag,
  closeIdleMs: count,
};

/** Each of these is a fault of its own. */
const mains = [
  ...['status', 'refuse', 'badIds', 'cut', 'hang', 'alter', 'addToCount', 'addIds', 'leaveOutIds'],
  ...['overDelete', 'addRows', 'dropBody', 'closeIdleMs'],
] as const;
/** What goes with which of them. */
const companions: Readonly<Record<string, readonly string[]>> = {
  headers: ['status'],
  body: ['status'],
  retryAfterDate: ['status'],
  resetInS: ['status'],
  effect: ['status', 'refuse', 'hang'],
};

const fault: Check = (value, at) => {
  const problem = shape(faultFields)(value, at);
  if (problem !== null || !isRecord(value)) return problem;
  const given = mains.filter((name) => value[name] !== undefined);
  if (given.length > 1) return `${at} wants ${given.join(' and ')}; a fault is one thing.`;
  if (given.length === 0 && value['delayMs'] === undefined) return `${at} says nothing.`;
  for (const [name, allowed] of Object.entries(companions)) {
    if (value[name] !== undefined && !allowed.some((main) => value[main] !== undefined)) {
      return `${at}.${name} goes only with ${allowed.join(' or ')}.`;
    }
  }
  return null;
};

const plan = shape({
  about: text,
  rules: list(
    shape(
      {
        ...numbers,
        on: oneOf('deletion', 'read', 'any'),
        provider,
        operation: text,
        pathEnd: text,
        moreIdsThan: count,
        moreTargetBytesThan: count,
        moreBodyBytesThan: count,
        names: list(text),
        fault,
      },
      ['fault'],
    ),
  ),
  jobs: list(
    shape({
      ...numbers,
      end: oneOf('succeeded', 'failed', 'stuck', 'mixed', 'retrying'),
      pendingMs: count,
      runningMs: count,
      hiddenMs: count,
      retryMs: count,
    }),
  ),
});

/** The plan that a value is. Throws an error that names the first place where it is none. */
export function readFaultPlan(value: unknown): FaultPlan {
  const problem = plan(value, '');
  if (problem !== null) throw new Error(`Not a fault plan: ${problem}`);
  return value as FaultPlan;
}
