/** Where the command line writes. Tests give their own. */
export interface Terminal {
  /** Results. */
  readonly out: (text: string) => void;
  /** Problems. */
  readonly err: (text: string) => void;
  /** Columns of the window in which a person watches the problems; null when nobody does. Default: null. */
  readonly columns?: number | null;
  /** Problems are printed in colour. Default: false. */
  readonly color?: boolean;
  /** Asks the person at the terminal; null when there is none, and then nothing is asked. Default: null. */
  readonly ask?: ((question: string) => Promise<string>) | null;
  /** Ends `--watch`. Default: SIGINT and SIGTERM of this process do. */
  readonly signal?: AbortSignal;
}

/** The standard input, output and error of this process. A reader that goes away, such as `head`, stops nothing. */
export function openTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  const interactive = stderr.isTTY && process.env['TERM'] !== 'dumb';
  return {
    out: makeWriter(stdout),
    err: makeWriter(stderr),
    columns: interactive ? stderr.columns : null,
    color: wantsColor(process.env, interactive),
    ask: stdin.isTTY && interactive ? askOnTerminal : null,
  };
}

/** FORCE_COLOR decides, else NO_COLOR (https://no-color.org), else whether a person watches. */
export function wantsColor(env: NodeJS.ProcessEnv, interactive: boolean): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return (env['NO_COLOR'] ?? '') === '' && interactive;
}

function makeWriter(stream: NodeJS.WriteStream): (text: string) => void {
  let open = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    open = false;
    if (error.code !== 'EPIPE' && error.code !== 'EOF') throw error;
  });
  return (text) => {
    if (open) stream.write(text);
  };
}

async function askOnTerminal(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

/** What the process answers to its caller. 70 is EX_SOFTWARE of sysexits.h. */
export const exitCodes = { fine: 0, problems: 1, usage: 2, crash: 70 } as const;

/** One of the exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
