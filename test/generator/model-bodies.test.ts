/** Bodies and answers in every media type, and the parts of the runtime that they need. */
import { describe, expect, it } from 'vitest';
import { answerEncodingOf } from '../../generator/model/media-types.js';
import type { Operation } from '../../generator/model/types.js';
import { isJson, isStream, isText } from '../../runtime/media.js';
import { describeApi, modelText, modelWell } from './modelling.js';

function operationOf(members: string, method = 'post'): Operation {
  const [operation] = modelWell(describeApi(`paths:\n  /rows:\n    ${method}: { ${members} }\n`)).operations;
  if (operation === undefined) throw new Error('No operation.');
  return operation;
}

const done = `responses: { '204': { description: done } }`;
const object = '{ type: object, properties: { a: { type: string } } }';

function bodyOf(content: string, more = ''): Operation['body'] {
  return operationOf(`requestBody: { content: ${content}${more} }, ${done}`).body;
}

describe('a body', () => {
  it.each([
    ['application/json', 'json'],
    ['Application/JSON; charset=utf-8', 'json'],
    ['application/merge-patch+json', 'json'],
    ['text/json', 'json'],
    ['application/x-www-form-urlencoded', 'form'],
    ['multipart/form-data', 'multipart'],
    ['multipart/mixed', 'multipart'],
    ['text/plain', 'text'],
    ['application/xml', 'text'],
    ['application/atom+xml', 'text'],
    ['application/x-ndjson', 'text'],
    ['application/octet-stream', 'binary'],
    ['image/*', 'binary'],
    ['application/pdf', 'binary'],
    ['application/vnd.acme.v3', 'binary'],
  ])('of %s is %s', (mediaType, encoding) => {
    expect(bodyOf(`{ ${JSON.stringify(mediaType)}: { schema: ${object} } }`)?.contents).toMatchObject([
      { mediaType, encoding },
    ]);
  });

  it('that may be anything is JSON where its schema is neither a text nor a file', () => {
    const mediaTypes = (schema: string): unknown =>
      bodyOf(`{ '*/*': { schema: ${schema} } }`)?.contents.map(({ mediaType }) => mediaType);
    expect(mediaTypes(object)).toEqual(['application/json']);
    expect(mediaTypes('{ type: string, format: binary }')).toEqual(['*/*']);
    expect(mediaTypes('{}')).toEqual(['*/*']);
  });

  it('has its JSON first, and is what its schema says', () => {
    const body = bodyOf(
      `{ application/xml: { schema: ${object} }, image/png: {}, text/plain: { schema: { type: string, enum: [a, b] } }, application/json: { schema: ${object} } }, required: true, description: What goes.`,
    );
    expect(body).toMatchObject({ required: true, doc: 'What goes.' });
    expect(body?.contents.map(({ mediaType, shape }) => [mediaType, shape.kind])).toEqual([
      ['application/json', 'object'],
      ['application/xml', 'string'],
      ['image/png', 'binary'],
      ['text/plain', 'union'],
    ]);
  });

  it('has parts where the description says how they are written', () => {
    const body = bodyOf(
      `{ multipart/form-data: { schema: ${object}, encoding: { a: { contentType: application/json }, b: { contentType: 'image/png, image/jpeg' }, c: { style: deepObject, contentType: text/plain }, d: { headers: {} }, e: { explode: false } } } }`,
    );
    const parts = body?.contents[0]?.parts;
    expect(parts).toEqual([
      { name: 'a', contentType: 'application/json', style: 'form', explode: true, allowReserved: false },
      { name: 'c', contentType: null, style: 'deepObject', explode: false, allowReserved: false },
      { name: 'e', contentType: null, style: 'form', explode: false, allowReserved: false },
    ]);
  });

  it('has files where its parts are binary', () => {
    const file = '{ type: object, required: [file], properties: { file: { type: string, format: binary } } }';
    expect(bodyOf(`{ multipart/form-data: { schema: ${file} } }`)?.contents[0]?.shape).toMatchObject({
      properties: [{ name: 'file', shape: { kind: 'binary', direction: 'request' } }],
    });
    expect(bodyOf(`{ application/json: { schema: ${file} } }`)?.contents[0]?.shape).toMatchObject({
      properties: [{ name: 'file', shape: { kind: 'string' } }],
    });
  });
});

