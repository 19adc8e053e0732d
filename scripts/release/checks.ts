/** What a tarball has to pass before it is published. */
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { build } from 'vite';
import type { Places, Staged } from './stage.js';
import { readManifest, type Package } from './packages.js';
import { ProgramError, run, runNpm } from './run.js';
import { ensureTools } from './tools.js';

/** Upper bounds of a package. `bundleBytes`: all that `.` exports with all that it needs, in one file, after gzip. */
interface Budget {
  readonly tarballBytes: number;
  readonly bundleBytes?: number;
}

/** Every reason why a tarball is not good enough. */
export async function checkStaged(staged: Staged, one: Package, places: Places): Promise<string[]> {
  return [
    ...listOrphans(staged.folder, join(places.root, one.path)),
    ...(await askPublint(staged)),
    ...askTypes(staged, places.root),
    ...(await weigh(staged, places)),
    ...writeBill(staged, one, places),
  ];
}

/**
 * Modules that are packed and have no source any more, by their declarations: the compiler never takes away what it made.
 */
export function listOrphans(folder: string, source: string): string[] {
  const built = join(folder, 'dist');
  if (!existsSync(built)) return [];
  const inner = join(source, 'src');
  const home = existsSync(inner) ? inner : source;
  const orphans = readdirSync(built, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.d.ts') && !existsSync(join(home, path.replace(/\.d\.ts$/, '.ts'))))
    .sort();
  if (orphans.length === 0) return [];
  const files = orphans.map((path) => `dist/${path.split(sep).join('/')}`).join(', ');
  return [`${files} have no source any more: remove its dist/ in the tree, and build again`];
}

async function askPublint({ folder }: Staged): Promise<string[]> {
  const { messages } = await publint({ pkgDir: folder, strict: true, pack: false });
  const manifest = readManifest(folder);
  return messages.map((message) => `publint: ${formatMessage(message, manifest) ?? message.code}`);
}

/** https://arethetypeswrong.github.io, for a package of ES modules. */
function askTypes({ tarball }: Staged, root: string): string[] {
  const program = join(ensureTools(root, 'release'), '@arethetypeswrong/cli/dist/index.js');
  try {
    run(process.execPath, [program, '--profile', 'esm-only', '--format', 'ascii', '--no-color', tarball], {
      cwd: root,
    });
    return [];
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    return [`the types are wrong:\n${error.output}`];
  }
}

async function weigh({ name, bytes, folder }: Staged, { root, temporary }: Places): Promise<string[]> {
  const file = 'scripts/release/budgets.json';
  const budgets = JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, Budget>;
  const budget = budgets[name] ?? budgets['*'];
  if (budget === undefined) return [`it has no budget in ${file}`];
  const { tarballBytes, bundleBytes } = budget;
  const problems: string[] = [];
  if (bytes > tarballBytes) problems.push(`its tarball has ${bytes} bytes, and may have ${tarballBytes}`);
  if (bundleBytes === undefined) return problems;
  const bundled = await measureBundle(folder, { root, temporary });
  if (bundled > bundleBytes) problems.push(`its bundle has ${bundled} bytes, and may have ${bundleBytes}`);
  return problems;
}

/** The bytes, after gzip, of one file that holds all that an unpacked package exports as `.`; what it needs is the tree's. */
export async function measureBundle(
  folder: string,
  { root, temporary }: Pick<Places, 'root' | 'temporary'>,
): Promise<number> {
  const { exports } = readManifest(folder) as {
    readonly exports?: Readonly<Record<string, { readonly default: string }>>;
  };
  const main = exports?.['.']?.default;
  if (main === undefined) throw new Error(`${folder} exports nothing as \`.\`.`);
  const modules = join(temporary, 'node_modules');
  if (!existsSync(modules)) symlinkSync(join(root, 'node_modules'), modules, 'dir');
  const entry = join(temporary, 'bundle.js');
  writeFileSync(entry, `export * from ${JSON.stringify(join(folder, main))};\n`);
  const made = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: true, lib: { entry, formats: ['es'] } },
  });
  const results = Array.isArray(made) ? made : [made];
  const code = results
    .flatMap((result) => ('output' in result ? result.output : []))
    .map((file) => ('code' in file ? file.code : ''));
  return gzipSync(code.join('')).length;
}

interface Bill {
  metadata: { component: Record<string, unknown> };
  components: Record<string, unknown>[];
}

/**
 * Writes the bill of materials beside the tarball, in CycloneDX (https://cyclonedx.org), from the lock file: what a
 * release was built and tested with.
 */
function writeBill({ tarball, name, version }: Staged, { path }: Package, { root }: Places): string[] {
  const how = ['--sbom-format', 'cyclonedx', '--package-lock-only', '--omit', 'dev'];
  const bill = JSON.parse(runNpm(['sbom', '--workspace', path, ...how], { cwd: root })) as Bill;
  const self = bill.components.find((part) => String(part['bom-ref']).startsWith(`${name}@`));
  if (self === undefined) return ['npm sbom does not list the package itself'];
  const components = bill.components.filter((part) => part !== self);
  // npm puts the repository at the top; the bill is one of the package.
  const top = { ...self, type: 'library', name, version };
  const whole = { ...bill, metadata: { ...bill.metadata, component: top }, components };
  writeFileSync(tarball.replace(/\.tgz$/, '.sbom.json'), `${JSON.stringify(whole, null, 2)}\n`);
  return [];
}
