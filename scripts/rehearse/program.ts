/** What the team wrote against the first release: deletes rows at all five servers, and reads an error by its status. */
export const program = `
import { createAltatech } from '@rowsweep/altatech';
import { createExtruct, deleteTableRows, isErrorOf, type BulkDeleter } from '@rowsweep/extruct';
import { createGptbots } from '@rowsweep/gptbots';
import { createMinimal } from '@rowsweep/minimal';
import { createSandbox } from '@rowsweep/sandbox';
import { createSplendor } from '@rowsweep/splendor';

interface Store {
  readonly size: number;
  insert(count: number): string[];
}

/** The first complaint of an answer 422. */
function explain(error: unknown): string {
  if (!isErrorOf(deleteTableRows, error) || error.status !== 422) return String(error);
  const complaint = error.body.detail?.[0];
  return complaint === undefined ? error.message : complaint.msg;
}

async function sweep(name: string, store: Store, rows: BulkDeleter): Promise<void> {
  const ids = store.insert(60);
  const summary = await rows.deleteMany(ids.slice(10));
  summary.throwIfNotGone();
  if (store.size !== 10) throw new Error(name + ' still has ' + store.size + ' rows');
  console.log(name.padEnd(10) + summary.gone + ' of ' + summary.requested + ' gone, ' + store.size + ' left');
}

const sandbox = await createSandbox();
try {
  const { altatech, extruct, gptbots, minimal, splendor } = sandbox;
  await sweep('extruct', extruct.store, createExtruct(extruct.options).rows(extruct.target));
  await sweep('altatech', altatech.store, createAltatech(altatech.options).records(altatech.target));
  await sweep('minimal', minimal.store, createMinimal(minimal.options).rows(minimal.target));
  await sweep('gptbots', gptbots.store, createGptbots(gptbots.options).records(gptbots.target));
  await sweep('splendor', splendor.store, createSplendor(splendor.options).records(splendor.target));
  console.log(explain(new Error('an error of another kind is told as it is')));
} finally {
  await sandbox.close();
}
`;
