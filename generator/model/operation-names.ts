import type { ObjectSpot } from './source.js';
import { toCamelCase } from './words.js';

/** An operation, as far as its name is concerned. */
export interface OperationToName {
  readonly operationId: string | null;
  /** From the overlay: it is taken as it is, or refused. */
  readonly chosenName: string | null;
  /** Null: it has no pages to walk through. Else the name of the constant that does, from the overlay, or empty. */
  readonly pages: string | null;
  readonly method: string;
  readonly path: string;
  readonly spot: ObjectSpot;
}

/** What an operation, its types and its pages are called. */
export interface OperationNames {
  readonly name: string;
  readonly requestType: string;
  readonly responseType: string;
  readonly errorType: string;
  /** Null: it has none. */
  readonly pagesName: string | null;
}

/** The name that an operation would like. */
interface WantedName {
  /** What it was made from, to be quoted. */
  readonly given: string;
  readonly wanted: string;
  /** What says more, should the wanted name be taken; null where nothing does. */
  readonly longer: string | null;
  readonly chosen: boolean;
}

/** From the overlay, else the operationId, which is shortened where a framework made it, else method and path. */
export function chooseOperationName(operation: OperationToName): WantedName {
  const { operationId, chosenName } = operation;
  if (chosenName !== null) return { given: chosenName, wanted: chosenName, longer: null, chosen: true };
  const given = operationId === null ? '' : shortenOperationId(operation);
  const fromId = toCamelCase(given);
  if (fromId === '' || operationId === null) {
    const wanted = nameFromPath(operation);
    return {
      given: operationId === null || operationId === '' ? wanted : operationId,
      wanted,
      longer: null,
      chosen: false,
    };
  }
  const longer = given === operationId ? null : toCamelCase(operationId);
  return { given: operationId, wanted: fromId, longer, chosen: false };
}

/** A text of a description as it stands in a message. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

/**
 * FastAPI makes ids of the function's name, the path and the method (its `generate_unique_id`); only the first says
 * something.
 */
function shortenOperationId({ operationId, method, path }: OperationToName): string {
  const id = operationId ?? '';
  const suffix = `${path.replace(/[^\p{L}\p{N}_]/gu, '_')}_${method.toLowerCase()}`;
  return id.length > suffix.length && id.endsWith(suffix) ? id.slice(0, -suffix.length) : id;
}

/** `GET /v1/rows/{row_id}` → `getV1RowsByRowId`. */
function nameFromPath({ method, path }: OperationToName): string {
  const words = path.replaceAll(/\{([^{}]*)\}/g, ' by $1 ');
  const name = toCamelCase(`${method.toLowerCase()} ${words}`);
  return name === method.toLowerCase() ? `${name}Root` : name;
}
