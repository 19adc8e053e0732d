/** What `rowsweep --help` prints. */
export const generalHelp = `Generates typed TypeScript clients from OpenAPI descriptions.

  rowsweep generate [description…]     write packages
  rowsweep lint [description…]         check descriptions and their overlays
  rowsweep import <page…> -o <file>    take the OpenAPI description out of documentation pages

  rowsweep <command> --help            the options of a command
  rowsweep --version

Exit codes: 0 fine, 1 a problem in the input or a difference found by --check,
2 wrong usage, 70 a bug in rowsweep.
`;

/** What \`rowsweep <command> --help\` prints. */
export const commandHelp = {
  generate: `Writes one npm package a description.

  rowsweep generate [description…] [options]

A description is an OpenAPI 3.0 or 3.1 file, or a folder that holds openapi.yaml.
An overlay.yaml beside it is applied. Without an argument: every specs/*/openapi.yaml,
each into generated/<name of the package>. Only files that differ are written.

  -o, --output <folder>    the folder of the package
      --overlay <file>     the overlay to apply instead of the one beside the description
      --check              write nothing; fail when a file differs from what would be written
      --print-model        write nothing; print what was understood, as JSON
      --format text|json   how problems are printed
`,
  lint: `Checks descriptions and their overlays, and writes nothing.

  rowsweep lint [description…] [options]

Finds what generating would refuse, breaks of the OpenAPI rules, and names that make poor code.
Places are those of the original files. Without an argument: every specs/*/openapi.yaml.

      --overlay <file>     the overlay to apply instead of the one beside the description
      --format text|json   how problems are printed
`,
  import: `Takes the OpenAPI description out of documentation pages of one vendor.

  rowsweep import <page…> -o <file> [options]

A page is a Markdown file with a fenced block of yaml or json under the heading "OpenAPI".
The block of one page is kept byte for byte. Several pages are merged; where they define
the same thing differently, nothing is written.

  -o, --output <file>      where the description goes; written only when it differs
      --format text|json   how problems are printed
`,
} as const;
