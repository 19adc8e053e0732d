/** A comment of what follows, with the line break after it; nothing without a text. `doc` is as `comment()` gives it. */
export function printDoc(doc: string | null, indent: number): string {
  if (doc === null || doc === '') return '';
  const margin = ' '.repeat(indent);
  if (!doc.includes('\n')) return `${margin}/** ${doc} */\n`;
  const lines = doc.split('\n').map((line) => (line === '' ? `${margin} *\n` : `${margin} * ${line}\n`));
  return `${margin}/**\n${lines.join('')}${margin} */\n`;
}
