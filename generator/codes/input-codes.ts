import type { CodeEntry } from './code-entry.js';

/** Problems of the files that come in: reading, importing and linting them. */
export const inputCodes = {
  'file-not-readable': {
    severity: 'error',
    title: 'A file cannot be read.',
    help: 'Check the path and its permissions.',
  },

  // Reading: generator/load.
  'syntax-error': {
    severity: 'error',
    title: 'A file is not the YAML or JSON that it claims to be.',
    help: 'Correct the syntax at this place.',
  },
  'duplicate-key': {
    severity: 'error',
    title: 'An object has the same key twice.',
    help: 'Remove one of the two.',
  },
  'alias-bomb': {
    severity: 'error',
    title: 'The aliases of a YAML file expand to far more than was written, or without end.',
    help: 'Write the value out, or use a $ref.',
  },
  'nesting-too-deep': {
    severity: 'error',
    title: 'Objects and arrays stand inside each other more deeply than any real description needs.',
    help: 'Move the inner schemas to components and refer to them.',
  },
  'value-not-json': {
    severity: 'error',
    title: 'YAML allows a value that JSON, and so OpenAPI, does not have.',
    help: 'Write a string, a number, a boolean, null, an array or an object.',
  },
  'number-inexact': {
    severity: 'warning',
    title: 'A number has more digits than JavaScript keeps.',
    help: 'Let it be a string if its digits matter, as those of an id do.',
  },
  'description-invalid': {
    severity: 'error',
    title: 'A file is not an OpenAPI description.',
    help: 'Give the path of an OpenAPI 3.0 or 3.1 description.',
  },
  'structure-invalid': {
    severity: 'error',
    title: 'A part of the description is not of the type that OpenAPI gives it.',
    help: 'Correct it, or let an action of the overlay remove or replace it.',
  },
  'version-unsupported': {
    severity: 'error',
    title: 'The version of OpenAPI is not one that the generator reads.',
    help: 'Convert the description to OpenAPI 3.1.',
  },
  'reference-broken': {
    severity: 'error',
    title: 'A $ref leads nowhere.',
    help: 'Correct the pointer, or add what it names.',
  },
  'reference-loop': {
    severity: 'error',
    title: 'A $ref leads back to itself and never to a value.',
    help: 'Let one of the references on the way be a real definition.',
  },
  'reference-external': {
    severity: 'error',
    title: 'A $ref leads to the network, or from an overlay to another file.',
    help: 'Bundle the description into one file first, for example with `npx @redocly/cli bundle`.',
  },
  'reference-renamed': {
    severity: 'warning',
    title:
      'Definitions of several files have the same name, so one of them gets the name of its file as well.',
    help: 'Rename one of the definitions.',
  },
  'overlay-invalid': {
    severity: 'error',
    title: 'A file is not an OpenAPI Overlay 1.0 document.',
    help: 'Compare it with https://spec.openapis.org/overlay/v1.0.0.html.',
  },
  'overlay-target-invalid': {
    severity: 'error',
    title: 'The target of an action is not a JSONPath query.',
    help: 'Write an RFC 9535 query, such as $.paths["/v1/rows"].delete.',
  },
  'overlay-target-unmatched': {
    severity: 'error',
    title: 'The target of an action matches nothing: the description may have changed under it.',
    help: 'Compare the target with the description, and correct or remove the action.',
  },
  'overlay-type-conflict': {
    severity: 'error',
    title: 'An action would put a value in the place of one of another type.',
    help: 'Remove the old value in an action before this one.',
  },

  // Importing documentation pages: generator/import.
  'page-without-description': {
    severity: 'error',
    title: 'A documentation page holds no OpenAPI description.',
    help: 'Give a page with a fenced block of yaml or json under the heading "OpenAPI".',
  },
  'page-ambiguous': {
    severity: 'error',
    title: 'A documentation page holds more than one OpenAPI description.',
    help: 'Keep one of the blocks, or split the page.',
  },
  'import-conflict': {
    severity: 'error',
    title: 'Two pages define the same thing differently.',
    help: 'Fetch both pages anew; if they still differ, import them into two descriptions.',
  },

  // Checking descriptions beyond what generating needs: generator/lint.
  'openapi-invalid': {
    severity: 'error',
    title: 'The description breaks a rule of OpenAPI.',
    help: 'Correct it in the overlay.',
  },
  'openapi-style': {
    severity: 'warning',
    title: 'The description is legal, but leaves out what its readers need.',
    help: 'Add it in the overlay.',
  },
  'openapi-unchecked': {
    severity: 'warning',
    title: "The library that knows OpenAPI's own rules fails on the description.",
    help: 'Rename what the message names, or report it to Redocly; the other checks were made, and clients can be generated.',
  },
  'operation-id-derived': {
    severity: 'warning',
    title: "An operationId is derived from the operation's path and method, and makes a poor name.",
    help: 'Set operationId in the overlay.',
  },
} as const satisfies Record<string, CodeEntry>;
