/** What a case consists of, and the small description that all cases change. */

/** Any part of a description, written in a test. */
export type Part = unknown;

/** One change, and what is right to say about it. */
export interface Case {
  readonly name: string;
  readonly old: Part;
  readonly now: Part;
  /** Every finding as `bump view rule`, heaviest first. */
  readonly findings: readonly string[];
  /** Why that is right. */
  readonly why: string;
}

interface Told {
  readonly name: string;
  readonly findings: readonly string[];
  readonly why: string;
}

/** OpenAPI 3.1 unless a case is about 3.0. */
export type Version = '3.0.3' | '3.1.0';

/** A description with one operation that answers, and one that is sent something. */
export function describe(parts: {
  readonly version?: Version;
  readonly answer?: Part;
  readonly request?: Part;
  readonly schemas?: Part;
  readonly root?: object;
  readonly getPet?: object;
  readonly addPet?: object;
}): object {
  const { version = '3.1.0', answer = { type: 'string' }, request = { type: 'string' }, schemas } = parts;
  return {
    openapi: version,
    info: { title: 'Pets', version: '1.0.0' },
    servers: [{ url: 'https://pets.example' }],
    paths: {
      '/pets/{petId}': {
        get: {
          operationId: 'getPet',
          parameters: [{ name: 'petId', in: 'path', required: true, schema: { type: 'string' } }],
          responses: {
            '200': { description: 'A pet.', content: { 'application/json': { schema: answer } } },
          },
          ...parts.getPet,
        },
      },
      '/pets': {
        post: {
          operationId: 'addPet',
          requestBody: { required: true, content: { 'application/json': { schema: request } } },
          responses: { '204': { description: 'Added.' } },
          ...parts.addPet,
        },
      },
    },
    ...(schemas === undefined ? {} : { components: { schemas } }),
    ...parts.root,
  };
}

/** A change of what is answered. */
export function ofAnswer(told: Told, old: Part, now: Part): Case {
  return { ...told, old: describe({ answer: old }), now: describe({ answer: now }) };
}

/** A change of what is sent. */
export function ofRequest(told: Told, old: Part, now: Part): Case {
  return { ...told, old: describe({ request: old }), now: describe({ request: now }) };
}

/** A change of anything else. */
export function of(
  told: Told,
  old: Parameters<typeof describe>[0],
  now: Parameters<typeof describe>[0],
): Case {
  return { ...told, old: describe(old), now: describe(now) };
}

/** An object with one property that is required and one that is not. */
export function object(properties: Record<string, Part>, required: readonly string[] = []): object {
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required }) };
}
