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
  'security-added': { mirror: 'security-removed', title: 'There is one more way to authenticate.' },
  'security-removed': { mirror: 'security-added', title: 'A way to authenticate no longer suffices.' },
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
  'plan-added': { mirror: 'plan-removed', title: 'Rows can be deleted in bulk in one more way.' },
  'plan-removed': { mirror: 'plan-added', title: 'Rows can no longer be deleted in bulk in a way.' },
  'plan-operation-changed': {
    mirror: 'plan-operation-changed',
    title: 'A plan calls another operation, or calls it differently.',
  },
  'plan-changed': { mirror: 'plan-changed', title: 'A detail of a plan differs.' },
  'batch-limit-lowered': {
    mirror: 'batch-limit-raised',
    title: 'One request may name fewer ids, or has to be smaller.',
  },
  'batch-limit-raised': {
    mirror: 'batch-limit-lowered',
    title: 'One request may name more ids, or may be larger.',
  },
  'slow-start-changed': { mirror: 'slow-start-changed', title: 'A run begins with other batches.' },
  'evidence-weakened': { mirror: 'evidence-strengthened', title: 'An answer proves less.' },
  'evidence-strengthened': { mirror: 'evidence-weakened', title: 'An answer proves more.' },
  'evidence-changed': {
    mirror: 'evidence-changed',
    title: 'An answer proves the same, and is read elsewhere or under another condition.',
  },
  'evidence-order-changed': {
    mirror: 'evidence-order-changed',
    title: 'Of two rules that fit the same answer another one comes first, and decides what it proves.',
  },
  'evidence-added': { mirror: 'evidence-removed', title: 'One more answer proves something.' },
  'evidence-removed': { mirror: 'evidence-added', title: 'An answer proves nothing any more.' },
  'id-format-tightened': { mirror: 'id-format-loosened', title: 'An id that was sent is refused now.' },
  'id-format-loosened': { mirror: 'id-format-tightened', title: 'An id that was refused is sent now.' },
  'id-format-changed': { mirror: 'id-format-changed', title: 'An id has another format.' },
  'target-field-added': { mirror: 'target-field-removed', title: 'A target has one more field.' },
  'target-field-removed': { mirror: 'target-field-added', title: 'A target lacks a field.' },
  'target-field-tightened': {
    mirror: 'target-field-loosened',
    title: 'A field of a target takes less, or has to be given.',
  },
  'target-field-loosened': {
    mirror: 'target-field-tightened',
    title: 'A field of a target takes more, or may be left out.',
  },
  'target-field-changed': {
    mirror: 'target-field-changed',
    title: 'A field of a target takes something else, or means something else when it is left out.',
  },
  'pace-lowered': { mirror: 'pace-raised', title: 'A run sends more slowly.' },
  'pace-raised': { mirror: 'pace-lowered', title: 'A run sends faster.' },
  'retry-gained': { mirror: 'retry-lost', title: 'A request whose answer was lost is sent again.' },
  'retry-lost': { mirror: 'retry-gained', title: 'A request whose answer was lost is not sent again.' },
  'ability-gained': { mirror: 'ability-lost', title: 'A plan can do something that it could not.' },
  'ability-lost': { mirror: 'ability-gained', title: 'A plan cannot do something that it could.' },
  'became-irreversible': {
    mirror: 'became-reversible',
    title: 'What is deleted cannot be brought back any more.',
  },
  'became-reversible': { mirror: 'became-irreversible', title: 'What is deleted can be brought back.' },
  'guard-added': { mirror: 'guard-removed', title: 'A selector is checked before anything is sent.' },
  'guard-removed': { mirror: 'guard-added', title: 'A selector is no longer checked.' },
  'guard-changed': { mirror: 'guard-changed', title: 'A selector is checked by other rules.' },
  'mandatory-header-added': {
    mirror: 'mandatory-header-removed',
    title: 'Every request of the client carries one more header that has to be given.',
  },
  'mandatory-header-removed': {
    mirror: 'mandatory-header-added',
    title: 'A header need not be given any more.',
  },
  'header-added': { mirror: 'header-removed', title: 'A header can be given once for all requests.' },
  'header-removed': {
    mirror: 'header-added',
    title: 'A header can no longer be given once for all requests.',
  },
  'credential-changed': { mirror: 'credential-changed', title: 'A credential is sent in another way.' },
  'error-class-changed': { mirror: 'error-class-changed', title: 'The same failure has another error code.' },
  'error-rule-added': { mirror: 'error-rule-removed', title: 'A failure is told apart that was not.' },
  'error-rule-removed': { mirror: 'error-rule-added', title: 'A failure is no longer told apart.' },
  'error-order-changed': {
    mirror: 'error-order-changed',
    title: 'Of two rules that fit the same failure another one comes first, and decides what it is.',
  },
  'error-effect-changed': {
    mirror: 'error-effect-changed',
    title: 'The same failure says something else of its effect, of retries or of the run.',
  },
  'error-words-changed': {
    mirror: 'error-words-changed',
    title: "The message or the vendor's code of an error is read elsewhere.",
  },
  'envelope-changed': {
    mirror: 'envelope-changed',
    title: 'What tells success from failure within a 2xx answer differs.',
  },
  'throttle-changed': {
    mirror: 'throttle-changed',
    title: 'Other headers say how many requests are left.',
  },
  'pagination-changed': { mirror: 'pagination-changed', title: 'A list is walked through in another way.' },
} as const satisfies Record<string, { readonly mirror: string; readonly title: string }>;

/** The id of a rule. */
export type Rule = keyof typeof rules;

/** The rule that the same change has when old and new are exchanged. */
export function mirrorOf(rule: Rule): Rule {
  return rules[rule].mirror;
}
