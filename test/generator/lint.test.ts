import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../generator/diagnostics.js';
import { lint } from '../../generator/lint/lint.js';
import { load } from '../../generator/load/load.js';
import { listProblems, makeFolder } from './scratch.js';

const sound = `openapi: 3.1.0
info: { title: T, version: "1" }
servers: [{ url: https://api.test.dev }]
security: [{ bearer: [] }]
components: { securitySchemes: { bearer: { type: http, scheme: bearer } } }
paths:
  /v1/tables/{table_id}/rows:
    delete:
      operationId: deleteRows
      summary: Delete rows
      parameters: [{ name: table_id, in: path, required: true, schema: { type: string } }]
      responses:
        "200": { description: OK }
        "401": { description: No }
`;

async function lintText(
  description: string,
  overlay: string | null = null,
): Promise<{ problems: string[]; messages: string[] }> {
  const folder = makeFolder({
    'openapi.yaml': description,
    ...(overlay === null ? {} : { 'overlay.yaml': overlay }),
  });
  const diagnostics = new Diagnostics();
  const input = {
    description: join(folder, 'openapi.yaml'),
    overlay: overlay === null ? null : join(folder, 'overlay.yaml'),
  };
  const document = load(input, diagnostics);
  if (document !== null) await lint(document, diagnostics);
  return {
    problems: listProblems(diagnostics, folder),
    messages: diagnostics.items.map(({ message, help }) => `${message} ${help}`),
  };
}

describe('lint', () => {
  it('has nothing to say of a sound description', async () => {
    expect(await lintText(sound)).toEqual({ problems: [], messages: [] });
  });

  it('a break of the OpenAPI rules, where it stands', async () => {
    const { problems, messages } = await lintText(sound.replace('summary:', 'sumary:'));
    expect(problems).toEqual(['openapi.yaml:10:7 openapi-invalid', 'openapi.yaml:8:5 openapi-style']);
    expect(messages[0]).toBe('Property `sumary` is not expected here. (struct) Did you mean summary?');
  });

  it('a name on which the library of the rules fails is no bug of ours', async () => {
    const property = 'type: object, required: [a], properties: { a: {}, hasOwnProperty: { type: boolean } }';
    const { problems, messages } = await lintText(
      sound.replace('components: {', `components: { schemas: { Row: { ${property} } },`),
    );
    expect(problems).toEqual(['openapi.yaml:1:1 openapi-unchecked']);
    expect(messages[0]).toMatch(/^OpenAPI's own rules were not checked: .*hasOwnProperty/);
  });

  it('what an overlay wrote is blamed on the overlay', async () => {
    const overlay = `overlay: 1.0.0
info: { title: O, version: "1" }
actions:
  - target: $.paths.*.delete
    update:
      x-a: 1
      sumary: Delete
`;
    const { problems } = await lintText(sound, overlay);
    expect(problems).toEqual(['overlay.yaml:7:7 openapi-invalid']);
  });

  it('what is only poor is a warning', async () => {
    const { problems } = await lintText(sound.replace('"401": { description: No }', ''));
    expect(problems).toEqual(['openapi.yaml:12:7 openapi-style']);
  });

  it('what OpenAPI allows is no error', async () => {
    const { problems } = await lintText(
      sound
        .replace('summary:', 'x-summary:')
        .replace(/^security.*\n/m, '')
        .replace('/rows:', '/rows/:'),
    );
    expect(problems.filter((problem) => problem.endsWith('openapi-invalid'))).toEqual([]);
    expect(problems.length).toBeGreaterThan(1);
  });

  it('an overlay that names the operation settles it', async () => {
    const overlay = `overlay: 1.0.0
info: { title: O, version: "1" }
actions: [{ target: $.paths.*.delete, update: { operationId: deleteRows } }]
`;
    const id = 'delete_rows_v1_tables__table_id__rows_delete';
    expect((await lintText(sound.replace('deleteRows', id), overlay)).problems).toEqual([]);
  });

  it.each([
    ['a reference in an example', 'example: { $ref: "http://127.0.0.1:9/a" }'],
    ['an example that stands elsewhere', 'examples: { a: { externalValue: ./a.json } }'],
  ])('opens nothing for %s', async (_, example) => {
    const answer = `"401": { description: No, content: { application/json: { ${example} } } }`;
    expect((await lintText(sound.replace('"401": { description: No }', answer))).problems).toEqual([]);
  });
});
