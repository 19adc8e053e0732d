/** Fills call templates: what is sent, from tables and values. */
import type { CallTemplate, DeletionBehaviour, IdPlacement } from '../../behaviour.js';
import type { CallRequest } from '../../call.js';
import { withPlaced } from '../../placement.js';
import { withValueAt } from '../../pointer.js';
import { idFormatOf } from '../input/ids.js';
import type { Settings } from '../settings.js';
import type { Target } from '../target.js';

/** The template with its constants and the target's fields filled in. */
export function fillTemplate(template: CallTemplate, target: Target): CallRequest {
  let request: CallRequest = {};
  for (const { value, ...placement } of template.set) request = withPlaced(request, placement, value);
  for (const { target: field, ...placement } of template.bind) {
    request = withPlaced(request, placement, target[field]);
  }
  return request;
}

/** Writes the ids of one request into it, as the description says. Never call it without an id. */
export function withIds(options: {
  readonly request: CallRequest;
  readonly placement: IdPlacement;
  readonly target: Target;
  readonly ids: readonly string[];
  readonly asNumbers: boolean;
}): CallRequest {
  const { request, placement, target, ids, asNumbers } = options;
  if (placement.in === 'body') {
    const { item } = placement;
    const values: readonly (string | number)[] = asNumbers ? ids.map(Number) : ids;
    const written = item === null ? values : values.map((id) => ({ [item]: id }));
    return { ...request, body: withValueAt(request.body, placement.at, written) };
  }
  const { many, one, parameter } = placement;
  const column = target[placement.column] ?? '';
  const [first] = ids;
  const value =
    ids.length === 1 ? `${one.prefix}${String(first)}` : `${many.prefix}${ids.join(many.separator)}`;
  return { ...request, query: { ...request.query, [parameter]: { [column]: value } } };
}

/** The request with the caller's reason, where the provider has a place for it. */
export function withReason(
  { reason: place }: DeletionBehaviour,
  request: CallRequest,
  reason: string | undefined,
): CallRequest {
  if (reason === undefined || place === null) return request;
  return withPlaced(request, { in: place.in, at: place.at }, reason);
}

/** Writes deletion requests for one target: everything but the ids is filled in once. */
export interface RequestWriter {
  /** True: ids are written as JSON numbers, because the description says that they are integers. */
  readonly asNumbers: boolean;
  write(ids: readonly string[]): CallRequest;
}

/**
 * Makes the writer; the reason goes along where the provider has a place for it. It is asked for with the first request,
 * because a run that goes on with a journal may know it no sooner.
 */
export function requestWriter(
  behaviour: DeletionBehaviour,
  target: Target,
  settings: Pick<Settings, 'reason'>,
): RequestWriter {
  let request: CallRequest | undefined;
  const asNumbers = behaviour.ids.in === 'body' && idFormatOf(behaviour, target).kind === 'integer';
  return {
    asNumbers,
    write: (ids) => {
      request ??= withReason(behaviour, fillTemplate(behaviour.call, target), settings.reason);
      return withIds({ request, placement: behaviour.ids, target, ids, asNumbers });
    },
  };
}
