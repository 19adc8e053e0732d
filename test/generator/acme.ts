/** A description with one of everything that emitting tells apart. */
export const description = `
openapi: 3.1.0
info: { title: Acme Data, version: 1.2.0, description: "Rows in tables.\\n\\nAnd more." }
servers: [{ url: 'https://{region}.example.com', variables: { region: { default: eu } } }]
paths:
  /tables/{table_id}/rows:
    delete:
      operationId: deleteRows
      summary: Delete rows
      deprecated: true
      externalDocs: { url: https://docs.example.com/delete-rows }
      security: [{ Bearer: [] }]
      parameters:
        - { name: table_id, in: path, required: true, schema: { type: string } }
        - { name: X-Org, in: header, required: true, schema: { type: string } }
        - { name: X-Trace, in: header, schema: { type: string } }
      requestBody:
        required: true
        description: What goes.
        content:
          application/json: { schema: { $ref: '#/components/schemas/RowIds' } }
      responses:
        '200':
          description: The ids that were deleted.
          content: { application/json: { schema: { type: array, items: { type: string } } } }
        '401': { description: Not signed in. }
        '422':
          description: An id is wrong. Look at detail.
          content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } }
    get:
      operationId: listRows
      parameters:
        - { name: table_id, in: path, required: true, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer, default: 50 } }
        - { name: session, in: cookie, schema: { type: string } }
      responses:
        '200':
          description: A page.
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Row' } } } }
  /ping:
    post:
      operationId: ping
      requestBody:
        content: { application/json: { schema: { type: object, properties: { echo: { type: string } } } } }
      responses:
        '200':
          description: It answered.
          content: { application/json: { schema: { $ref: '#/components/schemas/Verdict' } } }
        '202': { description: It will answer. }
    get:
      operationId: peek
      responses: { '204': { description: Nothing. } }
components:
  securitySchemes: { Bearer: { type: http, scheme: bearer, description: From the console. } }
  schemas:
    RowIds:
      type: object
      required: [rows]
      properties: { rows: { type: array, maxItems: 1000, items: { type: string, format: uuid } } }
    Problem:
      type: object
      required: [detail]
      properties:
        detail:
          type: array
          items: { type: object, required: [loc, msg], properties: { loc: { type: array, items: {} }, msg: { type: string } } }
    Row: { type: object, description: One row., required: [id], properties: { id: { type: string } } }
    Verdict: { type: object, required: [code], properties: { code: { type: integer } } }
`;

/** How its rows are deleted. */
export const overlay = `
overlay: 1.0.0
info: { title: Behaviour, version: 1.0.0 }
actions:
  - target: $
    update:
      x-rowsweep-package: { name: acme, title: Acme, version: 1.2.3, homepage: https://docs.example.com }
      x-rowsweep-connection:
        credentials: [{ option: token, scheme: Bearer, env: ACME_TOKEN }]
        headers: [{ option: orgId, header: X-Org }]
      x-rowsweep-errors: { bodies: [{ message: /detail/0/msg }] }
  - target: $.paths['/ping'].post
    update:
      x-rowsweep-envelope: { code: /code, ok: 0 }
      x-rowsweep-operation: { assumed: true }
  - target: $.paths['/tables/{table_id}/rows'].delete.responses['401']
    update: { x-rowsweep-undocumented: Seen in an answer. }
  - target: $.paths['/tables/{table_id}/rows'].delete
    update:
      x-rowsweep-deletion:
        name: rows
        target:
          - { name: table_id, description: The table., bind: [{ in: path, at: table_id }] }
          - { name: mode, default: fast, oneOf: [fast, slow] }
        ids: { in: body, at: /rows }
        answers:
          - { status: 200, when: { target: mode, in: [slow] }, proves: batch }
          - { status: 200, proves: ids, at: '' }
        retry: safe
        pace: { concurrency: { initial: 1, max: 4 }, requestsPerSecond: 0.5 }
`;
