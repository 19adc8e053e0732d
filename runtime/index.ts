/**
 * The door for people: what one needs by name beside a generated package, to tell errors apart and to read a run.
 * Generated code comes in through `v1.ts`.
 */
export { systemClock } from './clock.js';
export type { Clock } from './clock.js';
export type { CallOptions } from './call.js';
export type {
  BasicCredential,
  ConnectOptions,
  Connection,
  Credential,
  CredentialRequest,
  Fetch,
  UserPassword,
} from './connection.js';
export type { RetryOptions } from './retry.js';
export type { Hooks, RequestEvent, ResponseEvent } from './hooks.js';
export type { Effect, ErrorCode, ErrorRule } from './definition.js';
export { isRowsweepError, RowsweepError } from './errors.js';
export type { ErrorResponse, StatusClass, UndeclaredError } from './errors.js';
export type { ServerSentEvent } from './answer/events.js';
export type { BinaryInput } from './body/bodies.js';
export type { PageOptions, Pages, Paginator } from './paginate.js';
export { isErrorOf } from './operation.js';
export type { Bound, Operation } from './operation.js';
export type { RawClient } from './raw.js';
export { BulkDeletionError, GuardError } from './bulk/errors.js';
export type { DeletionEvent, Progress } from './bulk/events.js';
export type { DeleteOptions, Guards, RetryPolicy } from './bulk/options.js';
export { isGone } from './bulk/types.js';
export type {
  BulkDeleter,
  Capabilities,
  ChunkInfo,
  DeletionOutcome,
  DeletionPlan,
  DeletionRun,
  DeletionStatus,
  DeletionSummary,
  Evidence,
  Ids,
  JobRef,
  OutcomeFilter,
  ProblemGroup,
  RawId,
  RequestCounts,
  SkipReason,
  Warning,
} from './bulk/types.js';
