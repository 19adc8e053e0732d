import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { readTemplates } from '../../generator/assets.js';
import { emit } from '../../generator/emit/emit.js';
import type { Document } from '../../generator/load/document.js';
import type { OutputFile } from '../../generator/main.js';
import { description, overlay } from './acme.js';
import { compile } from './compiling.js';
import { modelText } from './modelling.js';

interface Emitted {
  readonly document: Document;
  readonly files: readonly OutputFile[];
  readonly text: (path: string) => string;
}

async function emitText(source: string, extension: string | null): Promise<Emitted> {
  const { api, document, problems } = modelText(source, extension);
  if (api === null) throw new Error(problems.join('\n'));
  const files = await emit({ api, document, templates: readTemplates() });
  return { document, files, text: (path) => files.find((file) => file.path === path)?.text ?? '' };
}

/** On one line, so that a table can hold what is broken into several. */
function squeeze(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/, ([\])}])/g, ' $1')
    .replace(/([[({<]) /g, '$1')
    .replace(/ ([\])}>])/g, '$1');
}

let acme: Emitted;
beforeAll(async () => {
  acme = await emitText(description, overlay);
});

describe('a package', () => {
  it('has these files, in this order', () => {
    expect(acme.files.map((file) => file.path)).toEqual([
      ...[
        'package.json',
        'tsconfig.json',
        'README.md',
        'API.md',
        'llms.txt',
        'LICENSE',
        'openapi.json',
        'src/types.ts',
        'src/schemas.ts',
      ],
      ...[
        'src/definitions.ts',
        'src/provider.ts',
        'src/operations.ts',
        'src/connection.ts',
        'src/deletions.ts',
      ],
      ...['src/client.ts', 'src/index.ts'],
    ]);
  });

  it.each([
    [
      'without plans and schemas',
      "{ /a: { get: { operationId: a, responses: { '200': { description: Done. } } } } }",
    ],
    ['without any operation', '{}'],
  ])(
    '%s has neither file, and compiles',
    async (_, operations) => {
      const source = `
openapi: 3.1.0
info: { title: Small, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
paths: ${operations}`;
      const small = await emitText(source, null);
      const paths = small.files.map((file) => file.path);
      expect(paths).not.toContain('src/deletions.ts');
      expect(paths).not.toContain('src/schemas.ts');
      expect(compile(small.files)).toEqual([]);
    },
    120_000,
  );

  it.each([
    // Requests: only what a call gives, optional where nothing is required.
    [
      'src/operations.ts',
      `export interface DeleteRowsRequest { readonly path: { table_id: string; }; readonly headers?: { 'X-Trace'?: string; }; /** What goes. */ readonly body: RowIds; }`,
    ],
    ['src/operations.ts', `readonly query?: { limit?: number; }; readonly cookies?: { session?: string; };`],
    ['src/operations.ts', `export interface PingRequest { readonly body?: { echo?: string; }; }`],
    ['src/operations.ts', `export type PeekRequest = Record<string, never>;`],
    // Answers and errors.
    ['src/operations.ts', `export type PingResponse = Verdict | undefined;`],
    [
      'src/operations.ts',
      `export type DeleteRowsError = ErrorResponse<401, unknown> | ErrorResponse<422, Problem> | UndeclaredError<401 | 422>;`,
    ],
    ['src/operations.ts', `export type PingError = ErrorResponse<200, Verdict> | UndeclaredError<200>;`],
    ['src/operations.ts', `export type PeekError = UndeclaredError;`],
    // Calls.
    [
      'src/operations.ts',
      `export const deleteRows: Operation<DeleteRowsRequest, DeleteRowsResponse, DeleteRowsError> = /* @__PURE__ */ operation(deleteRowsDefinition);`,
    ],
    ['src/operations.ts', `export const peek: Operation<PeekRequest | void, PeekResponse, PeekError> =`],
    // What the comments say.
    ['src/operations.ts', `* Limits of one request: at most 1,000 ids. An id is a UUID.`],
    [
      'src/operations.ts',
      `* - 401 (not in the vendor's description): Not signed in. * - 422: An id is wrong. Look at detail. * * See https://docs.example.com/delete-rows * * @deprecated The description marks this operation as deprecated. */`,
    ],
    [
      'src/operations.ts',
      '* `POST /ping` * * **Assumed:** no document says that this operation exists. * * Errors: * - 200 with anything but `0` at `/code` in the body',
    ],
    ['src/deletions.ts', '* - 200 where `mode` is `slow`: the answer acknowledges the request as a whole.'],
    ['src/deletions.ts', 'Pace: 1 to 4 requests at a time, at most 0.5 a second.'],
    // Tables.
    [
      'src/definitions.ts',
      `export const deleteRowsDefinition: OperationDefinition = { name: 'deleteRows', method: 'DELETE', path: '/tables/{table_id}/rows',`,
    ],
    [
      'src/definitions.ts',
      `security: [['token']], connectionHeaders: ['orgId'], answers: [{ status: '200', mediaTypes: ['application/json'] }], selector: { in: 'body', at: '/rows', exactlyOneOf: null,`,
    ],
    ['src/definitions.ts', `uses: [pathParameters, headerParameters, jsonBody, selectorGuard]`],
    ['src/definitions.ts', `const tableIdPath: ParameterDefinition = { name: 'table_id', in: 'path' };`],
    [
      'src/definitions.ts',
      `parameters: [tableIdPath, { name: 'X-Trace', in: 'header' }], body: { required: true,`,
    ],
    [
      'src/definitions.ts',
      `path: '/ping', body: { contents: [{ mediaType: 'application/json' }] }, answers:`,
    ],
    // A secret that some operations do without is no condition of a connection.
    ['src/provider.ts', `credentials: [{ option: 'token', kind: 'authorization', scheme: 'Bearer' }],`],
    ['src/definitions.ts', `envelope: { code: '/code', message: null, ok: 0, required: false }`],
    ['src/deletions.ts', `export const rowsBehaviour: DeletionBehaviour = { provider: 'acme', name: 'rows',`],
    ['src/deletions.ts', `call: { operation: deleteRowsDefinition, bind: [{ in: 'path', at: 'table_id'`],
    [
      'src/deletions.ts',
      `answers: [{ status: 200, when: { target: 'mode', in: ['slow'] }, proves: 'batch' }, { status: 200, when: null, proves: 'ids', at: '' }],`,
    ],
    [
      'src/provider.ts',
      `servers: [{ url: 'https://{region}.example.com', variables: [{ name: 'region', default: 'eu', enum: null }] }],`,
    ],
    // Functions.
    [
      'src/deletions.ts',
      `export interface RowsTarget { /** The table. */ readonly table_id: string; /** Default: \`fast\`. */ readonly mode?: 'fast' | 'slow' | undefined; }`,
    ],
    [
      'src/deletions.ts',
      `export function rows(connection: Connection, target: RowsTarget, defaults?: DeleteOptions): BulkDeleter { return bulk(connection, rowsBehaviour, target, defaults); }`,
    ],
    [
      'src/connection.ts',
      `export function connectAcme(options: AcmeOptions): Connection { return connect(provider, options); }`,
    ],
    [
      'src/connection.ts',
      `Examples read it from the environment variable \`ACME_TOKEN\`. */ readonly token?: Credential | undefined;`,
    ],
    [
      'src/client.ts',
      `export type Acme = ClientOf<typeof operations & Pick<typeof deletions, 'rows'>, paths>;`,
    ],
    ['src/client.ts', `return bindClient(connectAcme(options), [operations, deletions]);`],
    ['src/schemas.ts', `/** One row. */ export interface Row { id: string; }`],
    ['README.md', "| `server` | no | The variables of the server's address. |"],
    ['README.md', 'Rows in tables. The API itself is described in [the vendor'],
  ])('%s says %s', (path, expected) => {
    expect(squeeze(acme.text(path))).toContain(squeeze(expected));
  });

  it('says what it was given, in openapi.json', () => {
    expect(JSON.parse(acme.text('openapi.json'))).toEqual(acme.document.value);
  });

  it('is the same again', async () => {
    expect((await emitText(description, overlay)).files).toEqual(acme.files);
  });

  it('decides nothing: its code has no branch and no loop', () => {
    const found: string[] = [];
    const deciding = new Set([
      ...[ts.SyntaxKind.IfStatement, ts.SyntaxKind.ConditionalExpression, ts.SyntaxKind.SwitchStatement],
      ...[ts.SyntaxKind.ForStatement, ts.SyntaxKind.ForOfStatement, ts.SyntaxKind.ForInStatement],
      ...[ts.SyntaxKind.WhileStatement, ts.SyntaxKind.DoStatement, ts.SyntaxKind.TryStatement],
      ...[
        ts.SyntaxKind.BarBarToken,
        ts.SyntaxKind.AmpersandAmpersandToken,
        ts.SyntaxKind.QuestionQuestionToken,
      ],
    ]);
    const visit = (node: ts.Node): void => {
      if (deciding.has(node.kind)) found.push(node.getText());
      ts.forEachChild(node, visit);
    };
    for (const { path, text } of acme.files.filter((file) => file.path.endsWith('.ts'))) {
      visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
    }
    expect(found).toEqual([]);
  });
});

