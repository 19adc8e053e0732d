/** The workflows cannot run here; what can be said of them without GitHub is said here. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../house/sources.js';

interface Step {
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly 'runs-on'?: string;
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix?: { readonly node?: readonly number[] } };
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on?: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs?: Readonly<Record<string, Job>>;
}

const folder = join(root, '.github/workflows');
const workflows = new Map(
  readdirSync(folder).map((name) => [name, parse(readFileSync(join(folder, name), 'utf8')) as Workflow]),
);
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

function jobsOf(name: string): [string, Job][] {
  return Object.entries(workflows.get(name)?.jobs ?? {});
}

function stepsOf(name: string): readonly Step[] {
  return jobsOf(name).flatMap(([, { steps = [] }]) => steps);
}

it('there are three workflows', () => {
  expect([...workflows.keys()].sort()).toEqual(['ci.yml', 'release.yml', 'update-descriptions.yml']);
});

describe.each([...workflows.keys()])('%s', (name) => {
  it('says when, with which rights, and for how long', () => {
    const workflow = workflows.get(name);
    expect(Object.keys(workflow?.on ?? {})).not.toEqual([]);
    expect(workflow?.permissions).toBeDefined();
    expect(jobsOf(name).length).toBeGreaterThan(0);
    for (const [, job] of jobsOf(name)) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  it('calls scripts that exist', () => {
    const called = stepsOf(name).flatMap(({ run = '' }) => [
      ...run.matchAll(/\bnpm (?:run ([\w:-]+)|(test))/g),
    ]);
    const missing = called
      .map(([, script, test]) => script ?? test ?? '')
      .filter((script) => !(script in scripts));
    expect(missing).toEqual([]);
    const files = stepsOf(name).flatMap(({ run = '' }) => [...run.matchAll(/^\.?[\w-]*\/[\w./-]+$/gm)]);
    for (const [file] of files) {
      expect(existsSync(join(root, file))).toBe(true);
      expect(statSync(join(root, file)).mode & 0o111).not.toBe(0);
    }
  });

  it("takes actions of GitHub's own alone, by their major version", () => {
    const foreign = stepsOf(name).flatMap(({ uses }) =>
      uses === undefined || /^actions\/[a-z-]+@v\d+$/.test(uses) ? [] : [uses],
    );
    expect(foreign).toEqual([]);
  });

  it('puts nothing that strangers write into a command', () => {
    const commands = stepsOf(name).flatMap(({ run = '' }) => (run.includes('${{') ? [run] : []));
    expect(commands).toEqual([]);
  });
});

describe('what they promise', () => {
  it('CI runs what everybody runs, on every supported line of Node.js', () => {
    const job = new Map(jobsOf('ci.yml')).get('test');
    expect(job?.strategy?.matrix?.node).toEqual([20, 22, 24]);
    expect(job?.steps?.map(({ run }) => run)).toContain('.ci/run');
  });

  it('an update that is not whole opens its pull request all the same, and keeps its report', () => {
    const steps = stepsOf('update-descriptions.yml');
    const update = steps.findIndex(({ run }) => run === 'npm run update-descriptions');
    expect(update).toBeGreaterThan(-1);
    const after = steps.slice(update + 1);
    expect(after.map((step) => step.if)).toEqual(['always()', 'always()']);
    expect(after[0]).toMatchObject({ uses: 'actions/upload-artifact@v4', with: { path: 'dist/update/' } });
    // What git does not follow yet is a change, too.
    expect(after[1]?.run).toContain('git status --porcelain -- specs generated');
  });

  it('only the job that publishes has an identity, and it knows no token', () => {
    const withIdentity = jobsOf('release.yml').filter(([, job]) => job.permissions?.['id-token'] === 'write');
    expect(withIdentity.map(([name]) => name)).toEqual(['publish']);
    const [, job] = withIdentity[0] ?? [];
    expect(job?.steps?.some((step) => step.with?.['node-version'] === 24)).toBe(true);
    expect(job?.steps?.map(({ run }) => run)).toContain('npm run release -- --publish');
    expect(readFileSync(join(folder, 'release.yml'), 'utf8')).not.toMatch(/secrets\.|NODE_AUTH_TOKEN/);
  });
});
