import type { CodeEntry } from './code-entry.js';

/** Problems that the model finds when it decides what a package says. */
export const modelCodes = {
  'extension-unknown': {
    severity: 'error',
    title: 'An x-rowsweep-* key is not part of the vocabulary.',
    help: 'Correct the spelling; specs/extension.schema.json lists every key.',
  },
  'extension-misplaced': {
    severity: 'error',
    title: 'An x-rowsweep-* extension stands where it has no meaning.',
    help: 'Move it to where specs/extension.schema.json says that it stands.',
  },
  'extension-invalid': {
    severity: 'error',
    title: 'The value of an x-rowsweep-* extension does not fit its definition.',
    help: 'Compare it with specs/extension.schema.json.',
  },
  'name-changed': {
    severity: 'warning',
    title: 'A name of the description is taken or is not legal in TypeScript, so the package uses another.',
    help: 'Choose the name yourself: set operationId or `name` of x-rowsweep-operation, or rename the schema, in the overlay.',
  },
  'name-taken': {
    severity: 'error',
    title: 'A name chosen in an extension is already in use.',
    help: 'Choose another name.',
  },
  'path-parameter-missing': {
    severity: 'warning',
    title: 'A path template has a placeholder that no path parameter declares, or the other way round.',
    help: 'Let the placeholders of the path and the parameters with `in: path` have the same names.',
  },
  'path-unusable': {
    severity: 'warning',
    title:
      'A path template has something that is no path of a URL, so every call of the operation is refused.',
    help: 'Correct the path in the overlay: parameters of a query stand in `parameters`, and a placeholder is one name in braces.',
  },
  'parameter-duplicate': {
    severity: 'warning',
    title: 'An operation declares two parameters of the same name in the same place.',
    help: 'Remove one of them in the overlay.',
  },
  'parameter-format-unsupported': {
    severity: 'warning',
    title: 'A parameter has a style that OpenAPI does not know where the parameter stands.',
    help: 'Correct the style in the overlay.',
  },
  'operations-missing': {
    severity: 'warning',
    title: 'A description has no operation, so the package has nothing to call.',
    help: 'Add the paths in the description or in the overlay; webhooks are answered by servers, not called.',
  },
  'method-unsupported': {
    severity: 'warning',
    title: 'An operation has a method that fetch refuses, so every call of it fails.',
    help: 'Remove the operation in the overlay.',
  },
  'body-ignored': {
    severity: 'warning',
    title: 'A GET, HEAD or TRACE operation declares a body, which fetch cannot send.',
    help: 'Remove the body in the overlay, or use another operation.',
  },
  'part-headers-ignored': {
    severity: 'warning',
    title: 'A part of a multipart body declares headers; form data cannot carry them.',
    help: 'Remove them in the overlay; servers have to ignore them (RFC 7578, section 4.8).',
  },
  'security-unsupported': {
    severity: 'warning',
    title: 'The client has no option for a security scheme.',
    help: 'Give the header yourself, with the option `headers` of the connection or of the call.',
  },
  'credential-invalid': {
    severity: 'error',
    title: 'A credential of the connection names a security scheme that it cannot be sent by.',
    help: 'Name a scheme of components/securitySchemes that is a token, a name and password, or an API key.',
  },
  'credential-unused': {
    severity: 'warning',
    title: 'No operation uses a credential of the connection.',
    help: 'Add the scheme to `security`, or remove the credential.',
  },
  'connection-header-unknown': {
    severity: 'error',
    title: 'No operation declares a header that the connection is to send.',
    help: 'Name a header parameter of the operations.',
  },
  'server-missing': {
    severity: 'warning',
    title: 'The description does not say where the API is.',
    help: 'Add a server with an absolute URL in the overlay; without it, callers must give baseUrl.',
  },
  'server-invalid': {
    severity: 'error',
    title: "A server's URL has a variable that is not declared, or has no default.",
    help: 'Declare the variable, with a default, under the server.',
  },
  'server-ignored': {
    severity: 'warning',
    title: 'A path or an operation has servers of its own, which the client does not use.',
    help: 'Make a package of its own for these operations, or give baseUrl to the connection.',
  },
  'pointer-nowhere': {
    severity: 'error',
    title: 'A pointer of an extension leads to nothing that the schema has.',
    help: 'Correct the pointer, or complete the schema in the overlay.',
  },
  'pointer-type': {
    severity: 'error',
    title: 'A pointer of an extension leads to a schema of another type.',
    help: 'Correct the pointer, or the schema in the overlay.',
  },
  'parameter-unknown': {
    severity: 'error',
    title: 'An extension names a parameter that the operation does not have, or not in that form.',
    help: 'Correct the name, or declare the parameter in the overlay.',
  },
  'operation-unknown': {
    severity: 'error',
    title: 'An extension calls an operation that the description does not have.',
    help: 'Use the operationId of an operation.',
  },
  'status-unknown': {
    severity: 'error',
    title: 'An extension names a status that the operation does not declare.',
    help: 'Declare the response in the overlay, or correct the status.',
  },
  'answer-unclaimed': {
    severity: 'warning',
    title: 'A deletion declares a 2xx answer, and its plan does not say what it proves.',
    help: 'Add the status to the answers of the plan; without it, that answer is a PROTOCOL_VIOLATION.',
  },
  'target-unknown': {
    severity: 'error',
    title: 'An extension names a field that the target of the deletion does not have.',
    help: 'Correct the name, or add the field to the target.',
  },
  'target-invalid': {
    severity: 'error',
    title: 'A field of a target contradicts itself or another field.',
    help: 'Let names be unique, and let the default be one of the values that the field accepts.',
  },
  'value-unclaimed': {
    severity: 'error',
    title: 'A value that the description allows is not covered by the plan.',
    help: 'Add it to the list where it belongs.',
  },
  'value-unknown': {
    severity: 'error',
    title: 'A plan names a value that the description does not allow.',
    help: 'Correct or remove the value.',
  },
  'value-claimed-twice': {
    severity: 'error',
    title: 'A plan gives one value two meanings.',
    help: 'Remove it from one of the two lists.',
  },
  'input-unfilled': {
    severity: 'error',
    title: 'A request of a plan leaves out what the operation requires.',
    help: 'Bind a field of the target to it, or set it to a constant.',
  },
  'limit-missing': {
    severity: 'error',
    title: 'A plan does not say how many ids one request may carry.',
    help: 'Set limits.maxIds or limits.slowStart, or maxItems of the array of ids.',
  },
  'limit-exceeded': {
    severity: 'error',
    title: 'A number in a plan is beyond what the description, or another number of the plan, allows.',
    help: 'Lower it.',
  },
  'job-missing': {
    severity: 'error',
    title: 'A plan has an answer that is a job without saying how jobs work, or the other way round.',
    help: 'Give both an answer with `proves: job` and the member `job`, or neither.',
  },
  'filter-unlisted': {
    severity: 'error',
    title: 'A plan deletes by a filter and has no way to list the rows that match.',
    help: 'Give readBack with kind filter or scan.',
  },
  'filter-unbounded': {
    severity: 'error',
    title: 'A filter of a plan says nothing, or two things, about its columns.',
    help: 'Give columns.names or columns.pattern; with columns.unique, leave the operators out.',
  },
  'filter-operator': {
    severity: 'error',
    title: 'An operator of a filter contradicts itself or another operator.',
    help: 'Let names and prefixes be distinct, and give a separator where several values are taken.',
  },
  'deletion-duplicate': {
    severity: 'error',
    title: 'Two deletions have the same name.',
    help: 'Give each its own name.',
  },
} as const satisfies Record<string, CodeEntry>;
