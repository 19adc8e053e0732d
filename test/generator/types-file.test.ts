import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { emitTypes } from '../../generator/emit/types-file.js';
import { describeApi, modelWell } from './modelling.js';

const description = describeApi(`
paths:
  /rows/{row id}:
    parameters:
      - { name: row id, in: path, required: true, schema: { type: string } }
    put:
      operationId: putRow
      summary: Replaces a row */
      description: |
        One line.

        Another line.
      deprecated: true
      parameters:
        - { name: dry-run, in: query, schema: { type: boolean } }
        - { name: "\\v'\\"é", in: query, schema: { type: string } }
        - { name: trace, in: header, schema: { enum: [${Array.from({ length: 9 }, (_, at) => `value-number-${at}`).join(', ')}] } }
      requestBody:
        content:
          application/json: { schema: { $ref: '#/components/schemas/Row' } }
      responses:
        '200': { description: Yes., content: { application/json: { schema: { $ref: '#/components/schemas/Row' } } } }
        4xx: { description: No., content: { application/problem+json: { schema: { type: object, properties: { why: { type: string } } } } } }
        default: { description: Who knows. }
    get:
      operationId: watchRow
      responses:
        '200': { description: Yes., content: { text/event-stream: { schema: { $ref: '#/components/schemas/Row' } } } }
        '201': { description: Yes., content: { image/png: {} } }
components:
  schemas:
    Row: { type: object, properties: { id: { type: string, readOnly: true } } }
`);

describe('the file of paths', () => {
  const api = modelWell(description);
  const { path, text } = emitTypes(api);

  it('is what prettier makes of it', async () => {
    expect(path).toBe('src/types.ts');
    expect(await format(text, { parser: 'typescript', printWidth: 110, singleQuote: true })).toBe(text);
  });

  it('says what openapi-fetch reads, with the names of our own types', () => {
    expect(text).toContain("import type { PutRowRequest, WatchRowRequest } from './operations.js';");
    expect(text).toContain("import type { Row, RowInput } from './schemas.js';");
    expect(text).toContain(
      "        header?: PutRowRequest['headers'];\n        path: PutRowRequest['path'];\n",
    );
    expect(text).toContain("      requestBody?: { content: { 'application/json': RowInput } };");
    expect(text).toContain("        200: { content: { 'application/json': Row } };");
    expect(text).toContain(
      "        '4XX': {\n          content: {\n            'application/problem+json': {\n              why?: string;\n",
    );
    expect(text).toContain('        default: { content?: never };');
    expect(text).toContain("        200: { content: { 'text/event-stream': string } };");
    expect(text).toContain("        201: { content: { 'image/png': Uint8Array } };");
  });

  it('says that there is no query, and nothing that openapi-fetch does not read', () => {
    expect(text).toContain("      parameters: { query?: never; path: WatchRowRequest['path'] };");
    expect(text).not.toMatch(/cookie|requestBody\?: never|headers:|post\?:|\*\//);
    expect(text).not.toContain('__');
  });

  it('takes a path as it is written, with a `%` that encodes nothing', () => {
    const half = modelWell(
      describeApi(`paths: { '/~1/50%/%2F': { get: { responses: { '204': { description: Done. } } } } }\n`),
    );
    expect(emitTypes(half).text).toContain("  '/~1/50%/%2F': {\n    get: {");
  });

  it('declares no path where there is none', () => {
    expect(emitTypes({ ...api, operations: [] }).text).toContain('export interface paths {}\n');
  });
});
