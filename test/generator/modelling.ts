/** Runs the first two stages on fragments, for tables of what the model says. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readExtensionSchema } from '../../generator/assets.js';
import { Diagnostics } from '../../generator/diagnostics.js';
import type { Document } from '../../generator/load/document.js';
import { load } from '../../generator/load/load.js';
import { model } from '../../generator/model/model.js';
import type { Api } from '../../generator/model/types.js';

export interface Modelled {
  readonly document: Document;
  readonly api: Api | null;
  /** `code file:line:column message`, in the order of the reports. */
  readonly problems: readonly string[];
  readonly helps: readonly string[];
}

const schema = readExtensionSchema();

/** What the model makes of a description and its overlay, both in YAML. Throws when they cannot be loaded. */
export function modelText(description: string, overlay: string | null = null): Modelled {
  const folder = mkdtempSync(join(tmpdir(), 'rowsweep-model-'));
  try {
    const file = join(folder, 'openapi.yaml');
    const overlayFile = join(folder, 'overlay.yaml');
    writeFileSync(file, description);
    if (overlay !== null) writeFileSync(overlayFile, overlay);
    const diagnostics = new Diagnostics();
    const document = load({ description: file, overlay: overlay === null ? null : overlayFile }, diagnostics);
    if (document === null) throw new Error(diagnostics.items.map(({ message }) => message).join('\n'));
    const api = model(document, diagnostics, schema);
    const problems = diagnostics.items.map(({ code, place, message }) => {
      const where = place === null ? '-' : `${basename(place.file)}:${place.line}:${place.column}`;
      return `${code} ${where} ${message}`;
    });
    return { document, api, problems, helps: diagnostics.items.map(({ help }) => help) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same, of a description that has nothing wrong with it. */
export function modelWell(description: string, overlay: string | null = null): Api {
  const { api, problems } = modelText(description, overlay);
  if (api === null || problems.length > 0) throw new Error(problems.join('\n'));
  return api;
}

/** A description of its paths and components alone: the header takes the first three lines. */
export function describeApi(body: string): string {
  const header =
    'openapi: 3.1.0\ninfo: { title: Acme Data, version: 1.2.0 }\nservers: [{ url: https://api.example.com }]\n';
  return header + body;
}
