/** From arguments and the configuration to the list of what is to be done. */
import { relative, resolve } from 'node:path';
import type { ClientConfig } from '../config/config.js';
import { isPackageName } from '../config/check-config.js';
import { findConfig, readConfig, type ReadConfig } from '../config/read-config.js';
import { Diagnostics } from '../diagnostics.js';
import { UsageError, type Arguments } from './arguments.js';
import { findDescriptions, findOverlay } from './descriptions.js';

/** One description, and what is to be made of it. Paths are as a person in the current folder would write them. */
export interface Job {
  readonly description: string;
  readonly overlay: string | null;
  /** Null: `generated/<name of the package>`. */
  readonly output: string | null;
  readonly sourcesOnly: boolean;
  readonly prettier: boolean;
  readonly packageName: string | null;
}

/** What a command line asks for. */
export interface Plan {
  readonly jobs: readonly Job[];
  /** Files besides descriptions and overlays whose change changes the plan. */
  readonly files: readonly string[];
  /** What is wrong with the configuration. */
  readonly diagnostics: Diagnostics;
}

/**
 * Descriptions that are named, with the settings that the configuration has for them; without any, all clients of the
 * configuration; without one, the descriptions of the folder `specs`. Options override the configuration.
 */
export async function planJobs(given: Arguments): Promise<Plan> {
  for (const positional of given.positionals) {
    const [scheme] = /^[a-z][a-z0-9+.-]+:\/\//i.exec(positional) ?? [];
    if (scheme !== undefined) {
      const help = /^file:/i.test(scheme) ? 'Write its path.' : 'Download it first.';
      throw new UsageError(`${positional} is an address, and a description is a file.`, help);
    }
    if (positional.trim() === '') throw new UsageError('A description has an empty name.', 'Write its path.');
  }
  const diagnostics = new Diagnostics();
  const { jobs: configured, files } = await readConfiguredJobs(given.value('config'), diagnostics);
  const jobs =
    given.positionals.length === 0 && configured !== null
      ? configured
      : findDescriptions(given.positionals).map((input) => {
          const known = configured?.find(({ description }) => isSameFile(description, input.description));
          return known ?? { ...input, output: null, sourcesOnly: false, prettier: false, packageName: null };
        });
  checkOptionsForOne(given, jobs.length);
  return { jobs: diagnostics.failed ? [] : jobs.map((job) => override(job, given)), files, diagnostics };
}

async function readConfiguredJobs(
  named: string | null,
  diagnostics: Diagnostics,
): Promise<{ readonly jobs: readonly Job[] | null; readonly files: ReadConfig['files'] }> {
  const found = named ?? findConfig(process.cwd());
  if (found === null) return { jobs: null, files: [] };
  const file = named ?? showPath(found);
  const { config, files } = await readConfig(file, diagnostics);
  return { jobs: config?.clients.map((client) => toJob(client, resolve(file, '..'))) ?? null, files };
}

function toJob(client: ClientConfig, folder: string): Job {
  const locate = (path: string): string => showPath(resolve(folder, path));
  const description = locate(client.description);
  const { overlay, sourcesOnly = false, prettier = false, packageName = null } = client;
  return {
    description,
    overlay:
      typeof overlay === 'string' ? locate(overlay) : overlay === null ? null : findOverlay(description),
    output: locate(client.output),
    sourcesOnly,
    prettier,
    packageName,
  };
}

function override(job: Job, given: Arguments): Job {
  const packageName = given.value('package-name');
  if (packageName !== null && !isPackageName(packageName)) {
    throw new UsageError(
      `--package-name is a name that npm allows, not ${packageName}.`,
      'Write one such as @acme/petstore.',
    );
  }
  return {
    description: job.description,
    overlay: given.value('overlay') ?? job.overlay,
    output: given.value('output') ?? job.output,
    sourcesOnly: given.flag('sources-only') || job.sourcesOnly,
    prettier: given.flag('prettier') || job.prettier,
    packageName: packageName ?? job.packageName,
  };
}

/** Refuses options that would mean the same for several descriptions. */
function checkOptionsForOne(given: Arguments, count: number): void {
  if (count < 2) return;
  for (const option of ['output', 'overlay', 'package-name', 'print-model']) {
    if (given.flag(option)) {
      throw new UsageError(
        `--${option} goes with one description, and there are ${count}.`,
        'Name one description.',
      );
    }
  }
}

/** The path from the current folder where that is shorter to read, else as it is. */
function showPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' ? '.' : short;
}

function isSameFile(left: string, right: string): boolean {
  return resolve(left) === resolve(right);
}
