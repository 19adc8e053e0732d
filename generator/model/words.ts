/** How words of a description become identifiers. Letters of every script may stay: ECMA-262 allows them. */

/**
 * Splits at everything that cannot stand in an identifier, at characters that nobody sees, which some versions of Unicode
 * allow in one, and at underscores. `HTTPGet-rows` → `HTTPGet`, `rows`.
 */
function splitWords(text: string): string[] {
  return text
    .normalize('NFC')
    .split(/(?:[^\p{ID_Continue}]|[\p{Cf}_])+/u)
    .filter((word) => word !== '');
}

function capitalise(word: string): string {
  const [first = '', ...rest] = Array.from(word);
  return first.toUpperCase() + rest.join('');
}

/** `delete-table_rows` → `DeleteTableRows`. Capitals inside words stay; a text all in capitals is read as words. */
export function toPascalCase(text: string): string {
  const words = splitWords(text);
  const shouting = words.every((word) => word === word.toUpperCase()) && words.length > 1;
  return protectStart(words.map((word) => capitalise(shouting ? word.toLowerCase() : word)).join(''));
}

/** `DELETE_ROWS` and `delete rows` → `deleteRows`, `HTTPGet` → `httpGet`, `ID` → `id`. */
export function toCamelCase(text: string): string {
  const pascal = toPascalCase(text);
  return pascal.replace(/^(\p{Lu}+)(?=\p{Lu}\p{Ll}|$)|^\p{Lu}/u, (start) => start.toLowerCase());
}

/** `Acme Data API` → `acme-data-api`: the name of a package; empty when nothing is left. */
export function toKebabCase(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const name = words.join('-').slice(0, 100).replace(/-+$/, '');
  return /^\d/.test(name) ? `api-${name}` : name;
}

/** True when the text can stand as a TypeScript identifier as it is, reserved words aside. */
export function isIdentifier(text: string): boolean {
  return /^(?!.*\p{Cf})[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(text) && text === text.normalize('NFC');
}

/** An identifier cannot start with a digit or a combining mark. */
function protectStart(name: string): string {
  return name === '' || isIdentifier(name) ? name : `_${name}`;
}
