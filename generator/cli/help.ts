/** What `rowsweep --help` prints. */
export const generalHelp = `Generates typed TypeScript clients from OpenAPI descriptions.

  rowsweep generate petstore.yaml -o ./petstore

Commands

  init        write a rowsweep.config file for the descriptions of this folder
  generate    write clients
  check       fail when generate would write something; for CI
  lint        check descriptions and their overlays
  import      take the OpenAPI description out of documentation pages
  diff        say what a change of a description breaks, and which version it asks for

  rowsweep <command> --help    the options of a command
  rowsweep --version

Exit codes

  0   fine
  1   the input has errors, check found differences, or diff found what --fail-on names
  2   wrong usage
  70  a bug in rowsweep
`;

const reportLines = `      --format <format>       how problems are printed: text, json or github
  -q, --quiet                 print errors only`;

const configLine =
  '  -c, --config <file>         instead of the rowsweep.config.ts or .json found from here upwards';

const overlayLine =
  '      --overlay <file>        the overlay to apply, instead of the one beside the description';

const maxWarningsLine = '      --max-warnings <n>      fail when there are more warnings than this';

const clientLines = `  -o, --output <folder>       where the client goes; default: generated/<name of the package>
${overlayLine}
      --sources-only          the .ts files alone, for a folder of your own sources
      --package-name <name>   the name of the npm package, such as @acme/petstore
      --prettier              format the .ts files with your prettier configuration
${configLine}`;

const descriptionText = `A description is an OpenAPI 3.0 or 3.1 file, YAML or JSON, or a folder with an openapi.yaml.
An overlay beside it, petstore.overlay.yaml or overlay.yaml, is applied.
Without a description: all clients of the rowsweep.config file, else every specs/*/openapi.yaml.`;

/** What `rowsweep <command> --help` prints. */
export const commandHelp = {
  init: `Writes a rowsweep.config file for the descriptions of this folder. Overwrites nothing.

  rowsweep init [description…] [options]

On a terminal it asks; elsewhere it takes every OpenAPI description that it finds.

      --ts                    write rowsweep.config.ts; the default where there is a tsconfig.json
      --json                  write rowsweep.config.json; the default elsewhere
      --overlay               write an overlay to start from beside each description, too
  -y, --yes                   ask nothing
${reportLines}
`,
  generate: `Writes typed clients: one npm package a description.

  rowsweep generate [description…] [options]

${descriptionText}
Only files that differ are written. Files that rowsweep did not make are left alone.

${clientLines}
  -w, --watch                 generate again whenever a file that is read changes
      --check                 the same as rowsweep check
      --force                 also when nothing has changed since the last time
      --print-model           write nothing; print what was understood, as JSON
${maxWarningsLine}
${reportLines}
`,
  check: `Compares clients with what generate would write, and writes nothing. A difference is an error.

  rowsweep check [description…] [options]

${descriptionText}

${clientLines}
      --force                 read everything, even when nothing has changed since the last time
${maxWarningsLine}
${reportLines}
`,
  lint: `Checks descriptions and their overlays, and writes nothing.

  rowsweep lint [description…] [options]

Finds what generating would refuse, breaks of the OpenAPI rules, and names that make poor code.
Places are those of the original files.
${descriptionText}

${overlayLine}
${configLine}
${maxWarningsLine}
${reportLines}
`,
  import: `Takes the OpenAPI description out of documentation pages of one vendor.

  rowsweep import <page…> -o <file> [options]

A page is a Markdown file with a fenced block of yaml or json under the heading "OpenAPI".
The block of one page is kept byte for byte. Several pages are merged; where they define
the same thing differently, nothing is written.

  -o, --output <file>         where the description goes; written only when it differs
${reportLines}
`,
  diff: `Says what a change of a description means for those who call its client, and which version it asks for.

  rowsweep diff <old> <new> [options]
  rowsweep diff --since <revision> <description> [options]

Compares by meaning: the wire, the types of the generated package, and the behaviour of x-rowsweep-*.
A folder, or a description of the rowsweep.config file, is compared with its overlay; any other file as it is.

      --since <revision>      compare with the same files in a commit, branch or tag of git
      --fail-on <bump>        exit with 1 from this bump on: major, minor or patch
      --format <format>       text, json, markdown (for a pull request) or html (one file for a browser)
  -o, --output <file>         write the report there
${configLine}
  -q, --quiet                 print nothing but the report
`,
} as const;
