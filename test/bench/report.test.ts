import { describe, expect, it } from 'vitest';
import { formatBytes, formatNumber, formatTable } from './table.js';
import { writeReport, writeTargets } from './report.js';
import { aloneName, bareName, guardedName, oursName, type Results } from './results.js';
import { judge, readTargets } from './targets.js';

const nothing: Results = {
  machine: { node: 'v20.20.2', cpu: 'a processor', cores: 2 },
  versions: {},
  rounds: 2,
  descriptions: [],
  generations: [],
  checks: [],
  bundles: [],
  calls: [],
  providers: null,
  unchanged: [],
  growth: [],
};

const generation = {
  description: 'github',
  makesClient: true,
  cpuSeconds: [1],
  peakMebibytes: [200, 200],
  failure: null,
  files: 1,
  lines: 2,
  bytes: 3,
};
const check = {
  description: 'github',
  cpuSeconds: [1],
  peakMebibytes: [null, null],
  errors: 0,
  firstError: null,
  failure: null,
};
const bundle = { operation: 'DELETE /rows', minifiedBytes: 9000, gzipBytes: 3900, failure: null };

const measured: Results = {
  ...nothing,
  descriptions: [{ name: 'github', bytes: 13_001_822, operations: 1223 }],
  generations: [
    { ...generation, tool: oursName, seconds: [1, 2] },
    {
      ...generation,
      tool: 'openapi-typescript',
      makesClient: false,
      seconds: [2, 4],
      cpuSeconds: [1],
      peakMebibytes: [400, 400],
    },
    { ...generation, tool: 'quick', seconds: [0.1, 0.2] },
    { ...generation, tool: 'sound', seconds: [4, 8] },
    { ...generation, tool: 'absent', seconds: [null, null], failure: 'exit 1: no' },
  ],
  checks: [
    { ...check, tool: oursName, seconds: [3, 3] },
    { ...check, tool: 'openapi-typescript', seconds: [2, 2] },
    { ...check, tool: 'quick', seconds: [1, null], errors: 1, firstError: 'client.ts(1,1): error TS1: no' },
    { ...check, tool: 'sound', seconds: [1, null] },
  ],
  bundles: [
    { ...bundle, description: 'github', tool: oursName },
    { ...bundle, description: 'github', tool: aloneName, minifiedBytes: 8999 },
    { ...bundle, description: 'extruct', tool: guardedName, gzipBytes: 4001 },
  ],
  calls: [
    { description: 'extruct', tool: bareName, microseconds: [10, 20], failure: null },
    { description: 'extruct', tool: guardedName, microseconds: [15, 30], failure: null },
    { description: 'extruct', tool: 'openapi-typescript', microseconds: [30, 60], failure: null },
  ],
  providers: { seconds: [1.4, 1.6], cpuSeconds: [1], peakMebibytes: [90, 90], failure: null },
  unchanged: [
    { description: 'github', seconds: [0.3, 0.5], cpuSeconds: [1], peakMebibytes: [60, 60], failure: null },
  ],
  growth: [0, 1, 2].map((copies) => ({
    copies,
    operations: copies * 10,
    bytes: copies * 1000,
    seconds: [[0.1], [1.1], [3.1]][copies] ?? [],
    cpuSeconds: [1],
    peakMebibytes: [100],
    failure: null,
  })),
};

describe('targets', () => {
  const targets = readTargets(measured);
  const find = (name: string): [number | null, string] => {
    const target = targets.find((entry) => entry.name.includes(name));
    if (target === undefined) throw new Error(`No target is called ${name}.`);
    return [target.value, judge(target)];
  };

  it('compare round by round with the peer that they name', () => {
    expect(find('types only')).toEqual([0.5, 'met']);
    expect(find('peak memory')).toEqual([0.5, 'met']);
    expect(find('type-check')).toEqual([1.5, 'missed']);
  });

  it('take the fastest client that compiles, not the fastest', () => {
    expect(find('fastest peer')).toEqual([0.25, 'met']);
  });

  it('take overhead beyond bare fetch', () => {
    expect(find('overhead')).toEqual([0.25, 'met']);
  });

  it('measure growth beyond the floor, against the best smaller size', () => {
    // 1 s for 10 operations, then 3 s for 20.
    expect(find('doubled')[0]).toBeCloseTo(1.5);
    expect(find('doubled')[1]).toBe('missed');
  });

  it('judge sizes and times by their limit', () => {
    expect(find('one operation, min+gzip')).toEqual([3900, 'met']);
    expect(find('with its guards')).toEqual([4001, 'missed']);
    expect(find('bytes for what is not called')).toEqual([1, 'missed']);
    expect(find('own providers')[0]).toBeCloseTo(1.5);
    expect(find('unchanged')).toEqual([0.4, 'missed']);
  });

  it('are not met by what was not measured', () => {
    expect(readTargets(nothing).map(judge)).toEqual(readTargets(nothing).map(() => 'not measured'));
  });

  it('do not compare the checks of an output that does not compile', () => {
    const broken = measured.checks.map((entry) =>
      entry.tool === oursName ? { ...entry, errors: 2, firstError: 'x' } : entry,
    );
    const target = readTargets({ ...measured, checks: broken }).find(({ name }) =>
      name.includes('type-check'),
    );
    expect(target?.value).toBeNull();
    expect(target?.detail).toContain('2 errors');
  });
});

describe('the report', () => {
  it('begins with the targets, then sets everyone beside everyone, then says what failed', () => {
    const text = writeReport(measured, readTargets(measured), null);
    const heads = [
      'Targets',
      'github: 13.0 MB, 1223 operations',
      'A program',
      'One call',
      'Growth',
      'What failed',
    ];
    const places = heads.map((head) => text.indexOf(`\n${head}`));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(text).toContain('exit 1: no');
    expect(text).toContain('errors: 1, the first: client.ts(1,1): error TS1: no');
  });

  it('sets the targets of an earlier run beside these', () => {
    const earlier = readTargets(measured).map((target) => ({ ...target, value: 9 }));
    const [head = '', , first = ''] = writeTargets(readTargets(measured), earlier).split('\n');
    expect(head.split(/ {2,}/)).toEqual(['target', 'before', 'ours', 'limit', 'made of']);
    expect(first.split(/ {2,}/).slice(1, 5)).toEqual(['9.00 ×', '0.50 ×', '0.70 ×', 'met']);
  });

  it('leaves out the parts that were not run', () => {
    expect(writeReport(nothing, [], null)).not.toContain('Growth');
  });
});

describe('tables', () => {
  it('align numbers right and words left', () => {
    const text = formatTable(
      ['tool', 'time'],
      [
        ['a', '1.00 s'],
        ['longer', '12.00 s'],
      ],
    );
    expect(text).toBe('tool       time\n------  -------\na        1.00 s\nlonger  12.00 s');
  });

  it('write a missing number as a dash', () => {
    expect(formatNumber(null, 2, 's')).toBe('–');
    expect(formatNumber(1.005, 1)).toBe('1.0');
    expect([400, 12_345, 1_234_567, null].map(formatBytes)).toEqual(['400 B', '12 kB', '1.2 MB', '–']);
  });
});
