/** What the README says of one package: every field exists, and is safe where the template puts it. */
import type { Document } from '../load/document.js';
import type { Api, Deletion, ErrorAnswer, Operation } from '../model/types.js';
import { literal, propertyName } from './code/text.js';
import { link, markdown, plainText, webAddress } from './markdown.js';
import { firstProperty, sampleIds, sampleName, sampleRequest, sampleTarget, schemaAt } from './sample.js';
import { codeSpan, idRules, jobs, list, pace, proofs, readBack, sizeLimits } from './words.js';

/** The view of `templates/readme.md.hbs`. */
export function readmeView(api: Api, document: Document): object {
  const { package: info, operations, deletions, options } = api;
  const variable = clientVariable(info.createFunction);
  const homepage = info.homepage === null ? null : webAddress(info.homepage);
  return {
    npmName: info.npmName,
    title: markdown(info.title),
    description: markdown(api.description?.trim().split(/\n\s*\n/, 1)[0] ?? ''),
    vendor: homepage === null ? '' : `[the vendor's documentation](<${homepage}>)`,
    apiVersion: markdown(api.apiVersion),
    variable,
    createFunction: info.createFunction,
    optionsType: info.optionsType,
    make: `${info.createFunction}(${optionsLiteral(api)})`,
    connectFunction: info.connectFunction,
    connect: `${info.connectFunction}(${optionsLiteral(api)})`,
    hasServerVariables: api.provider.servers.some((server) => server.variables.length > 0),
    options: options.map((option) => ({
      name: propertyName(option.name),
      required: option.required ? 'yes' : 'no',
      text: markdown(option.doc ?? (option.kind === 'credential' ? 'The secret.' : 'A header.')),
    })),
    deletions: deletions.map((deletion) => deletionView(deletion, variable)),
    first: deletions.slice(0, 1).map((deletion) => deletionView(deletion, variable)),
    examples: exampleOperations(api).map((operation) => exampleView(operation, api, document)),
    operations: operations.map(operationView),
    hasAssumed: operations.some((operation) => operation.assumed),
  };
}

/** `createAcme` makes an `acme`. */
function clientVariable(createFunction: string): string {
  const name = createFunction.replace(/^create/, '');
  const variable = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return /^[a-z]\w*$/i.test(variable) && variable !== createFunction ? variable : 'client';
}

/** The options that a client needs; secrets come from the environment. */
function optionsLiteral({ options }: Api): string {
  const fields = options
    .filter((option) => option.required)
    .map(({ name, kind, env }) => {
      const value =
        kind === 'credential' || env !== null ? `process.env[${literal(env ?? 'TOKEN')}] ?? ''` : '';
      return `${propertyName(name)}: ${value === '' ? literal(sampleName(name, null)) : value}`;
    });
  return `{ ${fields.join(', ')} }`;
}

function deletionView(deletion: Deletion, variable: string): object {
  const target = literal(sampleTarget(deletion));
  const wait = jobs(deletion);
  const read = readBack(deletion);
  return {
    name: deletion.name,
    operation: deletion.operation,
    deleter: `${variable}.${deletion.name}(${target})`,
    ids: literal(sampleIds(deletion)),
    proofs: proofs(deletion).map(markdown),
    size: sizeLimits(deletion).map(markdown).join('<br>'),
    id: idRules(deletion).map(markdown).join('<br>'),
    pace: markdown(pace(deletion)),
    repeat: deletion.retry === 'safe' ? 'sent again' : 'never sent again; the ids are `unknown`',
    wait: wait === null ? '' : markdown(wait),
    read: read === null ? 'no way' : markdown(read),
    undo: deletion.irreversible ? 'no' : 'yes, see the vendor',
    fields: deletion.target.map((field) => ({
      name: codeSpan(field.name),
      text: markdown(field.description ?? ''),
      values: field.oneOf === null ? 'text' : list(field.oneOf.map(codeSpan), 'or'),
      preset: field.default === null ? 'required' : codeSpan(field.default),
    })),
  };
}

/** The operation that single calls and errors are shown with: the one that deletes, else the first. */
function exampleOperations({ operations, deletions }: Api): Operation[] {
  const chosen = operations.find(({ name }) => name === deletions[0]?.operation) ?? operations[0];
  return chosen === undefined ? [] : [chosen];
}

function exampleView(operation: Operation, { deletions }: Api, document: Document): object {
  const deletion = deletions.find((each) => each.operation === operation.name) ?? null;
  const request = sampleRequest(operation, deletion, document);
  return {
    name: operation.name,
    errorType: operation.errorType,
    request: Object.keys(request).length === 0 ? '' : literal(request),
    cases: [
      ...(operation.envelope === null
        ? []
        : [
            {
              status: 200,
              body: 'error.body',
              text: 'The request was understood, and the body says that it failed.',
            },
          ]),
      ...distinctBodies(operation, document).map((answer) => caseView(answer, document)),
    ],
    hasUndocumented: operation.errors.some((answer) => answer.undocumented !== null),
  };
}

/** The first error of each body, so that the example is short. */
function distinctBodies({ errors }: Operation, document: Document): ErrorAnswer[] {
  const bodies = errors.map(({ type }) => (type === null ? null : schemaAt(type, document)));
  return errors.filter((_, at) => bodies.indexOf(bodies[at] ?? null) === at);
}

/** One `case` of the example: what narrowing by status gives. */
function caseView({ status, doc, type }: ErrorAnswer, document: Document): object {
  const property = firstProperty(type, document);
  const body = property === null ? 'error.body' : `error.body${access(property)}`;
  const [sentence] = /^.*?[.!?](?=\s|$)/.exec(plainText(doc ?? '')) ?? ['Declared by the description.'];
  return { status, body, text: sentence };
}

function access(property: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(property) ? `.${property}` : `[${literal(property)}]`;
}

function operationView({ name, summary, method, path, source, deprecated, assumed }: Operation): object {
  const notes = [...(assumed ? ['assumed'] : []), ...(deprecated ? ['deprecated'] : [])];
  return {
    name,
    request: codeSpan(`${method.toUpperCase()} ${path}`),
    text: markdown(summary ?? '') + (notes.length === 0 ? '' : ` (${notes.join(', ')})`),
    source: source === null ? '' : webAddress(source) === null ? markdown(source) : link('page', source),
  };
}
