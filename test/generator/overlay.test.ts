import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../generator/diagnostics.js';
import type { Document } from '../../generator/load/document.js';
import { load } from '../../generator/load/load.js';
import { listProblems, makeFolder } from './scratch.js';

const description = `openapi: 3.1.0
info:
  title: T
  version: "1"
tags: [{ name: a }, { name: b }, { name: c }]
paths:
  /rows:
    get: { summary: read }
    delete: { summary: delete }
`;

interface Loaded {
  readonly document: Document | null;
  readonly problems: string[];
  readonly messages: string[];
  /** `file:line:column` of what a pointer leads to. */
  readonly at: (pointer: string) => string;
}

function loadWith(overlay: string, text = description): Loaded {
  const folder = makeFolder({ 'openapi.yaml': text, 'overlay.yaml': overlay });
  const diagnostics = new Diagnostics();
  const input = { description: join(folder, 'openapi.yaml'), overlay: join(folder, 'overlay.yaml') };
  const document = load(input, diagnostics);
  return {
    document,
    problems: listProblems(diagnostics, folder),
    messages: diagnostics.items.map(({ message }) => message),
    at: (pointer) => {
      const place = document?.place(pointer);
      return place === undefined
        ? ''
        : `${place.file.slice(folder.length + 1)}:${place.line}:${place.column}`;
    },
  };
}

/** An overlay with these actions; the first action's line is 4. */
function overlayOf(actions: string): string {
  return `overlay: 1.0.0\ninfo: { title: O, version: "1" }\nactions:\n${actions}`;
}

