import type { NamedSchema } from '../model/shape-types.js';
import type { Api } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import { printDoc } from './code/doc-text.js';
import { Imports, RUNTIME } from './code/imports.js';
import { HEADER, printImport } from './code/print.js';
import { delayNames, docText, hasNames } from './code/shape-text-flat.js';
import { printAssignedShape, printProperties } from './code/shape-text.js';
import { identifier, literal } from './code/text.js';
import { fits, widthOf } from './code/width.js';
import { InterfaceBases } from './interface-bases.js';
import { importNames } from './shape-names.js';

/**
 * One exported type a schema of the description: an interface where it is an object, or objects and one of its own;
 * else an alias. An enum is a constant of the same name, too.
 */
export function emitSchemas({ schemas }: Pick<Api, 'schemas'>): OutputFile {
  const bases = new InterfaceBases(schemas);
  const imports = new Imports();
  const texts = schemas.map((schema) => {
    importNames(schema.shape, imports);
    return printSchema(schema, bases);
  });
  // The names of schemas are declared here.
  const head = imports
    .list()
    .filter(({ from }) => from === RUNTIME)
    .map(({ from, names }) => printImport(from, names));
  const body = texts.length === 0 ? ['export {};\n'] : texts;
  return { path: 'src/schemas.ts', text: `${HEADER}\n\n${[...head, ...body].join('\n')}` };
}

function printSchema(schema: NamedSchema, bases: InterfaceBases): string {
  const name = identifier(schema.name);
  const doc = printDoc(docText(schema), 0);
  const { shape } = schema;
  const heritage = bases.findHeritage(shape);
  if (heritage !== null) {
    const { names, own } = heritage;
    const body = own.properties.length === 0 ? '{}' : `{\n${printProperties(own, 2)}}`;
    return `${doc}${printHeritage(name, names)} ${body}\n`;
  }
  if (shape.kind === 'object' && (shape.properties.length > 0 || hasNames(shape.rest))) {
    return `${doc}export interface ${name} {\n${printProperties(shape, 2)}}\n`;
  }
  const head = `export type ${name} =`;
  const alias = `${head}${printAssignedShape(delayNames(shape), { indent: 0, column: widthOf(head), after: 1 })};\n`;
  return `${doc}${printValues(schema)}${schema.values === null ? '' : doc}${alias}`;
}

/** The values of an enum, by names; nothing for another schema. */
function printValues({ name, values }: NamedSchema): string {
  if (values === null) return '';
  const lines = values.map(({ key, value }) => `  ${key}: ${literal(value)},\n`);
  return `export const ${name} = {\n${lines.join('')}} as const;\n\n`;
}

function printHeritage(name: string, bases: readonly string[]): string {
  const head = `export interface ${name}`;
  const flat = `extends ${bases.join(', ')}`;
  if (bases.length === 1 || fits(flat, { column: widthOf(head) + 1, after: 2 })) return `${head} ${flat}`;
  if (fits(flat, { column: 2, after: 2 })) return `${head}\n  ${flat}`;
  return `${head}\n  extends\n${bases.map((base) => `    ${base}`).join(',\n')}`;
}
