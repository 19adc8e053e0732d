/** `npm run faults`: plays all scenarios, random plans and kills against servers in a process of their own. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { playKills } from './kill.js';
import { help, readOptions, type Options } from './options.js';
import { play } from './play.js';
import { playPeers } from './peer-runs.js';
import { providers, type ProviderFacts } from './providers.js';
import { makeRandomScenario } from './random.js';
import { findGaps, isBad, writeFailures, writeTable, type Finding } from './report.js';
import type { Scenario } from './scenario.js';
import { scenarios } from './scenarios.js';
import { openProcessStand, type Stand } from './stand.js';

const repository = findRepository();

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(help);
    return 0;
  }
  const unhandled: string[] = [];
  process.on('unhandledRejection', (reason) => unhandled.push(String(reason)));
  const began = performance.now();
  const tell = (text: string): void => {
    process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${text}\n`);
  };
  const isLate = (): boolean => performance.now() - began > options.mostS * 1000;
  const stand = await openProcessStand(repository);
  try {
    const findings: Finding[] = [];
    for (const facts of providers.filter(({ name }) => options.providers.includes(name))) {
      tell(facts.name);
      findings.push(...(await playAll(stand, facts, options, isLate)));
      if (options.kills > 0 && options.parts.includes('kill')) {
        tell(`${facts.name}: ${options.kills} kills`);
        findings.push(...(await playKills({ stand, facts, options, repository, isLate })));
      }
    }
    const peers = options.peers ? await playPeers({ stand, options, repository, tell }) : null;
    const isWhole = options.parts.length > 40;
    const gaps = [...(isWhole ? findGaps(findings, options.providers) : []), ...unhandled];
    const short = findShort(findings, options);
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ findings, gaps, peers: peers?.findings ?? [] }, null, 2)}\n`);
    } else {
      const parts = [
        writeFailures(findings),
        writeTable(findings, options.providers, options.parts),
        ...gaps,
        ...short,
        ...(peers === null ? [] : [peers.write(findings)]),
      ];
      process.stdout.write(`${parts.filter((part) => part !== '').join('\n\n')}\n`);
    }
    return findings.some(isBad) || gaps.length > 0 ? 1 : 0;
  } finally {
    await stand.close();
  }
}

/** What was asked for and not begun, because the time was up. */
function findShort(findings: readonly Finding[], options: Options): readonly string[] {
  return options.providers.flatMap((name) => {
    const count = (t: string): number =>
      findings.filter((one) => one.t === t && one.provider === name).length;
    const random = options.parts.includes('random') ? options.seeds - count('random') : 0;
    const noKill = options.parts.includes('kill') && options.kills > 0 && count('kill') === 0;
    return [
      ...(random > 0 ? [`${name}: ${random} random plans were not begun, the time was up`] : []),
      ...(noKill ? [`${name}: no kill was begun, the time was up`] : []),
    ];
  });
}

async function playAll(
  stand: Stand,
  facts: ProviderFacts,
  options: Options,
  isLate: () => boolean,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const scenario of scenarios) {
    if (!(scenario.on?.includes(facts.name) ?? true) || !options.parts.includes(scenario.t)) continue;
    findings.push(await playOne(stand, scenario, facts, `--only ${scenario.t},${facts.name}`));
  }
  if (!options.parts.includes('random')) return findings;
  for (let seed = options.seed; seed < options.seed + options.seeds && !isLate(); seed += 1) {
    const replay = `--only random,${facts.name} --seed ${seed} --seeds 1`;
    findings.push(await playOne(stand, makeRandomScenario(seed), facts, replay));
  }
  return findings;
}

async function playOne(
  stand: Stand,
  scenario: Scenario,
  facts: ProviderFacts,
  replay: string,
): Promise<Finding> {
  const about = {
    t: scenario.t,
    name: scenario.name,
    provider: facts.name,
    replay: `npm run faults -- ${replay}`,
  };
  try {
    const { verdict, unseen, problems, twiceSent, summary } = await play(stand, scenario, facts);
    return { ...about, ...verdict, unseen, other: problems, twiceSent, ids: summary.requested };
  } catch (error) {
    const other = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    return { ...about, lost: [], falsely: [], extra: [], unseen: [], other, twiceSent: 0, ids: 0 };
  }
}

function findRepository(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'specs/extension.schema.json'))) return folder;
    if (folder === dirname(folder))
      throw new Error(`${import.meta.dirname} is within no copy of the repository.`);
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
}
