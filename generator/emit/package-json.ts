import type { Api } from '../model/types.js';
import type { OutputFile } from '../output-file.js';
import { plainText, webAddress } from './markdown.js';

/** The runtime that generated code is made for: its first version with the door `v1`, and what is compatible with it. */
const RUNTIME_RANGE = '^0.1.0';

/** The oldest Node.js that the runtime is tested on. */
const NODE_RANGE = '>=20.19';

/** The package's manifest for npm. It is data, so it is serialised, never written by a template. */
export function emitPackageJson({ package: info, deletions }: Api): OutputFile {
  const title = plainText(info.title);
  const homepage = info.homepage === null ? null : webAddress(info.homepage);
  const manifest = {
    name: info.npmName,
    version: info.version,
    description:
      deletions.length === 0
        ? `Typed client for ${title}`
        : `Typed client for ${title}: every operation, and deleting by id in bulk with a proven outcome for each id`,
    keywords: [
      info.name,
      'openapi',
      'client',
      'typescript',
      ...(deletions.length === 0 ? [] : ['delete', 'bulk']),
    ],
    ...(homepage === null ? {} : { homepage }),
    license: 'MIT',
    type: 'module',
    sideEffects: false,
    engines: { node: NODE_RANGE },
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './openapi.json': './openapi.json',
      './package.json': './package.json',
    },
    files: [
      'dist',
      'src',
      'API.md',
      'API',
      'llms.txt',
      'openapi.json',
      'manifest.json',
      '!dist/.tsbuildinfo',
    ],
    dependencies: { '@rowsweep/runtime': RUNTIME_RANGE },
    publishConfig: { access: 'public' },
  };
  return { path: 'package.json', text: `${JSON.stringify(manifest, null, 2)}\n` };
}
