/** Programs that the release runs. */
import { execFileSync } from 'node:child_process';

/** What a program is run with. */
export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** 64 MB. */
const MAX_BYTES = 64 * 1024 * 1024;

/** A program that did not end well. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
  /** All that it printed. */
  readonly output: string;
  /** Its exit code; null: it had none. */
  readonly code: number | null;

  constructor(command: string, output: string, code: number | null) {
    super(`${command} failed:\n${output.trim().split('\n').slice(-30).join('\n')}`);
    this.output = output;
    this.code = code;
  }
}

/**
 * Runs a program to its end and gives its standard output.
 *
 * @throws ProgramError when it ends with another code than 0, or not in time.
 */
export function run(
  program: string,
  args: readonly string[],
  { cwd, env = {}, timeoutMs }: RunOptions,
): string {
  try {
    return execFileSync(program, args, {
      cwd,
      env: { ...cleanEnvironment(), ...env },
      encoding: 'utf8',
      maxBuffer: MAX_BYTES,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs ?? 600_000,
    });
  } catch (error) {
    const { stdout, stderr, status } = error as {
      readonly stdout?: string;
      readonly stderr?: string;
      readonly status?: number | null;
    };
    const output = `${stdout ?? ''}${stderr ?? ''}`;
    const message = error instanceof Error ? error.message : String(error);
    throw new ProgramError(
      [program, ...args].join(' '),
      output.trim() === '' ? message : output,
      status ?? null,
    );
  }
}

/** Runs npm, which a script of npm tells about itself in ways that a call for another folder must not see. */
export function runNpm(args: readonly string[], options: RunOptions): string {
  return run('npm', [...args, '--loglevel', 'error'], options);
}

/** This process's environment without what npm tells the scripts that it starts. */
export function cleanEnvironment(): Record<string, string | undefined> {
  const own =
    /^(npm_(package|lifecycle|command|execpath|node_execpath)|npm_config_(local_prefix|prefix|workspace))/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
