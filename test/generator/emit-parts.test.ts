import { describe, expect, it, vi } from 'vitest';
import { readTemplates } from '../../generator/assets.js';
import { emit } from '../../generator/emit/emit.js';
import { emitIndex } from '../../generator/emit/index-file.js';
import { emitTypes } from '../../generator/emit/types-file.js';
import { runtimeNames } from '../../generator/model/reserved-names.js';
import { description, overlay } from './acme.js';
import { modelText, modelWell } from './modelling.js';

describe('the door', () => {
  it('passes on no name of the runtime that a description could take', () => {
    const { text } = emitIndex(modelWell(description, overlay));
    const names = [...text.matchAll(/export (?:type )?\{([^}]*)\} from "@rowsweep\/runtime\/v1"/g)].flatMap(
      ([, list = '']) => list.split(',').map((name) => name.trim()),
    );
    expect(names).toContain('isErrorOf');
    expect(names.filter((name) => !runtimeNames.includes(name))).toEqual([]);
  });
});

describe('types', () => {
  it('come without a word on the terminal, and leave the document as it was', () => {
    const spies = [
      ...(['log', 'warn', 'error', 'debug', 'info'] as const).map((name) => vi.spyOn(console, name)),
      ...[vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')],
    ];
    const { document } = modelText(description);
    const before = JSON.stringify(document.value);
    emitTypes(document);
    const value = {
      ...structuredClone(document.value),
      components: { schemas: { A: { $ref: '#/nowhere' } } },
    };
    emitTypes({ ...document, value });
    expect(JSON.stringify(document.value)).toBe(before);
    expect(spies.flatMap((spy) => spy.mock.calls)).toEqual([]);
    for (const spy of spies) spy.mockRestore();
  });

  it('that cannot be made are an error that names the file and the reason', () => {
    const { document } = modelText(description);
    const broken = {
      ...document,
      file: 'broken.yaml',
      value: { ...document.value, paths: { '/a': { get: 1 } } },
    };
    expect(() => emitTypes(broken)).toThrow(/^The types of broken\.yaml cannot be made: /);
    expect(() => emitTypes({ ...document, file: 'x', value: {} })).toThrow(
      'it is not an OpenAPI description',
    );
  });
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
