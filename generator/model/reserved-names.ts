/** Names that nothing from a description may take, each list with its reason. */

/** ECMA-262, section 12.7.2, with those that only strict code and modules reserve, and the globals nobody can shadow. */
const reservedWords: readonly string[] =
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends
   false finally for function if implements import in instanceof interface let new null package private protected
   public return static super switch this throw true try typeof var void while with yield
   undefined NaN Infinity`.split(/\s+/);

/** Names that TypeScript does not accept for a type, or reads as something else in the place of one. */
const predefinedTypes: readonly string[] =
  `any unknown never number bigint boolean string symbol object asserts infer is keyof readonly unique`.split(
    /\s+/,
  );

/** Global types that stand in the same file as the types of schemas; none of these may hide one of those. */
const globalsBesideSchemas: readonly string[] =
  `Array ArrayBuffer AsyncIterable Blob Exclude Extract NonNullable Omit Partial Pick Promise Readonly Record Required
   Uint8Array`.split(/\s+/);

/** Further global types that a package's own types must not hide. */
const usedGlobals: readonly string[] = `Error Request Response`.split(/\s+/);

/** What openapi-typescript exports, and what every generated package exports or has in its client. */
const packageNames: readonly string[] =
  `paths webhooks components operations $defs provider connection raw`.split(/\s+/);

/** Names of parameters and variables in the generated delegates; a function of that name would be hidden there. */
const localNames: readonly string[] = `options input request target defaults error`.split(/\s+/);

/**
 * Members that every object has, or that give an object a second meaning: a client with a method `then` would be
 * taken for a promise.
 */
const objectMembers: readonly string[] =
  `__proto__ constructor hasOwnProperty isPrototypeOf propertyIsEnumerable prototype toJSON toLocaleString toString
   valueOf then`.split(/\s+/);

/**
 * Every name that generated code imports from the runtime, and every one that a package passes on to its callers. A test
 * compares the list with the emitters.
 */
export const runtimeNames: readonly string[] =
  `BasicCredential BinaryInput Bound BulkDeleter BulkDeletionError CallOptions ClientOf ConnectOptions Connection Credential
   DeleteOptions DeleteWhereOptions DeletionBehaviour DeletionEvent DeletionOutcome DeletionPlan DeletionRun DeletionStatus DeletionSummary
   Effect ErrorCode ErrorResponse Evidence FilterByKey FilterDeleter FilterOf FilterValue FilterableBehaviour Operation OperationDefinition PageOptions Pages Paginator ParameterDefinition ProviderDefinition
   RawClient RowsweepError ServerSentEvent StatusClass UndeclaredError binaryAnswer binaryBody bindClient bulk bulkWithFilter connect
   basicCredential cookieCredential cookieParameters deletionJobs envelopeVerdict errorWords eventStream formBody headerCredential headerParameters isErrorOf isGone isRowsweepError jsonBody
   jsonLines multipartBody operation paginate pathParameters queryCredential queryParameters rawClient rowReads selectorGuard
   serverVariables textBody throttleHeaders`.split(/\s+/);

/** Members of the options that every client has; no option of a description may take one. */
export const connectOptionNames: readonly string[] =
  `baseUrl server fetch headers timeoutMs retry errorRules onRequest onResponse clock`.split(/\s+/);

/** For functions. */
export const reservedNames: ReadonlySet<string> = new Set([
  ...reservedWords,
  ...packageNames,
  ...localNames,
  ...objectMembers,
  ...runtimeNames,
]);

/** For types of schemas. */
export const reservedTypeNames: ReadonlySet<string> = new Set([
  ...reservedNames,
  ...predefinedTypes,
  ...globalsBesideSchemas,
]);

/** For the types that stand beside generated code which uses global types. */
export const reservedClientNames: ReadonlySet<string> = new Set([...reservedTypeNames, ...usedGlobals]);
