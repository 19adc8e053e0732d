import { object, of, ofRequest, type Case } from './case.js';

const text = { type: 'string' };
const limited = (limits: object): object => object({ name: { type: 'string', ...limits } });

/** Changes of what a caller sends: a server that takes less breaks it. */
export const requestCases: readonly Case[] = [
  ofRequest(
    {
      name: 'request: a new property that is required',
      findings: ['major wire property-added'],
      why: 'Every caller of yesterday leaves it out and is refused.',
    },
    object({ name: text }),
    object({ name: text, kind: text }, ['kind']),
  ),
  ofRequest(
    {
      name: 'request: a new property that may be left out',
      findings: ['minor wire property-added'],
      why: 'Nobody has to send it, and it is something new to send.',
    },
    object({ name: text }),
    object({ name: text, kind: text }),
  ),
  ofRequest(
    {
      name: 'request: a property is gone',
      findings: ['major wire property-removed'],
      why: 'What callers say there is ignored or refused, and an object literal with it does not compile.',
    },
    object({ name: text, kind: text }),
    object({ name: text }),
  ),
  ofRequest(
    {
      name: 'request: a property becomes required',
      findings: ['major wire property-required'],
      why: 'Callers that leave it out are refused.',
    },
    object({ name: text }),
    object({ name: text }, ['name']),
  ),
  ofRequest(
    {
      name: 'request: a property need not be sent any more',
      findings: ['minor wire property-optional'],
      why: 'Callers that send it are still understood.',
    },
    object({ name: text }, ['name']),
    object({ name: text }),
  ),
  ofRequest(
    {
      name: 'request: maxLength is lowered',
      findings: ['major wire limit-tightened'],
      why: 'A text that was taken is refused.',
    },
    limited({ maxLength: 20 }),
    limited({ maxLength: 10 }),
  ),
  ofRequest(
    {
      name: 'request: maxLength is raised',
      findings: ['minor wire limit-loosened'],
      why: 'Longer texts are possible, and shorter ones remain so.',
    },
    limited({ maxLength: 10 }),
    limited({ maxLength: 20 }),
  ),
  ofRequest(
    {
      name: 'request: maxItems of a batch is lowered',
      findings: ['major wire limit-tightened'],
      why: 'A batch of the old size is refused.',
    },
    object({ ids: { type: 'array', items: text, maxItems: 1000 } }),
    object({ ids: { type: 'array', items: text, maxItems: 100 } }),
  ),
  ofRequest(
    {
      name: 'request: maxItems of a batch is raised',
      findings: ['minor wire limit-loosened'],
      why: 'Larger batches are possible: worth a line, and no break.',
    },
    object({ ids: { type: 'array', items: text, maxItems: 100 } }),
    object({ ids: { type: 'array', items: text, maxItems: 1000 } }),
  ),
  ofRequest(
    {
      name: 'request: a minimum becomes exclusive',
      findings: ['major wire limit-tightened'],
      why: 'The limit itself was taken and is refused.',
    },
    object({ count: { type: 'number', minimum: 0 } }),
    object({ count: { type: 'number', exclusiveMinimum: 0 } }),
  ),
  ofRequest(
    {
      name: 'request: a multiple becomes finer',
      findings: ['minor wire limit-loosened'],
      why: 'Every multiple of 10 is one of 5.',
    },
    object({ count: { type: 'integer', multipleOf: 10 } }),
    object({ count: { type: 'integer', multipleOf: 5 } }),
  ),
  ofRequest(
    {
      name: 'request: a list must not repeat itself',
      findings: ['major wire limit-tightened'],
      why: 'A list with the same element twice is refused.',
    },
    object({ ids: { type: 'array', items: text } }),
    object({ ids: { type: 'array', items: text, uniqueItems: true } }),
  ),
  ofRequest(
    {
      name: 'request: a pattern is added',
      findings: ['major wire pattern-added'],
      why: 'Texts that do not match are refused.',
    },
    limited({}),
    limited({ pattern: '^[a-z]+$' }),
  ),
  ofRequest(
    {
      name: 'request: another pattern',
      findings: ['major wire pattern-changed'],
      why: 'Whether one pattern includes another cannot be told in general, so that it counts as a break.',
    },
    limited({ pattern: '^[a-z]+$' }),
    limited({ pattern: '^[a-y]+$' }),
  ),
  ofRequest(
    {
      name: 'request: a pattern is dropped',
      findings: ['minor wire pattern-removed'],
      why: 'Everything that matched is still taken.',
    },
    limited({ pattern: '^[a-z]+$' }),
    limited({}),
  ),
  ofRequest(
    {
      name: 'request: a format is asked for',
      findings: ['major wire format-added'],
      why: 'Ids that are no UUID are refused.',
    },
    limited({}),
    limited({ format: 'uuid' }),
  ),
  ofRequest(
    {
      name: 'request: int32 becomes int64',
      findings: ['minor wire format-widened'],
      why: 'Every int32 is an int64.',
    },
    object({ count: { type: 'integer', format: 'int32' } }),
    object({ count: { type: 'integer', format: 'int64' } }),
  ),
  ofRequest(
    {
      name: 'request: a value of an enum is gone',
      findings: ['major wire enum-value-removed'],
      why: 'Callers that send it are refused, and the closed type does not have it.',
    },
    object({ kind: { enum: ['cat', 'dog'] } }),
    object({ kind: { enum: ['cat'] } }),
  ),
  ofRequest(
    {
      name: 'request: an enum has one value more',
      findings: ['minor wire enum-value-added'],
      why: 'Something new to send; nothing that was sent is refused.',
    },
    object({ kind: { enum: ['cat'] } }),
    object({ kind: { enum: ['cat', 'dog'] } }),
  ),
  ofRequest(
    {
      name: 'request: a text becomes an enum',
      findings: ['major wire enum-added'],
      why: 'Every other text is refused.',
    },
    object({ kind: text }),
    object({ kind: { type: 'string', enum: ['cat'] } }),
  ),
  ofRequest(
    {
      name: 'request: null is no longer taken',
      findings: ['major wire null-removed'],
      why: 'Callers that send null are refused.',
    },
    object({ name: { type: ['string', 'null'] } }),
    object({ name: text }),
  ),
  ofRequest(
    {
      name: 'request: null is taken, too',
      findings: ['minor wire null-added'],
      why: 'Nobody has to send null.',
    },
    object({ name: text }),
    object({ name: { type: ['string', 'null'] } }),
  ),
  ofRequest(
    {
      name: 'request: a number where an integer was',
      findings: ['minor wire type-widened'],
      why: 'Every integer is a number.',
    },
    object({ count: { type: 'integer' } }),
    object({ count: { type: 'number' } }),
  ),
  ofRequest(
    {
      name: 'request: an integer where a number was',
      findings: ['major wire type-narrowed'],
      why: '1.5 is refused, though the compiler sees no difference.',
    },
    object({ count: { type: 'number' } }),
    object({ count: { type: 'integer' } }),
  ),
  ofRequest(
    {
      name: 'request: other properties are refused',
      findings: ['major wire other-properties-refused'],
      why: 'Callers that send more are refused.',
    },
    object({ name: text }),
    { ...object({ name: text }), additionalProperties: false },
  ),
  ofRequest(
    {
      name: 'request: another default',
      findings: ['major wire default-changed'],
      why: 'The same request now does something else.',
    },
    object({ dryRun: { type: 'boolean', default: true } }),
    object({ dryRun: { type: 'boolean', default: false } }),
  ),
  ofRequest(
    {
      name: 'request: a property becomes readOnly',
      findings: ['major wire property-removed'],
      why: 'It cannot be sent any more.',
    },
    object({ name: text, id: text }),
    object({ name: text, id: { type: 'string', readOnly: true } }),
  ),
  ofRequest(
    {
      name: 'request: an alternative is gone',
      findings: ['major wire member-removed'],
      why: 'Callers that send it are refused.',
    },
    { oneOf: [object({ a: text }, ['a']), object({ b: { type: 'integer' } }, ['b'])] },
    { oneOf: [object({ a: text }, ['a'])] },
  ),
  ofRequest(
    {
      name: 'request: one more alternative',
      findings: ['minor wire member-added'],
      why: 'What was sent is still one of the alternatives.',
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
  ofRequest(
    {
      name: 'request: a condition is added',
      findings: ['major wire condition-changed'],
      why: 'What `not` refuses cannot be told, so that it counts as a break.',
    },
    object({ name: text }),
    { ...object({ name: text }), not: { required: ['name'] } },
  ),
  of(
    {
      name: 'request: the body need not be sent any more',
      findings: ['minor wire body-optional'],
      why: 'Callers that send one are still understood.',
    },
    {},
    { addPet: { requestBody: { content: { 'application/json': { schema: { type: 'string' } } } } } },
  ),
  of(
    {
      name: 'request: one more media type',
      findings: ['minor wire request-media-type-added'],
      why: 'Callers go on with the one that they send.',
    },
    {},
    {
      addPet: {
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { type: 'string' } },
            'text/plain': { schema: { type: 'string' } },
          },
        },
      },
    },
  ),
  of(
    {
      name: 'request: another media type',
      findings: ['major wire request-media-type-removed', 'minor wire request-media-type-added'],
      why: 'Callers send what the server no longer reads.',
    },
    {},
    {
      addPet: { requestBody: { required: true, content: { 'text/plain': { schema: { type: 'string' } } } } },
    },
  ),
];
