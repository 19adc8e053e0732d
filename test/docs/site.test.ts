/** The documentation site, as files: whole, offline, and safe whatever a description says. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../generator/cli/run.js';
import { makeAnswer } from '../../scripts/fixtures.js';
import { renderArticle } from '../../scripts/site/article.js';
import { buildSite } from '../../scripts/site/site.js';
import { root } from '../house/sources.js';

/** The start of every element that a document may become, and its attributes. */
const ALLOWED =
  /^(?:h[1-6] id="[^"<>]*"|h[1-6]|p|a href="[^"<>]*"(?: rel="noopener noreferrer")?|a class="mark" href="#[^"<>]*" aria-label="Link to this section"|code|pre tabindex="0"|span class="(?:comment|string|number|keyword)"|strong|em|br|hr|ul|ol|li|blockquote|table|thead|tbody|tr|td|th scope="col"|div class="table" role="region" aria-label="Table" tabindex="0"|\/\w+)$/;

const target = mkdtempSync(join(tmpdir(), 'rowsweep-site-'));
const pages = new Map<string, string>();

describe('the site', () => {
  beforeAll(() => {
    for (const file of buildSite({ root, target })) pages.set(file, readFileSync(join(target, file), 'utf8'));
  });
  afterAll(() => {
    rmSync(target, { recursive: true });
  });

  it('has a page for every document, every provider and every table', () => {
    const names = ['extruct', 'altatech', 'minimal', 'gptbots', 'splendor'];
    const wanted = [
      ...['index', 'compare', 'runtime', 'generator', 'sandbox', 'errors', 'diagnostics'],
      ...names.flatMap((name) => [name, `${name}-api`, `${name}-notes`]),
    ];
    expect([...pages.keys()].sort()).toEqual(wanted.map((name) => `${name}.html`).sort());
  });

  it('links only to what exists', () => {
    const anchors = new Map([...pages].map(([file, html]) => [file, new Set(idsOf(html))]));
    const broken = [...pages].flatMap(([file, html]) =>
      hrefsOf(html)
        .filter((href) => !/^https?:/.test(href))
        .filter((href) => {
          const [path = '', anchor] = href.split('#');
          const page = path === '' ? file : path;
          if (!existsSync(join(target, page))) return true;
          return anchor !== undefined && anchors.get(page)?.has(anchor) !== true;
        })
        .map((href) => `${file}: ${href}`),
    );
    expect(broken).toEqual([]);
  });

  it('asks for nothing outside of its folder', () => {
    for (const [file, html] of pages) {
      const asked = [...html.matchAll(/<(?:link|script|img|iframe|source)\b[^>]*?(?:href|src)="([^"]*)"/g)];
      expect(asked.length, file).toBe(4);
      for (const [, address = ''] of asked) expect(existsSync(join(target, address)), address).toBe(true);
    }
    for (const asset of ['style.css', 'theme.js', 'search.js']) {
      expect(readFileSync(join(target, asset), 'utf8')).not.toMatch(/https?:|@import|url\(|fetch\(/);
    }
  });

  it('has one first heading, a language and unique anchors a page', () => {
    for (const [file, html] of pages) {
      expect(html.match(/<h1 /g)?.length, file).toBe(1);
      expect(html).toContain('<html lang="en">');
      const ids = idsOf(html);
      expect(
        ids.filter((id, at) => ids.indexOf(id) !== at),
        file,
      ).toEqual([]);
    }
  });

  it('shows the behaviour of all providers, every cell filled', () => {
    const html = pages.get('compare.html') ?? '';
    expect(html.match(/<th scope="col">/g)?.length).toBe(6);
    expect(html.match(/<tr>/g)?.length).toBeGreaterThan(10);
    expect(html).not.toContain('<td></td>');
  });

  it('finds every section', () => {
    const text = readFileSync(join(target, 'search-index.js'), 'utf8');
    expect(text).not.toContain('<');
    const index = JSON.parse(text.replace(/^window\.searchIndex = /, '').replace(/;\n$/, '')) as {
      readonly href: string;
    }[];
    const headings = [...pages.values()].join('').match(/<h[1-6] id=/g) ?? [];
    expect(index.length).toBe(headings.length);
  });
});

describe('text that nobody vouches for', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](//example.com/x)',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[a"onmouseover="alert(1)](https://example.com/"onmouseover="alert(1))',
    '[x](JaVaScRiPt:alert(1) "title")',
    '`<b>` **<i>bold</i>** *<u>*',
    '<https://example.com/"onload="alert(1)>',
    '# <h1 onclick=alert(1)>" id="x',
    '> <svg onload=alert(1)>',
    '- <a href="javascript:alert(1)">x</a>',
    '| <td onload=x> | b |\n| --- | --- |\n| <script>1</script> | `</td><script>` |',
    '```ts\n</code></pre><script>alert(1)</script>\n```',
    '```"><script>\nx\n```',
    '&lt;script&gt; &#60;script&#62; \\<script\\>',
    '<!-- --><script>alert(1)</script>',
  ];

  it.each(hostile)('%j becomes only what a document may become', (text) => {
    const { html } = renderArticle(text, (link) => (/^https?:\/\//.test(link) ? link : null));
    const tags = [...html.matchAll(/<([^>]*)>/g)].map(([, tag = '']) => tag);
    expect(tags.filter((tag) => !ALLOWED.test(tag))).toEqual([]);
    expect(html.replace(/<[^>]*>/g, '')).not.toMatch(/[<>]/);
    expect(html).not.toMatch(/href="(?!https?:|#)/i);
  });

  it.each(['README.md', 'API.md', 'llms.txt'])(
    'in the %s of a hostile description stays text',
    async (path) => {
      const { files } = await makeAnswer('untrusted-text', run);
      const text = files.get(path) ?? '';
      expect(text).toContain('*/');
      const { html } = renderArticle(text, () => null);
      const tags = [...html.matchAll(/<([^>]*)>/g)].map(([, tag = '']) => tag);
      expect(tags.filter((tag) => !ALLOWED.test(tag))).toEqual([]);
    },
  );
});

function hrefsOf(html: string): string[] {
  return [...html.matchAll(/<a\b[^>]*? href="([^"]*)"/g)].map(([, href = '']) =>
    href.replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
  );
}

function idsOf(html: string): string[] {
  return [...html.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id);
}
