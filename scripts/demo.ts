/**
 * What `npm start` shows: the five generated clients delete rows at the five servers of the sandbox, and the servers'
 * own stores say whether the account is true. Ends with exit code 1 when one is not.
 */
import { createAltatech } from '@rowsweep/altatech';
import { createExtruct, type BulkDeleter, type DeletionSummary } from '@rowsweep/extruct';
import { createGptbots } from '@rowsweep/gptbots';
import { createMinimal } from '@rowsweep/minimal';
import { createSandbox, type Sandbox, type Store } from '@rowsweep/sandbox';
import { createSplendor } from '@rowsweep/splendor';

interface Candidate {
  readonly name: string;
  readonly store: Store;
  readonly rows: BulkDeleter;
  /** Ids that look right and that no row ever had. */
  readonly strangers: readonly string[];
  /** Ids that cannot be right. */
  readonly malformed: readonly string[];
}

interface Result {
  readonly name: string;
  readonly summary: DeletionSummary;
  readonly before: number;
  readonly after: number;
  /** What the account claims and the store does not confirm; empty when all is well. */
  readonly disagreements: readonly string[];
}

const existing = 2_500;
const kept = 100;

function listCandidates(sandbox: Sandbox): Candidate[] {
  const { extruct, altatech, gptbots, minimal, splendor } = sandbox;
  const digits = ['900000000000000001', '900000000000000002'];
  return [
    {
      name: 'extruct',
      store: extruct.store,
      rows: createExtruct(extruct.options).rows(extruct.target),
      strangers: ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'],
      malformed: ['not-a-uuid'],
    },
    {
      name: 'altatech',
      store: altatech.store,
      rows: createAltatech(altatech.options).records(altatech.target),
      strangers: digits,
      malformed: [' '],
    },
    {
      name: 'minimal',
      store: minimal.store,
      rows: createMinimal(minimal.options).rows(minimal.target),
      strangers: ['9000001', '9000002'],
      malformed: ['1 OR 1=1'],
    },
    {
      name: 'gptbots',
      store: gptbots.store,
      rows: createGptbots(gptbots.options).records(gptbots.target),
      strangers: digits,
      malformed: [' '],
    },
    {
      name: 'splendor',
      store: splendor.store,
      rows: createSplendor(splendor.options).records(splendor.target),
      strangers: ['rec_NEVERWASHERE01', 'rec_NEVERWASHERE02'],
      malformed: [''],
    },
  ];
}

async function sweep({ name, store, rows, strangers, malformed }: Candidate): Promise<Result> {
  const ids = store.insert(existing);
  const before = store.size;
  const doomed = ids.slice(kept);
  const summary = await rows.deleteMany([...doomed, ...doomed.slice(0, 5), ...strangers, ...malformed]);
  const disagreements = [
    ...doomed.filter((id) => store.has(id)).map((id) => `${id} is still there`),
    ...ids.slice(0, kept).flatMap((id) => (store.has(id) ? [] : [`${id} was not named and is gone`])),
  ];
  return { name, summary, before, after: store.size, disagreements };
}

function printTable(results: readonly Result[]): void {
  const header = [
    'provider',
    'ids given',
    'deleted',
    'not found',
    'absent',
    'failed',
    'skipped',
    'requests',
    'rows before',
    'rows after',
    'store agrees',
  ];
  const lines = results.map(({ name, summary, before, after, disagreements }) => [
    name,
    summary.requested,
    summary.byStatus.deleted,
    summary.byStatus.notFound,
    summary.byStatus.absent,
    summary.byStatus.failed,
    summary.byStatus.skipped,
    summary.requests.sent,
    before,
    after,
    disagreements.length === 0 ? 'yes' : 'NO',
  ]);
  const table = [header, ...lines].map((cells) => cells.map(String));
  const widths = header.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  for (const cells of table) {
    const padded = cells.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    console.log(padded.join('  '));
  }
}

const sandbox = await createSandbox();
try {
  console.log(
    `\nEach server holds ${existing} rows. All but ${kept} are to go; five ids are given twice, two never`,
  );
  console.log('existed and one cannot be an id. At two providers the pace is one request a second.\n');
  const results = await Promise.all(listCandidates(sandbox).map(sweep));
  printTable(results);
  console.log(`
deleted    it existed and this run removed it: the provider named it, or counted all of the request
not found  it was not there before
absent     it is gone now; the provider does not say whether it ever existed
failed     refused by us before anything was sent: no id of that provider can look like this
skipped    given twice
`);
  const disagreements = results.flatMap((result) => result.disagreements);
  for (const line of disagreements.slice(0, 20)) console.error(line);
  if (disagreements.length > 0) process.exitCode = 1;
} finally {
  await sandbox.close();
}
