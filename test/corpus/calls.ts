/** Calls one operation in every way that matters and judges both directions by the description. */
import { makeAnswer, successesOf, type AnswerCase } from './answers.js';
import { BASE_PATH, type Client } from './client.js';
import { findDifference } from './difference.js';
import type { Documents } from './document.js';
import { isJsonType, isObject, reasonOf } from './json.js';
import { concreteType } from './media.js';
import { statusFor, type AnswerSpot, type ContentSpot, type OperationSpot } from './operations.js';
import { makeRequest, type RequestCase } from './requests.js';
import type { Size } from './sample.js';
import type { TypedSample } from './samples-file.js';
import type { Schemas } from './schemas.js';

export interface Verdict {
  readonly calls: number;
  /** What was not tried, each with its reason. */
  readonly skipped: readonly string[];
  readonly failures: readonly string[];
  /** What was given and what came back, each once. */
  readonly samples: readonly TypedSample[];
}

interface Subject {
  readonly client: Client;
  readonly name: string;
  readonly operation: OperationSpot;
  readonly documents: Documents;
  readonly schemas: Schemas;
}

/** Each body in both sizes, each declared success in both sizes, and one declared error. */
export async function callOperation(subject: Subject): Promise<Verdict> {
  const skipped: string[] = [];
  const requests = listRequests(subject, skipped);
  const answers = listAnswers(subject, skipped);
  if (successesOf(subject.operation.answers).length === 0) skipped.push('answers: no success is declared');
  const failures: string[] = [];
  let calls = 0;
  const [simplest] = requests;
  if (simplest !== undefined) {
    if (answers.length === 0) {
      // Nothing says what a success is, so only the request is judged.
      for (const request of requests) failures.push(...(await sendOnce(subject, request)));
      calls += requests.length;
    }
    for (let index = 0; index < Math.max(requests.length, answers.length) && answers.length > 0; index += 1) {
      const request = requests[index % requests.length] ?? simplest;
      const answer = answers[index % answers.length];
      if (answer === undefined) break;
      failures.push(...(await callOnce(subject, request, answer)));
      calls += 1;
    }
    const error = chooseError(subject, skipped);
    if (error !== null) {
      failures.push(...(await failOnce(subject, simplest, error)));
      calls += 1;
    }
  }
  const samples = [
    ...requests.map(({ input }) => ({ name: subject.name, side: 'request', value: input }) as const),
    ...answers
      .filter(({ made }) => made.isTyped)
      .map(({ made }) => ({ name: subject.name, side: 'answer', value: made.body }) as const),
  ];
  return { calls, skipped: [...new Set(skipped)], failures: [...new Set(failures)], samples };
}

function listRequests({ operation, documents, schemas }: Subject, skipped: string[]): RequestCase[] {
  const made: RequestCase[] = [];
  const add = (content: ContentSpot | null, size: Size): void => {
    const request = makeRequest(operation, { documents, schemas, size, content });
    if (request.is === 'none') skipped.push(`request: ${request.reason}`);
    else {
      made.push(request.made);
      skipped.push(...request.made.skipped);
    }
  };
  // The platform's `fetch` refuses a body with these methods (Fetch Standard, section 5.4).
  const isBodiless = operation.method === 'GET' || operation.method === 'HEAD';
  if (isBodiless && operation.body !== null)
    skipped.push(`request: fetch sends no body with ${operation.method}`);
  const contents = isBodiless ? [] : (operation.body?.contents ?? []);
  if (isBodiless || operation.body?.required !== true) add(null, 'minimal');
  if (contents.length === 0) add(null, 'full');
  for (const content of contents) {
    const isRange = content.mediaType.includes('*');
    const mediaType = isRange ? concreteType(content, { schemas, direction: 'request' }) : content.mediaType;
    for (const size of ['minimal', 'full'] as const) add({ ...content, mediaType }, size);
  }
  return made;
}

