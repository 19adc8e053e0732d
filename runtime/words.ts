import type { EnvelopeRule, ErrorBody } from './definition.js';
import type { PartOf, ProviderWords } from './part.js';
import { valueAt } from './pointer.js';
import { writeLine } from './redact.js';

/** Reads what a provider says about its error, in the forms that the description gives. */
export const errorWords: PartOf<'errorWords'> = { name: 'errorWords', read: readWords };

const MESSAGE_CHARACTERS = 300;

/** Reads message and code by the envelope, else by the first form of error body whose message is a string. */
function readWords(
  body: unknown,
  envelope: EnvelopeRule | undefined,
  forms: readonly ErrorBody[],
): ProviderWords {
  const form = forms.find(({ message }) => typeof valueAt(body, message) === 'string');
  const codeAt = form?.providerCode ?? null;
  const formCode = codeAt === null ? undefined : codeText(valueAt(body, codeAt));
  const formMessage =
    form === undefined ? undefined : lineOf(valueAt(body, form.message), MESSAGE_CHARACTERS);
  if (!envelope) return { message: formMessage, code: formCode };
  return {
    message:
      (envelope.message === null ? undefined : lineOf(valueAt(body, envelope.message), MESSAGE_CHARACTERS)) ??
      formMessage,
    code: codeText(valueAt(body, envelope.code)) ?? formCode,
  };
}

function codeText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return lineOf(value, 100);
}

function lineOf(value: unknown, maxCharacters: number): string | undefined {
  const line = typeof value === 'string' ? writeLine(value, maxCharacters) : '';
  return line === '' ? undefined : line;
}
