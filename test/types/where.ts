/** What the types of deletion by filter allow, and what does not compile. Nothing here runs: `npm test` compiles it. */
import { expectTypeOf } from 'vitest';
import { createExtruct, type BulkDeleter } from '@rowsweep/extruct';
import { createGptbots, type RecordsFilter } from '@rowsweep/gptbots';
import {
  createMinimal,
  type DeleteWhereOptions,
  type DeletionRun,
  type FilterDeleter,
  type RowsFilter,
} from '@rowsweep/minimal';
import { createSplendor } from '@rowsweep/splendor';
import type { FilterOf, FilterValue } from '../../runtime/v1.js';

declare const minimal: ReturnType<typeof createMinimal>;
declare const gptbots: ReturnType<typeof createGptbots>;
declare const extruct: ReturnType<typeof createExtruct>;
declare const splendor: ReturnType<typeof createSplendor>;

const rows = minimal.rows({ org_abbr: 'a', project_abbr: 'b', db_name: 'c', table: 'd' });
expectTypeOf(rows).toEqualTypeOf<FilterDeleter<RowsFilter>>();
const off: RowsFilter = { is_active: { eq: 0 } };
const bound: DeleteWhereOptions = { guards: { maxDeletes: 500, expectCount: 12 } };

// A bound, or a dry run.
expectTypeOf(rows.deleteWhere(off, bound)).toEqualTypeOf<DeletionRun>();
rows.deleteWhere({ id: { in: [1, '2', 3n] }, is_active: { eq: 0 } }, { dryRun: 'count' });
rows.deleteWhere(off, { dryRun: true });
rows.deleteWhere(off, { dryRun: true, guards: { protect: [1] } });
// @ts-expect-error neither a dry run nor a bound
rows.deleteWhere(off, {});
// @ts-expect-error no options at all
rows.deleteWhere(off);
// @ts-expect-error guards without a bound
rows.deleteWhere(off, { guards: { expectCount: 12 } });
// @ts-expect-error a dry run that is none
rows.deleteWhere(off, { dryRun: false });
// @ts-expect-error there is no such strategy
rows.deleteWhere(off, { ...bound, filterStrategy: 'quick' });
// @ts-expect-error a bound is a number
rows.deleteWhere(off, { guards: { maxDeletes: 'all' } });

// Operators: those of the table, one for each column.
// @ts-expect-error there is no operator like
rows.deleteWhere({ name: { like: 'a%' } }, bound);
// @ts-expect-error a condition has an operator
rows.deleteWhere({ name: 'a' }, bound);
// @ts-expect-error a column has one operator
rows.deleteWhere({ id: { ge: 1, le: 9 } }, bound);
// @ts-expect-error in takes a list
rows.deleteWhere({ id: { in: 1 } }, bound);
// @ts-expect-error bw takes two bounds
rows.deleteWhere({ id: { bw: [1] } }, bound);
// @ts-expect-error null has no operator
rows.deleteWhere({ id: { eq: null } }, bound);
// @ts-expect-error how a truth value is written is documented nowhere
rows.deleteWhere({ is_active: { eq: false } }, bound);
// @ts-expect-error guards of a filter mean nothing for ids
rows.deleteMany(['1'], { guards: { expectCount: 1 } });

// A unique key and its value.
const records = gptbots.records({ table_id: 't' });
expectTypeOf(records).toEqualTypeOf<FilterDeleter<RecordsFilter>>();
records.deleteWhere({ email: 'a@b.c' }, { guards: { maxDeletes: 1 } });
// @ts-expect-error a key has no operators
records.deleteWhere({ email: { eq: 'a@b.c' } }, { guards: { maxDeletes: 1 } });
// @ts-expect-error a filter is never beside ids
records.deleteWhere({ record_id: ['1'] }, { guards: { maxDeletes: 1 } });

// No filter is documented: there is no such method.
expectTypeOf(extruct.rows({ table_id: 't' })).toEqualTypeOf<BulkDeleter>();
expectTypeOf(extruct.rows({ table_id: 't' })).not.toHaveProperty('deleteWhere');
expectTypeOf(splendor.records({ dataset_id: 'd' })).not.toHaveProperty('deleteWhere');

// A deleter by filter is a deleter by id.
expectTypeOf(rows).toExtend<BulkDeleter>();

// Declared columns, and no others.
interface Operators {
  readonly eq: FilterValue;
  readonly in: readonly FilterValue[];
}
declare const declared: FilterDeleter<FilterOf<Operators, 'state' | 'age'>>;
declared.deleteWhere({ state: { eq: 'off' } }, bound);
// @ts-expect-error there is no column colour
declared.deleteWhere({ colour: { eq: 'red' } }, bound);
