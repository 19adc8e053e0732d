/** The nouns that the servers share: a request as read from the wire, an answer, and the fate of a request. */

/** The providers, by the names of their packages. */
export type ProviderName = 'extruct' | 'altatech' | 'gptbots' | 'minimal' | 'splendor';

/** One way in which a request does not fit the provider's description. */
export interface Violation {
  readonly in: 'path' | 'query' | 'header' | 'cookie' | 'body';
  /** The parameter's name; null for the body. */
  readonly name: string | null;
  /** Where inside the parameter or the body; a missing property is the last element. */
  readonly location: readonly (string | number)[];
  /**
   * The keyword of JSON Schema that failed, or one of ours: `json` (cannot be parsed), `contentType` (not a declared
   * media type), `undeclared` (a parameter or body that the description does not know; it is noted, not refused).
   */
  readonly keyword: string;
  readonly message: string;
  /** The keyword's own facts, such as `limit` of `maxItems`. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** A request after its body was read, before anything was decided about it. */
export interface SandboxRequest {
  readonly provider: ProviderName;
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  /** The path without the query, as it came. */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text; empty when there was none. */
  readonly text: string;
  /** The body parsed as JSON; undefined when there was none or it is malformed. */
  readonly json: unknown;
  /** Variables of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** The ids that the request asks to delete, as far as it names them. */
  readonly ids: readonly string[];
  /** True for the operation that deletes rows, whether or not it names any. */
  readonly deletes: boolean;
  /** The `operationId` in the description; null when the description has no such operation. */
  readonly operation: string | null;
  readonly violations: readonly Violation[];
}

/** What is sent back. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Undefined: no body. A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
}

/**
 * What happens to one request instead of the ordinary. `delayMs` waits first, whatever follows.
 *
 * - `status`: this answer is sent. The request has no effect, unless `effect` is true: then it is carried out and its
 *   own answer is thrown away.
 * - `cut: 'before'`: the socket is destroyed and nothing happens. `cut: 'after'`: the request is carried out, then the
 *   socket is destroyed: the lost answer. `inHeaders` and `inBody`: it is carried out, and half of its answer is sent.
 * - `hang`: no answer ever comes; with `effect` the request is carried out.
 * - `rewrite`: the server gets another request than was sent. `edit`: the client gets another answer than was given.
 * - `closeIdleMs`: so long after the answer the connection is closed.
 */
export interface Fate extends Partial<Answer> {
  readonly delayMs?: number;
  readonly effect?: boolean;
  readonly cut?: 'before' | 'after' | 'inHeaders' | 'inBody';
  readonly hang?: boolean;
  readonly rewrite?: (request: SandboxRequest) => SandboxRequest;
  readonly edit?: (answer: Answer) => Answer;
  readonly closeIdleMs?: number;
  /** Called when the request was carried out, not when it was refused, before anything is sent. */
  readonly onCarriedOut?: () => void;
}

/** Decides a request's fate; undefined lets it through. The only place in which a server departs from its rules. */
export type Intercept = (request: SandboxRequest) => Fate | undefined | Promise<Fate | undefined>;

/** One line of a server's log. No header is in it, so no secret is. */
export interface LoggedRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  /** The `operationId` in the description; null when the description has no such operation. */
  readonly operation: string | null;
  /** Null: the socket was cut. */
  readonly status: number | null;
  /** The ids that the request asked to delete. */
  readonly ids: readonly string[];
  /** Empty when the request fits the description. At most 100 are kept. */
  readonly violations: readonly Violation[];
}

/** One operation that a server has. */
export interface Route {
  readonly method: string;
  /** A path template: `/v1/tables/{table_id}/rows`. */
  readonly path: string;
  readonly handle: (request: SandboxRequest) => Answer;
  /** The ids that a deletion names. */
  readonly ids?: (request: SandboxRequest) => readonly string[];
  /** True: no credentials are needed. */
  readonly open?: boolean;
}

/** What makes one server differ from another. */
export interface Provider {
  readonly name: ProviderName;
  readonly routes: readonly Route[];
  /** Looks at credentials and headers that every operation needs; null lets the request in. */
  admit(request: SandboxRequest): Answer | null;
  /** The provider's validation error for a request that does not fit the description. */
  refuse(request: SandboxRequest, violations: readonly Violation[]): Answer;
  /** The provider's form of an error that is about no operation in particular. */
  fail(status: number, message: string): Answer;
  /** Headers that every answer of the server's own carries. */
  stamp?(): Readonly<Record<string, string>>;
}

/** What a provider is made from. */
export interface ProviderContext<Settings> {
  readonly settings: Settings;
  readonly seed: number;
  /** The credential that is accepted. */
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Thrown inside a handler to answer at once. */
export class Refusal extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(`answered ${String(answer.status)}`);
    this.answer = answer;
  }
}

/** True for a JSON object; arrays and null are none. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a query parameter that is given once or several times; undefined when it is not given. */
export function firstValue(request: SandboxRequest, name: string): string | undefined {
  return request.query.find(([key]) => key === name)?.[1];
}
