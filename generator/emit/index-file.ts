import type { Api } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import type { ExportDeclaration } from './code/declarations.js';
import { Imports, RUNTIME } from './code/imports.js';
import { printFile } from './code/print.js';

/** What the runtime offers that a user of a package needs by name: to tell errors apart, and to read a run. */
const RUNTIME_VALUES = ['BulkDeletionError', 'isErrorOf', 'isGone', 'isRowsweepError', 'RowsweepError'];

const RUNTIME_TYPES = [
  'BasicCredential',
  'BinaryInput',
  'BulkDeleter',
  'CallOptions',
  'ConnectOptions',
  'Connection',
  'Credential',
  'DeleteOptions',
  'DeletionEvent',
  'DeletionOutcome',
  'DeletionPlan',
  'DeletionRun',
  'DeletionStatus',
  'DeletionSummary',
  'Effect',
  'ErrorCode',
  'ErrorResponse',
  'Evidence',
  'Operation',
  'PageOptions',
  'Pages',
  'Paginator',
  'RawClient',
  'ServerSentEvent',
  'StatusClass',
  'UndeclaredError',
];

/** What a package passes on besides, where rows can be deleted by what they hold. */
const FILTER_TYPES = ['DeleteWhereOptions', 'FilterDeleter', 'FilterValue'];

/** The package's only door: all of its own files, and from the runtime what its users need. */
export function emitIndex({ schemas, deletions }: Api): OutputFile {
  const all = (from: string, typeOnly: boolean): ExportDeclaration => ({
    kind: 'export',
    from,
    typeOnly,
    names: null,
  });
  const hasFilter = deletions.some(({ filter }) => filter !== null);
  const declarations: ExportDeclaration[] = [
    all('./client.js', false),
    all('./connection.js', false),
    ...(deletions.length === 0 ? [] : [all('./deletions.js', false)]),
    all('./operations.js', false),
    all('./definitions.js', false),
    all('./provider.js', false),
    ...(schemas.length === 0 ? [] : [all('./schemas.js', !schemas.some(({ values }) => values !== null))]),
    { kind: 'export', from: './types.js', typeOnly: true, names: ['paths'] },
    { kind: 'export', from: RUNTIME, typeOnly: false, names: RUNTIME_VALUES },
    {
      kind: 'export',
      from: RUNTIME,
      typeOnly: true,
      names: hasFilter ? [...RUNTIME_TYPES, ...FILTER_TYPES].sort() : RUNTIME_TYPES,
    },
  ];
  return { path: 'src/index.ts', text: printFile({ imports: new Imports(), declarations }) };
}
