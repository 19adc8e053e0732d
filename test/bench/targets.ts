/** The targets, each a number that the measurements give and a limit that it must not pass. */
import { large, small } from './descriptions.js';
import {
  aloneName,
  bareName,
  guardedName,
  oursName,
  type Bundle,
  type Check,
  type Generation,
  type Results,
  type Series,
} from './results.js';
import { lessByRound, median, present, quotientsByRound, ratioByRound } from './statistics.js';
import { base } from './tools.js';

/** One target and how it stands. */
export interface Target {
  readonly name: string;
  /** Null: what it needs was not measured, or failed. */
  readonly value: number | null;
  readonly limit: number;
  readonly unit: '×' | 's' | 'B';
  /** What the number was made of. */
  readonly detail: string;
}

/** `met`, `missed`, or that there is nothing to judge. */
export function judge({ value, limit }: Target): 'met' | 'missed' | 'not measured' {
  if (value === null) return 'not measured';
  return value <= limit ? 'met' : 'missed';
}

/** Every target, in the order in which they were set. */
export function readTargets(results: Results): Target[] {
  const ours = findGeneration(results, large, oursName);
  const theirs = findGeneration(results, large, base);
  return [
    {
      name: `${large}, whole package ÷ ${base} (types only)`,
      value: ratio(ours?.seconds, theirs?.seconds),
      limit: 0.7,
      unit: '×',
      detail: compareTimes(ours, theirs),
    },
    fastestPeer(results, ours),
    {
      name: 'the own providers, one cold process',
      value: middle(results.providers?.seconds),
      limit: 1.5,
      unit: 's',
      detail: results.providers?.failure ?? '',
    },
    smallDescription(results),
    {
      name: `${large}, peak memory ÷ ${base}`,
      value: ratio(ours?.peakMebibytes, theirs?.peakMebibytes),
      limit: 0.8,
      unit: '×',
      detail: `${mebibytes(ours?.peakMebibytes)} ÷ ${mebibytes(theirs?.peakMebibytes)}${spread(ours?.peakMebibytes, theirs?.peakMebibytes)}`,
    },
    ...results.unchanged.map((series): Target => ({
      name: `${series.description}, unchanged input`,
      value: middle(series.seconds),
      limit: 0.35,
      unit: 's',
      detail: series.failure ?? '',
    })),
    growth(results),
    typeCheck(results),
    ...oneOperation(results),
    callOverhead(results),
  ];
}

function fastestPeer(results: Results, ours: Generation | undefined): Target {
  const fastest = results.generations
    .filter(({ description, tool, makesClient }) => description === large && makesClient && tool !== oursName)
    .filter(({ tool }) => findCheck(results, large, tool)?.errors === 0)
    .flatMap((peer) => {
      const value = median(present(peer.seconds));
      return value === null ? [] : [{ peer, value }];
    })
    .sort((a, b) => a.value - b.value)[0];
  return {
    name: `${large} ÷ the fastest peer whose whole client compiles`,
    value: ratio(ours?.seconds, fastest?.peer.seconds),
    limit: 0.5,
    unit: '×',
    detail:
      fastest === undefined
        ? ''
        : `${fastest.peer.tool}, ${seconds(fastest.peer.seconds)}${spread(ours?.seconds, fastest.peer.seconds)}${processor(ours, fastest.peer)}`,
  };
}

function smallDescription(results: Results): Target {
  const ours = findGeneration(results, small, oursName);
  const theirs = findGeneration(results, small, base);
  return {
    name: `${small} (one small description) ÷ ${base}`,
    value: ratio(ours?.seconds, theirs?.seconds),
    limit: 0.6,
    unit: '×',
    detail: compareTimes(ours, theirs),
  };
}

/**
 * The highest time per operation at any size over the lowest at a smaller size, both beyond the time of the small
 * description. A start that is shared by more operations therefore does not make the cost look linear.
 */
function growth({ growth: steps }: Results): Target {
  const floor = steps.find(({ copies }) => copies === 0)?.seconds ?? [];
  const costs = steps
    .filter(({ copies }) => copies > 0)
    .map(({ copies, operations, seconds: taken }) => {
      const beyond = median(present(lessByRound(taken, floor)));
      return { copies, milliseconds: beyond === null ? null : (beyond * 1000) / operations };
    });
  const measured = costs.flatMap(({ copies, milliseconds }) =>
    milliseconds === null || milliseconds <= 0 ? [] : [{ copies, milliseconds }],
  );
  let worst: number | null = null;
  let lowest = Infinity;
  for (const { milliseconds } of measured) {
    if (lowest < Infinity) worst = Math.max(worst ?? 0, milliseconds / lowest);
    lowest = Math.min(lowest, milliseconds);
  }
  return {
    name: 'time per operation while a description is doubled five times',
    value: measured.length === costs.length ? worst : null,
    limit: 1.3,
    unit: '×',
    detail: measured.map(({ copies, milliseconds }) => `${copies}: ${milliseconds.toFixed(2)} ms`).join(', '),
  };
}

