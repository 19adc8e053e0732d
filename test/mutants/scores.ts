/** What became of the mutants, and whether that is enough. Pure. */
import { formatNumber, formatTable } from '../bench/table.js';
import type { Subject } from './subjects.js';

/** The part of Stryker's report that is read: https://github.com/stryker-mutator/mutation-testing-elements. */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] } | undefined>>;
}

/** One planted fault. */
export interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

/** What became of the mutants of one file. */
export interface Score {
  readonly file: string;
  readonly mutants: number;
  /** A test failed, or none came to an end; the latter are counted here as well. */
  readonly killed: number;
  readonly timedOut: number;
  readonly survivors: readonly Mutant[];
  /** Killed of a hundred; null when nothing was mutated. */
  readonly percent: number | null;
  readonly target: number;
}

/** One score for each subject. Throws for a status that says neither that a mutant lives nor that it is dead. */
export function readScores(report: MutationReport, subjects: readonly Subject[]): readonly Score[] {
  return subjects.map(({ file, target }) => {
    const mutants = report.files[file]?.mutants ?? [];
    const strange = mutants.find(({ status }) => !alive.has(status) && !dead.has(status));
    if (strange !== undefined) throw new Error(`${placeOf(file, strange)} came to "${strange.status}"`);
    const survivors = mutants.filter(({ status }) => alive.has(status));
    const killed = mutants.length - survivors.length;
    return {
      file,
      mutants: mutants.length,
      killed,
      timedOut: mutants.filter(({ status }) => status === 'Timeout').length,
      survivors,
      percent: mutants.length === 0 ? null : (100 * killed) / mutants.length,
      target,
    };
  });
}

const alive: ReadonlySet<string> = new Set(['Survived', 'NoCoverage']);
const dead: ReadonlySet<string> = new Set(['Killed', 'Timeout', 'RuntimeError']);

/** True: enough were killed. A file of which nothing was mutated is not good enough. */
export function isMet({ percent, target }: Score): boolean {
  return percent !== null && percent >= target;
}

/** The table, and what survived: in files below their target, or everywhere. */
export function writeScores(scores: readonly Score[], withAll: boolean): string {
  const head = ['file', 'mutants', 'killed', 'by time limit', 'survived', 'score', 'target', ''];
  const rows = scores.map((score) => [
    score.file,
    ...[score.mutants, score.killed, score.timedOut, score.survivors.length].map(String),
    formatNumber(score.percent, 1, '%'),
    `${score.target} %`,
    isMet(score) ? 'met' : 'missed',
  ]);
  const lines = scores
    .filter((score) => withAll || !isMet(score))
    .flatMap(({ file, survivors }) =>
      survivors.map(
        (mutant) =>
          `${placeOf(file, mutant)} ${mutant.mutatorName}: ${(mutant.replacement ?? '').replace(/\s+/g, ' ')}`,
      ),
    );
  return [formatTable(head, rows), ...(lines.length === 0 ? [] : ['', ...lines])].join('\n');
}

function placeOf(file: string, { location: { start } }: Mutant): string {
  return `${file}:${start.line}:${start.column}`;
}
