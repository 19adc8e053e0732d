/** Prettier as the judge of what is printed: what it would change was not printed in its final form. */
import { format } from 'prettier';

/** The text as prettier lays it out, by the file's name. */
export function judge(path: string, text: string): Promise<string> {
  // Markdown by another name: https://llmstxt.org.
  const options = path === 'llms.txt' ? { parser: 'markdown' } : { filepath: path };
  return format(text, { ...options, printWidth: 110, singleQuote: true });
}

/** Files whose bytes are compared with what a vendor published, or that no prettier knows. */
const unjudged = new Set(['openapi.json', 'manifest.json', 'LICENSE']);

/** The paths of the files that prettier would change, each with the first line that it would. */
export async function findUnstable(
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<string[]> {
  const found: string[] = [];
  for (const { path, text } of files) {
    if (unjudged.has(path)) continue;
    const judged = await judge(path, text);
    if (judged === text) continue;
    const [ours, theirs] = [text.split('\n'), judged.split('\n')];
    const at = ours.findIndex((line, index) => line !== theirs[index]);
    found.push(`${path}:${at + 1} ${ours[at] ?? ''} → ${theirs[at] ?? ''}`);
  }
  return found;
}
