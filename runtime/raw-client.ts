/**
 * The type of the raw client: what openapi-fetch's client offers, as far as a guarded client can. Its own type costs a
 * compiler more than a thousand operations do, and it is paid by every program that only imports the package. What
 * stands here is worked out where a request is written, for that request alone.
 */

/** The methods, as the paths of openapi-typescript name them. */
export type RawMethodName = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch' | 'trace';

/**
 * openapi-fetch's client over this runtime's transport. `Paths` is as openapi-typescript writes it. What would lead a
 * request past its guard, such as another base URL or `fetch`, has no place in it.
 */
export interface RawClient<in out Paths extends object> {
  /** The method is given in small letters, as the paths have it. */
  request<Method extends RawMethodName, Path extends PathWith<Paths, Method>, As extends RawFormat = 'json'>(
    method: Method,
    path: Path,
    ...init: RawInput<OperationAt<Paths, Path, Method>, As>
  ): Promise<RawAnswer<OperationAt<Paths, Path, Method>, As>>;
  readonly GET: RawMethod<Paths, 'get'>;
  readonly PUT: RawMethod<Paths, 'put'>;
  readonly POST: RawMethod<Paths, 'post'>;
  readonly DELETE: RawMethod<Paths, 'delete'>;
  readonly OPTIONS: RawMethod<Paths, 'options'>;
  readonly HEAD: RawMethod<Paths, 'head'>;
  readonly PATCH: RawMethod<Paths, 'patch'>;
  readonly TRACE: RawMethod<Paths, 'trace'>;
  /** Registers middleware for every request; see `RawMiddleware`. */
  use(...middleware: readonly RawMiddleware[]): void;
  /** Takes middleware away again. */
  eject(...middleware: readonly RawMiddleware[]): void;
}

/** Sends a request with this method to a path that has it. */
export type RawMethod<in out Paths extends object, in out Method extends RawMethodName> = <
  Path extends PathWith<Paths, Method>,
  As extends RawFormat = 'json',
>(
  path: Path,
  ...init: RawInput<OperationAt<Paths, Path, Method>, As>
) => Promise<RawAnswer<OperationAt<Paths, Path, Method>, As>>;

/** How the body of a success is read: as its type says, or as this. An error is always read as its type says. */
export type RawFormat = 'json' | 'text' | 'blob' | 'arrayBuffer' | 'stream';

/** `data` of a 2xx answer, or `error` of any other. */
export type RawAnswer<Operation, As extends RawFormat> =
  | {
      readonly data: As extends 'json' ? SuccessOf<AnswersOf<Operation>> : Formats[As];
      readonly error?: never;
      readonly response: Response;
    }
  | {
      readonly data?: never;
      readonly error: FailureOf<AnswersOf<Operation>>;
      readonly response: Response;
    };

/** What a request may be given beside its parameters and its body. */
export interface RawOptions<As extends RawFormat> extends Omit<RequestInit, 'body' | 'headers' | 'method'> {
  /** Left out: `json`. */
  readonly parseAs?: As;
  readonly headers?: RawHeaders;
  /** Turns the body into what `fetch` sends. Left out: JSON. */
  readonly bodySerializer?: (body: never) => unknown;
  readonly middleware?: readonly RawMiddleware[];
}

/** Headers of one request; null takes one away. */
export type RawHeaders =
  | Headers
  | [string, string][]
  | Record<string, string | number | boolean | (string | number | boolean)[] | null>;

/** Sees each request that was checked, and may set its headers; and each answer, which it may replace. */
export interface RawMiddleware {
  readonly onRequest?: (context: RawContext) => RawReply<Request | Response>;
  readonly onResponse?: (context: RawContext & { readonly response: Response }) => RawReply<Response>;
  readonly onError?: (context: RawContext & { readonly error: unknown }) => RawReply<Response | Error>;
}

/** What a middleware gives back, if anything. */
export type RawReply<Given> = Given | undefined | Promise<Given | undefined> | Promise<void>;

/** What a middleware sees. */
export interface RawContext {
  readonly request: Request;
  /** The path as the description has it. */
  readonly schemaPath: string;
  readonly params: {
    readonly query?: Record<string, unknown>;
    readonly header?: Record<string, unknown>;
    readonly path?: Record<string, unknown>;
    readonly cookie?: Record<string, unknown>;
  };
  /** The same for all that belongs to one request. */
  readonly id: string;
}

interface Formats {
  readonly json: unknown;
  readonly text: string;
  readonly blob: Blob;
  readonly arrayBuffer: ArrayBuffer;
  readonly stream: ReadableStream<Uint8Array> | null;
}

/** The statuses of a success. Every other is a failure, and so is `default`, as openapi-fetch has it. */
type Success = 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 208 | 226 | '2XX' | '2xx';

type PathWith<Paths extends object, Method extends RawMethodName> = {
  [Path in keyof Paths]: Paths[Path] extends Readonly<Record<Method, unknown>> ? Path : never;
}[keyof Paths];

type OperationAt<Paths extends object, Path extends keyof Paths, Method> = Method extends keyof Paths[Path]
  ? Paths[Path][Method]
  : never;

/** The second argument, which may be left out where nothing in it is needed. */
type RawInput<Operation, As extends RawFormat> =
  Partial<ParametersInput<Operation> & BodyInput<Operation>> extends ParametersInput<Operation> &
    BodyInput<Operation>
    ? [init?: ParametersInput<Operation> & BodyInput<Operation> & RawOptions<As>]
    : [init: ParametersInput<Operation> & BodyInput<Operation> & RawOptions<As>];

type ParametersInput<Operation> = Operation extends { readonly parameters: infer Parameters }
  ? Partial<Parameters> extends Parameters
    ? { readonly params?: Parameters }
    : { readonly params: Parameters }
  : { readonly params?: { readonly query?: Record<string, unknown> } };

type BodyInput<Operation> = [RequestBodyOf<Operation>] extends [never]
  ? { readonly body?: never }
  : Operation extends { readonly requestBody: unknown }
    ? { readonly body: RequestBodyOf<Operation> }
    : { readonly body?: RequestBodyOf<Operation> };

type RequestBodyOf<Operation> = Operation extends { readonly requestBody?: infer Body }
  ? ContentOf<Body>
  : never;

/** The bodies of all media types. */
type ContentOf<Body> = Body extends { readonly content: infer Content } ? Content[keyof Content] : never;

type AnswersOf<Operation> = Operation extends { readonly responses: infer Answers } ? Answers : never;

type BodyOf<Answers, Status extends keyof Answers> = { [One in Status]: AnswerOf<Answers[One]> }[Status];

type SuccessOf<Answers> = BodyOf<Answers, Extract<keyof Answers, Success>>;

type FailureOf<Answers> = BodyOf<Answers, Exclude<keyof Answers, Success>>;

/** Undefined where there is no body. */
type AnswerOf<Answer> = Answer extends { readonly content: infer Content }
  ? Content[keyof Content]
  : undefined;
