import type { OpenAnswer } from './answer/open.js';
import type { DeletionJobs } from './bulk/jobs/deletion-jobs.js';
import type { RowReads } from './bulk/reads/row-reads.js';
import type { CredentialSource } from './credential.js';
import type { Throttle } from './delay.js';
import type {
  AnswerDefinition,
  BodyContent,
  CredentialDefinition,
  EnvelopeRule,
  ErrorBody,
  OperationDefinition,
  ProviderDefinition,
  SelectorGuard,
} from './definition.js';
import { Refusal } from './refusal.js';
import type { Draft, ReadRequest, Values, WrittenBody } from './request/request.js';

/**
 * A piece of the runtime that only some operations need. A definition names those that it does, so that a program
 * carries no other. Where one is missing, the call is refused before anything is sent.
 */
export type Part =
  | Named<`${'path' | 'query' | 'header' | 'cookie'}Parameters`, WritesParameters>
  | Named<`${'json' | 'form' | 'multipart' | 'text' | 'binary'}Body`, EncodesBody>
  | Named<'selectorGuard', GuardsSelector>
  | Named<'envelopeVerdict', JudgesEnvelope>
  | Named<'binaryAnswer', ReadsBytes>
  | Named<'eventStream' | 'jsonLines', ReadsStream>;

/** The same for all operations of a provider: its definition names those that its other tables need. */
export type ProviderPart =
  | Named<`${'header' | 'basic' | 'query' | 'cookie'}Credential`, OpensCredential>
  | Named<'serverVariables', FillsServer>
  | Named<'errorWords', ReadsWords>
  | Named<'throttleHeaders', ReadsThrottle>;

/** The same for a table of a deletion. */
export type DeletionPart = DeletionJobs | RowReads;

type AnyPart = Part | ProviderPart | DeletionPart;

/** The part of one name. */
export type PartOf<Name extends AnyPart['name']> = Extract<AnyPart, { readonly name: Name }>;

type Named<Name, Does> = Name extends string ? Does & { readonly name: Name } : never;

/** Writes the parameters of one place into the draft of a request. Throws a `Refusal`. */
interface WritesParameters {
  readonly write: (draft: Draft, definition: OperationDefinition, values: Values) => void;
}

/** Encodes a body in the media type that was chosen. Throws a `Refusal`. */
interface EncodesBody {
  readonly encode: (value: unknown, content: BodyContent) => WrittenBody;
  /** Chooses the media type, and the part that encodes it; the same in every part of this kind. */
  readonly choose: (definition: OperationDefinition, given: ReadRequest) => WrittenBody;
}

/** Refuses a request that could delete more than it names. Throws a `Refusal`. */
interface GuardsSelector {
  readonly check: (guard: SelectorGuard, request: { readonly query: Values; readonly body: unknown }) => void;
}

/** Whether a body says in its envelope that the call failed, or nothing at all; undefined: it does not disagree. */
interface JudgesEnvelope {
  readonly judge: (rule: EnvelopeRule, body: unknown) => 'failed' | 'unproved' | undefined;
}

/** Reads an answer that is neither JSON nor text. */
interface ReadsBytes {
  readonly reads: (essence: string) => boolean;
  readonly read: (bytes: Uint8Array) => unknown;
}

/** Reads an answer of many values while it arrives. */
interface ReadsStream {
  readonly reads: (essence: string) => boolean;
  readonly read: (answer: OpenAnswer, declared: AnswerDefinition) => AsyncIterable<unknown>;
}

/** Reads a credential, and knows where it goes. Throws a `Refusal` for what cannot be one. */
interface OpensCredential {
  readonly open: (definition: CredentialDefinition, credential: unknown) => CredentialSource;
}

/** The URL of a server with its variables filled in. Throws a `Refusal`. */
interface FillsServer {
  readonly fill: (servers: ProviderDefinition['servers'], values: unknown) => string;
}

/** The provider's own words, taken from a body that may be anything. */
export interface ProviderWords {
  readonly message: string | undefined;
  readonly code: string | undefined;
}

/** By the envelope, else by the first form of error body whose message is a string. */
interface ReadsWords {
  readonly read: (
    body: unknown,
    envelope: EnvelopeRule | undefined,
    forms: readonly ErrorBody[],
  ) => ProviderWords;
}

/** What an answer says about the provider's limit. */
interface ReadsThrottle {
  readonly read: (headers: Headers, throttle: ProviderDefinition['throttle'], nowMs: number) => Throttle;
}

/** The part of that name; undefined where it is not named. */
export function findPart<Name extends AnyPart['name']>(
  { uses = [] }: { readonly uses?: readonly AnyPart[] },
  name: Name,
): PartOf<Name> | undefined {
  return uses.find((part): part is PartOf<Name> => part.name === name);
}

/** The part of that name. Throws a `Refusal` where the definition does not have it: half a request is never sent. */
export function needPart<Name extends AnyPart['name']>(
  definition: { readonly uses?: readonly AnyPart[] },
  name: Name,
): PartOf<Name> {
  return findPart(definition, name) ?? refuseLack(name);
}

/** Refuses a definition for a part that it lacks. */
export function refuseLack(what: string): never {
  throw new Refusal('CONFIGURATION', `its definition has no part for ${what}; generate the package anew.`);
}
