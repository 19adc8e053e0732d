/** The tables of `npm run faults`. */
import { providers } from './providers.js';
import { modeNames, modes, reasonFor, reasons } from './reasons.js';
import type { Scenario } from './scenario.js';

/** What one scenario, random plan or series of kills came to. */
export interface Finding {
  /** `T01` to `T40`, `random` or `kill`. */
  readonly t: string;
  readonly name: string;
  readonly provider: string;
  /** The number of ids that were read. */
  readonly ids: number;
  readonly lost: readonly string[];
  readonly falsely: readonly string[];
  readonly extra: readonly string[];
  /** Claims that are false because the server lied where no client can see it; a scenario has named them. */
  readonly unseen: readonly string[];
  /** What else is not as it should be. */
  readonly other: readonly string[];
  readonly twiceSent: number;
  /** The command that repeats it. */
  readonly replay: string;
}

export function isBad({ lost, falsely, extra, other }: Finding): boolean {
  return lost.length + falsely.length + extra.length + other.length > 0;
}

/** Pairs of a failure mode and a provider that have neither a scenario nor a reason. */
export function findGaps(findings: readonly Finding[], names: readonly string[]): readonly string[] {
  return modes.flatMap((t) =>
    providers
      .filter(({ name }) => names.includes(name))
      .filter(({ name }) => !findings.some((one) => one.t === t && one.provider === name))
      .filter(({ name }) => reasonFor(t, name) === null)
      .map(({ name }) => `${t} is not played against ${name}, and nothing says why`),
  );
}

/** What the kills stand for. */
const killModes: readonly string[] = ['T32', 'T34'];

/** One line a failure mode: scenarios that held, of those that were played. */
export function writeTable(
  findings: readonly Finding[],
  names: readonly string[],
  parts: readonly string[],
): string {
  const rows = [...modes, 'random', 'kill'].filter((t) => findings.some((one) => one.t === t));
  const head = ['', ...names];
  const body = rows.map((t) => [t, ...names.map((name) => writeCell(findings, t, name))]);
  const isKilled = findings.some(({ t }) => t === 'kill');
  const missing = modes
    .filter((t) => parts.includes(t) && !(isKilled && killModes.includes(t)))
    .flatMap((t) =>
      names.flatMap((name) => {
        const provider = providers.find((one) => one.name === name);
        const isPlayed = findings.some((one) => one.t === t && one.provider === name);
        const why = provider === undefined || isPlayed ? null : reasonFor(t, provider.name);
        return why === null ? [] : [{ t, name, why }];
      }),
    )
    .reduce(
      (groups, { t, name, why }) => groups.set(`${t}: ${why}`, [...(groups.get(`${t}: ${why}`) ?? []), name]),
      new Map<string, string[]>(),
    );
  const notes = [...missing].map(
    ([text, on]) => `  ${text} (${on.length === names.length ? 'all' : on.join(', ')})`,
  );
  return [
    ...layOut([head, ...body]),
    ...(notes.length === 0 ? [] : ['', 'Not played:', ...notes]),
    '',
    writeSum(findings),
  ].join('\n');
}

function writeCell(findings: readonly Finding[], t: string, provider: string): string {
  const here = findings.filter((one) => one.t === t && one.provider === provider);
  if (here.length === 0) return '-';
  const bad = here.filter(isBad).length;
  return bad === 0 ? String(here.length) : `${here.length - bad}/${here.length} !`;
}

function writeSum(findings: readonly Finding[]): string {
  const count = (pick: (one: Finding) => number): number => findings.reduce((sum, one) => sum + pick(one), 0);
  const pairs = new Set(findings.map(({ t, provider }) => `${t}/${provider}`)).size;
  return [
    `${findings.length} runs in ${pairs} pairs, ${count(({ ids }) => ids)} ids:`,
    `${count(({ lost }) => lost.length)} lost, ${count(({ falsely }) => falsely.length)} claimed falsely,`,
    `${count(({ extra }) => extra.length)} deleted that nobody named,`,
    `${findings.filter(isBad).length} runs not as they should be.`,
  ].join(' ');
}

/** The failure modes as the README lists them: number, what goes wrong, and against whom or where it is played. */
export function listModes(scenarios: readonly Scenario[]): readonly (readonly string[])[] {
  return modes.map((t) => {
    const here = scenarios.filter((one) => one.t === t);
    const played = providers.filter(({ name }) => here.some(({ on }) => on?.includes(name) ?? true));
    const names = played.map(({ name }) => name).join(', ');
    const where = played.length === providers.length ? 'all' : played.length > 0 ? names : 'not here';
    const missing = reasons
      .filter((one) => one.t === t)
      .map(({ on, why }) => {
        const isRest = on?.length === providers.length - played.length;
        return on === undefined ? why : `${isRest ? 'the others' : on.join(', ')}: ${why}`;
      });
    return [t, modeNames[t] ?? '', [where, ...missing].join('; ')];
  });
}

/** Every bad run: what is wrong, and how to see it again. */
export function writeFailures(findings: readonly Finding[]): string {
  return findings
    .filter(isBad)
    .flatMap((one) => {
      const faults = [...one.lost, ...one.falsely, ...one.extra, ...one.other];
      const shown = faults.slice(0, 6).map((fault) => `    ${fault}`);
      const more = faults.length > 6 ? [`    and ${faults.length - 6} more`] : [];
      return [`${one.t} ${one.provider}: ${one.name}`, ...shown, ...more, `    again: ${one.replay}`];
    })
    .join('\n');
}

/** Columns in line, the first to the left and the others to the right. */
export function layOut(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 2),
      )
      .join('')
      .trimEnd(),
  );
}
