/** Errors as FastAPI and Pydantic write them: `{ "detail": [{ "loc", "msg", "type" }] }`. Two providers do. */
import type { Answer, SandboxRequest, Violation } from '../message.js';

interface Problem {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
}

/** `{ "detail": "…" }`, the framework's form of every error that is not about validation. */
export function answerDetail(status: number, detail: unknown): Answer {
  return { status, body: { detail } };
}

/** True when the request carries `Authorization: Bearer <token>`; the scheme may be in any case. */
export function hasBearer(request: SandboxRequest, token: string): boolean {
  const [scheme = '', credentials] = (request.headers['authorization'] ?? '').split(' ');
  return scheme.toLowerCase() === 'bearer' && credentials === token;
}

/** 422 for what the description forbids; one problem a place. */
export function answerViolations(violations: readonly Violation[]): Answer {
  const problems = new Map<string, Problem>();
  for (const violation of violations) {
    const problem = describe(violation);
    const key = JSON.stringify(problem.loc);
    if (!problems.has(key)) problems.set(key, problem);
  }
  return answerDetail(422, [...problems.values()]);
}

/** 422 for one place that a server's own code objects to. */
export function answerProblem(loc: readonly (string | number)[], msg: string, type: string): Answer {
  return answerDetail(422, [{ type, loc, msg }]);
}

const typeNames: Readonly<Record<string, readonly [type: string, noun: string]>> = {
  string: ['string_type', 'string'],
  array: ['list_type', 'list'],
  object: ['dict_type', 'dictionary'],
  integer: ['int_type', 'integer'],
  number: ['float_type', 'number'],
  boolean: ['bool_type', 'boolean'],
};

function describe(violation: Violation): Problem {
  const { keyword, params } = violation;
  const name = violation.name === null ? [] : [violation.name];
  const loc = [violation.in, ...name, ...violation.location];
  const limit = String(params['limit']);
  const many = limit === '1' ? '' : 's';
  switch (keyword) {
    case 'required':
      return { type: 'missing', loc, msg: 'Field required' };
    case 'json':
      return { type: 'json_invalid', loc: ['body', Number(params['position'])], msg: 'JSON decode error' };
    case 'contentType':
      return { type: 'dict_type', loc, msg: 'Input should be a valid dictionary' };
    case 'type': {
      const wanted = String(params['type']).split(',')[0] ?? '';
      const [type, noun] = typeNames[wanted] ?? ['value_error', wanted];
      const parsed = violation.in === 'body' ? type : type.replace(/_type$/, '_parsing');
      return { type: parsed, loc, msg: `Input should be a valid ${noun}` };
    }
    case 'format':
      if (params['format'] !== 'uuid') break;
      return { type: 'uuid_parsing', loc, msg: 'Input should be a valid UUID' };
    case 'minLength':
      return { type: 'string_too_short', loc, msg: `String should have at least ${limit} character${many}` };
    case 'maxLength':
      return { type: 'string_too_long', loc, msg: `String should have at most ${limit} character${many}` };
    case 'minItems':
      return { type: 'too_short', loc, msg: `List should have at least ${limit} item${many}` };
    case 'maxItems':
      return { type: 'too_long', loc, msg: `List should have at most ${limit} item${many}` };
    case 'minimum':
      return { type: 'greater_than_equal', loc, msg: `Input should be greater than or equal to ${limit}` };
    case 'maximum':
      return { type: 'less_than_equal', loc, msg: `Input should be less than or equal to ${limit}` };
    default:
  }
  return { type: 'value_error', loc, msg: `Value error, ${violation.message}` };
}
