/** Publishes tarballs, and leaves a tag for each. */
import { hasTag } from './previous.js';
import { run, runNpm } from './run.js';
import { readRepositoryAddress, type Staged } from './stage.js';

/** Where to. */
export interface Publication {
  readonly root: string;
  readonly registry: string;
}

/** Publishes one tarball, with a statement of provenance where GitHub Actions gives the job an identity. */
export function publish({ name, version, tarball }: Staged, { root, registry }: Publication): void {
  const provenance = canProve() ? ['--provenance'] : [];
  const where = ['--registry', registry, '--access', 'public', '--tag', 'latest'];
  runNpm(['publish', tarball, ...where, ...provenance], { cwd: root });
  leaveTag(`${name}@${version}`, root);
}

/** What a tag on the commit that is checked out would not name: files that differ from it, and files that it lacks. */
export function listUncommitted(root: string): string[] {
  const listed = run('git', ['status', '--porcelain'], { cwd: root });
  return listed.split('\n').filter((line) => line !== '');
}

/** True in a job of GitHub Actions that may ask for an identity (`id-token: write`). */
export function canProve(env: Readonly<Record<string, string | undefined>> = process.env): boolean {
  return env['ACTIONS_ID_TOKEN_REQUEST_URL'] !== undefined && readRepositoryAddress(env) !== null;
}

function leaveTag(tag: string, root: string): void {
  if (hasTag(tag, root)) return;
  run('git', ['tag', tag], { cwd: root });
}
