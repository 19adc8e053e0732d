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

  // The command line: generator/cli.
  usage: {
    severity: 'error',
    title: 'The command was not understood.',
    help: 'See `rowsweep --help`.',
  },
  'description-missing': {
    severity: 'error',
    title: 'There is nothing to generate from.',
    help: 'Name a description, or put one at specs/<provider>/openapi.yaml.',
  },
  'internal-error': {
    severity: 'error',
    title: 'The generator itself failed.',
    help: 'This is a bug in rowsweep: report it with the text above and the description.',
  },
} as const satisfies Record<string, CodeEntry>;
