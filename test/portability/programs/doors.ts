/** The door of the runtime that is open everywhere: ids out of a table, read while they are deleted. */
import { createExtruct } from '@rowsweep/extruct';
import { readCsv } from '@rowsweep/runtime/ids';
import { reasonOf, type Check, type CheckName, type Plan } from './plan.js';

/** Reads ids from a stream of bytes and deletes them. Never rejects. */
export function checkIds({ doors, extruct }: Plan): Promise<Check> {
  return check('/ids', async () => {
    const csv = ['name,id', ...doors.ids.map((id, row) => `"row ""${row}"", öäü",${id}`)].join('\r\n');
    const source = new Blob([csv]).stream();
    const summary = await createExtruct(extruct.options)
      .rows(extruct.target)
      .deleteMany(readCsv(source, { column: 'id' }));
    expectAll(summary.byStatus.deleted, doors.ids);
  });
}

/** One check: null, or why it failed. */
export async function check(name: CheckName, act: () => Promise<void>): Promise<Check> {
  try {
    await act();
    return { name, failure: null };
  } catch (error) {
    return { name, failure: reasonOf(error) };
  }
}

/** Throws unless there are as many as ids. */
export function expectAll(count: number, ids: readonly string[]): void {
  if (count !== ids.length) throw new Error(`${count} of ${ids.length} were deleted`);
}