function typeCheck(results: Results): Target {
  const ours = findCheck(results, large, oursName);
  const theirs = findCheck(results, large, base);
  const errors = ours?.errors ?? 0;
  return {
    name: `${large}, type-check ÷ that of ${base}'s output`,
    value: errors > 0 ? null : ratio(ours?.seconds, theirs?.seconds),
    limit: 1.2,
    unit: '×',
    detail: errors > 0 ? `ours has ${errors} errors: ${ours?.firstError ?? ''}` : compareTimes(ours, theirs),
  };
}

function oneOperation(results: Results): Target[] {
  const largeOne = findBundle(results, large, oursName);
  const guarded = findBundle(results, small, guardedName);
  const alone = findBundle(results, large, aloneName);
  const size = (name: string, bundle: Bundle | undefined): Target => ({
    name,
    value: bundle?.gzipBytes ?? null,
    limit: 4000,
    unit: 'B',
    detail: bundle?.failure ?? bundle?.operation ?? '',
  });
  const whole = largeOne?.minifiedBytes ?? null;
  const only = alone?.minifiedBytes ?? null;
  return [
    size(`${large}, one operation, min+gzip`, largeOne),
    size(`${small}, one deletion with its guards, min+gzip`, guarded),
    {
      name: `${large}, bytes for what is not called`,
      value: whole === null || only === null ? null : whole - only,
      limit: 0,
      unit: 'B',
      detail: alone?.failure ?? 'minified, less the same operation in a description of its own',
    },
  ];
}

function callOverhead(results: Results): Target {
  const timesOf = (tool: string): readonly (number | null)[] =>
    results.calls.find((call) => call.description === small && call.tool === tool)?.microseconds ?? [];
  const bare = timesOf(bareName);
  const ours = lessByRound(timesOf(guardedName), bare);
  const theirs = lessByRound(timesOf(base), bare);
  return {
    name: "overhead of a call ÷ openapi-fetch's",
    value: ratio(ours, theirs),
    limit: 1.25,
    unit: '×',
    detail: `over bare fetch: ${microseconds(ours)} ÷ ${microseconds(theirs)}${spread(ours, theirs)}`,
  };
}

function findGeneration(results: Results, description: string, tool: string): Generation | undefined {
  return results.generations.find((entry) => entry.description === description && entry.tool === tool);
}

function findCheck(results: Results, description: string, tool: string): Check | undefined {
  return results.checks.find((entry) => entry.description === description && entry.tool === tool);
}

function findBundle(results: Results, description: string, tool: string): Bundle | undefined {
  return results.bundles.find((entry) => entry.description === description && entry.tool === tool);
}

type Values = readonly (number | null)[] | undefined;

function ratio(above: Values, below: Values): number | null {
  return ratioByRound(above ?? [], below ?? []);
}

/** How far the rounds lie apart; nothing to say of one round. */
function spread(above: Values, below: Values): string {
  const quotients = quotientsByRound(above ?? [], below ?? []);
  return quotients.length < 2
    ? ''
    : `; rounds ${Math.min(...quotients).toFixed(2)} to ${Math.max(...quotients).toFixed(2)}`;
}

function middle(values: Values): number | null {
  return median(present(values ?? []));
}

function compareTimes(ours: Series | undefined, theirs: Series | undefined): string {
  const times = `${seconds(ours?.seconds)} ÷ ${seconds(theirs?.seconds)}`;
  return times + spread(ours?.seconds, theirs?.seconds) + processor(ours, theirs);
}

/** The same ratio of processor time, which says more than the clock on a machine that is busy. */
function processor(ours: Series | undefined, theirs: Series | undefined): string {
  const value = ratio(ours?.cpuSeconds, theirs?.cpuSeconds);
  return value === null ? '' : `; processor ${value.toFixed(2)} ×`;
}

function seconds(values: Values): string {
  return describe(middle(values), 's', 2);
}

function mebibytes(values: Values): string {
  return describe(middle(values), 'MiB', 0);
}

function microseconds(values: Values): string {
  return describe(middle(values), 'µs', 1);
}

function describe(value: number | null, unit: string, digits: number): string {
  return value === null ? '–' : `${value.toFixed(digits)} ${unit}`;
}
