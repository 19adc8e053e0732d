import { describe, object, of, ofRequest, type Case } from './case.js';

const text = { type: 'string' };
const pet = { name: 'petId', in: 'path', required: true, schema: text };
const own = (url: string): object => ({ servers: [{ url }] });
const regions = (variable: object): Parameters<typeof describe>[0] => ({
  root: { servers: [{ url: 'https://{region}.pets.example', variables: { region: variable } }] },
});
const onPath = (servers: object): Parameters<typeof describe>[0] => ({
  root: {
    paths: {
      '/a': {
        ...servers,
        get: { operationId: 'getA', responses: { '204': { description: 'Done.' } } },
        delete: { operationId: 'deleteA', responses: { '204': { description: 'Done.' } } },
      },
    },
  },
});
const sent = (mediaType: string, schema: object, more: object = {}): Parameters<typeof describe>[0] => ({
  addPet: { requestBody: { required: true, content: { [mediaType]: { schema, ...more } } } },
});
const inXml = (schema: object): Parameters<typeof describe>[0] => sent('application/xml', schema);
const form = (encoding: object): Parameters<typeof describe>[0] =>
  sent('multipart/form-data', object({ photo: text }), { encoding: { photo: encoding } });
const tagged = (header: object): Parameters<typeof describe>[0] => ({
  getPet: { responses: { '200': { description: 'A pet.', headers: { 'X-Tag': header } } } },
});
const flow = { tokenUrl: 'https://pets.example/token', scopes: { read: 'Read.' } };
const oauth = (flows: object): Parameters<typeof describe>[0] => ({
  root: {
    security: [{ oauth: ['read'] }],
    components: { securitySchemes: { oauth: { type: 'oauth2', flows } } },
  },
});
const openId = (openIdConnectUrl: string): Parameters<typeof describe>[0] => ({
  root: {
    security: [{ id: [] }],
    components: { securitySchemes: { id: { type: 'openIdConnect', openIdConnectUrl } } },
  },
});
const query = (parameter: object): Parameters<typeof describe>[0] => ({
  getPet: { parameters: [pet, { name: 'name', in: 'query', schema: text, ...parameter }] },
});
const calledBack = (name: string, expression: string): Parameters<typeof describe>[0] => ({
  addPet: {
    callbacks: { [name]: { [expression]: { post: { responses: { '204': { description: 'Done.' } } } } } },
  },
});
const within = (name: string, schema: object): Parameters<typeof describe>[0] => ({
  request: { type: 'object', not: { $ref: `#/components/schemas/${name}` } },
  schemas: { [name]: schema },
});

