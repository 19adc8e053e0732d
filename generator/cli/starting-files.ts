/** The text of the files that `rowsweep init` writes. */
import { basename, dirname, join, parse, sep } from 'node:path';
import { escapeText } from './print.js';
import type { Proposal } from './proposals.js';

/** A configuration for these descriptions; without any, for one to be put in the place of the example. */
export function printConfig(proposals: readonly Proposal[], form: 'ts' | 'json'): string {
  const clients = (proposals.length === 0 ? [{ description: 'openapi.yaml', name: 'api' }] : proposals).map(
    ({ description, name }) => ({
      description: toPosix(description),
      output: `generated/${name}`,
    }),
  );
  return form === 'ts' ? printTypeScript(clients) : printJson(clients);
}

interface Client {
  readonly description: string;
  readonly output: string;
}

/** Without comments: editors call them mistakes in a .json file, and show the schema's text instead. */
function printJson(clients: readonly Client[]): string {
  const config = { $schema: './node_modules/rowsweep/config.schema.json', clients };
  return `${JSON.stringify(config, null, 2)}\n`;
}

function printTypeScript(clients: readonly Client[]): string {
  const [first, ...others] = clients.map(
    ({ description, output }) => `      description: ${quote(description)},
      output: ${quote(output)},
`,
  );
  return `import { defineConfig } from 'rowsweep';

// \`rowsweep generate\` makes every client below, \`rowsweep check\` compares them with what it would make.
// Paths are relative to this file.
export default defineConfig({
  clients: [
    {
${first ?? ''}
      // An OpenAPI Overlay that corrects or completes the description. One beside the description that is called
      // overlay.yaml is applied without being named; null applies none.
      // overlay: 'overlay.yaml',

      // The .ts files alone, for a folder of your own sources, instead of a whole npm package.
      // sourcesOnly: true,

      // Format the .ts files with your own prettier configuration.
      // prettier: true,

      // The name of the npm package.
      // packageName: '@acme/client',
    },
${others.map((lines) => `    {\n${lines}    },\n`).join('')}  ],
});
`;
}

/** An overlay for a description: legal as it stands, with examples of what else it can say. */
export function printOverlay(
  description: string,
  name: string,
): { readonly path: string; readonly text: string } {
  const { name: stem } = parse(description);
  const file = stem === 'openapi' ? 'overlay.yaml' : `${stem}.overlay.yaml`;
  return {
    path: join(dirname(description), file),
    text: `# Corrects and completes ${escapeText(basename(description))}, which stays as its author wrote it.
# The format: https://spec.openapis.org/overlay/v1.0.0.html
overlay: 1.0.0
info:
  title: Overlay of ${name}
  version: 1.0.0
actions:
  - target: $
    update:
      x-rowsweep-package:
        name: ${JSON.stringify(name)}
        title: ${JSON.stringify(toTitle(name))}
        version: 0.1.0

  # Names that people would choose:
  # - target: $.paths["/pets/{petId}"].get
  #   update:
  #     operationId: readPet

  # A server that the description leaves out:
  # - target: $
  #   update:
  #     servers:
  #       - url: https://api.example.com

  # An operation that nobody should call:
  # - target: $.paths["/internal"]
  #   remove: true
`,
  };
}

/** The text as a literal in single quotes. */
function quote(text: string): string {
  const inner = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"');
  return `'${inner.replaceAll("'", String.raw`\'`)}'`;
}

/** `pet-store` as people write it: `Pet Store`. */
function toTitle(name: string): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

function toPosix(path: string): string {
  return path.split(sep).join('/');
}
