/**
 * The door for generated code, version 1. What stands here keeps its name and its shape; an incompatible change gets
 * a door of its own beside this one.
 */
export type { Answer, CallOptions, CallRequest, ExchangeOptions } from './call.js';
export { systemClock } from './clock.js';
export type { Clock } from './clock.js';
export { connect } from './connection.js';
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
export type {
  AnswerDefinition,
  BodyContent,
  BodyPart,
  CredentialDefinition,
  Effect,
  EnvelopeRule,
  ErrorBody,
  ErrorCode,
  ErrorRule,
  HttpMethod,
  JsonValue,
  OperationDefinition,
  ParameterDefinition,
  ParameterStyle,
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
export type { ErrorDetails, ErrorResponse, HttpStatus, StatusClass, UndeclaredError } from './errors.js';
export { isErrorOf, operation } from './operation.js';
export type { Bound, Operation } from './operation.js';
export { paginate } from './paginate.js';
export type { PageOptions, Pages, PaginationRule, Paginator } from './paginate.js';
export type { Part } from './part.js';
export { envelopeVerdict } from './answer/envelope.js';
export { binaryAnswer } from './answer/bytes.js';
export { eventStream } from './answer/events.js';
export type { ServerSentEvent } from './answer/events.js';
export { jsonLines } from './answer/lines.js';
export { binaryBody, jsonBody, textBody } from './body/bodies.js';
export type { BinaryInput } from './body/bodies.js';
export { formBody } from './body/form.js';
export { multipartBody } from './body/multipart.js';
export { cookieParameters, headerParameters } from './request/headers.js';
export { pathParameters } from './request/path.js';
export { queryParameters } from './request/query.js';
export { selectorGuard } from './selector.js';
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
