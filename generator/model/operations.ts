import { readAnswers, type AnswerSchemas } from './answers.js';
import type { Extensions } from './extension.js';
import type { EnvelopeExtension } from './extension-types.js';
import type { FoundOperation } from './find-operations.js';
import { joinPointer } from './json-pointer.js';
import { chooseContent } from './media-types.js';
import type { OperationNames } from './names.js';
import { describe, readParameters, type ReadParameter } from './parameters.js';
import { lookUp, type Lookup } from './schema-lookup.js';
import type { Security } from './security.js';
import { readSelector } from './selector.js';
import { reportOwnServers } from './servers.js';
import { asObject, childOf, own, textOf, type ObjectSpot, type Source } from './source.js';
import { contentPath, operationPath } from './type-paths.js';
import type { Body, Operation } from './types.js';

/** An operation with the schemas that plans are checked against. */
export interface ReadOperation {
  readonly operation: Operation;
  readonly operationId: string | null;
  readonly spot: ObjectSpot;
  /** Those that a call gives. */
  readonly parameters: readonly ReadParameter[];
  /** Header parameters that the connection gives. */
  readonly boundHeaders: readonly ReadParameter[];
  /** The body: null when there is none. */
  readonly body: Lookup | null;
  /** The same without the branches of oneOf and anyOf: what every body has. */
  readonly bodyCore: Lookup | null;
  readonly answers: AnswerSchemas;
}

/** What is the same for every operation of an API. */
export interface OperationContext {
  readonly extensions: Extensions;
  readonly security: Security;
  /** The connection's headers: option by the header's name in lower case. */
  readonly headerOptions: ReadonlyMap<string, string>;
}

/** Reads one operation: parameters, body, answers, and what the extensions say about it. */
export function readOperation(
  source: Source,
  found: FoundOperation,
  names: OperationNames,
  context: OperationContext,
): ReadOperation {
  const { path, method, pathItem, spot } = found;
  const type = operationPath(path, method);
  reportOwnServers(source, pathItem);
  reportOwnServers(source, spot);
  const all = readParameters(source, { pathItem, operation: spot, path, type });
  const optionOf = ({ parameter }: ReadParameter): string | undefined =>
    parameter.in === 'header' ? context.headerOptions.get(parameter.name.toLowerCase()) : undefined;
  const boundHeaders = all.filter((parameter) => optionOf(parameter) !== undefined);
  const parameters = all.filter((parameter) => optionOf(parameter) === undefined);
  const requestBody = readBody(source, found);
  const { answers, errors, schemas } = readAnswers(source, spot, type);
  const credentials = context.security.credentialsOf(spot);
  const extension = context.extensions.operation(spot);
  const deletion = context.extensions.deletion(spot);
  const body = requestBody === null ? null : lookUp(source, requestBody.schema);
  const given = extension?.selector ?? null;
  const operation: Operation = {
    ...names,
    method: method.toUpperCase(),
    path,
    place: source.place(spot.pointer),
    summary: textOf(spot.value, 'summary'),
    description: textOf(spot.value, 'description'),
    deprecated: own(spot.value, 'deprecated') === true,
    assumed: extension?.assumed ?? false,
    source: extension?.source ?? findSource(spot),
    parameters: parameters.map(({ parameter }) => parameter),
    body: requestBody?.body ?? null,
    requestRequired:
      parameters.some(({ parameter }) => parameter.required) || requestBody?.body.required === true,
    credentials,
    connectionHeaders: boundHeaders.flatMap((parameter) => optionOf(parameter) ?? []),
    answers,
    errors,
    retry: extension?.retry ?? (['get', 'head', 'options'].includes(method) ? 'safe' : 'never'),
    envelope: readEnvelope(source, spot, context.extensions),
    selector: readSelector(source, { spot, parameters, body }, { given, deletion }),
  };
  return {
    operation,
    operationId: found.operationId,
    spot,
    parameters,
    boundHeaders,
    body,
    bodyCore: requestBody === null ? null : lookUp(source, requestBody.schema, { alternatives: false }),
    answers: schemas,
  };
}

interface ReadBody {
  readonly body: Body;
  readonly schema: ReturnType<typeof childOf>;
}

function readBody(source: Source, { path, method, spot }: FoundOperation): ReadBody | null {
  const given = childOf(spot, 'requestBody');
  const resolved = given === null ? null : source.resolve(given);
  if (given === null || resolved === null) return null;
  if (method === 'get' || method === 'head') {
    const message = `A ${method.toUpperCase()} request cannot have a body.`;
    source.report('body-ignored', joinPointer(spot.pointer, 'requestBody'), message);
    return null;
  }
  const content = chooseContent(source, resolved.spot);
  if (content === null) return null;
  const owner = [...operationPath(path, method), 'requestBody'] as const;
  return {
    body: {
      mediaType: content.mediaType,
      required: own(resolved.spot.value, 'required') === true,
      doc: describe(given, resolved.spot),
      type: contentPath(owner, resolved, content.mediaType),
    },
    schema: content.schema,
  };
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
