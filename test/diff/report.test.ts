/** Reports: text that nobody can turn into anything else, and a page that works in a browser. */
import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compare } from '../../generator/diff/index.js';
import { printHtml } from '../../generator/diff/report/html.js';
import { printMarkdown } from '../../generator/diff/report/markdown.js';
import { printText } from '../../generator/diff/report/text.js';
import type { Comparison } from '../../generator/diff/report/report.js';
import { describe as describePets } from './cases/case.js';
import { makeFolder, readValue } from './reading.js';

const hostile = `</pre></script><script>document.title='stolen'</script><img src=x onerror="document.title='stolen'">\`|\u202e\u001b[31m@everyone [x](javascript:alert(1)) "'`;

let folder = '';
let remove = (): void => undefined;
let comparison: Comparison;

beforeAll(async () => {
  ({ folder, remove } = makeFolder());
  const make = (changed: boolean): object =>
    describePets({
      answer: {
        type: 'object',
        properties: {
          id: { type: 'string' },
          [hostile]: { type: changed ? 'integer' : 'string', description: hostile },
          ...(changed ? {} : { gone: { type: 'string', description: hostile, enum: [hostile] } }),
        },
      },
      getPet: changed ? { deprecated: true } : {},
      root: { servers: [{ url: changed ? 'https://b.example' : 'https://a.example' }] },
    });
  const findings = compare(
    await readValue(folder, 'old.json', make(false)),
    await readValue(folder, 'new.json', make(true)),
  );
  comparison = { old: `old ${hostile}`, new: `new ${hostile}`, package: '@rowsweep/pets', findings };
});

afterAll(() => {
  remove();
});

it('text for a terminal has no character that a terminal obeys', () => {
  const text = printText({ ...comparison, old: 'old', new: 'new' }, (_part, each) => each);
  expect(text).toContain('document.title');
  expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u202e]/);
});

it('Markdown has no tag, mention, link or cell of a description', () => {
  const text = printMarkdown(comparison).replaceAll(/(`+)[^`](?:.*?[^`])?\1(?!`)/g, 'CODE');
  const own = text.replaceAll(/<\/?(?:details(?: open)?|summary|b|br)>/g, '');
  expect(own).not.toMatch(/<[a-z/]/i);
  expect(own).not.toMatch(/@[a-z]/i);
  expect(own).not.toMatch(/\]\(/);
  for (const line of text.split('\n').filter((each) => each.startsWith('| ') && !each.startsWith('| ---'))) {
    expect(line.replaceAll('\\|', '').split('|')).toHaveLength(5);
  }
});

it('the page has no tag but its own, and refers to nothing', () => {
  const page = printHtml(comparison);
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).not.toMatch(/<img|onerror="|\u202e|\u001b/);
  const tags = page.replace(/<script>[^<]*<\/script>/, '').match(/<[^>]*>/g) ?? [];
  expect(tags.filter((tag) => /\s(?:src|href|action|on\w+)=/.test(tag.replaceAll(/"[^"]*"/g, '')))).toEqual(
    [],
  );
  expect(page).not.toMatch(/@import|url\(/);
  expect(page).toContain('default-src &#39;none&#39;');
});

const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
);

/** What a browser makes of the page, after its script has run. */
async function open(page: string, script: string): Promise<string> {
  const file = join(folder, 'page.html');
  // The page's policy runs nothing but its own script, so that what acts on it comes in by a policy of the test.
  const acting = `<script>addEventListener('load', () => { ${script} })</script>`;
  const opened =
    script === ''
      ? page
      : page
          .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
          .replace('</body>', `${acting}</body>`);
  writeFileSync(file, opened);
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--window-size=390,844',
    '--virtual-time-budget=2000',
  ];
  const profile = `--user-data-dir=${join(folder, 'profile')}`;
  const { stdout } = await promisify(execFile)(
    browser ?? '',
    [...flags, profile, '--dump-dom', `file://${file}`],
    {
      maxBuffer: 16 * 1024 * 1024,
    },
  );
  return stdout;
}

// Where there is no Chromium, such as on a developer's own machine, the rest of this file still holds.
describe.runIf(browser !== undefined)('in Chromium', { timeout: 120_000 }, () => {
  it('shows the findings, and lets nothing of a description run', async () => {
    const dom = await open(printHtml(comparison), '');
    expect(dom).toContain('<title>What changed in @rowsweep/pets</title>');
    const { length } = comparison.findings;
    // The page's own script ran, although the policy allows no other.
    expect(dom).toContain(`<output id="shown">${length} of ${length}</output>`);
    expect(dom).not.toContain('<img');
    expect(dom.match(/class="finding /g)).toHaveLength(length);
  });

  it('filters by severity, by view and by words', async () => {
    const majors = comparison.findings.filter(({ bump }) => bump === 'major').length;
    const { length } = comparison.findings;
    const dom = await open(
      printHtml(comparison),
      `const box = document.querySelector('input[value=minor]'); box.click();
       const notes = [document.getElementById('shown').textContent];
       box.click();
       const search = document.getElementById('search');
       search.value = 'GONE property-removed';
       search.dispatchEvent(new Event('input', { bubbles: true }));
       notes.push(document.getElementById('shown').textContent);
       search.value = 'no such thing';
       search.dispatchEvent(new Event('input', { bubbles: true }));
       notes.push(document.getElementById('shown').textContent, String(document.getElementById('empty').hidden));
       document.body.dataset.notes = notes.join(';');`,
    );
    expect(/data-notes="([^"]*)"/.exec(dom)?.[1]).toBe(
      `${majors} of ${length};1 of ${length};0 of ${length};false`,
    );
  });

  it('fits a phone', async () => {
    const dom = await open(
      printHtml(comparison),
      `document.body.dataset.width = document.documentElement.scrollWidth + ' in ' + innerWidth;`,
    );
    const [, content = '', window = ''] = /data-width="(\d+) in (\d+)"/.exec(dom) ?? [];
    expect(Number(content)).toBeGreaterThan(0);
    expect(Number(content)).toBeLessThanOrEqual(Number(window));
  });
});
