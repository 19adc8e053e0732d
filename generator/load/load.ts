import { basename } from 'node:path';
import type { Diagnostics } from '../diagnostics.js';
import { applyOverlay } from './apply-overlay.js';
import { checkShape } from './check-shape.js';
import type { Document, JsonObject } from './document.js';
import { cloneJson, freezeJson, isObject } from './json.js';
import { checkReferences } from './references.js';
import { Resolved } from './resolved.js';
import { readSource, type Source } from './source.js';

/** The files that a package is made from, as the user names them. */
export interface LoadInput {
  readonly description: string;
  readonly overlay: string | null;
}

/**
 * Reads a description, applies its overlay, and checks what everything after it relies on: the version, and that
 * every reference leads somewhere in the file, and that it is built as OpenAPI says. Null when an error was reported.
 */
export function load(input: LoadInput, diagnostics: Diagnostics): Document | null {
  const description = readSource(input.description, diagnostics);
  const overlay = input.overlay === null ? null : readSource(input.overlay, diagnostics);
  if (description === null || (overlay === null && input.overlay !== null)) return null;
  const value = checkDescription(description, diagnostics);
  if (value === null) return null;

  const resolved = new Resolved(description, value);
  if (overlay !== null && !applyOverlay(overlay, resolved, diagnostics)) return null;
  freezeJson(resolved.value);
  const document: Document = {
    file: description.file,
    overlayFile: overlay?.file ?? null,
    value: resolved.value,
    place: (pointer) => resolved.place(pointer),
    inputs: hashInputs(description, overlay),
  };
  return checkReferences(document, diagnostics) && checkShape(document, diagnostics) ? document : null;
}

/** The description's own value, to be changed by the overlay; null when it is not OpenAPI 3.0 or 3.1. */
export function checkDescription(description: Source, diagnostics: Diagnostics): JsonObject | null {
  const { value } = description;
  if (!isObject(value)) {
    diagnostics.report('description-invalid', description.place(''), 'An OpenAPI description is an object.');
    return null;
  }
  const version = value['openapi'];
  if (typeof version === 'string' && /^3\.[01]\.\d+(-.+)?$/.test(version)) return cloneObject(value);
  if (typeof value['swagger'] === 'string') {
    diagnostics.report(
      'version-unsupported',
      description.place('/swagger'),
      `This is Swagger ${value['swagger']}; OpenAPI 3.0 and 3.1 are read.`,
      'Convert it first, for example with `npx swagger2openapi`.',
    );
  } else if (typeof version === 'string') {
    diagnostics.report(
      'version-unsupported',
      description.place('/openapi'),
      `This is OpenAPI ${version}; 3.0 and 3.1 are read.`,
      version.startsWith('3.2')
        ? 'Set `openapi: 3.1.1` if the description uses nothing that is new in 3.2.'
        : undefined,
    );
  } else if (version !== undefined) {
    diagnostics.report(
      'version-unsupported',
      description.place('/openapi'),
      `\`openapi\` must be a string such as 3.1.0, not ${JSON.stringify(version)}.`,
      'Write all three numbers, such as 3.1.0.',
    );
  } else {
    diagnostics.report(
      'description-invalid',
      description.place(''),
      'There is no `openapi` key at the root.',
    );
  }
  return null;
}

function cloneObject(value: JsonObject): JsonObject {
  const copy = cloneJson(value);
  return isObject(copy) ? copy : {};
}

function hashInputs(description: Source, overlay: Source | null): Record<string, string> {
  const inputs = { [basename(description.file)]: description.hash };
  if (overlay === null) return inputs;
  const name = basename(overlay.file);
  return { ...inputs, [name in inputs ? `overlay/${name}` : name]: overlay.hash };
}
