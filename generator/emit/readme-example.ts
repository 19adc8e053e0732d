import type { Api, ErrorAnswer, Operation } from '../model/types.js';
import { Call, Reference, type Value } from './code/declarations.js';
import { printConst, printImport } from './code/print.js';
import { literal } from './code/text.js';
import { printValue } from './code/value-text.js';
import { plainText } from './markdown.js';
import type { Samples } from './sample.js';

/** What examples have in common. */
interface ExampleContext {
  /** The client's. */
  readonly variable: string;
  /** The statement that makes the client, and the options in it. */
  readonly make: string;
  readonly options: Value;
  readonly samples: Samples;
}

/** Names longer than this make examples that nobody would write. */
const READABLE = 40;

/**
 * Single calls and errors, shown with the operation that deletes, else with the first one that has something to show and
 * a name of readable length; nothing where there is none.
 */
export function exampleViews(api: Api, context: ExampleContext): object[] {
  const { operations, deletions } = api;
  const readable = operations.filter(({ name, deprecated }) => name.length <= READABLE && !deprecated);
  const chosen =
    operations.find(({ name }) => name === deletions[0]?.operation) ??
    readable.find((operation) => operation.requestRequired && hasTypedError(operation)) ??
    readable[0];
  return chosen === undefined ? [] : [exampleView(chosen, api, context)];
}

function hasTypedError({ errors }: Operation): boolean {
  return errors.some(({ status, shape }) => typeof status === 'number' && shape !== null);
}

function exampleView(operation: Operation, api: Api, context: ExampleContext): object {
  const { package: info, deletions } = api;
  const { variable, make, options, samples } = context;
  const { name, errorType } = operation;
  const deletion = deletions.find((each) => each.operation === name) ?? null;
  const request = samples.requestOf(operation, deletion);
  const values = Object.keys(request).length === 0 ? [] : [request];
  const method = new Call(`await ${variable}.${name}`, values);
  const cases = casesOf(operation, samples);
  const connection = new Call(info.connectFunction, [options]);
  const functionCall = new Call(`await ${name}`, [new Reference('connection'), ...values]);
  return {
    name,
    errorType,
    make,
    createImport: importOf(api, [info.createFunction]),
    connectImport: importOf(api, [info.connectFunction, name]),
    errorImport: importOf(
      api,
      [info.createFunction, name, 'isErrorOf'],
      cases.length === 0 ? null : errorType,
    ),
    answer: printConst('answer', method),
    connection: printConst('connection', connection),
    functionCall: `${printValue(functionCall, { indent: 0, column: 0, after: 1 })};`,
    call: printConst('call', new Call(`${variable}.${name}`, values)),
    cases,
    explanation: cases.length === 0 ? 'error.status' : 'explain(error)',
    hasUndocumented: operation.errors.some((answer) => answer.undocumented !== null),
  };
}

/** An import of values from the package itself, without a line break at its end. */
export function importOf(
  { package: info }: Api,
  names: readonly string[],
  type: string | null = null,
): string {
  const values = names.map((name) => ({ name, typeOnly: false }));
  const all = type === null ? values : [...values, { name: type, typeOnly: true }];
  return printImport(info.npmName, all).trimEnd();
}

/** What narrowing by status gives, for the first error of each body, so that the example is short. */
function casesOf({ envelope, errors }: Operation, samples: Samples): object[] {
  const bodies = errors.map(({ shape }) => JSON.stringify(shape));
  const distinct = errors.filter(
    ({ status }, at) => typeof status === 'number' && bodies.indexOf(bodies[at] ?? '') === at,
  );
  const verdict = {
    status: 200,
    body: 'error.body',
    text: 'The request was understood, and the body says that it failed.',
  };
  return [...(envelope === null ? [] : [verdict]), ...distinct.map((answer) => caseView(answer, samples))];
}

function caseView({ status, doc, shape }: ErrorAnswer, samples: Samples): object {
  const property = samples.firstProperty(shape);
  const body = property === null ? 'error.body' : `error.body${access(property)}`;
  const text = plainText(doc ?? '').replace(/[{}<>@*`\\]/g, '');
  const [sentence] = /^.*?[.!?](?=\s|$)/.exec(text) ?? [text.slice(0, 100)];
  return { status, body, text: sentence || 'Declared by the description.' };
}

function access(property: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(property) ? `.${property}` : `[${literal(property)}]`;
}
