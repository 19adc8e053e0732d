/** Which documents the site is made of, and the pages that are made of several of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from 'rowsweep';
import { readBlocks, type Block } from './blocks.js';

/** One page: Markdown, where it is from, and what it is called. */
export interface Page {
  readonly file: string;
  readonly title: string;
  /** The group of the navigation. */
  readonly group: string;
  /** The document that the Markdown is; null for a page that is made here. */
  readonly source: string | null;
  readonly markdown: string;
}

/** One provider's package, as its documents say it. */
export interface ProviderPages {
  readonly name: string;
  readonly title: string;
  readonly readme: string;
  readonly reference: string;
}

/** Every generated package that has its documents. Throws where one has no reference. */
export function readProviders(root: string): ProviderPages[] {
  return readdirSync(join(root, 'generated'))
    .filter((name) => existsSync(join(root, 'generated', name, 'package.json')))
    .map((name) => {
      const read = (file: string): string => readFileSync(join(root, 'generated', name, file), 'utf8');
      const readme = read('README.md');
      const title = /TypeScript client for (.+?), generated/.exec(readme)?.[1] ?? name;
      return { name, title, readme, reference: read('API.md') };
    });
}

/** All pages, in the order of the navigation. */
export function listPages(root: string, providers: readonly ProviderPages[]): Page[] {
  const read = (source: string): string => readFileSync(join(root, source), 'utf8');
  const guide = (file: string, title: string, source: string): Page => ({
    file,
    title,
    group: 'Guides',
    source,
    markdown: read(source),
  });
  return [
    { ...guide('index.html', 'Rowsweep', 'README.md'), group: 'Start' },
    {
      file: 'compare.html',
      title: 'Side by side',
      group: 'Start',
      source: null,
      markdown: compareProviders(providers),
    },
    ...providers.flatMap(({ name, title, readme, reference }): Page[] => [
      { file: `${name}.html`, title, group: title, source: `generated/${name}/README.md`, markdown: readme },
      {
        file: `${name}-api.html`,
        title: `${title}: reference`,
        group: title,
        source: `generated/${name}/API.md`,
        markdown: reference,
      },
      {
        ...guide(`${name}-notes.html`, `${title}: sources and assumptions`, `specs/${name}/NOTES.md`),
        group: title,
      },
    ]),
    guide('runtime.html', 'The runtime', 'runtime/README.md'),
    guide('generator.html', 'The generator', 'generator/README.md'),
    guide('sandbox.html', 'The sandbox', 'sandbox/README.md'),
    { file: 'errors.html', title: 'Errors', group: 'Tables', source: null, markdown: listErrors(providers) },
    {
      file: 'diagnostics.html',
      title: 'Diagnostics',
      group: 'Tables',
      source: null,
      markdown: listDiagnostics(),
    },
  ];
}

type Table = Block & { readonly kind: 'table' };

/** Tables of a document whose first column has this title. */
function tablesOf(markdown: string, title: string): Table[] {
  return readBlocks(markdown).filter(
    (block): block is Table => block.kind === 'table' && block.head[0] === title,
  );
}

function compareProviders(providers: readonly ProviderPages[]): string {
  const columns = providers.flatMap(({ name, title, reference }) =>
    tablesOf(reference, 'behaviour').map(({ head, rows }) => ({
      head: `[${title}](${name}-api.html): ${head[1] ?? ''}`,
      cells: new Map(rows.map(([label = '', value = '']) => [label, value])),
    })),
  );
  const labels = [...new Set(columns.flatMap(({ cells }) => [...cells.keys()]))];
  const table = writeTable(
    ['behaviour', ...columns.map(({ head }) => head)],
    labels.map((label) => [label, ...columns.map(({ cells }) => cells.get(label) ?? '')]),
  );
  return [
    '# Side by side',
    'How deleting behaves at each provider: what fits into one request, what an answer proves, how ids are looked up again, how fast it goes. Every cell is from the plan that the generated package carries; the runtime reads the same table.',
    table,
    'What the vendors leave open is in the sources and assumptions of each provider.',
  ].join('\n\n');
}

function listErrors(providers: readonly ProviderPages[]): string {
  const [codes] = providers.flatMap(({ readme }) => tablesOf(readme, '`code`'));
  return [
    '# Errors',
    'Whatever goes wrong is a `RowsweepError`. Its `code` says what happened in one vocabulary for all providers.',
    ...(codes === undefined ? [] : [writeTable(codes.head, codes.rows)]),
    'What the errors of each provider mean. The first rule that fits decides; an empty cell is what `code` implies.',
    ...providers.flatMap(({ title, reference }) =>
      tablesOf(reference, 'status')
        .filter(({ head }) => head.includes('ends a run'))
        .flatMap(({ head, rows }) => [`## ${title}`, writeTable(head, rows)]),
    ),
  ].join('\n\n');
}

function listDiagnostics(): string {
  const rows = Object.entries(catalogue).map(([code, { severity, title, help }]) => [
    `\`${code}\``,
    severity,
    escapeMarkdown(title),
    escapeMarkdown(help),
  ]);
  return [
    '# Diagnostics',
    'What the generator can say of a description, an overlay or its own options. An error stops the run before anything is written.',
    writeTable(['code', 'severity', 'what it is', 'what to do'], rows),
  ].join('\n\n');
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*[\]<>|]/g, '\\$&');
}

function writeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
