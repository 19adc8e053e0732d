/** What the types of the runtime's door promise to generated code. Nothing here runs: `npm test` compiles it. */
import { expectTypeOf } from 'vitest';
import {
  isErrorOf,
  operation,
  paginate,
  type BasicCredential,
  type BinaryInput,
  type Bound,
  type CallOptions,
  type ClientOf,
  type Connection,
  type Credential,
  type CredentialRequest,
  type ErrorResponse,
  type HttpStatus,
  type Operation,
  type OperationDefinition,
  type PageOptions,
  type Pages,
  type Paginator,
  type ServerSentEvent,
  type StatusClass,
  type UndeclaredError,
} from '../../runtime/v1.js';

declare const definition: OperationDefinition;
declare const connection: Connection;

// A range is the union of its statuses.
expectTypeOf<404>().toExtend<StatusClass<'4XX'>>();
expectTypeOf<499>().toExtend<StatusClass<'4XX'>>();
expectTypeOf<500>().not.toExtend<StatusClass<'4XX'>>();
expectTypeOf<399>().not.toExtend<StatusClass<'4XX'>>();
expectTypeOf<StatusClass<'4XX'> | StatusClass<'5XX'>>().toExtend<HttpStatus>();
// @ts-expect-error there is no such range
export type NoRange = StatusClass<'6XX'>;

interface NotFound {
  readonly missing: string;
}
interface Invalid {
  readonly problems: readonly string[];
}
interface Problem {
  readonly title: string;
}
type Declared = 404 | Exclude<StatusClass<'4XX'>, 404>;
type RowError =
  | ErrorResponse<404, NotFound>
  | ErrorResponse<Exclude<StatusClass<'4XX'>, 404>, Invalid>
  | ErrorResponse<Exclude<HttpStatus, Declared>, Problem>
  | UndeclaredError<HttpStatus>;

const getRow: Operation<{ readonly path: { id: string } }, string, RowError> =
  /* @__PURE__ */ operation(definition);

/** An exact status, a range and `default` are told apart by the status alone. */
export function explain(error: unknown): string {
  if (!isErrorOf(getRow, error)) return 'another error';
  switch (error.status) {
    case 404:
      return error.body.missing;
    case 422:
      return error.body.problems.join();
    case 500:
      return error.body.title;
    case undefined:
      expectTypeOf(error.body).toEqualTypeOf<unknown>();
      return error.code;
    default:
      // What is left is the rest of the range and of `default`.
      expectTypeOf(error.body).toEqualTypeOf<Invalid | Problem>();
      return error.code;
  }
}

// A method of a client has the connection already.
expectTypeOf<Bound<typeof getRow>>().toEqualTypeOf<
  (request: { readonly path: { id: string } }, options?: CallOptions) => Promise<string>
>();

// One that may be left out may be left out of the method too.
interface Ping {
  readonly body?: string;
}
type Nothing = ReturnType<() => void>;
expectTypeOf<Bound<Operation<Ping | Nothing, undefined, never>>>().toEqualTypeOf<
  (request?: Ping, options?: CallOptions) => Promise<undefined>
>();
expectTypeOf<ClientOf<{ readonly getRow: typeof getRow }, object>['getRow']>().toEqualTypeOf<
  Bound<typeof getRow>
>();

// A walk has items and pages, and is bound in the same way.
interface Page {
  readonly data: readonly number[];
}
const getRowPages: Paginator<[request?: { query?: object }, options?: PageOptions], number, Page> =
  /* @__PURE__ */ paginate(getRow, {
    kind: 'cursor',
    cursor: { in: 'query', at: 'after' },
    size: { in: 'query', at: 'limit' },
    next: '/next',
    truncated: null,
    maxSize: 100,
    items: '/data',
  });
expectTypeOf(getRowPages(connection)).toEqualTypeOf<Pages<number, Page>>();
expectTypeOf<Bound<typeof getRowPages>>().returns.toEqualTypeOf<Pages<number, Page>>();
/** The compiler knows what is walked. */
export async function sum(): Promise<number> {
  let total = 0;
  for await (const item of getRowPages(connection, {}, { maxPages: 3 })) total += item;
  for await (const page of getRowPages(connection).pages()) total += page.data.length;
  return total;
}

// A stream is an answer like any other.
const watch: Operation<
  object,
  AsyncIterable<ServerSentEvent<{ readonly n: number }>>,
  never
> = /* @__PURE__ */ operation(definition);
/** Data has the type of the schema. */
export async function last(): Promise<number> {
  let n = 0;
  for await (const { data } of await watch(connection, {})) n = data.n;
  return n;
}

// Secrets are values, or functions that may look at why they are asked.
export const credentials: readonly Credential[] = [
  'token',
  (): string => 'token',
  ({ refused }: CredentialRequest): Promise<string> => Promise.resolve(refused ? 'new' : 'old'),
];
export const pairs: readonly BasicCredential[] = [
  { username: 'u', password: 'p' },
  (): BasicPair => ({ username: 'u', password: 'p' }),
];
type BasicPair = Exclude<BasicCredential, (...input: never[]) => unknown>;
// @ts-expect-error a pair is no text
export const wrongPair: BasicCredential = 'u:p';
export const files: readonly BinaryInput[] = [
  new Blob([]),
  new ArrayBuffer(1),
  new Uint8Array(1),
  Buffer.from(''),
];
