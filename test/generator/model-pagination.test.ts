/** Lists that are walked page by page, from `x-rowsweep-pagination`. */
import { describe, expect, it } from 'vitest';
import { describeApi, modelText } from './modelling.js';

const description = describeApi(`paths:
  /rows:
    get:
      operationId: listRows
      parameters:
        - { name: cursor, in: query, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer, maximum: 100 } }
      responses:
        '200':
          description: A page.
          content:
            application/json:
              schema:
                type: object
                required: [data]
                properties:
                  data: { type: array, items: { $ref: '#/components/schemas/Row' } }
                  next: { type: string, nullable: true }
components: { schemas: { Row: { type: object, properties: { id: { type: string } } } } }
`);

const overlayOf = (extension: string): string => `overlay: 1.0.0
info: { title: x, version: 1.0.0 }
actions:
  - target: $.paths['/rows'].get
    update: { x-rowsweep-pagination: ${extension} }
`;

const page = (more: string): string =>
  `{ kind: cursor, cursor: { in: query, at: cursor }, size: { in: query, at: limit }, next: /next, maxSize: 100${more} }`;

const byPage =
  '{ kind: page, page: { in: query, at: cursor }, size: { in: query, at: limit }, first: 1, maxSize: 100';

describe('pagination', () => {
  it('is the rule, the place of the items, and what one is', () => {
    const { api, problems } = modelText(description, overlayOf(`{ items: /data, page: ${page('')} }`));
    expect(problems).toEqual([]);
    expect(api?.operations[0]?.pagination).toEqual({
      name: 'listRowsPages',
      rule: {
        kind: 'cursor',
        cursor: { in: 'query', at: 'cursor' },
        size: { in: 'query', at: 'limit' },
        next: '/next',
        truncated: null,
        maxSize: 100,
      },
      items: '/data',
      item: { kind: 'name', name: 'Row' },
    });
  });

  it('says where the answer tells its end', () => {
    const { api, problems } = modelText(
      description,
      overlayOf(`{ items: /data, page: ${byPage}, more: /next } }`),
    );
    expect(problems).toEqual([]);
    expect(api?.operations[0]?.pagination?.rule).toMatchObject({ kind: 'page', more: '/next' });
  });

  it('has the name that the overlay chooses', () => {
    const { api } = modelText(description, overlayOf(`{ name: allRows, items: /data, page: ${page('')} }`));
    expect(api?.operations[0]?.pagination?.name).toBe('allRows');
  });

  it.each<[string, string, string]>([
    [
      'items at nothing',
      `{ items: /rows, page: ${page('')} }`,
      'pointer-nowhere The answer of listRows has nothing at /rows.',
    ],
    [
      'items that are no list',
      `{ items: /next, page: ${page('')} }`,
      'pointer-type The answer of listRows: what stands at /next is not of type array.',
    ],
    [
      'a parameter that is not there',
      `{ items: /data, page: ${page('').replace('at: cursor', 'at: curser')} }`,
      'parameter-unknown The operation listRows has no query parameter curser.',
    ],
    [
      'pages that are too large',
      `{ items: /data, page: ${page('').replace('maxSize: 100', 'maxSize: 101')} }`,
      'limit-exceeded 101 is more than the maximum of the description, 100.',
    ],
    [
      'a name that is taken',
      `{ name: listRows, items: /data, page: ${page('')} }`,
      'name-taken listRows is taken or reserved.',
    ],
    [
      'an end that the answer does not have',
      `{ items: /data, page: ${byPage}, more: /more } }`,
      'pointer-nowhere The answer of listRows has nothing at /more.',
    ],
    [
      'a total that is no number',
      `{ items: /data, page: ${byPage}, total: /next } }`,
      'pointer-type The answer of listRows: what stands at /next is not of type integer or number.',
    ],
    [
      'a rule of no kind',
      `{ items: /data, page: { kind: scroll } }`,
      'extension-invalid x-rowsweep-pagination/page/kind must be "page", "offset" or "cursor".',
    ],
  ])('reports %s', (_, extension, problem) => {
    const { problems } = modelText(description, overlayOf(extension));
    expect(problems.map((each) => each.replace(/ overlay\.yaml:\S+/, ''))).toEqual([problem]);
  });
});
