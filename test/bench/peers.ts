/** The peers, each as its own documentation says to run it, with formatting off where that is a choice. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { server } from './descriptions.js';
import { authorization, findName, grouped, listOutput, positional, type Job, type Tool } from './tool.js';
import { peersFolder } from './workplace.js';

const client = (output: string): string => join(output, 'client.ts');
const entryOf = (file: string): string => join(peersFolder, 'node_modules', file);

const openapiTypescript: Tool = {
  name: 'openapi-typescript',
  package: 'openapi-typescript',
  makesClient: false,
  quick: true,
  // As `.ts`, so that it is checked like everyone's output and not skipped as a declaration file might be.
  command: ({ description, output }) => [
    entryOf('openapi-typescript/bin/cli.js'),
    description,
    '-o',
    join(output, 'types.ts'),
  ],
  program: (call) => {
    const parameters = `params: { path: ${JSON.stringify(call.pathParameters)} }`;
    const body = call.body === null ? '' : `, body: ${JSON.stringify(call.body)}`;
    return [
      `import createClient from 'openapi-fetch';`,
      `import type { paths } from './out/types.js';`,
      `const client = createClient<paths>({ baseUrl: '${server}', headers: ${authorization(call)} });`,
      `export const call = () => client.${call.method}('${call.path}', { ${parameters}${body} });`,
    ].join('\n');
  },
};

const heyApi: Tool = {
  name: 'hey-api',
  package: '@hey-api/openapi-ts',
  makesClient: true,
  quick: false,
  command: ({ description, output }) => [
    entryOf('@hey-api/openapi-ts/bin/run.js'),
    ...['-i', description, '-o', output, '--no-log-file', '--silent'],
  ],
  program: (call, output) => {
    const name = findName(join(output, 'sdk.gen.ts'), call.operationId);
    const options = [`baseUrl: '${server}'`, ...(call.token === null ? [] : [`auth: '${call.token}'`])];
    return [
      `import { ${name} } from './out/sdk.gen';`,
      `export const call = () => ${name}(${grouped(call, ...options)});`,
    ].join('\n');
  },
};

const orval: Tool = {
  name: 'orval',
  package: 'orval',
  makesClient: true,
  quick: false,
  command: (job) => [
    entryOf('orval/dist/bin/orval.mjs'),
    '--config',
    writeConfig(job, 'orval.config.mjs', [
      `const input = { target: ${JSON.stringify(job.description)} };`,
      `const output = { mode: 'single', client: 'fetch', target: ${JSON.stringify(client(job.output))} };`,
      `export default { api: { input, output } };`,
    ]),
  ],
  program: (call, output) => {
    const name = findName(client(output), call.operationId);
    const rest = call.token === null ? [] : [`{ headers: ${authorization(call)} }`];
    return [
      `import { ${name} } from './out/client';`,
      `export const call = () => ${name}(${positional(call, ...rest)});`,
    ].join('\n');
  },
};

const kubb: Tool = {
  name: 'kubb',
  package: '@kubb/core',
  makesClient: true,
  quick: false,
  // Without an extension: its default imports need allowImportingTsExtensions.
  command: (job) => [
    entryOf('@kubb/cli/bin/kubb.cjs'),
    'generate',
    '--config',
    writeConfig(job, 'kubb.config.mjs', [
      `import { pluginClient } from '@kubb/plugin-client';`,
      `import { pluginOas } from '@kubb/plugin-oas';`,
      `import { pluginTs } from '@kubb/plugin-ts';`,
      `const input = { path: ${JSON.stringify(job.description)} };`,
      `const output = { path: './out', clean: true, extension: { '.ts': '' }, format: false, lint: false };`,
      `const plugins = [pluginOas({ validate: false, generators: [] }), pluginTs(), pluginClient({ client: 'fetch' })];`,
      `export default { input, output, plugins };`,
    ]),
  ],
  program: (call, output) => {
    const name = findName(join(output, 'clients/index.ts'), call.operationId);
    const options = `{ baseURL: '${server}', headers: ${authorization(call)} }`;
    return [
      `import { ${name} } from './out/clients/${name}';`,
      `export const call = () => ${name}(${positional(call, options)});`,
    ].join('\n');
  },
};

const swaggerTypescriptApi: Tool = {
  name: 'swagger-typescript-api',
  package: 'swagger-typescript-api',
  makesClient: true,
  quick: false,
  command: ({ description, output }) => [
    entryOf('swagger-typescript-api/dist/cli.mjs'),
    ...['generate', '-p', description, '-o', output, '-n', 'client.ts', '--silent'],
  ],
  program: (call, output) => {
    const name = findName(client(output), call.operationId);
    const group = call.path.split('/')[1] ?? '';
    return [
      `import { Api } from './out/client';`,
      `const api = new Api({ baseUrl: '${server}', baseApiParams: { headers: ${authorization(call)} } });`,
      `export const call = () => api.${group}.${name}(${positional(call)});`,
    ].join('\n');
  },
};

const oazapfts: Tool = {
  name: 'oazapfts',
  package: 'oazapfts',
  makesClient: true,
  quick: false,
  command: ({ description, output }) => {
    mkdirSync(output, { recursive: true });
    return [entryOf('oazapfts/dist/cli.js'), description, client(output)];
  },
  program: (call, output) => {
    const name = findName(client(output), call.operationId);
    return [
      `import { defaults, ${name} } from './out/client';`,
      `defaults.baseUrl = '${server}';`,
      `defaults.headers = ${authorization(call)};`,
      `export const call = () => ${name}(${positional(call)});`,
    ].join('\n');
  },
};

const redocly: Tool = {
  name: 'redocly',
  package: '@redocly/cli',
  makesClient: true,
  quick: false,
  command: ({ description, output }) => [
    entryOf('@redocly/cli/bin/cli.js'),
    ...['generate-client', description, '-o', client(output)],
  ],
  program: (call, output) => {
    const name = findName(client(output), call.operationId);
    const auth = call.token === null ? '' : `, auth: { bearer: '${call.token}' }`;
    return [
      `import { configure, ${name} } from './out/client';`,
      `configure({ serverUrl: '${server}'${auth} });`,
      `export const call = () => ${name}(${grouped(call)});`,
    ].join('\n');
  },
};

const openapiTypescriptCodegen: Tool = {
  name: 'openapi-typescript-codegen',
  package: 'openapi-typescript-codegen',
  makesClient: true,
  quick: false,
  command: ({ description, output }) => [
    entryOf('openapi-typescript-codegen/bin/index.js'),
    ...['-i', description, '-o', output],
  ],
  program: (call, output) => {
    const { service, name } = findService(output, call.operationId);
    return [
      `import { OpenAPI } from './out/core/OpenAPI';`,
      `import { ${service} } from './out/services/${service}';`,
      `OpenAPI.BASE = '${server}';`,
      `OpenAPI.HEADERS = ${authorization(call)};`,
      `export const call = () => ${service}.${name}(${positional(call)});`,
    ].join('\n');
  },
};

/** Every peer; openapi-typescript, to which the ratios are taken, comes first. */
export const peers: readonly Tool[] = [
  openapiTypescript,
  heyApi,
  orval,
  kubb,
  swaggerTypescriptApi,
  oazapfts,
  redocly,
  openapiTypescriptCodegen,
];

function writeConfig({ folder }: Job, name: string, lines: readonly string[]): string {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  return name;
}

/** The class of a group of operations, and its method: the peer emits one class a tag. */
function findService(
  output: string,
  operationId: string,
): { readonly service: string; readonly name: string } {
  for (const file of listOutput(join(output, 'services'))) {
    const path = join(output, 'services', file);
    const service = /export class (\w+)/.exec(readFileSync(path, 'utf8'))?.[1];
    try {
      if (service !== undefined) return { service, name: findName(path, operationId) };
    } catch {
      // Another class has it.
    }
  }
  throw new Error(`No function for ${operationId} was emitted.`);
}
