/** Writes a filter into a request, and bounds the request's size. */
import { requestLine, type CallRequest } from '../../call.js';
import type { OperationDefinition } from '../../definition.js';
import type { FilterPlacement } from '../../filter-behaviour.js';
import { withPlaced } from '../../placement.js';
import { withValueAt } from '../../pointer.js';
import type { Subject } from '../context.js';
import { GuardError } from '../errors.js';
import type { CheckedFilter } from './filter.js';
import type { Settings } from '../settings.js';

/** A copy of the request with the filter in its place. A body never gets an id beside it. */
export function withFilter(
  request: CallRequest,
  placement: FilterPlacement,
  filter: CheckedFilter,
): CallRequest {
  const columns = Object.fromEntries(filter.conditions.map(({ column, written }) => [column, written]));
  if (placement.in === 'query') return withPlaced(request, placement, columns);
  const { item } = placement;
  const written = item === null ? columns : [{ [item]: columns }];
  return { ...request, body: withValueAt(request.body, placement.at, written) };
}

/** Throws a `GuardError` where the request line would be longer than one may be. */
export function checkLine(
  { connection, behaviour }: Subject,
  settings: Pick<Settings, 'chunk'>,
  { operation, request }: { readonly operation: OperationDefinition; readonly request: CallRequest },
): void {
  const most = Math.min(
    behaviour.limits.maxUrlBytes ?? Number.POSITIVE_INFINITY,
    settings.chunk.maxUrlBytes ?? Number.POSITIVE_INFINITY,
  );
  const bytes = new TextEncoder().encode(requestLine(connection, operation, request)).length;
  if (bytes <= most) return;
  throw new GuardError({
    guard: 'unsafeFilter',
    provider: behaviour.provider,
    message: `The filter was not sent: the request line would have ${bytes} bytes, and may have ${most}. To delete many ids, give them to deleteMany.`,
    effect: 'none',
  });
}
