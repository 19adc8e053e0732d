import { readAnswers, type AnswerSchemas } from './answers.js';
import { readBody } from './body.js';
import type { Extensions } from './extension.js';
import type { EnvelopeExtension } from './extension-types.js';
import type { FoundOperation } from './find-operations.js';
import type { OperationNames } from './operation-names.js';
import { readOperationPagination } from './pagination.js';
import { readParameters, type ReadParameter } from './parameters.js';
import { lookUp, type Lookup } from './schema-lookup.js';
import type { Security } from './security.js';
import { readSelector } from './selector.js';
import { reportOwnServers } from './servers.js';
import type { Shapes } from './shapes/shapes.js';
import { asObject, childOf, own, textOf, type ObjectSpot, type Source } from './source.js';
import type { Operation } from './types.js';
import { decideUses } from './uses.js';

/** An operation with the schemas that plans are checked against. */
export interface ReadOperation {
  readonly operation: Operation;
  readonly operationId: string | null;
  readonly spot: ObjectSpot;
  /** Those that a call gives. */
  readonly parameters: readonly ReadParameter[];
  /** Header parameters that the connection gives. */
  readonly boundHeaders: readonly ReadParameter[];
  /** What the query may hold: the parameters, and those in which the connection sends secrets. */
  readonly queryNames: readonly string[];
  /** The body in its first media type: null when there is none. */
  readonly body: () => Lookup | null;
  /** The same without the branches of oneOf and anyOf: what every body has. */
  readonly bodyCore: () => Lookup | null;
  readonly answers: AnswerSchemas;
}

/** What is the same for every operation of an API. */
export interface OperationContext {
  readonly extensions: Extensions;
  readonly security: Security;
  readonly shapes: Shapes;
  /** The connection's headers: option by the header's name in lower case. */
  readonly headerOptions: ReadonlyMap<string, string>;
}

/** Reads one operation: parameters, body, answers, and what the extensions say about it. */
export function readOperation(
  source: Source,
  found: FoundOperation,
  { pagesName, ...names }: OperationNames,
  context: OperationContext,
): ReadOperation {
  const { path, method, pathItem, spot } = found;
  const { extensions, security, shapes } = context;
  if (method === 'trace') {
    source.report('method-unsupported', spot.pointer, 'A TRACE request is refused by fetch.');
  }
  reportOwnServers(source, pathItem);
  reportOwnServers(source, spot);
  const alternatives = security.alternativesOf(spot);
  const all = readParameters(source, { pathItem, operation: spot, path }, shapes);
  const optionOf = ({ parameter }: ReadParameter): string | undefined =>
    parameter.in === 'header' ? context.headerOptions.get(parameter.name.toLowerCase()) : undefined;
  const boundHeaders = all.filter((parameter) => optionOf(parameter) !== undefined);
  const parameters = all.filter(
    (read) => optionOf(read) === undefined && !security.covers(read.parameter, alternatives),
  );
  const queryNames = [
    ...parameters.flatMap(({ parameter }) => (parameter.in === 'query' ? [parameter.name] : [])),
    ...security.queryNames(alternatives),
  ];
  const requestBody = readBody(source, found, shapes);
  const { answers, errors, schemas } = readAnswers(source, found, shapes);
  const lookUpBody = (withAlternatives: boolean): Lookup | null =>
    requestBody === null ? null : lookUp(source, requestBody.schema, { alternatives: withAlternatives });
  const body = (): Lookup | null => lookUpBody(true);
  const given = extensions.operation(spot);
  const selected = { given: given?.selector ?? null, deletion: extensions.deletion(spot) };
  const facts = {
    parameters: parameters.map(({ parameter }) => parameter),
    body: requestBody?.body ?? null,
    answers,
    envelope: readEnvelope(source, spot, extensions),
    selector: readSelector(source, { spot, parameters, queryNames, body }, selected),
  };
  const operation: Operation = {
    ...names,
    method: method.toUpperCase(),
    path,
    pointer: spot.pointer,
    summary: textOf(spot.value, 'summary'),
    description: textOf(spot.value, 'description'),
    deprecated: own(spot.value, 'deprecated') === true,
    assumed: given?.assumed ?? false,
    source: given?.source ?? findSource(spot),
    requestRequired:
      facts.parameters.some((parameter) => parameter.required) || facts.body?.required === true,
    security: alternatives,
    connectionHeaders: boundHeaders.flatMap((parameter) => optionOf(parameter) ?? []),
    errors,
    retry: given?.retry ?? (['get', 'head', 'options'].includes(method) ? 'safe' : 'never'),
    ...facts,
    pagination: null,
    uses: decideUses(facts),
  };
  const read: ReadOperation = {
    operation,
    operationId: found.operationId,
    spot,
    parameters,
    boundHeaders,
    queryNames,
    body,
    bodyCore: () => lookUpBody(false),
    answers: schemas,
  };
  const pagination = readOperationPagination(source, read, { extensions, shapes, name: pagesName });
  return pagination === null ? read : { ...read, operation: { ...operation, pagination } };
}

/** The operation's own, or the root's when it says nothing. */
function readEnvelope(source: Source, spot: ObjectSpot, extensions: Extensions): Operation['envelope'] {
  const itsOwn = extensions.envelope(spot);
  const given: EnvelopeExtension = itsOwn === undefined ? (extensions.envelope(source.root) ?? null) : itsOwn;
  if (given === null) return null;
  return {
    code: given.code,
    message: given.message ?? null,
    ok: given.ok,
    required: given.required ?? false,
  };
}

/** Where the operation is documented: the extension on it, else its externalDocs. */
function findSource(spot: ObjectSpot): string | null {
  const docs = asObject(childOf(spot, 'externalDocs'));
  return textOf(spot.value, 'x-rowsweep-source') ?? (docs === null ? null : textOf(docs.value, 'url'));
}
