/**
 * `npm run rehearse`: publishes every package to a registry of its own, uses them as a team downstream does, breaks a
 * description, releases again, and upgrades. Ends with exit code 1 when anything is not as promised.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRegistry } from '../release/options.js';
import { findRoot } from '../release/packages.js';
import { ensureTools } from '../release/tools.js';
import { rehearse } from './rehearse.js';
import { startRegistry } from './registry.js';

const startMs = performance.now();
/** What takes away what the rehearsal leaves, in the order in which it was made. */
const ends: (() => Promise<void> | void)[] = [];
let ending: Promise<void> | null = null;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void end().then(() => process.exit(1)));
try {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rowsweep-rehearse-')));
  ends.push(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const root = findRoot();
  ensureTools(root, 'release');
  const modules = ensureTools(root, 'rehearse');
  const upstream = readRegistry();
  const registry = await startRegistry({ modules, folder: join(folder, 'registry'), upstream, ends });
  await rehearse({ root, folder, modules, registry });
  console.log(`\nThe rehearsal passed in ${Math.round((performance.now() - startMs) / 1_000)} s.`);
} catch (error) {
  console.error(`\nThe rehearsal failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await end();
}

/** Ends the registry, then removes all that was written; once, however often it is asked for. */
function end(): Promise<void> {
  ending ??= endAll();
  return ending;
}

async function endAll(): Promise<void> {
  for (const each of ends.reverse()) await each();
}