/** Changes that the compiler sees nothing of: addresses, tokens, XML, forms, headers and conditions. */
export const unseenCases: readonly Case[] = [
  of(
    {
      name: 'server: an operation has one of its own',
      findings: ['major wire operation-server-changed'],
      why: 'It is answered elsewhere, and a client still asks where it was told to.',
    },
    {},
    { getPet: own('https://reads.example') },
  ),
  of(
    {
      name: 'server: the one of an operation is another',
      findings: ['major wire operation-server-changed'],
      why: 'Callers of the operation ask at an address that nobody vouches for.',
    },
    { getPet: own('https://reads.example') },
    { getPet: own('https://fast.example') },
  ),
  of(
    {
      name: 'server: an operation has one more of its own',
      findings: ['minor wire operation-server-changed'],
      why: 'The first stays the one that is talked to.',
    },
    { getPet: own('https://reads.example') },
    { getPet: { servers: [{ url: 'https://reads.example' }, { url: 'https://fast.example' }] } },
  ),
  of(
    {
      name: 'server: the one of a path is another',
      findings: ['major wire operation-server-changed'],
      why: 'Told once, of all operations of the path.',
    },
    onPath(own('https://reads.example')),
    onPath(own('https://fast.example')),
  ),
  of(
    {
      name: 'server: an operation repeats that of all',
      findings: [],
      why: 'It is asked where it was asked.',
    },
    {},
    { getPet: own('https://pets.example') },
  ),
  of(
    {
      name: 'server: a part of the address has another default',
      findings: ['major wire server-default-changed'],
      why: 'A client that does not give it talks to another server.',
    },
    regions({ default: 'eu' }),
    regions({ default: 'us' }),
  ),
  of(
    {
      name: 'server: a part of the address has one value more',
      findings: ['minor wire server-variable-widened'],
      why: 'Every address of yesterday is one of today.',
    },
    regions({ default: 'eu', enum: ['eu'] }),
    regions({ default: 'eu', enum: ['eu', 'us'] }),
  ),
  of(
    {
      name: 'server: a part of the address is one of a list now',
      findings: ['major wire server-variable-narrowed'],
      why: 'Addresses that were possible are none any more.',
    },
    regions({ default: 'eu' }),
    regions({ default: 'eu', enum: ['eu'] }),
  ),
  of(
    {
      name: 'server: none, and the one that none means',
      findings: [],
      why: 'Without a list the server is `/` (OpenAPI 3.1, OpenAPI Object).',
    },
    { root: { servers: [] } },
    { root: { servers: [{ url: '/' }] } },
  ),
  of(
    {
      name: 'token: asked for at another address',
      findings: ['major wire token-address-changed'],
      why: 'Whoever gets tokens at the old address has none, and every call needs one.',
    },
    oauth({ clientCredentials: flow }),
    oauth({ clientCredentials: { ...flow, tokenUrl: 'https://id.example/token' } }),
  ),
  of(
    {
      name: 'token: an address to renew it is named',
      findings: ['minor wire token-address-changed'],
      why: 'None was known, so that nobody used another.',
    },
    oauth({ clientCredentials: flow }),
    oauth({ clientCredentials: { ...flow, refreshUrl: 'https://pets.example/renew' } }),
  ),
  of(
    {
      name: 'token: another address of OpenID Connect',
      findings: ['major wire token-address-changed'],
      why: 'All other addresses are found there; the request itself is sent as before.',
    },
    openId('https://pets.example/id'),
    openId('https://id.example/id'),
  ),
  of(
    {
      name: 'token: a flow is gone',
      findings: ['major wire token-flow-removed'],
      why: 'Programs that get their token by it have none.',
    },
    oauth({ clientCredentials: flow, password: flow }),
    oauth({ clientCredentials: flow }),
  ),
  of(
    {
      name: 'token: one more flow',
      findings: ['minor wire token-flow-added'],
      why: 'The old one still gives tokens.',
    },
    oauth({ clientCredentials: flow }),
    oauth({ clientCredentials: flow, password: flow }),
  ),
  of(
    {
      name: 'token: a scope is gone that no operation needs',
      findings: ['major wire token-scope-removed'],
      why: 'Whoever still asks for it is refused the whole token (RFC 6749, 5.2).',
    },
    oauth({ clientCredentials: { ...flow, scopes: { read: 'Read.', write: 'Write.' } } }),
    oauth({ clientCredentials: flow }),
  ),
  of(
    {
      name: 'parameter: it may be sent without a value',
      findings: ['minor wire parameter-empty-allowed'],
      why: 'Nobody has to.',
    },
    query({}),
    query({ allowEmptyValue: true }),
  ),
  of(
    {
      name: 'parameter: explode of a list in the path',
      findings: [],
      why: 'In the style `simple` a list is written the same either way (RFC 6570, 3.2.2).',
    },
    { getPet: { parameters: [{ ...pet, schema: { type: 'array', items: text } }] } },
    { getPet: { parameters: [{ ...pet, schema: { type: 'array', items: text }, explode: true }] } },
  ),
  of(
    {
      name: 'callback: the address is taken from elsewhere',
      findings: ['major wire operation-moved'],
      why: 'Callers that give it in the old place are not called.',
    },
    calledBack('added', '{$request.body#/address}'),
    calledBack('added', '{$request.query.address}'),
  ),
  of(
    { name: 'callback: it is called something else', findings: [], why: 'What it is called is never sent.' },
    calledBack('added', '{$request.body#/address}'),
    calledBack('petAdded', '{$request.body#/address}'),
  ),
  of(
    {
      name: 'header: its value is JSON of something else',
      findings: ['major wire type-changed'],
      why: 'Code that parses a text gets a number.',
    },
    tagged({ content: { 'application/json': { schema: text } } }),
    tagged({ content: { 'application/json': { schema: { type: 'integer' } } } }),
  ),
  of(
    {
      name: 'header: an object is exploded',
      findings: ['major wire answer-header-style-changed'],
      why: '`a,1` becomes `a=1`.',
    },
    tagged({ schema: object({ a: text }) }),
    tagged({ schema: object({ a: text }), explode: true }),
  ),
  of(
    {
      name: 'header: deprecated',
      findings: ['minor wire answer-header-deprecated'],
      why: 'Nothing breaks yet, and whoever reads it should read the line.',
    },
    tagged({ schema: text }),
    tagged({ schema: text, deprecated: true }),
  ),
  of(
    {
      name: 'xml: an element is called something else',
      findings: ['major wire xml-changed'],
      why: 'The server does not find it.',
    },
    inXml(object({ name: text })),
    inXml(object({ name: { ...text, xml: { name: 'petName' } } })),
  ),
  of(
    {
      name: 'xml: an element becomes an attribute',
      findings: ['major wire xml-changed'],
      why: 'The server looks for it in another place.',
    },
    inXml(object({ name: text })),
    inXml(object({ name: { ...text, xml: { attribute: true } } })),
  ),
  of(
    {
      name: 'xml: a list is wrapped',
      findings: ['major wire xml-changed'],
      why: 'Its elements stand one level deeper.',
    },
    inXml(object({ names: { type: 'array', items: text } })),
    inXml(object({ names: { type: 'array', items: text, xml: { wrapped: true } } })),
  ),
  of(
    { name: 'xml: an element is given its own name', findings: [], why: 'It has it anyway.' },
    inXml(object({ name: text })),
    inXml(object({ name: { ...text, xml: { name: 'name', attribute: false } } })),
  ),
  ofRequest(
    {
      name: 'xml: another name of what is sent as JSON',
      findings: [],
      why: 'Where nothing is written as XML nobody sees it.',
    },
    object({ name: text }),
    object({ name: { ...text, xml: { name: 'petName' } } }),
  ),
  of(
    {
      name: 'form: a part is of another media type',
      findings: ['major wire body-encoding-changed'],
      why: 'The server takes what was sent for something else.',
    },
    form({ contentType: 'image/png' }),
    form({ contentType: 'image/jpeg' }),
  ),
  of(
    {
      name: 'form: a text is said to be text/plain',
      findings: [],
      why: 'It is sent so when nothing is said (OpenAPI 3.1, Encoding Object).',
    },
    form({}),
    form({ contentType: 'text/plain' }),
  ),
  of(
    {
      name: 'form: the default of a style is written out',
      findings: [],
      why: 'The style `form` is exploded when nothing is said.',
    },
    form({ style: 'form' }),
    form({ style: 'form', explode: true }),
  ),
  ofRequest(
    {
      name: 'condition: dropped',
      findings: ['minor wire condition-changed'],
      why: 'Whatever it refused, everything that was taken still is.',
    },
    { type: 'object', not: { required: ['name'] } },
    { type: 'object' },
  ),
  ofRequest(
    {
      name: 'condition: a consequence is dropped',
      findings: ['minor wire condition-changed'],
      why: '`if` alone refuses nothing.',
    },
    { type: 'object', if: { required: ['a'] }, then: { required: ['b'] } },
    { type: 'object', if: { required: ['a'] } },
  ),
  ofRequest(
    {
      name: 'condition: names in another order',
      findings: [],
      why: 'What is required has no order.',
    },
    { type: 'object', dependentRequired: { a: ['b', 'c'] } },
    { type: 'object', dependentRequired: { a: ['c', 'b'] } },
  ),
  of(
    {
      name: 'condition: what it refers to is another',
      findings: ['major types answer-type-changed', 'major wire condition-changed'],
      why: 'The condition reads the same, and refuses something else.',
    },
    within('Bad', { const: 'a' }),
    within('Bad', { const: 'b' }),
  ),
  of(
    {
      name: 'condition: what it refers to has another name',
      findings: ['major types export-removed', 'minor types export-added'],
      why: 'It refuses the same; only the name that is exported is another.',
    },
    within('Bad', { const: 'a' }),
    within('Worse', { const: 'a' }),
  ),
  ofRequest(
    {
      name: 'condition: a property that is called as a text for readers',
      findings: ['major wire condition-changed'],
      why: '`title` is a property here, and no keyword.',
    },
    { type: 'object', not: { properties: { title: { const: 'a' } } } },
    { type: 'object', not: { properties: { title: { const: 'b' } } } },
  ),
  of(
    {
      name: 'texts: tags, examples and where to read more',
      findings: [],
      why: 'They say what is there in more words; nothing that is sent or compiled differs.',
    },
    {},
    {
      answer: { ...text, example: 'Rex', title: 'Name', externalDocs: { url: 'https://pets.example/docs' } },
      root: { tags: [{ name: 'pets' }] },
    },
  ),
  of(
    {
      name: 'links: one more',
      findings: [],
      why: 'It says what may be called next, and changes no call.',
    },
    {},
    {
      getPet: {
        responses: {
          '200': {
            description: 'A pet.',
            content: { 'application/json': { schema: text } },
            links: { add: { operationId: 'addPet' } },
          },
        },
      },
    },
  ),
];
