import { object, of, ofAnswer, ofRequest, type Case } from './case.js';

const text = { type: 'string' };
const petRef = { $ref: '#/components/schemas/Pet' };
const pet = object({ id: text, name: text }, ['id']);
const same = (name: string, why: string): { name: string; findings: readonly string[]; why: string } => ({
  name: `meaning: ${name}`,
  findings: [],
  why,
});

/** The same in other words, and what only the compiler notices. */
export const meaningCases: readonly Case[] = [
  ofAnswer(
    same('null as one of anyOf, and as one of the types', 'Both say: a text or null.'),
    object({ name: { anyOf: [text, { type: 'null' }] } }),
    object({ name: { type: ['string', 'null'] } }),
  ),
  ofRequest(
    same('null as one of anyOf, and as one of the types, in a request', 'Both say: a text or null.'),
    object({ name: { anyOf: [text, { type: 'null' }] } }),
    object({ name: { type: ['string', 'null'] } }),
  ),
  of(
    same(
      'nullable of 3.0, and null among the types of 3.1',
      'The new version says the same in its own words.',
    ),
    { version: '3.0.3', answer: object({ name: { type: 'string', nullable: true } }) },
    { answer: object({ name: { type: ['string', 'null'] } }) },
  ),
  of(
    same('exclusiveMinimum as a flag of 3.0 and as a number of 3.1', 'Both refuse 0.'),
    { version: '3.0.3', request: object({ count: { type: 'number', minimum: 0, exclusiveMinimum: true } }) },
    { request: object({ count: { type: 'number', exclusiveMinimum: 0 } }) },
  ),
  ofRequest(
    same('an integer above 0, and from 1', 'There is no integer between.'),
    object({ count: { type: 'integer', exclusiveMinimum: 0 } }),
    object({ count: { type: 'integer', minimum: 1 } }),
  ),
  ofAnswer(
    same('properties in another order', 'Objects have no order.'),
    object({ a: text, b: text }, ['a', 'b']),
    object({ b: text, a: text }, ['b', 'a']),
  ),
  ofAnswer(
    same('values of an enum in another order', 'A choice has no order.'),
    object({ kind: { type: 'string', enum: ['cat', 'dog'] } }),
    object({ kind: { type: 'string', enum: ['dog', 'cat'] } }),
  ),
  ofAnswer(
    same('alternatives in another order', 'A choice has no order.'),
    { oneOf: [object({ a: text }, ['a']), object({ b: { type: 'integer' } }, ['b'])] },
    { oneOf: [object({ b: { type: 'integer' } }, ['b']), object({ a: text }, ['a'])] },
  ),
  ofRequest(
    same('one constant, and an enum of one', 'Both let in one value.'),
    object({ kind: { const: 'cat' } }, ['kind']),
    object({ kind: { enum: ['cat'] } }, ['kind']),
  ),
  ofRequest(
    same('allOf of one', 'What one schema says, allOf of it says.'),
    object({ name: { allOf: [text] } }),
    object({ name: text }),
  ),
  ofRequest(
    same('minLength: 0', 'Nothing is shorter.'),
    object({ name: text }),
    object({ name: { type: 'string', minLength: 0 } }),
  ),
  of(
    {
      name: 'meaning: a schema is moved to the components',
      findings: ['minor types export-added'],
      why: 'The wire is the same; the package exports one name more.',
    },
    { answer: pet, schemas: {} },
    { answer: petRef, schemas: { Pet: pet } },
  ),
  of(
    {
      name: 'meaning: a component is written out where it is used',
      findings: ['major types export-removed'],
      why: 'The wire is the same; a name that callers import is gone.',
    },
    { answer: petRef, schemas: { Pet: pet } },
    { answer: pet, schemas: {} },
  ),
  of(
    {
      name: 'meaning: a component is renamed',
      findings: ['major types export-renamed'],
      why: 'The wire is the same; the type that callers import has another name.',
    },
    { answer: petRef, schemas: { Pet: pet } },
    { answer: { $ref: '#/components/schemas/Animal' }, schemas: { Animal: pet } },
  ),
  of(
    {
      name: 'types: an enum that is a component has another value',
      findings: ['major types constant-removed', 'minor wire enum-value-removed'],
      why: 'The value is a key of an exported constant.',
    },
    {
      answer: { $ref: '#/components/schemas/Kind' },
      schemas: { Kind: { type: 'string', enum: ['cat', 'dog', 'owl'] } },
    },
    {
      answer: { $ref: '#/components/schemas/Kind' },
      schemas: { Kind: { type: 'string', enum: ['cat', 'dog'] } },
    },
  ),
  of(
    {
      name: 'types: a request form appears beside the answer form',
      findings: ['major wire property-removed', 'minor types export-added'],
      why: 'A property that only answers have cannot be sent, and the request gets a type of its own.',
    },
    { answer: petRef, request: petRef, schemas: { Pet: pet } },
    {
      answer: petRef,
      request: petRef,
      schemas: { Pet: object({ id: { type: 'string', readOnly: true }, name: text }, ['id']) },
    },
  ),
  of(
    {
      name: 'types: the tag of an alternative has another value',
      findings: ['major wire enum-value-added', 'major wire enum-value-removed'],
      why: 'What tells alternatives apart is closed, in answers as well.',
    },
    { answer: object({ kind: { const: 'cat' } }, ['kind']) },
    { answer: object({ kind: { const: 'dog' } }, ['kind']) },
  ),
  of(
    {
      name: 'text: only a description differs',
      findings: ['patch types text-changed'],
      why: 'The comments of the package differ, and nothing that a caller has to do.',
    },
    {},
    { getPet: { description: 'Gives one pet.' } },
  ),
  of(
    {
      name: 'text: only info.version differs',
      findings: [],
      why: 'A number that somebody chose is no change.',
    },
    {},
    { root: { info: { title: 'Pets', version: '2.0.0' } } },
  ),
  of(
    {
      name: '3.0: an answer becomes nullable',
      findings: ['major wire null-added'],
      why: 'Code that reads it has to look first.',
    },
    { version: '3.0.3', answer: object({ name: text }) },
    { version: '3.0.3', answer: object({ name: { type: 'string', nullable: true } }) },
  ),
  of(
    {
      name: '3.0: a request is no longer nullable',
      findings: ['major wire null-removed'],
      why: 'Callers that send null are refused.',
    },
    { version: '3.0.3', request: object({ name: { type: 'string', nullable: true } }) },
    { version: '3.0.3', request: object({ name: text }) },
  ),
  of(
    {
      name: '3.0: a minimum becomes exclusive by its flag',
      findings: ['major wire limit-tightened'],
      why: 'The limit itself was taken and is refused.',
    },
    { version: '3.0.3', request: object({ count: { type: 'number', minimum: 0 } }) },
    { version: '3.0.3', request: object({ count: { type: 'number', minimum: 0, exclusiveMinimum: true } }) },
  ),
  of(
    {
      name: '3.0: a keyword beside a $ref',
      findings: [],
      why: 'OpenAPI 3.0 ignores what stands beside a reference.',
    },
    {
      version: '3.0.3',
      request: object({ name: { $ref: '#/components/schemas/Name' } }),
      schemas: { Name: text },
    },
    {
      version: '3.0.3',
      request: object({ name: { $ref: '#/components/schemas/Name', maxLength: 5 } }),
      schemas: { Name: text },
    },
  ),
  of(
    {
      name: '3.1: a keyword beside a $ref',
      findings: ['major wire limit-tightened'],
      why: 'OpenAPI 3.1 adds what stands beside a reference.',
    },
    { request: object({ name: { $ref: '#/components/schemas/Name' } }), schemas: { Name: text } },
    {
      request: object({ name: { $ref: '#/components/schemas/Name', maxLength: 5 } }),
      schemas: { Name: text },
    },
  ),
  of(
    {
      name: '3.0: an enum of an answer has one value more, and null',
      findings: ['major wire null-added', 'minor wire enum-value-added'],
      why: 'The open type has room for values that nobody declared, and none for null.',
    },
    { version: '3.0.3', answer: object({ kind: { type: 'string', enum: ['cat', 'dog'] } }) },
    {
      version: '3.0.3',
      answer: object({ kind: { type: 'string', nullable: true, enum: ['cat', 'dog', 'owl', null] } }),
    },
  ),
];
