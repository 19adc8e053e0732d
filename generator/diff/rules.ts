import { behaviourRules } from './behaviour/rules.js';

/**
 * The table of rules: what each stands for, and which rule the same change has when it is read backwards. `request`:
 * what a caller sends; `answer`: what a caller receives, also through a webhook.
 */
export const rules = {
  // Wire: operations.
  'operation-added': { mirror: 'operation-removed', title: 'An operation is new.' },
  'operation-removed': { mirror: 'operation-added', title: 'An operation is gone.' },
  'operation-moved': { mirror: 'operation-moved', title: 'An operation has another method or path.' },
  'operation-deprecated': { mirror: 'operation-restored', title: 'An operation is deprecated.' },
  'operation-restored': {
    mirror: 'operation-deprecated',
    title: 'An operation is no longer deprecated.',
  },
  'server-added': { mirror: 'server-removed', title: 'There is one server more.' },
  'server-removed': { mirror: 'server-added', title: 'A server is gone.' },
  'server-default-changed': {
    mirror: 'server-default-changed',
    title: 'A client that names no server talks to another one.',
  },
  'operation-server-changed': {
    mirror: 'operation-server-changed',
    title: 'An operation is answered at other servers than before.',
  },
  'server-variable-widened': {
    mirror: 'server-variable-narrowed',
    title: 'A part of the address of a server may be one more value.',
  },
  'server-variable-narrowed': {
    mirror: 'server-variable-widened',
    title: 'A part of the address of a server can no longer be a value.',
  },
  'security-added': { mirror: 'security-removed', title: 'There is one more way to authenticate.' },
  'security-removed': { mirror: 'security-added', title: 'A way to authenticate no longer suffices.' },
  'token-address-changed': {
    mirror: 'token-address-changed',
    title: 'A token is asked for at another address.',
  },
  'token-flow-added': { mirror: 'token-flow-removed', title: 'There is one more way to get a token.' },
  'token-flow-removed': { mirror: 'token-flow-added', title: 'A way to get a token is gone.' },
  'token-scope-added': { mirror: 'token-scope-removed', title: 'A token can be asked for one more scope.' },
  'token-scope-removed': {
    mirror: 'token-scope-added',
    title: 'A token can no longer be asked for a scope.',
  },
  // Wire: parameters.
  'parameter-added': { mirror: 'parameter-removed', title: 'A parameter is new.' },
  'parameter-removed': { mirror: 'parameter-added', title: 'A parameter is gone.' },
  'parameter-required': { mirror: 'parameter-optional', title: 'A parameter has to be given.' },
  'parameter-optional': { mirror: 'parameter-required', title: 'A parameter may be left out.' },
  'parameter-style-changed': {
    mirror: 'parameter-style-changed',
    title: 'A parameter is written in another style.',
  },
  'parameter-deprecated': { mirror: 'parameter-restored', title: 'A parameter is deprecated.' },
  'parameter-restored': {
    mirror: 'parameter-deprecated',
    title: 'A parameter is no longer deprecated.',
  },
  'parameter-empty-allowed': {
    mirror: 'parameter-empty-refused',
    title: 'A query parameter may be sent without a value.',
  },
  'parameter-empty-refused': {
    mirror: 'parameter-empty-allowed',
    title: 'A query parameter can no longer be sent without a value.',
  },
  // Wire: bodies and answers.
  'body-added': { mirror: 'body-removed', title: 'A request has a body now.' },
  'body-removed': { mirror: 'body-added', title: 'A request has no body any more.' },
  'body-required': { mirror: 'body-optional', title: 'A body has to be sent.' },
  'body-optional': { mirror: 'body-required', title: 'A body may be left out.' },
  'body-encoding-changed': {
    mirror: 'body-encoding-changed',
    title: 'A property of a form is written in another way.',
  },
  'request-media-type-added': {
    mirror: 'request-media-type-removed',
    title: 'A body may be sent in one more media type.',
  },
  'request-media-type-removed': {
    mirror: 'request-media-type-added',
    title: 'A body can no longer be sent in a media type.',
  },
  'answer-media-type-added': {
    mirror: 'answer-media-type-removed',
    title: 'An answer may come in one more media type.',
  },
  'answer-media-type-removed': {
    mirror: 'answer-media-type-added',
    title: 'An answer no longer comes in a media type.',
  },
  'answer-added': { mirror: 'answer-removed', title: 'Success has one more status.' },
  'answer-removed': { mirror: 'answer-added', title: 'A status of success is gone.' },
  'error-answer-added': { mirror: 'error-answer-removed', title: 'One more error is declared.' },
  'error-answer-removed': { mirror: 'error-answer-added', title: 'An error is no longer declared.' },
  'answer-header-added': { mirror: 'answer-header-removed', title: 'An answer has a new header.' },
  'answer-header-removed': { mirror: 'answer-header-added', title: 'A header of an answer is gone.' },
  'answer-header-required': {
    mirror: 'answer-header-optional',
    title: 'A header is in every answer now.',
  },
  'answer-header-optional': {
    mirror: 'answer-header-required',
    title: 'A header may be missing from an answer.',
  },
  'answer-header-deprecated': {
    mirror: 'answer-header-restored',
    title: 'A header of an answer is deprecated.',
  },
  'answer-header-restored': {
    mirror: 'answer-header-deprecated',
    title: 'A header of an answer is no longer deprecated.',
  },
  'answer-header-style-changed': {
    mirror: 'answer-header-style-changed',
    title: 'A header of an answer is written in another way.',
  },
  // Wire: schemas.
  'type-changed': { mirror: 'type-changed', title: 'A value has another type.' },
  'type-widened': { mirror: 'type-narrowed', title: 'A value may have one more type.' },
  'type-narrowed': { mirror: 'type-widened', title: 'A value may no longer have a type.' },
  'null-added': { mirror: 'null-removed', title: 'A value may be null.' },
  'null-removed': { mirror: 'null-added', title: 'A value may no longer be null.' },
  'enum-value-added': { mirror: 'enum-value-removed', title: 'There is one more value to choose.' },
  'enum-value-removed': { mirror: 'enum-value-added', title: 'A value can no longer be chosen.' },
  'enum-added': { mirror: 'enum-removed', title: 'A value is one of a list now.' },
  'enum-removed': { mirror: 'enum-added', title: 'A value is no longer bound to a list.' },
  'limit-tightened': { mirror: 'limit-loosened', title: 'A limit allows less.' },
  'limit-loosened': { mirror: 'limit-tightened', title: 'A limit allows more.' },
  'limit-changed': { mirror: 'limit-changed', title: 'A limit allows something else.' },
  'pattern-added': { mirror: 'pattern-removed', title: 'A text has to match a pattern.' },
  'pattern-removed': { mirror: 'pattern-added', title: 'A text need not match a pattern any more.' },
  'pattern-changed': { mirror: 'pattern-changed', title: 'A text has to match another pattern.' },
  'format-added': { mirror: 'format-removed', title: 'A value has a format.' },
  'format-removed': { mirror: 'format-added', title: 'A value has no format any more.' },
  'format-changed': { mirror: 'format-changed', title: 'A value has another format.' },
  'format-widened': { mirror: 'format-narrowed', title: 'A number may be larger or more exact.' },
  'format-narrowed': { mirror: 'format-widened', title: 'A number has to be smaller or less exact.' },
  'property-added': { mirror: 'property-removed', title: 'A property is new.' },
  'property-removed': { mirror: 'property-added', title: 'A property is gone.' },
  'property-required': { mirror: 'property-optional', title: 'A property is always there.' },
  'property-optional': { mirror: 'property-required', title: 'A property may be missing.' },
  'property-deprecated': { mirror: 'property-restored', title: 'A property is deprecated.' },
  'property-restored': { mirror: 'property-deprecated', title: 'A property is no longer deprecated.' },
  'schema-deprecated': { mirror: 'schema-restored', title: 'A schema is deprecated.' },
  'schema-restored': { mirror: 'schema-deprecated', title: 'A schema is no longer deprecated.' },
  'other-properties-refused': {
    mirror: 'other-properties-allowed',
    title: 'An object has no other properties any more.',
  },
  'other-properties-allowed': {
    mirror: 'other-properties-refused',
    title: 'An object may have other properties.',
  },
  'member-added': { mirror: 'member-removed', title: 'There is one more alternative.' },
  'member-removed': { mirror: 'member-added', title: 'An alternative is gone.' },
  'union-changed': {
    mirror: 'union-changed',
    title: 'Alternatives became something else, or the other way round.',
  },
  'discriminator-changed': {
    mirror: 'discriminator-changed',
    title: 'Another property, or another value, tells alternatives apart.',
  },
  'default-added': { mirror: 'default-removed', title: 'What is left out has a default.' },
  'default-removed': { mirror: 'default-added', title: 'What is left out has no default any more.' },
  'default-changed': { mirror: 'default-changed', title: 'What is left out means something else.' },
  'tuple-changed': { mirror: 'tuple-changed', title: 'A list has other elements at its beginning.' },
  'condition-changed': {
    mirror: 'condition-changed',
    title: 'A condition such as `not` or `if` is another one; what it refuses cannot be told.',
  },
  'xml-changed': {
    mirror: 'xml-changed',
    title: 'A value has another place, name or namespace where it is written as XML.',
  },
  // Types: what the generated package exports.
  'package-renamed': { mirror: 'package-renamed', title: 'The package has another name.' },
  'export-renamed': { mirror: 'export-renamed', title: 'What the package exports has another name.' },
  'export-added': { mirror: 'export-removed', title: 'The package exports something new.' },
  'export-removed': { mirror: 'export-added', title: 'The package no longer exports something.' },
  'path-parameter-renamed': {
    mirror: 'path-parameter-renamed',
    title: 'A path parameter has another name: nothing on the wire, and a break for every caller.',
  },
  'constant-added': { mirror: 'constant-removed', title: 'The constant of an enum has one more key.' },
  'constant-removed': { mirror: 'constant-added', title: 'The constant of an enum lacks a key.' },
  'option-added': { mirror: 'option-removed', title: 'A client takes one more option.' },
  'option-removed': { mirror: 'option-added', title: 'A client no longer takes an option.' },
  'option-required': { mirror: 'option-optional', title: 'An option of the client has to be given.' },
  'option-optional': { mirror: 'option-required', title: 'An option of the client may be left out.' },
  'option-changed': { mirror: 'option-changed', title: 'An option of the client takes something else.' },
  'request-type-widened': { mirror: 'request-type-narrowed', title: 'A request may hold more.' },
  'request-type-narrowed': {
    mirror: 'request-type-widened',
    title: 'A request that compiled does not any more.',
  },
  'request-type-changed': {
    mirror: 'request-type-changed',
    title: 'A request that compiled does not any more, and others do.',
  },
  'answer-type-widened': {
    mirror: 'answer-type-narrowed',
    title: 'Code that reads an answer does not compile any more.',
  },
  'answer-type-narrowed': { mirror: 'answer-type-widened', title: 'An answer says more exactly what it is.' },
  'answer-type-changed': {
    mirror: 'answer-type-changed',
    title: 'Code that reads an answer does not compile any more, because it holds something else.',
  },
  'text-changed': { mirror: 'text-changed', title: 'Only texts for readers differ.' },
  // Behaviour: the tables that the runtime interprets.
  ...behaviourRules,
} as const satisfies Record<string, { readonly mirror: string; readonly title: string }>;

/** The id of a rule. */
export type Rule = keyof typeof rules;

/** The rule that the same change has when old and new are exchanged. */
export function mirrorOf(rule: Rule): Rule {
  return rules[rule].mirror;
}
