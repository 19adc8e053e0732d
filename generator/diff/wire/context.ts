import type { Draft } from '../drafts.js';
import type { SchemaPairs } from '../schema/pairs.js';
import type { Direction } from '../schema/labels.js';
import type { Side } from '../side.js';
import type { FoundOperation } from './operations.js';

/** One operation on both sides, and how to report what differs. */
export interface OperationPair {
  readonly sides: { readonly old: Side; readonly now: Side };
  readonly old: FoundOperation;
  readonly now: FoundOperation;
  readonly schemas: SchemaPairs;
  /** Who writes the request: the caller, or of a webhook the server, so that the caller reads it. */
  readonly sent: Direction;
  /** How sentences call it. */
  readonly title: string;
  readonly report: (draft: Omit<Draft, 'view' | 'operations'>) => void;
}

/** Who reads what the other writes. */
export function receivedOf({ sent }: Pick<OperationPair, 'sent'>): Direction {
  return sent === 'request' ? 'answer' : 'request';
}
