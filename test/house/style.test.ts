/** Rules of taste that a machine can check. */
import { describe, expect, it } from 'vitest';
import { listFiles, readText, stringsOf, undocumentedExports } from './sources.js';

const handWritten = ['generator/', 'runtime/', 'sandbox/', 'scripts/'];

describe('style', () => {
  it('no hand-written file is longer than 300 lines', () => {
    const long = listFiles({ under: handWritten, extension: '.ts' })
      .map((file) => ({ file, lines: readText(file).split('\n').length - 1 }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });

  it('every export of the runtime and of the sandbox says what it promises', () => {
    const silent = listFiles({ under: ['runtime/', 'sandbox/'], extension: '.ts' }).flatMap(
      undocumentedExports,
    );
    expect(silent).toEqual([]);
  });

  it('no behaviour is written inside a string of the emitters or in a template', () => {
    const branch = /\b(if|for|while|switch|catch) ?\(|\btry ?\{|=> ?\{/;
    const inStrings = listFiles({ under: ['generator/emit/'], extension: '.ts' }).flatMap((file) =>
      stringsOf(file)
        .filter(({ text }) => branch.test(text))
        .map(({ line }) => `${file}:${line}`),
    );
    expect(inStrings).toEqual([]);
  });

  it('generated packages hold tables and delegates, no branches and no loops', () => {
    const files = listFiles({ under: ['generated/'], extension: '.ts' });
    expect(files.length).toBeGreaterThan(0);
    const branching = files.flatMap((file) =>
      readText(file)
        .split('\n')
        .map((text, index) => ({ text, line: index + 1 }))
        .filter(({ text }) => /^\s*(if|for|while|switch|try|do)\b ?[({]/.test(text))
        .map(({ line }) => `${file}:${line}`),
    );
    expect(branching).toEqual([]);
  });

  it('no file speaks of this machine, of a registry, or of work left undone', () => {
    const everything = listFiles({ under: [''], extension: '' }).filter(
      (file) => !/^(package-lock\.json|specs\/[a-z]+\/source\.|test\/house\/style\.test\.ts)/.test(file),
    );
    const forbidden =
      /(^|[\s'"`(=])\/(work|farm|root|tmp)\/|https?:\/\/registry\.|\b(TODO|FIXME|XXX)\b|\bnot implemented\b/;
    const found = everything.flatMap((file) =>
      readText(file)
        .split('\n')
        .map((text, index) => `${file}:${index + 1} ${text.trim().slice(0, 120)}`)
        .filter((line) => forbidden.test(line)),
    );
    expect(found).toEqual([]);
  });

  it('the lock file names no registry', () => {
    expect(readText('package-lock.json')).not.toMatch(/"resolved": "http/);
  });
});
