import { describe, expect, it } from 'vitest';
import { summariseProfiles } from './cpu-profile.js';

const frame = (id: number, url: string, functionName = 'work'): object => ({
  id,
  callFrame: { functionName, url, lineNumber: 4 },
});

describe('a profile', () => {
  it('is summed by stage and by package', () => {
    const nodes = [
      frame(1, 'file:///house/generator/dist/emit/code/print.js'),
      frame(2, 'file:///house/generator/dist/main.js'),
      frame(3, 'file:///house/node_modules/a/node_modules/@scope/name/index.js', ''),
      frame(4, 'node:internal/modules/cjs/loader'),
      frame(5, 'node:fs'),
      frame(6, '', '(garbage collector)'),
      frame(7, '', '(program)'),
      frame(8, '', '(idle)'),
    ];
    const profile = {
      nodes,
      samples: [1, 1, 2, 3, 4, 5, 6, 7, 8],
      timeDeltas: [5000, 4000, 8000, 7000, 6000, 5000, 4000, 3000, 99_000],
    } as Parameters<typeof summariseProfiles>[0][number];
    const { owners, functions } = summariseProfiles([profile], '/house');
    expect(owners).toEqual([
      { owner: 'rowsweep: emit', milliseconds: 9 },
      { owner: 'rowsweep: generator', milliseconds: 8 },
      { owner: '@scope/name', milliseconds: 7 },
      { owner: 'node: module loader', milliseconds: 6 },
      { owner: 'node', milliseconds: 5 },
      { owner: 'garbage collector', milliseconds: 4 },
      { owner: 'native code', milliseconds: 3 },
    ]);
    expect(functions[0]).toEqual({ owner: 'rowsweep: emit: work', milliseconds: 9 });
    expect(functions).toContainEqual({ owner: '@scope/name: (anonymous, line 5)', milliseconds: 7 });
  });
});
