import type { DiagnosticCode } from '../diagnostics.js';
import type { JsonObject, JsonValue } from './document.js';
import type { ObjectRule } from './shape.js';

/** The keys that lead to a value. */
export type Keys = readonly (string | number)[];

/** Something wrong in a value, to be reported with its place. */
export interface Problem {
  readonly code: DiagnosticCode;
  readonly pointer: string;
  readonly message: string;
  readonly help?: string;
}

/** A reference: `holder[key]` is its text. */
export interface ReferenceSite {
  readonly holder: JsonObject;
  /** `$ref`, or the name in the mapping of a discriminator. */
  readonly key: string;
  readonly reference: string;
  /** What it stands for. */
  readonly rule: ObjectRule;
  /** Those that lead to the holder. */
  readonly keys: Keys;
}

/** What a walk through a value found. */
export interface Examination {
  /** Each place that is not built as OpenAPI says, as far as anything after loading relies on it, and each bad reference. */
  readonly problems: readonly Problem[];
  /** References that lead out of the file, or all of them where that was asked for, in the order of the value. */
  readonly sites: readonly ReferenceSite[];
}

/** What to walk through. */
export interface Subject {
  /** The whole value, in which references are looked up. */
  readonly root: JsonValue;
  /** Where the walk begins, and what stands there. */
  readonly keys: Keys;
  readonly rule: ObjectRule;
  /** Gather every reference, and check nothing: the part of another file. */
  readonly gatherOnly: boolean;
}
