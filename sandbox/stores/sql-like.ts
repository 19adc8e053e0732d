/** LIKE: `%` any text, `_` one character, `\` takes the next one as it stands. */
import { weighCharacter } from './sql-collation.js';

/** One place of a pattern: a character's weight, any character, or any text. */
type Place = number | 'one' | 'any';

/** The test that the pattern makes. Weights are those of the collation, or the characters themselves. */
export function matchLike(pattern: string, byWeight: boolean): (text: string) => boolean {
  const weigh = byWeight ? weighCharacter : (character: string): number => character.codePointAt(0) ?? 0;
  const places = readPattern(pattern, weigh);
  return (text) => fits(Array.from(text, weigh), places);
}

function readPattern(pattern: string, weigh: (character: string) => number): readonly Place[] {
  const places: Place[] = [];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    const next = characters[at + 1];
    if (character === '\\' && next !== undefined) {
      places.push(weigh(next));
      at += 1;
    } else if (character === '%') places.push('any');
    else if (character === '_') places.push('one');
    else places.push(weigh(character));
  }
  return places;
}

function fits(text: readonly number[], places: readonly Place[]): boolean {
  let at = 0;
  let from = 0;
  let star: { readonly at: number; from: number } | null = null;
  while (from < text.length) {
    const place = places[at];
    if (place === 'any') {
      star = { at: at + 1, from };
      at += 1;
    } else if (place !== undefined && (place === 'one' || place === text[from])) {
      at += 1;
      from += 1;
    } else if (star !== null) {
      star.from += 1;
      from = star.from;
      at = star.at;
    } else {
      return false;
    }
  }
  while (places[at] === 'any') at += 1;
  return at === places.length;
}
