import { createRequire } from 'node:module';
import type ts from 'typescript';
import type { Type } from './code/declarations.js';
import type { PathsMember } from './code/paths-text.js';
import { propertyName } from './code/text.js';

/** Where a type stands: its number among all of them. Without a type openapi-typescript does not ask for another. */
export interface Marker {
  readonly type: 'string';
  readonly marker: number;
}

/** Content by media type, with a marker for each schema. */
export type DescribedContent = Record<string, { readonly schema: Marker }>;

/** The members of an Operation Object that openapi-typescript is given. */
export interface DescribedOperation {
  /** One for each place that has parameters: it stands for all of them. */
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Marker;
  }[];
  readonly requestBody?: { readonly required: boolean; readonly content: DescribedContent };
  readonly responses: Record<string, { readonly content?: DescribedContent }>;
}

/** Operations by path and method. */
export type DescribedPaths = Record<string, Record<string, DescribedOperation>>;

/**
 * The members of `paths`, by openapi-typescript, without what openapi-fetch does not read. A marker becomes the type of
 * its number.
 */
export function makePaths(paths: DescribedPaths, types: readonly Type[]): PathsMember[] {
  const { typescript, transformPaths } = loadParts();
  // Under numbers instead of URLs: it takes them for pointers, and decodes what follows a `%`.
  const urls = Object.keys(paths);
  const numbered = Object.fromEntries(Object.values(paths).map((item, at) => [`/${at}`, item]));
  const made = transformPaths(numbered, {
    // Its documented hook: what replaces the type of a schema.
    transform: ({ marker }: Marker) => typescript.factory.createTypeReferenceNode(`__${marker}__`),
  });
  return new PathsReader(typescript, types).readPaths(made, urls);
}

/** What openapi-typescript is made of, as far as it is used here. */
interface Parts {
  readonly typescript: typeof ts;
  readonly transformPaths: (paths: DescribedPaths, context: object) => ts.TypeLiteralNode;
}

/** Loaded without its linter and bundler: the document is read and resolved already. */
function loadParts(): Parts {
  const own = createRequire(import.meta.url);
  const transformPaths = own('openapi-typescript/dist/transform/paths-object.cjs') as Parts['transformPaths'];
  // The TypeScript that it makes its nodes with.
  const theirs = createRequire(own.resolve('openapi-typescript'));
  return { typescript: theirs('typescript') as typeof ts, transformPaths };
}

/** One property of a type that openapi-typescript made. */
interface Made {
  readonly key: string;
  readonly optional: boolean;
  readonly type: ts.TypeNode;
}

/** Reads the type that openapi-typescript made, part by part, as far as openapi-fetch reads it. */
class PathsReader {
  readonly #ts: typeof ts;
  readonly #types: readonly Type[];

  constructor(typescript: typeof ts, types: readonly Type[]) {
    this.#ts = typescript;
    this.#types = types;
  }

  /** Methods that a path lacks are not there. `urls` are the paths, in the order of the members. */
  readPaths(paths: ts.TypeNode, urls: readonly string[]): PathsMember[] {
    return this.#read(paths).map((path, at) => ({
      ...this.#head(path),
      key: propertyName(urls[at] ?? ''),
      type: this.#read(path.type)
        .filter(({ key, type }) => key !== 'parameters' && this.#ts.isTypeLiteralNode(type))
        .map((method) => ({ ...this.#head(method), type: this.#readOperation(method.type) })),
    }));
  }

  #readOperation(operation: ts.TypeNode): PathsMember[] {
    return this.#read(operation).flatMap((part): PathsMember[] => {
      if (part.key === 'parameters') return [{ ...this.#head(part), type: this.#readParameters(part.type) }];
      if (part.key === 'responses') return [{ ...this.#head(part), type: this.#readAnswers(part.type) }];
      return this.#ts.isTypeLiteralNode(part.type) ? [this.#readWhole(part)] : [];
    });
  }

  /** A place without parameters is said where a caller could want to give one. */
  #readParameters(parameters: ts.TypeNode): PathsMember[] {
    return this.#read(parameters).flatMap((place): PathsMember[] => {
      const [group] = this.#read(place.type);
      if (group !== undefined) return [{ ...this.#readWhole(group), ...this.#head(place) }];
      return place.key === 'query' || place.key === 'path' ? [this.#readWhole(place)] : [];
    });
  }

  /** Headers of answers are not read. */
  #readAnswers(answers: ts.TypeNode): PathsMember[] {
    return this.#read(answers).map((status) => ({
      ...this.#head(status),
      type: this.#read(status.type)
        .filter(({ key }) => key === 'content')
        .map((content) => this.#readWhole(content)),
    }));
  }

  #readWhole(property: Made): PathsMember {
    const { type } = property;
    const parts = this.#ts.isTypeLiteralNode(type)
      ? this.#read(type).map((member) => this.#readWhole(member))
      : this.#typeOf(type);
    return { ...this.#head(property), type: parts };
  }

  #head({ key, optional }: Made): Pick<PathsMember, 'key' | 'optional'> {
    return { key, optional };
  }

  /** Ours, where a marker stands; else it is `never`. */
  #typeOf(type: ts.TypeNode): Type {
    const { isTypeReferenceNode, isIdentifier, idText } = this.#ts;
    if (!isTypeReferenceNode(type) || !isIdentifier(type.typeName)) return 'never';
    return this.#types[Number(idText(type.typeName).replaceAll('_', ''))] ?? 'never';
  }

  /** The properties of an object type; none of another type. */
  #read(type: ts.TypeNode): Made[] {
    if (!this.#ts.isTypeLiteralNode(type)) return [];
    return type.members.flatMap((member) =>
      this.#ts.isPropertySignature(member) && member.type !== undefined
        ? [{ key: this.#keyOf(member.name), optional: member.questionToken !== undefined, type: member.type }]
        : [],
    );
  }

  /** Numbers stay as they are: a status is a number to openapi-fetch. */
  #keyOf(name: ts.PropertyName): string {
    const { isIdentifier, isNumericLiteral, isStringLiteral, idText } = this.#ts;
    if (isNumericLiteral(name)) return name.text;
    if (isIdentifier(name)) return propertyName(idText(name));
    if (isStringLiteral(name)) return propertyName(name.text);
    throw new Error('Wanted a key that is a name, a text or a number.');
  }
}
