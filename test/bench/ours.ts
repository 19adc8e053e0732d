/** Our own entry among the tools. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { server, type Call } from './descriptions.js';
import { grouped, listOutput, type Tool } from './tool.js';

/** The generator of the checkout that is measured. */
export const ours: Tool = {
  name: 'rowsweep',
  package: null,
  makesClient: true,
  quick: true,
  command: ({ description, output }, checkout) => [
    ...generateCommand(checkout),
    description,
    '-o',
    output,
    ...forceOption(checkout),
  ],
  program: (call, output) => {
    const text = listOutput(join(output, 'src'))
      .map((file) => readFileSync(join(output, 'src', file), 'utf8'))
      .join('\n');
    const connect = /\bexport (?:function|const) (connect\w+)/.exec(text)?.[1];
    if (connect === undefined) throw new Error('No connect function was emitted.');
    const name = findOperation(text, call);
    // Every option that the provider's table names as a credential; most have one or none.
    const credentials = [...text.matchAll(/\boption: '(\w+)'/g)].map(
      ([, option = '']) => `${option}: ${JSON.stringify(call.token ?? 'secret')}`,
    );
    const options = [`baseUrl: '${server}'`, ...new Set(credentials)].join(', ');
    return [
      `import { ${connect}, ${name} } from './out/src/index.js';`,
      `const connection = ${connect}({ ${options} });`,
      `export const call = () => ${name}(connection, ${grouped(call)});`,
    ].join('\n');
  },
};

/** The arguments of Node that run `generate` of a checkout. */
export function generateCommand(checkout: string): string[] {
  return [join(checkout, 'generator/bin/rowsweep.js'), 'generate'];
}

/** `--force` where the checkout knows it: an unchanged input is then generated all the same. */
export function forceOption(checkout: string): string[] {
  const known = forced.get(checkout);
  if (known !== undefined) return known;
  const { stdout } = spawnSync(process.execPath, [...generateCommand(checkout), '--help'], {
    encoding: 'utf8',
  });
  const option = stdout.includes('--force') ? ['--force'] : [];
  forced.set(checkout, option);
  return option;
}

const forced = new Map<string, string[]>();

/** The name in the table of the operation's definition. */
function findOperation(text: string, { method, path }: Call): string {
  for (const [, name, definedMethod, definedPath] of text.matchAll(
    /\bname: '([^']*)',\s*method: '([^']*)',\s*path: '([^']*)'/g,
  )) {
    if (name !== undefined && definedMethod === method && definedPath === path) return name;
  }
  throw new Error(`No definition of ${method} ${path} was emitted.`);
}
