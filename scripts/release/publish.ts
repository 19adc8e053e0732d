/** Publishes tarballs, and leaves a tag for each. */
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

/** True in a job of GitHub Actions that may ask for an identity (`id-token: write`). */
export function canProve(env: Readonly<Record<string, string | undefined>> = process.env): boolean {
  return env['ACTIONS_ID_TOKEN_REQUEST_URL'] !== undefined && readRepositoryAddress(env) !== null;
}

function leaveTag(tag: string, root: string): void {
  if (run('git', ['tag', '--list', tag], { cwd: root }).trim() !== '') return;
  run('git', ['tag', tag], { cwd: root });
}