describe('applying', () => {
  it('merges objects deeply, and the places follow who wrote what', () => {
    const { document, at, problems } = loadWith(
      overlayOf(
        '  - target: $.paths["/rows"]\n    update:\n      delete:\n        summary: Delete rows\n        x-new: { a: [1] }\n',
      ),
    );
    expect(problems).toEqual([]);
    expect(document?.value['paths']).toEqual({
      '/rows': { get: { summary: 'read' }, delete: { summary: 'Delete rows', 'x-new': { a: [1] } } },
    });
    expect(at('/paths/~1rows/get/summary')).toBe('openapi.yaml:8:12');
    expect(at('/paths/~1rows/delete')).toBe('openapi.yaml:9:5');
    expect(at('/paths/~1rows/delete/summary')).toBe('overlay.yaml:7:9');
    expect(at('/paths/~1rows/delete/x-new/a/0')).toBe('overlay.yaml:8:22');
    expect(at('/paths/~1rows/delete/x-new/b')).toBe('overlay.yaml:8:9');
  });

  it('appends to arrays: the elements of a list, or one entry', () => {
    const { document, at } = loadWith(
      overlayOf(
        '  - target: $.tags\n    update: [{ name: d }]\n  - target: $.tags\n    update: { name: e }\n  - target: $\n    update: { tags: [{ name: f }] }\n',
      ),
    );
    expect(document?.value['tags']).toEqual(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name })));
    expect(at('/tags/2/name')).toBe('openapi.yaml:5:36');
    expect(at('/tags/3/name')).toBe('overlay.yaml:5:16');
    expect(at('/tags/4/name')).toBe('overlay.yaml:7:15');
    expect(at('/tags/5/name')).toBe('overlay.yaml:9:24');
  });

  it('replaces a value that is neither', () => {
    const { document, at } = loadWith(overlayOf('  - target: $.info.title\n    update: New\n'));
    expect(document?.value['info']).toEqual({ title: 'New', version: '1' });
    expect(at('/info/title')).toBe('overlay.yaml:5:5');
    expect(at('/info/version')).toBe('openapi.yaml:4:3');
  });

  it('removes, and later elements keep their places', () => {
    const { document, at } = loadWith(
      overlayOf(
        '  - target: $.tags[?@.name != "c"]\n    remove: true\n  - target: $.paths["/rows"].get\n    remove: true\n',
      ),
    );
    expect(document?.value['tags']).toEqual([{ name: 'c' }]);
    expect(document?.value['paths']).toEqual({ '/rows': { delete: { summary: 'delete' } } });
    expect(at('/tags/0/name')).toBe('openapi.yaml:5:36');
    expect(at('/paths/~1rows/get')).toBe('openapi.yaml:7:3');
  });

  it('removes what lies within what it removes', () => {
    const { document, problems } = loadWith(overlayOf('  - target: $.tags..*\n    remove: true\n'));
    expect(problems).toEqual([]);
    expect(document?.value['tags']).toEqual([]);
  });

  it('in the order of the actions: what one removes, the next can write anew', () => {
    const { document, at } = loadWith(
      overlayOf('  - target: $.tags\n    remove: true\n  - target: $\n    update: { tags: [{ name: z }] }\n'),
    );
    expect(document?.value['tags']).toEqual([{ name: 'z' }]);
    expect(at('/tags')).toBe('overlay.yaml:7:15');
  });

  it('to what lies deeper than a hundred levels', () => {
    const deep = `${'{ a: '.repeat(200)}{ deepest: true }${' }'.repeat(200)}`;
    const { problems, document } = loadWith(
      overlayOf('  - target: $..[?@.deepest]\n    update: { found: true }\n'),
      `${description}x-a: ${deep}\n`,
    );
    expect(problems).toEqual([]);
    expect(JSON.stringify(document?.value)).toContain('"deepest":true,"found":true');
  });

  it('to every match, each with a copy of its own', () => {
    const { document } = loadWith(
      overlayOf(
        '  - target: $.paths.*.*\n    update: { x-a: { list: [] } }\n  - target: $.paths.*.get.x-a.list\n    update: 1\n',
      ),
    );
    expect(document?.value['paths']).toEqual({
      '/rows': {
        get: { summary: 'read', 'x-a': { list: [1] } },
        delete: { summary: 'delete', 'x-a': { list: [] } },
      },
    });
  });

  it('a key named __proto__ changes no prototype', () => {
    const { document } = loadWith(
      overlayOf('  - target: $.info\n    update: { __proto__: { polluted: true } }\n'),
    );
    expect(Object.keys(document?.value['info'] ?? {})).toEqual(['title', 'version', '__proto__']);
    expect(document?.value['info']).not.toHaveProperty('polluted');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('references are checked after it', () => {
    const { problems } = loadWith(
      overlayOf("  - target: $\n    update: { components: { schemas: { A: { $ref: '#/nowhere' } } } }\n"),
    );
    expect(problems).toEqual(['overlay.yaml:5:45 reference-broken']);
  });

  it('both files are inputs', () => {
    const { document } = loadWith(overlayOf('  - target: $.info\n    update: {}\n'));
    expect(Object.keys(document?.inputs ?? {})).toEqual(['overlay.yaml', 'openapi.yaml']);
    expect(document?.overlayFile).toMatch(/overlay\.yaml$/);
  });

  it('two inputs of one name both count', () => {
    const folder = makeFolder({
      'a/api.yaml': description,
      'b/api.yaml': overlayOf('  - target: $.info\n    update: {}\n'),
    });
    const input = { description: join(folder, 'a/api.yaml'), overlay: join(folder, 'b/api.yaml') };
    expect(Object.keys(load(input, new Diagnostics())?.inputs ?? {})).toEqual(['../b/api.yaml', 'api.yaml']);
  });
});

