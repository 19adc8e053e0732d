/** The table of cases as a document. */
import type { Case } from './cases/case.js';

/** A case, and what both tools say. */
export interface Judged {
  readonly case: Case;
  readonly ours: string;
  /** Null: not asked. */
  readonly redocly: string | null;
}

/** The document, as prettier leaves it. */
export function printTable(judged: readonly Judged[]): string {
  const asked = judged.filter(({ redocly }) => redocly !== null);
  const differing = asked.filter(({ ours, redocly }) => ours !== redocly);
  const breaking = differing.filter(({ ours, redocly }) => (ours === 'major') !== (redocly === 'major'));
  return [
    '# What a change of a description is',
    '',
    `${judged.length} single changes, what \`rowsweep diff\` calls each, and why that is right. The tests of this folder hold every line:`,
    'the rules, the views, the same change read backwards, and the answers of `redocly diff` (version 2.77.0, with',
    '`diff-recommended`) to the same files: every twelfth in `npm test`, all in `npm run fuzz`. This file is made by them:',
    '`ROWSWEEP_FUZZ=1 npx vitest run test/diff/table -u`.',
    '',
    `## Where \`redocly diff\` says something else`,
    '',
    `It was asked about the ${asked.length} changes that are no extension of ours, and calls ${differing.length} differently; in ${breaking.length} of them one says that callers`,
    'break and the other that they do not. Its verdict is of the wire alone; ours is of a typed caller of the package.',
    '',
    '| change | rowsweep | redocly | why |',
    '| --- | --- | --- | --- |',
    ...[...breaking, ...differing.filter((each) => !breaking.includes(each))].map(
      ({ case: { name, why }, ours, redocly }) =>
        `| ${cell(name)} | ${ours} | ${redocly ?? ''} | ${cell(why)} |`,
    ),
    '',
    '## All changes',
    '',
    '| change | rowsweep | findings | why |',
    '| --- | --- | --- | --- |',
    ...judged.map(({ case: { name, findings, why }, ours }) => {
      const rules = findings.map((finding) => `\`${finding.split(' ').slice(1).join(' ')}\``);
      return `| ${cell(name)} | ${ours} | ${rules.join(', ') || 'none'} | ${cell(why)} |`;
    }),
    '',
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