describe('an answer', () => {
  const answer = (content: string): Operation =>
    operationOf(`responses: { '200': { description: x, content: ${content} } }`, 'get');

  it.each([
    ['application/problem+json', object, 'json', 'object'],
    ['text/html', object, 'text', 'string'],
    ['application/zip', object, 'binary', 'binary'],
    ['*/*', object, 'json', 'object'],
    ['*/*', '{ type: string, format: binary }', 'binary', 'binary'],
    ['text/event-stream', object, 'events', 'object'],
    ['text/event-stream', `{ type: array, items: ${object} }`, 'events', 'object'],
    ['application/x-ndjson', object, 'lines', 'object'],
    ['application/jsonl', `{ type: array, items: { type: string } }`, 'lines', 'string'],
    ['application/json-seq', object, 'lines', 'object'],
  ])('of %s: %s is %s', (mediaType, schema, encoding, kind) => {
    const { answers } = answer(`{ '${mediaType}': { schema: ${schema} } }`);
    expect(answers[0]?.contents).toMatchObject([{ mediaType, encoding, shape: { kind } }]);
  });

  it('of events is text where its schema says so, or says nothing', () => {
    const textEvents = (media: string): unknown =>
      answer(`{ text/event-stream: ${media} }`).answers.map((each) => each.textEvents);
    expect(textEvents('{}')).toEqual([true]);
    expect(textEvents('{ schema: { type: string } }')).toEqual([true]);
    expect(textEvents(`{ schema: ${object} }`)).toEqual([false]);
    expect(textEvents(`{ itemSchema: ${object} }`)).toEqual([false]);
  });

  it('has no body where HTTP allows none', () => {
    const content = `{ application/json: { schema: ${object} } }`;
    const responses = `responses: { '200': { description: x, content: ${content} }, '204': { description: x, content: ${content} } }`;
    const contents = (method: string): unknown =>
      operationOf(responses, method).answers.map((each) => each.contents.length);
    expect(contents('get')).toEqual([1, 0]);
    expect(contents('head')).toEqual([0, 0]);
  });

  it('that fails is known by its status, by its range in either case, or by default', () => {
    const { errors, answers } = operationOf(
      `responses: { '200': { description: x }, '404': { description: x }, 4xx: { description: x, content: { application/json: { schema: ${object} }, text/plain: {} } }, 5XX: { description: x }, default: { description: x, content: { image/png: {} } }, 9XX: { description: x }, x-note: 1 }`,
    );
    expect(answers.map(({ status }) => status)).toEqual(['200']);
    expect(errors.map(({ status, shape }) => [status, shape?.kind ?? null])).toEqual([
      [404, null],
      ['4XX', 'union'],
      ['5XX', null],
      ['default', 'string'],
    ]);
  });
});

it('the parts of the runtime are those that the operation needs, in one order', () => {
  const { api } = modelText(
    describeApi(`paths:
  /rows/{id}:
    put:
      parameters:
        - { name: s, in: cookie, schema: { type: string } }
        - { name: q, in: query, content: { application/json: { schema: ${object} } } }
        - { name: id, in: path, required: true, schema: { type: string } }
      requestBody: { content: { multipart/form-data: {}, application/json: {}, text/plain: {} } }
      responses:
        '200': { description: x, content: { text/event-stream: {}, application/json: {}, image/png: {} } }
        '400': { description: x, content: { application/x-ndjson: {} } }
`),
  );
  expect(api?.operations[0]?.uses).toEqual([
    'pathParameters',
    'queryParameters',
    'cookieParameters',
    'jsonBody',
    'multipartBody',
    'textBody',
    'binaryAnswer',
    'eventStream',
  ]);
  expect(api?.operations[0]?.parameters.map(({ mediaType }) => mediaType)).toEqual([
    null,
    'application/json',
    null,
  ]);
});

it('the runtime reads and writes media types by the same rules', () => {
  const mediaTypes = [
    ...['application/json', 'text/json', 'application/problem+json', 'application/json-seq', 'json'],
    ...['text/plain', 'application/xml', 'image/svg+xml', 'application/x-yaml', 'application/vnd.a+yaml'],
    ...['application/javascript', 'application/ecmascript', 'application/sql', 'application/x-sh', 'a/csv'],
    ...['application/x-ndjson', 'application/jsonl', 'application/json-lines', 'application/geo+json-seq'],
    ...['text/event-stream', 'application/octet-stream', 'image/*', '*/*', 'application/pdf', ''],
  ];
  for (const mediaType of mediaTypes) {
    const kinds = [
      ...(isStream(mediaType) ? ['stream'] : []),
      ...(isJson(mediaType) ? ['json'] : []),
      ...(isText(mediaType) ? ['text'] : []),
    ];
    const [kind = 'binary'] = kinds;
    const encoding = answerEncodingOf(mediaType);
    const ours = encoding === 'events' || encoding === 'lines' ? 'stream' : encoding;
    expect([mediaType, ours]).toEqual([mediaType, kind]);
  }
});
