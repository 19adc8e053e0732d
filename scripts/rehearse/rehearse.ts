/** The rehearsal itself, act by act. Each act throws when something is not as promised. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listPackages } from '../release/packages.js';
import { run, runNpm } from '../release/run.js';
import { commitAll, copyRepository } from './copy.js';
import { readLatest, type Registry } from './registry.js';
import { listCompilers, Team, type Compiler } from './team.js';

/** What the rehearsal is given. */
export interface Stage {
  readonly root: string;
  /** Throw-away. */
  readonly folder: string;
  /** The `node_modules` of the compilers. */
  readonly modules: string;
  readonly registry: Registry;
}

interface Scene extends Stage {
  readonly copy: string;
  readonly compilers: readonly Compiler[];
}

/** The package whose description breaks, and the one that takes it along. */
const broken = '@rowsweep/extruct';
const taken = '@rowsweep/sandbox';

/** Plays all acts in order. */
export async function rehearse(stage: Stage): Promise<void> {
  const copy = join(stage.folder, 'repository');
  const scene = { ...stage, copy, compilers: listCompilers(stage.root, stage.modules) };
  say('A registry on the loopback interface, with nothing in it', stage.registry.url);
  copyRepository(stage.root, copy);
  publishAll(scene, 'The first release');
  const first = await readVersions(scene);
  const team = openTeam(scene);
  breakDescription(scene);
  publishAll(scene, 'The release after the description broke');
  await checkSecond(scene, first);
  stayBehind(scene, team);
  upgrade(scene, team);
}

function publishAll({ copy, registry }: Scene, title: string): void {
  say(title);
  const { url, env } = registry;
  const release = (...args: readonly string[]): string =>
    run(process.execPath, ['scripts/dist/release/main.js', '--registry', url, ...args], { cwd: copy, env });
  show(release('--write'));
  commitAll(copy, title);
  show(
    release('--publish')
      .split('\n')
      .filter((line) => /^(published|!)/.test(line))
      .join('\n'),
  );
}

/** The newest version of each package, as the registry tells it. */
async function readVersions({ copy, registry }: Scene): Promise<Map<string, string>> {
  const versions = new Map<string, string>();
  for (const { name, version } of listPackages(copy)) {
    const latest = (await readLatest(registry.url, name)) ?? 'nothing';
    ensure(latest === version, `the registry has ${name} ${latest}, and the tree ${version}`);
    versions.set(name, version);
  }
  return versions;
}

function openTeam(scene: Scene): Team {
  say('A team downstream installs the packages in an empty folder');
  const team = new Team(join(scene.folder, 'team'), scene.registry);
  const names = listPackages(scene.copy).map(({ name }) => name);
  team.install(...names);
  for (const name of names) show(`${name}@${team.versionOf(name)}`);
  compileAndRun(scene, team);
  return team;
}

function compileAndRun({ compilers }: Scene, team: Team): void {
  for (const compiler of compilers) {
    const faults = team.compile(compiler);
    ensure(faults.length === 0, `TypeScript ${compiler.version} refuses the program:\n${faults.join('\n')}`);
    show(`compiles with TypeScript ${compiler.version}`);
  }
  show(team.run());
}

/** The vendor gives a property of every error 422 another name. */
function breakDescription({ copy }: Scene): void {
  say('The vendor renames `msg` in an error of Extruct to `message`');
  // The overlay names it as well: the generator refuses a pointer that leads nowhere.
  for (const name of ['openapi.yaml', 'overlay.yaml']) {
    const file = join(copy, 'specs/extruct', name);
    const text = readFileSync(file, 'utf8');
    const edited = text.replaceAll(/\bmsg\b/g, 'message');
    ensure(edited !== text, `${name} has no \`msg\` to rename`);
    writeFileSync(file, edited);
  }
  for (const script of ['generate', 'build']) runNpm(['run', '--silent', script], { cwd: copy });
  commitAll(copy, 'The description of Extruct changed');
}

async function checkSecond(scene: Scene, first: ReadonlyMap<string, string>): Promise<void> {
  const second = await readVersions(scene);
  for (const [name, version] of second) {
    const before = first.get(name) ?? '';
    const [major, minor] = before.split('.').map(Number);
    const next = major === 0 ? `0.${(minor ?? 0) + 1}.0` : `${(major ?? 0) + 1}.0.0`;
    const expected = name === broken || name === taken ? next : before;
    ensure(version === expected, `${name} should be ${expected} after ${before}, and is ${version}`);
  }
  const changelog = readFileSync(join(scene.copy, 'generated/extruct/CHANGELOG.md'), 'utf8');
  ensure(/### Breaking[\s\S]*msg/.test(changelog), `the changelog does not tell of the break:\n${changelog}`);
  say('The changelog of Extruct now');
  show(changelog);
}

/** Old versions stay: the lock file of the team brings the same packages, and the program does what it did. */
function stayBehind(scene: Scene, team: Team): void {
  say('Another member of the team runs `npm ci`: nothing changed');
  const member = team.cloneTo(join(scene.folder, 'member'));
  show(`${broken}@${member.versionOf(broken)}`);
  compileAndRun(scene, member);
  say('`npm update` does not bring what breaks');
  team.update();
  ensure(team.versionOf(broken) === member.versionOf(broken), 'npm update brought the breaking release');
  show(`${broken}@${team.versionOf(broken)}`);
}

function upgrade(scene: Scene, team: Team): void {
  say('The team upgrades: the compilers say what to change');
  team.install(`${broken}@latest`, `${taken}@latest`);
  show(`${broken}@${team.versionOf(broken)}`);
  for (const compiler of scene.compilers) {
    const faults = team.compile(compiler);
    ensure(faults.length > 0, `TypeScript ${compiler.version} takes the old program`);
    ensure(
      faults.every((line) => line.includes("'msg'")),
      `other faults than announced:\n${faults.join('\n')}`,
    );
    show(`TypeScript ${compiler.version}: ${faults.join('\n')}`);
  }
  say('The team changes the one line');
  team.edit('complaint.msg', 'complaint.message');
  compileAndRun(scene, team);
}

function ensure(isTrue: boolean, otherwise: string): void {
  if (!isTrue) throw new Error(otherwise);
}

function say(...lines: readonly string[]): void {
  console.log(`\n== ${lines.join('\n   ')}\n`);
}

function show(text: string): void {
  const lines = text.trim().split('\n');
  console.log(lines.map((line) => (line === '' ? '' : `   ${line}`)).join('\n'));
}
