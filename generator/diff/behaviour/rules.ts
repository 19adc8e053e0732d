/** The part of the table of rules that is about what the runtime interprets. */
export const behaviourRules = {
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
} as const;