describe('what is wrong with an overlay', () => {
  const actions: readonly (readonly [question: string, actions: string, problem: string])[] = [
    ['a target that matches nothing', '  - target: $.gone\n    update: {}\n', '4:5 overlay-target-unmatched'],
    [
      'a filter that matches nothing',
      '  - target: $.tags[?@.name == "z"]\n    remove: true\n',
      '4:5 overlay-target-unmatched',
    ],
    ['a target that is no query', '  - update: {}\n    target: $.paths[\n', '5:5 overlay-target-invalid'],
    ['a target without $', '  - target: paths\n    remove: true\n', '4:5 overlay-target-invalid'],
    ['no target', '  - update: {}\n', '4:5 overlay-invalid'],
    ['neither update nor remove', '  - target: $.info\n', '4:5 overlay-invalid'],
    ['remove: false alone', '  - target: $.info\n    remove: false\n', '4:5 overlay-invalid'],
    [
      'both update and remove',
      '  - target: $.info\n    update: {}\n    remove: true\n',
      '4:5 overlay-invalid',
    ],
    ['a remove that is no boolean', '  - target: $.info\n    remove: "yes"\n', '5:5 overlay-invalid'],
    ['an unknown key', '  - target: $.info\n    updates: {}\n    update: {}\n', '5:5 overlay-invalid'],
    ['an action that is no object', '  - $.info\n', '4:5 overlay-invalid'],
    ['a scalar for an object', '  - target: $.info\n    update: text\n', '5:5 overlay-type-conflict'],
    ['an array for an object', '  - target: $\n    update: { info: [] }\n', '5:15 overlay-type-conflict'],
    [
      'an object for an array within',
      '  - target: $\n    update: { tags: {} }\n',
      '5:15 overlay-type-conflict',
    ],
    ['removing everything', '  - target: $\n    remove: true\n', '4:5 overlay-type-conflict'],
  ];
  it.each(actions)('%s', (_, text, problem) => {
    const { document, problems } = loadWith(overlayOf(text));
    expect(problems).toEqual([`overlay.yaml:${problem}`]);
    expect(document).toBeNull();
  });

  const documents: readonly (readonly [question: string, text: string, problem: string])[] = [
    ['an OpenAPI description', description, '1:1 overlay-invalid'],
    ['a list', '- overlay\n', '1:1 overlay-invalid'],
    ['a version that is a number', 'overlay: 1.0\n', '1:1 overlay-invalid'],
    ['a later version', 'info: {}\noverlay: 1.1.0\n', '2:1 overlay-invalid'],
    ['no info', 'overlay: 1.0.0\nactions: [{ target: $, update: {} }]\n', '1:1 overlay-invalid'],
    [
      'no title',
      'overlay: 1.0.0\ninfo: { version: "1" }\nactions: [{ target: $, update: {} }]\n',
      '2:1 overlay-invalid',
    ],
    ['no actions', 'overlay: 1.0.0\ninfo: { title: T, version: "1" }\nactions: []\n', '3:1 overlay-invalid'],
    ['a syntax error', 'overlay: 1.0.0\ninfo: }\n', '2:7 syntax-error'],
  ];
  it.each(documents)('%s', (_, text, problem) => {
    const { document, problems } = loadWith(text);
    expect(problems).toEqual([`overlay.yaml:${problem}`]);
    expect(document).toBeNull();
  });

  it('extensions are allowed everywhere, and extends', () => {
    const text =
      'overlay: 1.0.0\nextends: ./openapi.yaml\nx-a: 1\ninfo: { title: T, version: "1", x-b: 2 }\nactions: [{ target: $, update: {}, x-c: 3, description: D }]\n';
    expect(loadWith(text).problems).toEqual([]);
  });

  it('says what is there and what was to come', () => {
    expect(loadWith(overlayOf('  - target: $.tags[0]\n    update: [1]\n')).messages).toEqual([
      'The description has an object here, and the update has an array.',
    ]);
  });

  it('every action is tried, so that one run shows all', () => {
    const { problems } = loadWith(
      overlayOf(
        '  - target: $.gone\n    update: {}\n  - target: $.info\n    update: { title: N }\n  - target: $.lost\n    remove: true\n',
      ),
    );
    expect(problems).toEqual([
      'overlay.yaml:4:5 overlay-target-unmatched',
      'overlay.yaml:8:5 overlay-target-unmatched',
    ]);
  });

  it('an overlay that is not there', () => {
    const folder = makeFolder({ 'openapi.yaml': description });
    const diagnostics = new Diagnostics();
    const input = { description: join(folder, 'openapi.yaml'), overlay: join(folder, 'none.yaml') };
    expect(load(input, diagnostics)).toBeNull();
    expect(listProblems(diagnostics, folder)).toEqual(['none.yaml:1:1 file-not-readable']);
  });
});
