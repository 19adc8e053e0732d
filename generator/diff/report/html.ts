import { createHash } from 'node:crypto';
import { bumpOf, views, type Bump, type Finding } from '../finding.js';
import { filterPage } from './html-filter.js';
import { htmlStyle } from './html-style.js';
import { adviseVersion, groupByBump, headings, showOperations, type Comparison } from './report.js';
import type { Place } from '../../diagnostics.js';

/**
 * A report for a browser: one file that fetches nothing. Everything that comes from a description is text in it; should
 * that ever fail, the page's own policy lets nothing run but the one script that it names by its hash
 * (https://www.w3.org/TR/CSP3/).
 */
export function printHtml(comparison: Comparison): string {
  const script = `(${filterPage.toString()})();`;
  const { old, new: now, package: name, findings } = comparison;
  const title = name === null ? 'What changed' : `What changed in ${name}`;
  const policy = `default-src 'none'; style-src '${hashOf(htmlStyle)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<title>${escapeHtml(title)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<header class="head">
<p class="verdict ${bumpOf(findings)}"><b>${bumpOf(findings) === 'none' ? 'no change' : bumpOf(findings)}</b></p>
<h1>${escapeHtml(title)}</h1>
<p class="lead">${escapeHtml(adviseVersion(findings))}</p>
<dl class="sides"><div><dt>old</dt><dd>${escapeHtml(old)}</dd></div><div><dt>new</dt><dd>${escapeHtml(now)}</dd></div></dl>
</header>
${findings.length === 0 ? '' : printFilters(findings)}
<main>
${groupByBump(findings).map(printGroup).join('\n')}
<p class="empty" id="empty"${findings.length === 0 ? '' : ' hidden'}>${findings.length === 0 ? 'Both mean the same.' : 'Nothing matches the filters.'}</p>
</main>
<script>${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

function printFilters(findings: readonly Finding[]): string {
  const severities = groupByBump(findings).map(({ bump, findings: group }) =>
    printToggle({ kind: 'bump', value: bump, label: bump, count: group.length }),
  );
  const shown = views.flatMap((view) => {
    const count = findings.filter((finding) => finding.views.includes(view)).length;
    return count === 0 ? [] : [printToggle({ kind: 'view', value: view, label: view, count })];
  });
  return `<form class="filters" id="filters" autocomplete="off">
<label class="search"><span class="hidden">Search</span><input type="search" id="search" placeholder="Search operations, rules, properties"></label>
<fieldset><legend>Severity</legend>${severities.join('')}</fieldset>
<fieldset><legend>View</legend>${shown.join('')}</fieldset>
<output id="shown">${findings.length} of ${findings.length}</output>
</form>`;
}

interface Toggle {
  readonly kind: 'bump' | 'view';
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

function printToggle({ kind, value, label, count }: Toggle): string {
  return `<label class="toggle ${value}"><input type="checkbox" name="${kind}" value="${value}" checked><span>${label} <b>${count}</b></span></label>`;
}

function printGroup({
  bump,
  findings,
}: {
  readonly bump: Bump;
  readonly findings: readonly Finding[];
}): string {
  return `<section class="group ${bump}"><h2>${headings[bump]} <small>${findings.length} ${bump}</small></h2>
${findings.map(printFinding).join('\n')}
</section>`;
}

function printFinding(finding: Finding): string {
  const { bump, views: seen, rule, message, old, new: now, before, after } = finding;
  const operations = showOperations(finding, 6);
  const words = [message, rule, finding.operations.join(' '), old?.pointer, now?.pointer, before, after];
  const text = words.filter((word) => word !== undefined).join(' ');
  return `<article class="finding ${bump}" data-bump="${bump}" data-views="${seen.join(' ')}" data-text="${escapeHtml(text.toLowerCase().slice(0, 4000))}">
<h3>${printSentence(message)}</h3>
<p class="facts"><code class="rule">${rule}</code>${seen.map((view) => `<span class="view">${view}</span>`).join('')}${operations === '' ? '' : `<span class="operations">${escapeHtml(operations)}</span>`}</p>
<div class="both">${printSide('old', old, before)}${printSide('new', now, after)}</div>
</article>`;
}

function printSide(side: 'old' | 'new', place: Place | null, value: string | undefined): string {
  const where =
    place === null
      ? ''
      : `<span class="place" title="${escapeHtml(place.pointer)}">${breakable(`${place.file}:${place.line}`)}</span>`;
  const shown = value === undefined ? '<p class="none">not there</p>' : `<pre>${escapeHtml(value)}</pre>`;
  return `<div class="side ${side}"><p class="where"><b>${side}</b>${where}</p>${shown}</div>`;
}

/** A path that may be broken behind its slashes. */
function breakable(path: string): string {
  return escapeHtml(path).replaceAll('/', '/<wbr>');
}

/** A sentence with its code spans. */
function printSentence(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 1 ? `<code>${escapeHtml(part.slice(1, -1))}</code>` : escapeHtml(part),
    )
    .join('');
}

/** Marks of HTML, and what changes the direction of the text behind it or does not show. */
const unsafe =
  /[&<>"'`\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/gu;

/** Text as text, in an element as well as in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(unsafe, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return '&<>"\'`'.includes(character) ? `&#${code};` : `\\u{${code.toString(16)}}`;
  });
}
