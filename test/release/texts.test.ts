/** What a release reads and writes: changelogs, changesets, versions in overlays, contents of packages. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from 'rowsweep/diff';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addRelease, notesOf, printRelease } from '../../scripts/release/changelog.js';
import { notesFor, parseChangeset, readChangesets } from '../../scripts/release/changesets.js';
import { listDifferences } from '../../scripts/release/contents.js';
import { fetchPage, type Fetch } from '../../scripts/release/page.js';
import {
  listPackages,
  runtimeRangeFile,
  setOverlayVersion,
  setRuntimeRange,
  sortByNeeds,
} from '../../scripts/release/packages.js';
import { canProve } from '../../scripts/release/publish.js';
import { ProgramError } from '../../scripts/release/run.js';
import { readRepositoryAddress } from '../../scripts/release/stage.js';
import { updateAll } from '../../scripts/release/update.js';
import { root } from '../house/sources.js';

const finding: Finding = {
  rule: 'property-removed',
  view: 'types',
  views: ['types'],
  bump: 'major',
  message: 'The property `msg` is gone, see <b>@here</b>.',
  old: null,
  new: null,
  operation: 'deleteTableRows',
  operations: ['deleteTableRows', 'getTable'],
};

describe('a changelog', () => {
  it('has a line for each finding, whose text stays text', () => {
    expect(notesOf([finding, { ...finding, bump: 'none' }])).toEqual([
      {
        bump: 'major',
        text:
          'The property `msg` is gone, see &lt;b&gt;@\u200bhere&lt;/b&gt;. ' +
          'In `deleteTableRows`, `getTable`. (`property-removed`)',
      },
    ]);
  });

  it('names five operations at most', () => {
    const operations = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    expect(notesOf([{ ...finding, operations }])[0]?.text).toContain('`d`, `e` and 2 more. (');
  });

  it('tells what breaks first, and each thing once', () => {
    const notes = [
      { bump: 'minor', text: 'new' },
      { bump: 'major', text: 'broken' },
      { bump: 'minor', text: 'new' },
    ] as const;
    expect(printRelease('0.2.0', notes)).toBe('## 0.2.0\n\n### Breaking\n\n- broken\n\n### New\n\n- new\n');
  });

  it('begins with the newest release, and takes each once', () => {
    const first = addRelease(null, {
      name: 'a',
      version: '0.1.0',
      notes: [{ bump: 'none', text: 'First.' }],
    });
    expect(first).toBe('# Changelog of a\n\n## 0.1.0\n\nFirst.\n');
    const next = { name: 'a', version: '0.1.1', notes: [{ bump: 'patch', text: 'Less.' }] } as const;
    const second = addRelease(first, next);
    expect(second).toBe('# Changelog of a\n\n## 0.1.1\n\n### Changed\n\n- Less.\n\n## 0.1.0\n\nFirst.\n');
    expect(addRelease(second, next)).toBe(second);
  });

  it('gets what a release lacks, beside what is said of its kind', () => {
    const written =
      '# Changelog of a\n\n## 0.2.0\n\nRead this.\n\n### New\n\n- \\_old\\_ news\n\n## 0.1.0\n\n- late\n';
    const notes = [
      { bump: 'minor', text: '_old_ news' },
      { bump: 'minor', text: 'news' },
      { bump: 'patch', text: 'late' },
      { bump: 'major', text: 'broken' },
    ] as const;
    const whole = addRelease(written, { name: 'a', version: '0.2.0', notes });
    expect(whole).toBe(
      '# Changelog of a\n\n## 0.2.0\n\nRead this.\n\n### Breaking\n\n- broken\n\n' +
        '### New\n\n- news\n- \\_old\\_ news\n\n### Changed\n\n- late\n\n## 0.1.0\n\n- late\n',
    );
    expect(addRelease(whole, { name: 'a', version: '0.2.0', notes })).toBe(whole);
    const first = addRelease('# Changelog of a\n\n## 0.1.0\n\nFirst.\n', {
      name: 'a',
      version: '0.1.0',
      notes: [{ bump: 'patch', text: 'less' }],
    });
    expect(first).toBe('# Changelog of a\n\n## 0.1.0\n\nFirst.\n\n### Changed\n\n- less\n');
  });
});

describe('a changeset', () => {
  const given = { file: 'one.md', packages: ['rowsweep', '@rowsweep/runtime'] };

  it('says for each package how much, and once what', () => {
    const text = '---\n"rowsweep": minor\n\'@rowsweep/runtime\': patch\n---\n\nIt waits\nno longer.\n';
    const changeset = parseChangeset(text, given);
    expect(changeset.bumps).toEqual({ rowsweep: 'minor', '@rowsweep/runtime': 'patch' });
    expect(notesFor('rowsweep', [changeset])).toEqual([{ bump: 'minor', text: 'It waits no longer.' }]);
    expect(notesFor('@rowsweep/sandbox', [changeset])).toEqual([]);
  });

  it.each([
    ['no front matter', 'rowsweep: minor\n', 'begins with'],
    ['a stranger', '---\n"left-pad": minor\n---\n\ntext\n', 'left-pad'],
    ['no such bump', '---\n"rowsweep": huge\n---\n\ntext\n', 'huge'],
    ['no sentence', '---\n"rowsweep": minor\n---\n\n', 'does not say'],
  ])('is refused: %s', (_, text, reason) => {
    expect(() => parseChangeset(text, given)).toThrow(reason);
  });

  it('of this repository can be read', () => {
    const packages = listPackages(root).map(({ name }) => name);
    expect(() => readChangesets(join(root, '.changeset'), packages)).not.toThrow();
  });
});

describe('the packages', () => {
  it('come after those that they need', () => {
    const names = listPackages(root).map(({ name }) => name);
    expect(names).toHaveLength(8);
    expect(names[0]).toBe('@rowsweep/runtime');
    expect(names.at(-1)).toBe('@rowsweep/sandbox');
    const round = [
      { name: 'a', needs: [{ name: 'b', range: '1.0.0', handsOn: true, isInterpreter: false }] },
      { name: 'b', needs: [{ name: 'a', range: '1.0.0', handsOn: true, isInterpreter: false }] },
    ];
    expect(() => sortByNeeds(round)).toThrow('need one another');
  });

  it('have their version in the overlay, and it is changed there alone', () => {
    for (const { kind, path, version } of listPackages(root)) {
      if (kind !== 'generated') continue;
      const file = join(root, 'specs', path.slice('generated/'.length), 'overlay.yaml');
      const text = readFileSync(file, 'utf8');
      const changed = setOverlayVersion(text, '7.8.9').split('\n');
      const lines = text.split('\n');
      const differing = lines
        .map((line, index) => [line, changed[index]])
        .filter(([old, now]) => old !== now);
      expect(differing).toEqual([
        [expect.stringContaining(version), expect.stringMatching(/version: 7\.8\.9$/)],
      ]);
    }
  });

  it('cannot be given a version by an overlay that says none, or two', () => {
    expect(() => setOverlayVersion('overlay: 1.0.0\n', '1.0.0')).toThrow('once');
    const twice = ['a', 'b'].map((key) => `${key}:\n  x-rowsweep-package:\n    version: 0.1.0\n`).join('');
    expect(() => setOverlayVersion(twice, '1.0.0')).toThrow('once');
  });

  it('say in one line of the generator which runtime they are for', () => {
    const text = readFileSync(join(root, runtimeRangeFile), 'utf8');
    expect(setRuntimeRange(text, '^9.9.9')).toContain("const RUNTIME_RANGE = '^9.9.9';");
  });
});

describe('the contents of a package', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rowsweep-contents-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function make(name: string, files: Readonly<Record<string, string>>): string {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, path, '..'), { recursive: true });
      writeFileSync(join(folder, name, path), text);
    }
    return join(folder, name);
  }

  it('are the same whatever the versions are', () => {
    const files = (version: string): Record<string, string> => ({
      'package.json': JSON.stringify({ name: 'a', version, dependencies: { b: `^${version}` } }),
      'openapi.json': JSON.stringify({ 'x-rowsweep-package': { name: 'a', version } }),
      'CHANGELOG.md': version,
      'src/index.ts': '1',
    });
    expect(listDifferences(make('old', files('0.1.0')), make('new', files('0.2.0')), ['b'])).toEqual([]);
  });

  it('differ by files, by other dependencies and by what the description says', () => {
    const old = make('old', {
      'package.json': JSON.stringify({ dependencies: { c: '1.0.0' } }),
      'openapi.json': '{"info":1}',
      'src/gone.ts': '1',
      'src/same.ts': '1',
    });
    const now = make('new', {
      'package.json': JSON.stringify({ dependencies: { c: '1.0.1' } }),
      'openapi.json': '{"info":2}',
      'src/same.ts': '1',
      'dist/same.js': '1',
    });
    expect(listDifferences(old, now, [])).toEqual(['openapi.json', 'package.json', 'src/gone.ts']);
  });
});

describe('what the environment allows', () => {
  const actions = { GITHUB_SERVER_URL: 'https://example.com', GITHUB_REPOSITORY: 'a/b' };

  it('is provenance in a job that has an identity', () => {
    expect(canProve({ ...actions, ACTIONS_ID_TOKEN_REQUEST_URL: 'https://example.com/id' })).toBe(true);
    expect(canProve(actions)).toBe(false);
    expect(canProve({ ACTIONS_ID_TOKEN_REQUEST_URL: 'https://example.com/id' })).toBe(false);
  });

  it('is the address of the repository', () => {
    expect(readRepositoryAddress(actions)).toBe('https://example.com/a/b');
    expect(readRepositoryAddress({})).toBeNull();
  });
});

describe('a page of a vendor', () => {
  const address = 'https://docs.example.com/page.md';
  const good = '# Delete\n\n## OpenAPI\n\n````yaml /openapi.json delete /rows\nopenapi: 3.1.0\n````\n';
  const answer = (text: string, { status = 200, url = address } = {}): Response =>
    Object.defineProperty(new Response(text, { status }), 'url', { value: url });

  it('is taken as it is', async () => {
    const marked = `\ufeff${good}`;
    expect(await fetchPage(address, () => Promise.resolve(answer(marked)))).toBe(marked);
  });

  it('is not read to its end when it has none', async () => {
    let chunks = 0;
    const body = new ReadableStream({
      pull(controller) {
        chunks += 1;
        controller.enqueue(new Uint8Array(1_000_000).fill(0x20));
      },
    });
    await expect(fetchPage(address, () => Promise.resolve(new Response(body)))).rejects.toThrow('bytes');
    expect(chunks).toBeLessThan(10);
  });

  it.each([
    ['an error', answer(good, { status: 404 }), '404'],
    ['another host', answer(good, { url: 'https://elsewhere.example.com/page.md' }), 'another host'],
    ['no encryption', answer(good, { url: 'http://docs.example.com/page.md' }), 'another host'],
    ['a page for browsers', answer('<!doctype html>'), 'no block'],
    ['too much', answer(good + ' '.repeat(5_000_000)), 'bytes'],
  ])('is refused: %s', async (_, response, reason) => {
    await expect(fetchPage(address, () => Promise.resolve(response))).rejects.toThrow(reason);
  });
});

describe('an update of the descriptions', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rowsweep-update-'));
    mkdirSync(join(root, 'specs/a'), { recursive: true });
    mkdirSync(join(root, 'specs/b'), { recursive: true });
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  const pages = { a: 'https://a.example.com/page.md', b: 'https://b.example.com/page.md' };
  const page = '## OpenAPI\n\n````yaml /openapi.json delete /rows\nopenapi: 3.1.0\n````\n';
  const fetchIt: Fetch = (address) =>
    address === pages.a ? Promise.reject(new Error('no network')) : Promise.resolve(new Response(page));

  it('is whole when every page was taken', async () => {
    const update = await updateAll(
      { b: pages.b },
      { root, fetchIt, rowsweep: (command = '') => `did ${command}` },
    );
    expect(update).toEqual({ report: '## b\n\ndid diff\n\n', isWhole: true });
    expect(readFileSync(join(root, 'specs/b/source.md'), 'utf8')).toBe(page);
  });

  it('says that a page was not taken, takes the others, and is not whole', async () => {
    const { report, isWhole } = await updateAll(pages, { root, fetchIt, rowsweep: () => 'nothing' });
    expect(report).toContain('## a\n\nThe page was not taken: no network\n');
    expect(report).toContain('## b\n\nnothing');
    expect(isWhole).toBe(false);
  });

  it('quotes what the generator has against a description, and is not whole', async () => {
    const rowsweep = (...args: readonly string[]): string => {
      if (args[0] === 'diff') throw new ProgramError('rowsweep', 'error pointer-unknown', 1);
      return '';
    };
    const { report, isWhole } = await updateAll({ b: pages.b }, { root, fetchIt, rowsweep });
    expect(report).toContain('The overlay no longer fits the description:\n\n    error pointer-unknown\n');
    expect(isWhole).toBe(false);
  });
});
