import type { CodeEntry } from './code-entry.js';

/** Problems of the files that go out, and of the command line. */
export const outputCodes = {
  // Writing: generator/write.
  'output-not-ours': {
    severity: 'error',
    title: 'The output folder holds files that the generator did not make, and no manifest of ours.',
    help: 'Choose an empty folder.',
  },
  'output-not-writable': {
    severity: 'error',
    title: 'The system refused to write a file.',
    help: 'Check the permissions and the free space of the output folder.',
  },
  'output-path-unsafe': {
    severity: 'error',
    title: 'A file would be written or deleted outside the output folder.',
    help: 'Choose another output folder, and remove links from it.',
  },
  'output-shared': {
    severity: 'error',
    title: 'Two descriptions would be written to the same folder.',
    help: 'Give one of them another name in x-rowsweep-package.',
  },
  'output-differs': {
    severity: 'error',
    title: 'A file on disk is not what the generator makes.',
    help: 'Run `rowsweep generate`, and commit what it writes.',
  },
  'output-unexpected': {
    severity: 'warning',
    title: "A file stands in the package's sources that the generator does not make.",
    help: 'Move it out of src/, or delete it: `rowsweep generate --check` fails because of it.',
  },

  'format-failed': {
    severity: 'error',
    title: "The user's own prettier cannot format the generated code.",
    help: 'Correct the configuration of prettier, or leave --prettier out.',
  },

  // The command line: generator/cli.
  usage: {
    severity: 'error',
    title: 'The command was not understood.',
    help: 'See `rowsweep --help`.',
  },
  'description-missing': {
    severity: 'error',
    title: 'There is nothing to generate from.',
    help: 'Name a description, or let `rowsweep init` write a configuration.',
  },
  'config-invalid': {
    severity: 'error',
    title: 'A setting of the configuration is unknown, missing or of the wrong kind.',
    help: 'Correct it; the README of rowsweep lists every setting.',
  },
  'config-failed': {
    severity: 'error',
    title: 'The configuration is a module, and it failed when it was run.',
    help: 'Correct it, or write a rowsweep.config.json.',
  },
  'config-exists': {
    severity: 'error',
    title: 'There is a configuration already.',
    help: 'Change it by hand; `rowsweep init` overwrites nothing.',
  },
  'warnings-exceeded': {
    severity: 'error',
    title: 'There are more warnings than --max-warnings allows.',
    help: 'Correct what the warnings name.',
  },
  'internal-error': {
    severity: 'error',
    title: 'The generator itself failed.',
    help: 'This is a bug in rowsweep: report it with the text above, the versions and the description.',
  },
} as const satisfies Record<string, CodeEntry>;