describe('a package, compiled', () => {
  it('compiles under its own options, and so does every block of its README', () => {
    const blocks = [...acme.text('README.md').matchAll(/```ts\n([\s\S]*?)```/g)].map(
      ([, block = '']) => block,
    );
    expect(blocks).toHaveLength(5);
    expect(compile(acme.files, Object.fromEntries(blocks.map((block, at) => [`${at}.ts`, block])))).toEqual(
      [],
    );
  }, 120_000);

  it('accepts what is right, and refuses what is wrong', () => {
    const user = `
      import { createAcme, deleteRows, isErrorOf, peek, type DeleteRowsResponse } from '@rowsweep/acme';
      const acme = createAcme({ token: async () => 'secret', orgId: 'o' });
      const ids: DeleteRowsResponse = await acme.deleteRows({ path: { table_id: 't' }, body: { rows: ['1'] } });
      const none: undefined = await acme.peek();
      await acme.peek({}, { timeoutMs: 10 });
      await acme.listRows({ path: { table_id: 't' }, query: {} });
      await peek(acme.connection);
      await acme.deleteRows({ path: { table_id: 't' }, headers: { 'X-Trace': '1' }, body: { rows: [] } });
      acme.rows({ table_id: 't', mode: 'slow' }, { reason: 'r' });
      // @ts-expect-error The connection gives this header.
      await acme.deleteRows({ path: { table_id: 't' }, headers: { 'X-Org': '1' }, body: { rows: [] } });
      // @ts-expect-error A request is required.
      await acme.deleteRows();
      // @ts-expect-error The body is required.
      await acme.deleteRows({ path: { table_id: 't' } });
      // @ts-expect-error Nothing can be sent.
      await acme.peek({ query: {} });
      // @ts-expect-error No such mode.
      acme.rows({ table_id: 't', mode: 'other' });
      // @ts-expect-error The organisation is required.
      createAcme({ token: 'secret' });
      const explain = (error: unknown): unknown => {
        if (!isErrorOf(deleteRows, error)) return ids.length;
        if (error.status === 422) return error.body.detail[0]?.msg;
        // @ts-expect-error Another status has another body.
        if (error.status === 500) return error.body.detail;
        return error.code;
      };
      export { explain, none };
    `;
    expect(compile(acme.files, { 'user.ts': user })).toEqual([]);
  }, 120_000);
});

