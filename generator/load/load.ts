import type { Diagnostics } from '../diagnostics.js';
import { applyOverlay } from './apply-overlay.js';
import { bundle, type Bundled } from './bundle.js';
import { countErrors } from './definitions.js';
import type { Document, JsonObject } from './document.js';
import { examine } from './examine.js';
import type { Examination } from './examination.js';
import { Files } from './files.js';
import { refuseText, refuseValue, type Refusal } from './foreign.js';
import { isObject } from './json.js';
import { extendPointer, printPointer } from './pointer.js';
import { Resolved } from './resolved.js';
import { ruleOf } from './shape.js';
import { atStart, parseFile, readBytes, readSource, type Source } from './source.js';

/** The files that a package is made from, as the user names them. */
export interface LoadInput {
  readonly description: string;
  readonly overlay: string | null;
}

/**
 * Reads a description with the files that it refers to, applies its overlay, and checks what everything after it
 * relies on: the version, that every reference leads somewhere, and that it is built as OpenAPI says. Null when an
 * error was reported.
 */
export function load(input: LoadInput, diagnostics: Diagnostics): Document | null {
  const description = readDescription(input.description, diagnostics);
  const overlay = input.overlay === null ? null : readSource(input.overlay, diagnostics);
  if (description === null || (overlay === null && input.overlay !== null)) return null;
  const value = checkObject(description, diagnostics);
  if (value === null) return null;
  // The overlay may be what sets a version that is read.
  if (overlay === null && !isRead(value, description, diagnostics)) return null;

  const files = new Files(description, diagnostics);
  const before = examineDescription(value);
  const bundled = bundleFiles({ description, value, examination: before }, files, diagnostics);
  if (bundled === null) {
    // One run says all that is wrong; but what an overlay may yet correct is not known to be wrong.
    if (overlay === null) reportProblems({ ...before, sites: [] }, description, diagnostics);
    return null;
  }
  const resolved = new Resolved(description, bundled.value, bundled.moved);
  if (overlay !== null && !applyOverlay(overlay, resolved, diagnostics)) return null;
  if (overlay !== null && !isRead(resolved.value, resolved, diagnostics)) return null;

  const isUntouched = before.sites.length === 0 && overlay === null;
  const after = isUntouched ? before : examineDescription(resolved.value);
  if (!reportProblems(after, resolved, diagnostics)) return null;
  return {
    file: description.file,
    overlayFile: overlay?.file ?? null,
    value: resolved.value,
    place: (pointer) => resolved.place(pointer),
    inputs: hashInputs(files, overlay),
  };
}

/** The description's own value; null when it was reported that it is not OpenAPI 3.0 or 3.1. */
export function checkDescription(description: Source, diagnostics: Diagnostics): JsonObject | null {
  const value = checkObject(description, diagnostics);
  return value !== null && isRead(value, description, diagnostics) ? value : null;
}

function readDescription(file: string, diagnostics: Diagnostics): Source | null {
  const bytes = readBytes(file, diagnostics);
  if (bytes === null) return null;
  const refusal = refuseText(file, bytes);
  if (refusal === null) return parseFile(file, bytes, diagnostics);
  diagnostics.report(refusal.code, atStart(file), refusal.message, refusal.help);
  return null;
}

function checkObject(description: Source, diagnostics: Diagnostics): JsonObject | null {
  if (isObject(description.value)) return description.value;
  const refusal = refuseValue(description.value);
  if (refusal !== null) reportRefusal(refusal, description, diagnostics);
  return null;
}

type Places = Pick<Source, 'place'>;

function isRead(value: JsonObject, places: Places, diagnostics: Diagnostics): boolean {
  const refusal = refuseValue(value);
  if (refusal !== null) reportRefusal(refusal, places, diagnostics);
  return refusal === null;
}

function reportRefusal(
  { code, pointer, message, help }: Refusal,
  places: Places,
  diagnostics: Diagnostics,
): void {
  diagnostics.report(code, places.place(pointer), message, help);
}

function examineDescription(value: JsonObject): Examination {
  return examine({ root: value, keys: [], rule: ruleOf.description, gatherOnly: false });
}

interface Examined {
  readonly description: Source;
  readonly value: JsonObject;
  readonly examination: Examination;
}

function bundleFiles(
  { description, value, examination: { sites } }: Examined,
  files: Files,
  diagnostics: Diagnostics,
): Bundled | null {
  if (sites.length === 0) return { value, moved: new Map() };
  return bundle({ source: description, value, sites }, files, diagnostics);
}

/** True when none is an error. */
function reportProblems({ problems, sites }: Examination, places: Places, diagnostics: Diagnostics): boolean {
  const before = countErrors(diagnostics);
  for (const { code, pointer, message, help } of problems) {
    diagnostics.report(code, places.place(pointer), message, help);
  }
  // The files are in by now, so this is the overlay's.
  for (const { reference, keys, key } of sites) {
    diagnostics.report(
      'reference-external',
      places.place(extendPointer(printPointer(keys), key)),
      `${JSON.stringify(reference)} leads out of the overlay.`,
      'Refer to the file in the description, or write out what it holds.',
    );
  }
  return countErrors(diagnostics) === before;
}

function hashInputs(files: Files, overlay: Source | null): Record<string, string> {
  const sources = files.list();
  if (overlay !== null) sources.unshift([files.nameOf(overlay.file), overlay]);
  return Object.fromEntries(sources.map(([path, { hash }]) => [path, hash]));
}
