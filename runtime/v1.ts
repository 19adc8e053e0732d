/**
 * The door for generated code, version 1. What stands here keeps its name and its shape; an incompatible change gets
 * a door of its own beside this one.
 */
export type { Answer, CallOptions, CallRequest, ExchangeOptions } from './call.js';
export { systemClock } from './clock.js';
export type { Clock } from './clock.js';
export { connect } from './connection.js';
export type { ConnectOptions, Connection, Credential, Fetch } from './connection.js';
export type { RetryOptions } from './retry.js';
export type { Hooks, RequestEvent, ResponseEvent } from './policies/observe.js';
export type {
  Effect,
  EnvelopeRule,
  ErrorBody,
  ErrorCode,
  ErrorRule,
  HttpMethod,
  JsonValue,
  OperationDefinition,
  ParameterDefinition,
  Pointer,
  ProviderDefinition,
  SelectorGuard,
} from './definition.js';
export type {
  AnswerRule,
  BadIdRule,
  CallTemplate,
  CountBehaviour,
  DeletionBehaviour,
  IdFormat,
  IdPlacement,
  JobBehaviour,
  JobState,
  Limits,
  Pace,
  Pagination,
  Placement,
  ReadBack,
  TargetCondition,
  TargetField,
} from './behaviour.js';
export { isRowsweepError, RowsweepError } from './errors.js';
export type { ErrorDetails, ErrorResponse, UndeclaredError } from './errors.js';
export { isErrorOf, operation } from './operation.js';
export type { Bound, Operation } from './operation.js';
export { rawClient } from './raw.js';
export type { RawClient } from './raw.js';
export { bulk } from './bulk/bulk.js';
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
