import type { Answer, Api, Operation, TypePath } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import type { Declaration, Member } from './code/declarations.js';
import { Imports, RUNTIME } from './code/imports.js';
import { printFile } from './code/print.js';
import { comment, identifier, indexed, literal } from './code/text.js';
import { definitionName } from './definitions-file.js';
import { docOf, operationDoc } from './docs.js';

/** One operation: its request, answer and error types, and the constant that is called. */
export function emitOperations(api: Api): OutputFile {
  const imports = new Imports();
  const declarations = api.operations.flatMap((operation) => [
    requestDeclaration(operation, imports),
    responseDeclaration(operation, imports),
    errorDeclaration(operation, imports),
    operationDeclaration(operation, api, imports),
  ]);
  return { path: 'src/operations.ts', text: printFile({ imports: imports.list(), declarations }) };
}

function requestDeclaration(operation: Operation, imports: Imports): Declaration {
  const members = [...parameterMembers(operation, imports), ...bodyMembers(operation, imports)];
  const name = identifier(operation.requestType);
  return members.length === 0
    ? {
        kind: 'alias',
        name,
        doc: comment(`\`${operation.name}\` takes no request: \`{}\`, or nothing.`),
        type: 'Record<string, never>',
      }
    : { kind: 'interface', name, doc: comment(`What \`${operation.name}\` sends.`), bases: [], members };
}

/** Where OpenAPI says that a parameter stands, and what the request calls it. */
const GROUPS = [
  { in: 'path', key: 'path' },
  { in: 'query', key: 'query' },
  { in: 'header', key: 'headers' },
  { in: 'cookie', key: 'cookies' },
] as const;

function parameterMembers(operation: Operation, imports: Imports): Member[] {
  return GROUPS.flatMap((group) => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === group.in);
    if (parameters.length === 0) return [];
    const required = parameters.some((parameter) => parameter.required);
    const keys = [operation.path, operation.method.toLowerCase(), 'parameters', group.in];
    const declared = indexed(imports.type('./types.js', 'paths'), keys);
    // Where nothing is required, the whole group is optional, and so may be undefined in the types.
    const whole = required ? declared : `NonNullable<${declared}>`;
    // Headers that the connection gives are in the same type, so the others are picked by name.
    const names = union(parameters.map(({ name }) => literal(name)));
    const type = group.in === 'header' ? `Pick<NonNullable<${declared}>, ${names}>` : whole;
    return [{ name: group.key, doc: null, optional: !required, type }];
  });
}

function bodyMembers({ body }: Operation, imports: Imports): Member[] {
  if (body === null) return [];
  const [root, ...keys] = body.type;
  // Where the body is optional, `requestBody` may be undefined in the types.
  const end = body.required ? 0 : keys.indexOf('requestBody') + 1;
  const outer = indexed(imports.type('./types.js', root), keys.slice(0, end));
  const type = indexed(end === 0 ? outer : `NonNullable<${outer}>`, keys.slice(end));
  return [{ name: 'body', doc: docOf(body.doc), optional: !body.required, type }];
}

function responseDeclaration({ name, responseType, answers }: Operation, imports: Imports): Declaration {
  const documented = answers.map(({ status, doc }) => (doc === null ? `- ${status}` : `- ${status}: ${doc}`));
  return {
    kind: 'alias',
    name: identifier(responseType),
    doc: comment(
      [`What \`${name}\` answers.`, ...(documented.length === 0 ? [] : ['', ...documented])].join('\n'),
    ),
    type: union(answers.map((answer) => answerType(answer, 'undefined', imports))),
  };
}

function answerType({ type }: Pick<Answer, 'type'>, none: string, imports: Imports): string {
  return type === null ? none : typeAt(type, imports);
}

/** Declared errors by status, then what nobody declared. With an envelope, a 2xx body may be an error as well. */
function errorDeclaration(operation: Operation, imports: Imports): Declaration {
  const { name, errorType, answers, envelope } = operation;
  const verdicts = envelope === null ? [] : answers.flatMap((answer) => withStatusNumber(answer));
  const declared = [...verdicts, ...operation.errors];
  const types = declared.map(
    (answer) =>
      `${imports.type(RUNTIME, 'ErrorResponse')}<${literal(answer.status)}, ${answerType(answer, 'unknown', imports)}>`,
  );
  const statuses = union(declared.map(({ status }) => literal(status)));
  const rest = imports.type(RUNTIME, 'UndeclaredError') + (declared.length === 0 ? '' : `<${statuses}>`);
  return {
    kind: 'alias',
    name: identifier(errorType),
    doc: comment(
      `What \`${name}\` throws, by \`status\`; see \`isErrorOf\`. A body is as declared, not validated.`,
    ),
    type: union([...types, rest]),
  };
}

function withStatusNumber({ status, type }: Answer): { status: number; type: TypePath | null }[] {
  return /^\d{3}$/.test(status) && type !== null ? [{ status: Number(status), type }] : [];
}

function operationDeclaration(operation: Operation, api: Api, imports: Imports): Declaration {
  const { name, requestType, responseType, errorType } = operation;
  const request = `request${operation.requestRequired ? '' : '?'}: ${requestType}`;
  const input = `[${request}, options?: ${imports.type(RUNTIME, 'CallOptions')}]`;
  const make = imports.value(RUNTIME, 'operation');
  return {
    kind: 'constant',
    name: identifier(name),
    doc: operationDoc(operation, api),
    type: `${imports.type(RUNTIME, 'Operation')}<${input}, ${responseType}, ${errorType}>`,
    value: `/* @__PURE__ */ ${make}(${imports.value('./definitions.js', definitionName(name))})`,
  };
}

function typeAt([root, ...keys]: TypePath, imports: Imports): string {
  return indexed(imports.type('./types.js', root), keys);
}

function union(types: readonly string[]): string {
  return types.length === 0 ? 'undefined' : [...new Set(types)].join(' | ');
}
