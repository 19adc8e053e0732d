/** How wide text is, and how wide a line may be, in columns of a fixed-width font. */

/** The longest line of a generated file. */
export const LINE_WIDTH = 110;

/** A whole emoji, however many characters it is spelled with (Unicode, UTS #51). */
const EMOJI = new RegExp('\\p{RGI_Emoji}', 'gv');

/** Of twice the width of a Latin letter (Unicode, UAX #11). */
const WIDE =
  /[\u1100-\u115F\u2329\u232A\u2E80-\u303E\u3041-\u4DBF\u4E00-\uA4C6\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6B\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18DFF}\u{1AFF0}-\u{1B2FB}\u{20000}-\u{3FFFD}\p{Emoji_Presentation}]/gu;

/** Of no width: drawn over the letter before, or not at all. */
const OVERLAID = /[\p{Mn}\p{Me}\p{Cc}]/gu;

/** The columns that a text without line breaks takes. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  const emoji = text.match(EMOJI)?.length ?? 0;
  const shown = text.replace(EMOJI, '').replace(OVERLAID, '');
  return 2 * emoji + Array.from(shown).length + (shown.match(WIDE)?.length ?? 0);
}

/** True when the text can stand whole where it begins. */
export function fits(
  text: string,
  { column, after }: { readonly column: number; readonly after: number },
): boolean {
  // Most texts are far shorter, so their characters need not be counted.
  return text.length * 2 + column + after <= LINE_WIDTH || widthOf(text) + column + after <= LINE_WIDTH;
}
