import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { readTemplates } from '../../generator/assets.js';
import { emit } from '../../generator/emit/emit.js';
import { emitIndex } from '../../generator/emit/index-file.js';
import { emitProvider } from '../../generator/emit/provider-file.js';
import { emitOperations } from '../../generator/emit/operations-file.js';
import { clientVariable } from '../../generator/emit/readme.js';
import { emitTypes } from '../../generator/emit/types-file.js';
import { filters, lostAnswers } from '../../generator/emit/words.js';
import { runtimeNames } from '../../generator/model/reserved-names.js';
import type { Deletion } from '../../generator/model/types.js';
import { description, overlay } from './acme.js';
import { compile } from './compiling.js';
import { describeApi, modelText, modelWell } from './modelling.js';

describe('the door', () => {
  it('passes on no name of the runtime that a description could take', () => {
    const { text } = emitIndex(modelWell(description, overlay));
    const names = [...text.matchAll(/export (?:type )?\{([^}]*)\} from '@rowsweep\/runtime\/v1'/g)].flatMap(
      ([, list = '']) =>
        list
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== ''),
    );
    expect(names).toContain('isErrorOf');
    expect(names.filter((name) => !runtimeNames.includes(name))).toEqual([]);
  });
});

describe('a credential', () => {
  const describeSecured = (security: string): string =>
    describeApi(`components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }
paths:
  /a: { get: { operationId: getA, security: [{ key: [] }], responses: { '204': { description: x } } } }
  /b: { get: { operationId: getB, security: ${security}, responses: { '204': { description: x } } } }
`);

  it.each([
    ['every operation needs', '[{ key: [] }]', true],
    ['one operation does without', '[]', false],
    ['one operation may do without', '[{}, { key: [] }]', false],
  ])('that %s is required: %s', (_, security, required) => {
    const { text } = emitProvider(modelWell(describeSecured(security)));
    const [, table = ''] = /credentials: \[\{([^}]*)\}\]/.exec(text.replaceAll(/\s+/g, ' ')) ?? [];
    expect(table).toContain("name: 'X-Key'");
    expect(table.includes('required: true')).toBe(required);
  });
});

describe('types', () => {
  it('come without a word on the terminal', () => {
    const spies = [
      ...(['log', 'warn', 'error', 'debug', 'info'] as const).map((name) => vi.spyOn(console, name)),
      ...[vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')],
    ];
    expect(emitTypes(modelWell(description, overlay)).text).toContain('export interface paths');
    expect(spies.flatMap((spy) => spy.mock.calls)).toEqual([]);
    for (const spy of spies) spy.mockRestore();
  });
});

describe('the words about a deletion', () => {
  const folder = 'test/fixtures/delete-by-conditions';
  const [sent] = modelWell(
    readFileSync(`${folder}/openapi.yaml`, 'utf8'),
    readFileSync(`${folder}/overlay.yaml`, 'utf8'),
  ).deletions;
  if (sent?.readBack?.kind !== 'filter') throw new Error('The first plan of the fixture looks ids up.');
  const { call, items, page } = sent.readBack;

  it.each<[string, Partial<Deletion>, string]>([
    ['is repeated', { retry: 'safe' }, 'sent again'],
    ['is looked up', {}, 'never sent again; the ids are looked up, and `unknown` where that settles nothing'],
    [
      'is looked up when asked',
      { readBack: { kind: 'scan', call, items, page, id: '/id' } },
      "never sent again; the ids are looked up with `verify: 'ambiguous'`, and `unknown` where that settles nothing",
    ],
    ['stays unknown', { readBack: null }, 'never sent again; the ids are `unknown`'],
  ])('say that what was lost %s', (_what, change, expected) => {
    expect(lostAnswers({ ...sent, retry: 'never', ...change })).toBe(expected);
  });

  it('bound no more than the strategy does', () => {
    expect(filters(sent)).toMatch(/`filterStrategy: 'direct'` .* rows that begin to match in between go too/);
    const [asJob] = modelWell(
      readFileSync('test/fixtures/delete-by-job/openapi.yaml', 'utf8'),
      readFileSync('test/fixtures/delete-by-job/overlay.yaml', 'utf8'),
    ).deletions;
    if (asJob?.job === undefined) throw new Error('The plan of the fixture is a job.');
    expect(filters({ ...sent, job: asJob.job })).not.toContain('direct');
  });

  it.each(['Done', 'Explain', 'Process', 'Console', 'Ids'])(
    'call no client create%s declares like a name of theirs',
    (name) => {
      expect(clientVariable(`create${name}`)).toBe('client');
    },
  );
});

describe('many operations', () => {
  const paths = (count: number, part: string): string =>
    Array.from({ length: count }, (_, at) => {
      const id = `${part.replaceAll('/', '_')}_${at}`;
      const parameter = `{ name: id, in: query, schema: { type: string } }`;
      return `  /v1/${part}/{key}/${at}: { get: { operationId: ${id}, parameters: [${parameter}], responses: { '204': { description: x } } } }\n`;
    }).join('');
  const describeMany = (text: string): ReturnType<typeof modelText> =>
    modelText(describeApi(`paths:\n${text}`));

  it.each([
    ['up to a hundred', paths(100, 'rows')],
    ['where their paths do not tell them apart', paths(120, 'rows')],
  ])('stand in one file %s', (_, text) => {
    const { api } = describeMany(text);
    if (api === null) throw new Error('No model.');
    expect(emitOperations(api).map(({ path }) => path)).toEqual(['src/operations.ts']);
  });

  it('stand in files by what their paths begin with, where there are more', async () => {
    const { api, document } = describeMany(
      paths(90, 'rows/a') + paths(20, 'rows/b') + paths(3, 'rows/c') + paths(30, 'tables') + paths(2, 'me'),
    );
    if (api === null) throw new Error('No model.');
    const files = await emit({ api, document, templates: readTemplates() });
    const folder = (name: string): string[] =>
      files.map(({ path }) => path).filter((path) => path.startsWith(`src/${name}`));
    expect(folder('operations')).toEqual([
      'src/operations/v1.ts',
      'src/operations/v1-rows.ts',
      'src/operations/v1-rows-a.ts',
      'src/operations/v1-rows-b.ts',
      'src/operations/v1-tables.ts',
      'src/operations.ts',
    ]);
    expect(folder('definitions')).toHaveLength(6);
    const definitions = files.find(({ path }) => path === 'src/definitions/v1-rows.ts')?.text ?? '';
    expect(definitions.match(/name: 'id'/g)).toHaveLength(1);
    expect(definitions.match(/parameters: \[keyPath, idQuery\]/g)).toHaveLength(3);
    expect(compile(files)).toEqual([]);
  }, 60_000);
});

describe('templates', () => {
  it('that are missing are named', async () => {
    const { api, document } = modelText(description, overlay);
    if (api === null) throw new Error('No model.');
    await expect(emit({ api, document, templates: {} })).rejects.toThrow(
      'There is no template readme.md.hbs.',
    );
    await expect(
      emit({ api, document, templates: { ...readTemplates(), license: '{{nobody}}' } }),
    ).rejects.toThrow('"nobody" not defined');
  });

  it('hold no code that decides', () => {
    for (const [name, text] of Object.entries(readTemplates())) {
      expect(text, name).not.toMatch(/\b(?:if|for|while) \(|\btry \{/);
    }
  });
});
