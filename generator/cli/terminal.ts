/** Where the command line writes. Tests give their own. */
export interface Terminal {
  /** Results. */
  readonly out: (text: string) => void;
  /** Problems. */
  readonly err: (text: string) => void;
}

/** The standard output and error of this process. */
export const standardTerminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
};

/** What the process answers to its caller. 70 is EX_SOFTWARE of sysexits.h. */
export const exitCodes = { fine: 0, problems: 1, usage: 2, crash: 70 } as const;

/** One of the exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
