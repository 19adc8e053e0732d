import type { OpenAnswer } from './answer/open.js';
import type {
  AnswerDefinition,
  BodyContent,
  EnvelopeRule,
  OperationDefinition,
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

/** The part of one name. */
export type PartOf<Name extends Part['name']> = Extract<Part, { readonly name: Name }>;

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

/** The part of that name. Throws a `Refusal` where the definition does not have it: half a request is never sent. */
export function needPart<Name extends Part['name']>(
  { uses }: Pick<OperationDefinition, 'uses'>,
  name: Name,
): PartOf<Name> {
  return uses.find((part): part is PartOf<Name> => part.name === name) ?? refuseLack(name);
}

/** Refuses a definition for a part that it lacks. */
export function refuseLack(what: string): never {
  throw new Refusal('CONFIGURATION', `its definition has no part for ${what}; generate the package anew.`);
}
