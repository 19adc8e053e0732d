/** What somebody sees of a client in an editor: TypeScript's own language service is asked. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { readTemplates } from '../../generator/assets.js';
import { emit } from '../../generator/emit/emit.js';
import { description, overlay } from './acme.js';
import { modelText } from './modelling.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(repository, 'virtual');
const user = join(folder, 'user.ts');
const source = `
import { createAcme } from './src/index.js';
const acme = createAcme({ token: 'secret', orgId: 'o' });
void acme.deleteRows;
void acme.listRows;
void acme.peek();
acme.rows;
acme.raw;
void acme;
`;

/** An editor with the package open, and a module that uses it. */
async function openEditor(): Promise<ts.LanguageService> {
  const { api, document, problems } = modelText(description, overlay);
  if (api === null) throw new Error(problems.join('\n'));
  const files = await emit({ api, document, templates: readTemplates() });
  const texts = new Map(files.map(({ path, text }) => [join(folder, path), text]));
  texts.set(user, source);
  const read = (path: string): string | undefined => texts.get(path) ?? ts.sys.readFile(path);
  return ts.createLanguageService({
    getCompilationSettings: () => ({
      strict: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: [],
      skipLibCheck: true,
      paths: { '@rowsweep/runtime/v1': [join(repository, 'runtime/v1.ts')] },
    }),
    getScriptFileNames: () => [user],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const text = read(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => repository,
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (path) => texts.has(path) || ts.sys.fileExists(path),
    directoryExists: (path) => path.startsWith(folder) || ts.sys.directoryExists(path),
    readFile: read,
  });
}

/** Of what stands behind `acme.`; with an empty name, of `acme` itself. */
interface Shown {
  readonly signature: string;
  readonly doc: string;
  readonly tags: readonly string[];
}

describe('a client in an editor', () => {
  let editor: ts.LanguageService;
  const hover = (text: string): Shown => {
    const at = source.indexOf(text) + text.length - 1;
    const info = editor.getQuickInfoAtPosition(user, at);
    return {
      signature: ts.displayPartsToString(info?.displayParts).replace(/\s+/g, ' '),
      doc: ts.displayPartsToString(info?.documentation),
      tags: info?.tags?.map(({ name }) => name) ?? [],
    };
  };
  beforeAll(async () => {
    editor = await openEditor();
  }, 60_000);

  it('compiles', () => {
    expect(editor.getSemanticDiagnostics(user).map(({ messageText }) => messageText)).toEqual([]);
  });

  it('says of a method what the operation says', () => {
    const { signature, doc, tags } = hover('acme.deleteRows');
    expect(signature).toBe(
      '(property) deleteRows: (request: DeleteRowsRequest, options?: CallOptions) => Promise<DeleteRowsResponse>',
    );
    expect(doc).toContain('- 422: An id is wrong. Look at detail.');
    expect(doc).toContain('See https://docs.example.com/delete-rows');
    expect(tags).toEqual(['deprecated']);
    expect(hover('acme.listRows').tags).toEqual([]);
  });

  it('marks a deprecated method, and no other', () => {
    const marked = editor
      .getSuggestionDiagnostics(user)
      .filter(({ reportsDeprecated }) => reportsDeprecated !== undefined)
      .map(({ start, length }) => source.slice(start, start + length));
    expect(marked).toEqual(['deleteRows']);
  });

  it('says which request may be left out', () => {
    expect(hover('acme.peek').signature).toMatch(/^\(property\) peek: \(request\?: PeekRequest[ ,|]/);
  });

  it('says what a plan does, and what every client has', () => {
    expect(hover('acme.rows')).toMatchObject({
      signature: expect.stringMatching(
        /^\(property\) rows: \(target: RowsTarget, .*\) => BulkDeleter$/,
      ) as string,
      doc: expect.stringContaining('Deletes by id with `deleteRows`') as string,
    });
    expect(hover('acme.raw').doc).toContain('The openapi-fetch client over the same connection');
    expect(hover('void acme;\n'.slice(0, -2)).signature).toBe('const acme: Acme');
  });

  it('offers each method with its documentation', () => {
    const at = source.indexOf('acme.peek') + 'acme.'.length;
    const offered = editor.getCompletionsAtPosition(user, at, {})?.entries.map(({ name }) => name) ?? [];
    expect(offered.sort()).toEqual(['connection', 'deleteRows', 'listRows', 'peek', 'ping', 'raw', 'rows']);
    const details = editor.getCompletionEntryDetails(user, at, 'ping', {}, undefined, {}, undefined);
    expect(ts.displayPartsToString(details?.documentation)).toContain('no document says');
  });
});
