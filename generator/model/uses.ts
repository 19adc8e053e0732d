import type { Operation, Part } from './types.js';

type Facts = Pick<Operation, 'parameters' | 'body' | 'answers' | 'envelope' | 'selector'>;

const parameterParts = {
  path: 'pathParameters',
  query: 'queryParameters',
  header: 'headerParameters',
  cookie: 'cookieParameters',
} as const;

const bodyParts = {
  json: 'jsonBody',
  form: 'formBody',
  multipart: 'multipartBody',
  text: 'textBody',
  binary: 'binaryBody',
} as const;

/** JSON and texts are read by what every call brings. */
const answerParts = {
  json: null,
  text: null,
  binary: 'binaryAnswer',
  events: 'eventStream',
  lines: 'jsonLines',
} as const;

const order: readonly Part[] = [
  ...Object.values(parameterParts),
  ...Object.values(bodyParts),
  'selectorGuard',
  'envelopeVerdict',
  'binaryAnswer',
  'eventStream',
  'jsonLines',
];

/** The parts of the runtime without which the operation could not be called, each once, in one order. */
export function decideUses({ parameters, body, answers, envelope, selector }: Facts): readonly Part[] {
  const used = new Set<Part | null>([
    ...parameters.map((parameter) => parameterParts[parameter.in]),
    ...(body?.contents ?? []).map(({ encoding }) => bodyParts[encoding]),
    ...answers.flatMap(({ contents }) => contents.map(({ encoding }) => answerParts[encoding])),
    selector === null ? null : 'selectorGuard',
    envelope === null ? null : 'envelopeVerdict',
  ]);
  return order.filter((part) => used.has(part));
}
