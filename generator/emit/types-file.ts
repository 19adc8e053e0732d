import type { AnswerContent, Api, Operation } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import { Imports } from './code/imports.js';
import type { Type } from './code/declarations.js';
import { printPathsFile } from './code/paths-text.js';
import { flattenShape } from './code/shape-text-flat.js';
import {
  makePaths,
  type DescribedContent,
  type DescribedOperation,
  type DescribedPaths,
  type Marker,
} from './paths-type.js';
import { requestGroups } from './request-type.js';
import { shapeType } from './shape-names.js';

/**
 * `paths`, in the form that openapi-fetch reads, by openapi-typescript: from a small description that is made of the
 * model, in which a marker stands for every type. The types are our own, put where the markers stood; what an operation's
 * request and answer say already is referred to. Comments stand at the operations alone, and what openapi-fetch does not
 * read is left out.
 */
export function emitTypes({ operations }: Pick<Api, 'operations'>): OutputFile {
  const imports = new Imports();
  const types: Type[] = [];
  const paths = describePaths(operations, (type) => types.push(type) - 1, imports);
  const members = operations.length === 0 ? [] : makePaths(paths, types);
  return { path: 'src/types.ts', text: printPathsFile(imports, members) };
}

function describePaths(
  operations: readonly Operation[],
  number: (type: Type) => number,
  imports: Imports,
): DescribedPaths {
  const mark = (type: Type): Marker => ({ type: 'string', marker: number(type) });
  const paths = new Map<string, Record<string, DescribedOperation>>();
  for (const operation of operations) {
    const { path, method, body } = operation;
    const item = paths.get(path) ?? {};
    paths.set(path, item);
    const requestPart = (key: string): Type =>
      `${imports.type('./operations.js', operation.requestType)}['${key}']`;
    item[method.toLowerCase()] = {
      parameters: requestGroups(operation).map((group) => ({
        name: group.in,
        in: group.in,
        required: group.required,
        schema: mark(requestPart(group.key)),
      })),
      ...(body === null
        ? {}
        : {
            requestBody: {
              required: body.required,
              content: contentOf(
                body.contents.map(({ mediaType, shape }) => {
                  const isOnly = body.contents.length === 1 && flattenShape(shape) === null;
                  return [mediaType, mark(isOnly ? requestPart('body') : shapeType(shape, imports))];
                }),
              ),
            },
          }),
      responses: Object.fromEntries(
        [...operation.answers, ...operation.errors].map(({ status, contents }) => [
          String(status),
          contents.length === 0
            ? {}
            : {
                content: contentOf(
                  contents.map((each) => [each.mediaType, mark(answerType(each, operation, imports))]),
                ),
              },
        ]),
      ),
    };
  }
  return Object.fromEntries(paths);
}

function contentOf(entries: readonly (readonly [string, Marker])[]): DescribedContent {
  return Object.fromEntries(entries.map(([mediaType, schema]) => [mediaType, { schema }]));
}

/** A stream is one text to openapi-fetch. */
function answerType(content: AnswerContent, { answers, responseType }: Operation, imports: Imports): Type {
  if (content.encoding === 'events' || content.encoding === 'lines') return 'string';
  const [only, ...others] = answers.flatMap(({ contents }): readonly (AnswerContent | null)[] =>
    contents.length === 0 ? [null] : contents,
  );
  const isWhole = only === content && others.length === 0 && flattenShape(content.shape) === null;
  return isWhole ? imports.type('./operations.js', responseType) : shapeType(content.shape, imports);
}
