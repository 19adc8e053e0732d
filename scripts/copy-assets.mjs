// Puts the files that the generator reads at run time beside its built code, so that the published package is whole.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const templates = new URL('templates/', root);
const target = new URL('generator/dist/', root);

/** Writes only what differs, so that builds that look at times do nothing twice. */
function copy(from, to) {
  const bytes = readFileSync(from);
  try {
    if (readFileSync(to).equals(bytes)) return;
  } catch {
    // There is no such file yet.
  }
  writeFileSync(to, bytes);
}

mkdirSync(new URL('templates/', target), { recursive: true });
const names = readdirSync(templates).filter((name) => name.endsWith('.hbs'));
for (const name of names) copy(new URL(name, templates), new URL(`templates/${name}`, target));
for (const name of readdirSync(new URL('templates/', target))) {
  if (!names.includes(name)) rmSync(new URL(`templates/${name}`, target));
}
copy(new URL('specs/extension.schema.json', root), new URL('extension.schema.json', target));
