/** The core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema). */

const words: ReadonlyMap<string, boolean | null> = new Map([
  ['', null],
  ['~', null],
  ['null', null],
  ['Null', null],
  ['NULL', null],
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);

const integer = /^(?:[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+)$/;
const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const beyondJson = /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/;

/** What a scalar without quotes stands for; undefined when JSON has no such value. */
export function readPlainScalar(text: string): string | number | boolean | null | undefined {
  const first = text.charCodeAt(0);
  // A digit, or one of `+`, `-`, `.`.
  if ((first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e) {
    const isNumber = integer.test(text) || float.test(text);
    if (!isNumber) return beyondJson.test(text) ? undefined : text;
    const number = Number(text);
    return Number.isFinite(number) ? number : undefined;
  }
  const word = text.length > 5 ? undefined : words.get(text);
  return word === undefined ? text : word;
}
