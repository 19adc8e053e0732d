/** The walls of the house: who may import what. Read from the sources, so a breach names its file and line. */
import { describe, expect, it } from 'vitest';
import { importsOf, listFiles, readText } from './sources.js';

interface Room {
  /** Folder or file prefixes, relative to the repository. */
  readonly of: readonly string[];
  readonly except?: readonly string[];
  /** Allowed import specifiers; a relative import is written as its path from the repository. */
  readonly may: readonly RegExp[];
  /** Allowed for `import type` only. */
  readonly mayTypes?: readonly RegExp[];
}

const node = /^node:/;
const diagnostics = /^generator\/(diagnostics|output-file)\.js$/;

/** Rooms of the runtime that need Node. */
const forNode = ['runtime/keep-alive/', 'runtime/journal/', 'runtime/audit/', 'runtime/file-lock/'];

const rooms: Readonly<Record<string, Room>> = {
  runtime: {
    of: ['runtime/'],
    except: forNode,
    may: [/^runtime\/(?!(?:keep-alive|journal|audit|file-lock)\/)/, /^openapi-fetch$/],
  },
  // A door of its own, for Node alone: nothing else of the runtime may need it.
  'runtime/keep-alive': {
    of: ['runtime/keep-alive/'],
    may: [/^runtime\//, /^node:(http|https|net|stream|zlib)$/],
    mayTypes: [/^node:tls$/],
  },
  'runtime/journal': {
    of: ['runtime/journal/'],
    may: [
      /^runtime\/(journal|file-lock)\//,
      // What runs do with a journal comes along with it.
      /^runtime\/bulk\/journal\/journal-part\.js$/,
      /^node:(fs\/promises|zlib)$/,
    ],
    mayTypes: [/^runtime\/bulk\/journal\/journal-types\.js$/],
  },
  'runtime/audit': {
    of: ['runtime/audit/'],
    may: [
      /^runtime\/(audit|file-lock)\//,
      /^runtime\/bulk\/audit\/(audit-chain|audit-part|audit-verify|canonical)\.js$/,
      /^node:fs\/promises$/,
    ],
    mayTypes: [/^runtime\/bulk\/audit\/audit-(types|runs)\.js$/],
  },
  // What a journal and an audit trail in a file share.
  'runtime/file-lock': {
    of: ['runtime/file-lock/'],
    may: [
      /^runtime\/file-lock\//,
      /^runtime\/(codes|errors)\.js$/,
      /^node:(fs\/promises|os|path|crypto|timers\/promises)$/,
    ],
  },
  'generator/load': {
    of: ['generator/load/'],
    may: [/^generator\/load\//, diagnostics, node, /^(js-yaml|yaml|json-p3)$/],
  },
  'generator/import': {
    of: ['generator/import/'],
    may: [/^generator\/(import|load)\//, diagnostics, node, /^yaml$/],
  },
  'generator/model': {
    of: ['generator/model/'],
    may: [/^generator\/model\//, diagnostics, /^ajv(\/|$)/, /^ajv-formats$/],
    mayTypes: [/^generator\/load\/document\.js$/],
  },
  'generator/lint': {
    of: ['generator/lint/'],
    may: [/^generator\/lint\//, diagnostics, /^@redocly\/openapi-core$/],
    mayTypes: [/^generator\/load\/document\.js$/, /^generator\/model\/types\.js$/],
  },
  'generator/emit': {
    of: ['generator/emit/'],
    except: ['generator/emit/code/'],
    may: [
      /^generator\/emit\//,
      diagnostics,
      /^node:module$/,
      /^(openapi-typescript|handlebars)(\/|$)/,
      /^typescript$/,
    ],
    mayTypes: [/^generator\/load\/document\.js$/, /^generator\/model\/(types|shape-types)\.js$/],
  },
  'generator/emit/code': {
    of: ['generator/emit/code/'],
    may: [/^generator\/emit\/code\//],
    mayTypes: [/^generator\/model\/(types|shape-types)\.js$/],
  },
  // The library of the command `diff`, and of a release: nothing of it is needed to generate.
  'generator/diff': {
    of: ['generator/diff/'],
    may: [/^generator\/diff\//, /^node:crypto$/],
    mayTypes: [
      diagnostics,
      /^generator\/load\/document\.js$/,
      /^generator\/model\/(types|deletion-types|shape-types)\.js$/,
    ],
  },
  'generator/format': {
    of: ['generator/format/'],
    may: [/^generator\/format\//, diagnostics, node, /^prettier$/],
  },
  'generator/write': { of: ['generator/write/'], may: [/^generator\/write\//, diagnostics, node] },
  'generator/cli': { of: ['generator/cli/'], may: [/^generator\//, node] },
  'generator/config': {
    of: ['generator/config/'],
    // ts-morph is required when a configuration is written in TypeScript, and not before.
    may: [/^generator\/config\//, /^generator\/suggest\.js$/, diagnostics, node, /^ts-morph$/],
  },
  'generator/codes': { of: ['generator/codes/'], may: [/^generator\/codes\//], mayTypes: [diagnostics] },
  'generator, between the stages': {
    of: [
      'generator/assets.ts',
      'generator/diagnostics.ts',
      'generator/output-file.ts',
      'generator/suggest.ts',
    ],
    may: [/^generator\/codes\//, node],
    mayTypes: [/^generator\/load\/document\.js$/],
  },
  'generator/main': { of: ['generator/main.ts'], may: [/^generator\/(?!cli\/)/] },
  ...Object.fromEntries(
    ['extruct', 'altatech', 'minimal', 'gptbots', 'splendor'].map((name) => [
      `generated/${name}`,
      {
        of: [`generated/${name}/`],
        may: [new RegExp(`^generated/${name}/src/`), /^@rowsweep\/runtime\/v1$/],
      },
    ]),
  ),
  sandbox: {
    of: ['sandbox/'],
    except: ['sandbox/stores/mysql-worker.ts'],
    may: [/^sandbox\//, node, /^ajv(\/|$)/, /^ajv-formats$/],
  },
  // The one file that loads the database's client, in a thread that is started for a real database only.
  'sandbox, at a real database': {
    of: ['sandbox/stores/mysql-worker.ts'],
    may: [/^node:worker_threads$/, /^mysql2\/promise$/],
    mayTypes: [/^sandbox\/stores\/mysql-bridge\.js$/],
  },
};

describe('boundaries', () => {
  for (const [name, room] of Object.entries(rooms)) {
    it(`${name} imports only what it may`, () => {
      const files = listFiles({ under: room.of, except: room.except ?? [], extension: '.ts' });
      expect(files.length).toBeGreaterThan(0);
      const breaches = files.flatMap((file) =>
        importsOf(file)
          .filter(({ target, typeOnly }) => {
            const allowed = [...room.may, ...(typeOnly ? (room.mayTypes ?? []) : [])];
            return !allowed.some((pattern) => pattern.test(target));
          })
          .map(({ target, line }) => `${file}:${line} imports ${target}`),
      );
      expect(breaches).toEqual([]);
    });
  }

  it('have no file outside of them', () => {
    const inRooms = Object.values(rooms).flatMap((room) => room.of);
    const shipped = listFiles({
      under: ['runtime/', 'generator/', 'generated/', 'sandbox/'],
      extension: '.ts',
    });
    expect(shipped.filter((file) => !inRooms.some((prefix) => file.startsWith(prefix)))).toEqual([]);
  });

  it('the runtime uses no global of Node, whose types its door for Node brings in', () => {
    // This one looks whether it is there.
    const except = [...forNode, 'runtime/bulk/input/rests.ts'];
    const files = listFiles({ under: ['runtime/'], except, extension: '.ts' });
    expect(
      linesWith(files, /\bprocess\.[a-z]|\b(Buffer|require|setImmediate|__dirname|__filename|NodeJS)\b/),
    ).toEqual([]);
  });

  it('only the command line prints or exits', () => {
    const files = listFiles({
      under: ['generator/', 'runtime/'],
      except: ['generator/cli/'],
      extension: '.ts',
    });
    expect(linesWith(files, /\b(console\.\w+|process\.(exit|exitCode|stdout|stderr))\b/)).toEqual([]);
  });

  it('the hand-written layers name no provider', () => {
    const files = listFiles({ under: ['generator/', 'runtime/', 'templates/'], extension: '' });
    expect(linesWith(files, /extruct|altatech|gptbots|littlebit|splendor/i)).toEqual([]);
  });
});

function linesWith(files: readonly string[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    readText(file)
      .split('\n')
      .map((text, index) => `${file}:${index + 1} ${text.trim()}`)
      .filter((line) => pattern.test(line)),
  );
}