describe('hostile text', () => {
  const nasty = `*/ \u2028\u202e@x {@link y} \`\${z}\` ' " </a> | [l](u) \u{e0041}\ud83d`;
  const poison = (source: string): string =>
    source.replace(/(?<=(?:description|summary): )("[^"]*"|[^\s,{}][^,}\n]*)/g, () => JSON.stringify(nasty));

  it('neither breaks the code nor enters it', async () => {
    expect(poison(description)).not.toContain('The ids that were deleted.');
    const hostile = await emitText(poison(description), poison(overlay));
    expect(compile(hostile.files)).toEqual([]);
    for (const { path, text } of hostile.files.filter((file) => file.path !== 'openapi.json')) {
      expect(text, path).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(text, path).not.toMatch(/(?<!\\)\{@link/);
      expect(text, path).not.toMatch(/(?<!\\)<\/a/);
    }
    // Without comments, the code is what it is with harmless text.
    const bare = ({ files }: Emitted): (readonly [string, string])[] =>
      files
        .filter((file) => file.path.endsWith('.ts'))
        .map(({ path, text }) => [path, squeeze(withoutComments(text))]);
    expect(bare(hostile)).toEqual(bare(acme));
  }, 120_000);

  function withoutComments(text: string): string {
    const { outputText } = ts.transpileModule(text.replaceAll('/* @__PURE__ */', ''), {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, removeComments: true },
    });
    return outputText;
  }
});