/** However the call ends, the request must have been sent, and be right. */
async function sendOnce({ client, name }: Subject, request: RequestCase): Promise<string[]> {
  const sent: (readonly string[])[] = [];
  let reason = '';
  try {
    await client.call(name, request.input, async (one) => {
      sent.push(await request.verify(one, BASE_PATH));
      return new Response(null, { status: 204 });
    });
  } catch (error) {
    reason = describe(error);
  }
  return sent.length > 0 ? sent.flat() : [`no request is sent: ${reason}`];
}

interface Reply {
  readonly status: number;
  readonly made: Extract<AnswerCase, { is: 'case' }>;
  readonly label: string;
}

function listAnswers({ operation, schemas }: Subject, skipped: string[]): Reply[] {
  const isHead = operation.method === 'HEAD';
  return successesOf(operation.answers).flatMap(({ status: declared, contents }) => {
    const status = statusFor(declared, 200);
    const bodies: readonly (ContentSpot | null)[] = contents.length === 0 ? [null] : contents;
    return bodies.flatMap((content) =>
      (['minimal', 'full'] as const).flatMap((size) => {
        const made = makeAnswer(content, { schemas, size, status, isHead });
        const label = `answer ${declared} ${content?.mediaType ?? ''}`.trim();
        if (made.is === 'case') return [{ status, made, label }];
        skipped.push(`${label}: ${made.reason}`);
        return [];
      }),
    );
  });
}

async function callOnce({ client, name }: Subject, request: RequestCase, reply: Reply): Promise<string[]> {
  const problems: string[] = [];
  try {
    const given = await client.call(name, request.input, async (sent) => {
      problems.push(...(await request.verify(sent, BASE_PATH)));
      return reply.made.respond();
    });
    const problem = await reply.made.verify(given);
    return problem === null ? problems : [...problems, `${reply.label}: ${problem}`];
  } catch (error) {
    return [...problems, `${reply.label}: the call rejects: ${describe(error)}`];
  }
}

function describe(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? `${code} ${reasonOf(error)}` : reasonOf(error);
}

/** A declared error that is not a success in disguise: JSON where there is one, a plain 4xx before others. */
function chooseError({ operation, schemas }: Subject, skipped: string[]): Reply | null {
  const rank = ({ status }: AnswerSpot): number =>
    status.startsWith('4') ? (['401', '408', '429'].includes(status) ? 1 : 0) : status === 'default' ? 2 : 3;
  const errors = operation.answers
    .filter(({ status }) => status === 'default' || /^[45]/.test(status))
    .sort((one, other) => rank(one) - rank(other));
  for (const { status: declared, contents } of errors) {
    const status = declared === '4XX' ? 418 : statusFor(declared, 418);
    const content = contents.find(({ mediaType }) => isJsonType(mediaType)) ?? contents[0] ?? null;
    const isHead = operation.method === 'HEAD';
    const made = makeAnswer(content, { schemas, size: 'full', status, isHead });
    const label = `error ${declared} ${content?.mediaType ?? ''}`.trim();
    if (made.is === 'case') return { status, made, label };
    skipped.push(`${label}: ${made.reason}`);
  }
  return null;
}

async function failOnce({ client, name }: Subject, request: RequestCase, reply: Reply): Promise<string[]> {
  try {
    await client.call(name, request.input, () => Promise.resolve(reply.made.respond()));
    return [`${reply.label}: the call does not reject`];
  } catch (error) {
    const fields = isObject(error) ? error : {};
    if (fields['name'] !== 'RowsweepError') return [`${reply.label}: rejects with ${describe(error)}`];
    if (fields['status'] !== reply.status) {
      return [`${reply.label}: the error has the status ${String(fields['status'])}: ${describe(error)}`];
    }
    const { body } = reply.made;
    if (body === undefined || isBeginning(fields['body'], body)) return [];
    const difference = findDifference(body, fields['body']);
    return difference === null ? [] : [`${reply.label}: in the error's body, ${difference}`];
  }
}

/** Of a text an error keeps the first characters. */
function isBeginning(kept: unknown, whole: unknown): boolean {
  return typeof kept === 'string' && typeof whole === 'string' && kept !== '' && whole.startsWith(kept);
}
