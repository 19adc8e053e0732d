/** A temporary folder in which packages are generated, compiled and run as a stranger would. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../house/sources.js';

const execute = promisify(execFile);

export interface Workshop {
  readonly folder: string;
  /** Runs a program in the folder; rejects with its whole output when it fails. */
  run(program: string, ...parameters: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/** `modules: 'ours'` links this repository's `node_modules`; `none` leaves the folder bare. */
export async function openWorkshop(modules: 'ours' | 'none'): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), 'rowsweep-'));
  if (modules === 'ours') await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    async run(program, ...parameters) {
      try {
        const { stdout, stderr } = await execute(program, parameters, {
          cwd: folder,
          timeout: 240_000,
          maxBuffer: 64 << 20,
        });
        return stdout + stderr;
      } catch (error) {
        const { stdout, stderr } = error as { stdout?: string; stderr?: string };
        throw new Error(`${program} ${parameters.join(' ')} failed:\n${stdout ?? ''}${stderr ?? ''}`, {
          cause: error,
        });
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The TypeScript compiler by its file, so that no other package's `tsc` is meant. */
export const tsc: string = join(root, 'node_modules/typescript/bin/tsc');
/** The generator's command, as built. */
export const rowsweep: string = join(root, 'generator/bin/rowsweep.js');
