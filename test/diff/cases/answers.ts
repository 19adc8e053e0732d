import { object, of, ofAnswer, type Case } from './case.js';

const text = { type: 'string' };
const kind = { kind: text };
const withMapping = (tag: string): Parameters<typeof of>[1] => ({
  answer: {
    oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
    discriminator: {
      propertyName: 'kind',
      mapping: { [tag]: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' },
    },
  },
  schemas: {
    Cat: object({ ...kind, lives: { type: 'integer' } }, ['kind']),
    Dog: object({ ...kind, tricks: text }, ['kind']),
  },
});

/** Changes of what a caller receives: an answer that may hold more than it read breaks it. */
export const answerCases: readonly Case[] = [
  ofAnswer(
    {
      name: 'answer: an enum of one has a second value',
      findings: ['major types answer-type-widened', 'minor wire enum-value-added'],
      why: 'One value alone is a literal type, as a tag is, and code that relies on it does not compile.',
    },
    object({ kind: { type: 'string', enum: ['cat'] } }),
    object({ kind: { type: 'string', enum: ['cat', 'dog'] } }),
  ),
  ofAnswer(
    {
      name: 'answer: a property is gone',
      findings: ['major wire property-removed'],
      why: 'Code that reads it finds nothing and does not compile.',
    },
    object({ id: text, name: text }, ['id', 'name']),
    object({ id: text }, ['id']),
  ),
  ofAnswer(
    {
      name: 'answer: a property that could be missing is gone',
      findings: ['major wire property-removed'],
      why: 'Code that reads it where it is there does not compile.',
    },
    object({ id: text, name: text }, ['id']),
    object({ id: text }, ['id']),
  ),
  ofAnswer(
    {
      name: 'answer: a new property',
      findings: ['minor wire property-added'],
      why: 'Who does not read it notices nothing.',
    },
    object({ id: text }, ['id']),
    object({ id: text, name: text }, ['id']),
  ),
  ofAnswer(
    {
      name: 'answer: a property may be missing',
      findings: ['major wire property-optional'],
      why: 'Code that reads it has to look first.',
    },
    object({ id: text }, ['id']),
    object({ id: text }),
  ),
  ofAnswer(
    {
      name: 'answer: a property is always there',
      findings: ['minor wire property-required'],
      why: 'Code that looks first still works.',
    },
    object({ id: text }),
    object({ id: text }, ['id']),
  ),
  ofAnswer(
    { name: 'answer: another type', findings: ['major wire type-changed'], why: 'A number is no text.' },
    object({ id: text }),
    object({ id: { type: 'integer' } }),
  ),
  ofAnswer(
    {
      name: 'answer: a value may be null',
      findings: ['major wire null-added'],
      why: 'Code that reads it has to look first.',
    },
    object({ name: text }),
    object({ name: { type: ['string', 'null'] } }),
  ),
  ofAnswer(
    {
      name: 'answer: a value is never null any more, written with anyOf',
      findings: ['minor wire null-removed'],
      why: 'Code that looks for null still works.',
    },
    object({ name: { anyOf: [text, { type: 'null' }] } }),
    object({ name: text }),
  ),
  ofAnswer(
    {
      name: 'answer: a text may be a number, too',
      findings: ['major wire type-widened'],
      why: 'Code that treats it as a text fails.',
    },
    object({ id: text }),
    object({ id: { type: ['string', 'integer'] } }),
  ),
  ofAnswer(
    {
      name: 'answer: an enum has one value more',
      findings: ['minor wire enum-value-added'],
      why: 'Enums of answers are open: the type always had room for values that nobody declared.',
    },
    object({ kind: { type: 'string', enum: ['cat', 'dog'] } }),
    object({ kind: { type: 'string', enum: ['cat', 'dog', 'owl'] } }),
  ),
  ofAnswer(
    {
      name: 'answer: a value of an enum is gone',
      findings: ['minor wire enum-value-removed'],
      why: 'Code that handles it handles what no longer comes.',
    },
    object({ kind: { type: 'string', enum: ['cat', 'dog', 'owl'] } }),
    object({ kind: { type: 'string', enum: ['cat', 'dog'] } }),
  ),
  ofAnswer(
    {
      name: 'answer: maxLength is raised',
      findings: ['minor wire limit-loosened'],
      why: 'Nothing that is generated checks answers; who sized a column reads the line.',
    },
    object({ name: { type: 'string', maxLength: 10 } }),
    object({ name: { type: 'string', maxLength: 20 } }),
  ),
  ofAnswer(
    {
      name: 'answer: maxLength is lowered',
      findings: ['minor wire limit-tightened'],
      why: 'Shorter texts are texts.',
    },
    object({ name: { type: 'string', maxLength: 20 } }),
    object({ name: { type: 'string', maxLength: 10 } }),
  ),
  ofAnswer(
    {
      name: 'answer: date-time becomes date',
      findings: ['major wire format-changed'],
      why: 'Code that parses it parses something else.',
    },
    object({ at: { type: 'string', format: 'date-time' } }),
    object({ at: { type: 'string', format: 'date' } }),
  ),
  ofAnswer(
    {
      name: 'answer: int32 becomes int64',
      findings: ['major wire format-widened'],
      why: 'Numbers above 2^53 are rounded by JSON readers, and columns overflow.',
    },
    object({ count: { type: 'integer', format: 'int32' } }),
    object({ count: { type: 'integer', format: 'int64' } }),
  ),
  ofAnswer(
    {
      name: 'answer: one more alternative',
      findings: ['major wire member-added'],
      why: 'Code that tells the alternatives apart meets one that it does not know.',
    },
    { oneOf: [object({ a: text }, ['a']), object({ b: { type: 'integer' } }, ['b'])] },
    {
      oneOf: [
        object({ a: text }, ['a']),
        object({ b: { type: 'integer' } }, ['b']),
        object({ c: text }, ['c']),
      ],
    },
  ),
  ofAnswer(
    {
      name: 'answer: an alternative is gone',
      findings: ['minor wire member-removed'],
      why: 'Code that handles it handles what no longer comes.',
    },
    {
      oneOf: [
        object({ a: text }, ['a']),
        object({ b: { type: 'integer' } }, ['b']),
        object({ c: text }, ['c']),
      ],
    },
    { oneOf: [object({ a: text }, ['a']), object({ b: { type: 'integer' } }, ['b'])] },
  ),
  ofAnswer(
    {
      name: 'answer: elements become objects',
      findings: ['major wire type-changed'],
      why: 'Code that reads the elements reads something else.',
    },
    { type: 'array', items: text },
    { type: 'array', items: object({ id: text }) },
  ),
  ofAnswer(
    {
      name: 'answer: a tuple has one element more',
      findings: ['major wire tuple-changed'],
      why: 'A tuple is assigned by its length.',
    },
    { type: 'array', prefixItems: [text], items: false, minItems: 1 },
    { type: 'array', prefixItems: [text, text], items: false, minItems: 1 },
  ),
  ofAnswer(
    {
      name: 'answer: a property becomes writeOnly',
      findings: ['major wire property-removed'],
      why: 'It does not come any more.',
    },
    object({ id: text, secret: text }),
    object({ id: text, secret: { type: 'string', writeOnly: true } }),
  ),
  ofAnswer(
    {
      name: 'answer: a property is deprecated',
      findings: ['minor wire property-deprecated'],
      why: 'Nothing breaks yet, and every caller should read the line.',
    },
    object({ id: text }),
    object({ id: { type: 'string', deprecated: true } }),
  ),
  ofAnswer(
    {
      name: 'answer: other properties may come',
      findings: ['minor wire other-properties-allowed'],
      why: 'Who does not read them notices nothing.',
    },
    { ...object({ id: text }), additionalProperties: false },
    object({ id: text }),
  ),
  of(
    {
      name: 'answer: one more status of success',
      findings: ['major wire answer-added'],
      why: 'Code that reads the body of 200 gets a 202 without it.',
    },
    {},
    {
      getPet: {
        responses: {
          '200': { description: 'A pet.', content: { 'application/json': { schema: text } } },
          '202': { description: 'Later.' },
        },
      },
    },
  ),
  of(
    {
      name: 'answer: another status of success',
      findings: ['major wire answer-added', 'minor wire answer-removed'],
      why: 'The new one is the break; that the old one is gone alone would not be.',
    },
    {},
    {
      getPet: {
        responses: { '201': { description: 'A pet.', content: { 'application/json': { schema: text } } } },
      },
    },
  ),
  of(
    {
      name: 'answer: one more error',
      findings: ['minor wire error-answer-added'],
      why: 'Callers handle every status; that this one is declared is worth a line.',
    },
    {},
    {
      getPet: {
        responses: {
          '200': { description: 'A pet.', content: { 'application/json': { schema: text } } },
          '404': { description: 'None.' },
        },
      },
    },
  ),
  of(
    {
      name: 'answer: a header is gone',
      findings: ['major wire answer-header-removed'],
      why: 'Code that reads it finds nothing.',
    },
    {
      getPet: {
        responses: {
          '200': { description: 'A pet.', headers: { 'X-Total': { schema: { type: 'integer' } } } },
        },
      },
    },
    { getPet: { responses: { '200': { description: 'A pet.' } } } },
  ),
  of(
    { name: 'answer: a header is spelt in lower case', findings: [], why: 'Names of headers have no case.' },
    {
      getPet: {
        responses: {
          '200': { description: 'A pet.', headers: { 'X-Total': { schema: { type: 'integer' } } } },
        },
      },
    },
    {
      getPet: {
        responses: {
          '200': { description: 'A pet.', headers: { 'x-total': { schema: { type: 'integer' } } } },
        },
      },
    },
  ),
  of(
    {
      name: 'answer: another media type',
      findings: ['major wire answer-media-type-added', 'major wire answer-media-type-removed'],
      why: 'Code that reads JSON gets a table.',
    },
    {},
    {
      getPet: { responses: { '200': { description: 'A pet.', content: { 'text/csv': { schema: text } } } } },
    },
  ),
  of(
    {
      name: 'answer: an alternative has another value of the discriminator',
      findings: ['major types answer-type-changed', 'major wire discriminator-changed'],
      why: 'Code that looks for the old value does not find the alternative any more.',
    },
    withMapping('cat'),
    withMapping('tomcat'),
  ),
];
