/** `rowsweep diff` as somebody runs it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeApi, enter, runLine } from '../generator/cli-running.js';

const old = describeApi('rows');
const now = old.replace('{ schema: { type: string } }', '{ schema: { type: integer } }');
const overlay = (maxLength: number): string => `overlay: 1.0.0
info: { title: Limits, version: 1.0.0 }
actions:
  - target: $.paths['/rows/{id}'].get.parameters[0].schema
    update: { maxLength: ${maxLength} }
`;

function git(...args: readonly string[]): void {
  const as = ['-c', 'user.name=Test', '-c', 'user.email=test@test.dev', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...as, ...args], { stdio: 'ignore' });
}

describe('two files', () => {
  it('are told apart, for people', async () => {
    enter({ 'old.yaml': old, 'new.yaml': now });
    const { code, out, err } = await runLine('diff old.yaml new.yaml');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`old.yaml → new.yaml

Breaks callers (1, major)

  In the answer 200 of \`getRow\`, the value is integer now; it was string.
    type-changed (wire, types), in getRow
    old old.yaml:13:69  string
    new new.yaml:13:69  integer

1 major. The next version is a major one.
`);
  });

  it('are told apart, for programs', async () => {
    enter({ 'old.yaml': old, 'new.yaml': now });
    const { code, out } = await runLine('diff old.yaml new.yaml --format json --fail-on minor');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      old: 'old.yaml',
      new: 'new.yaml',
      package: '@rowsweep/rows',
      bump: 'major',
      findings: [
        {
          rule: 'type-changed',
          view: 'wire',
          views: ['wire', 'types'],
          bump: 'major',
          old: { file: 'old.yaml', line: 13 },
          new: { file: 'new.yaml', line: 13 },
          operation: 'getRow',
        },
      ],
    });
  });

  it('that are the same fail nothing', async () => {
    enter({ 'old.yaml': old, 'new.yaml': old });
    const { code, out } = await runLine('diff old.yaml new.yaml --fail-on patch');
    expect({ code, out }).toEqual({ code: 0, out: 'old.yaml → new.yaml\n\nNo change.\n' });
  });

  it('are told apart in a file', async () => {
    enter({ 'old.yaml': old, 'new.yaml': now });
    const { code, out } = await runLine('diff old.yaml new.yaml --format markdown -o report.md');
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(readFileSync('report.md', 'utf8')).toContain('**1 major.** The next version is a major one.');
  });

  it('are compared as they are, and folders with their overlays', async () => {
    enter({
      'old/openapi.yaml': old,
      'old/overlay.yaml': overlay(20),
      'new/openapi.yaml': old,
      'new/overlay.yaml': overlay(10),
    });
    const plain = await runLine('diff old/openapi.yaml new/openapi.yaml');
    expect(plain.out).toContain('No change.');
    const { out } = await runLine('diff old new');
    expect(out).toContain('limit-tightened');
    expect(out).toContain('new new/overlay.yaml:5:15  maxLength: 10');
  });

  it('of which one cannot be read are not compared', async () => {
    enter({ 'old.yaml': old, 'new.yaml': 'openapi: 9.9.9\npaths: {}\n' });
    const { code, out, err } = await runLine('diff old.yaml new.yaml');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('new.yaml:');
  });
});

describe('--since', () => {
  it('compares with what a revision had, and leaves the working tree alone', async () => {
    enter({ 'api/openapi.yaml': old, 'api/overlay.yaml': overlay(20) });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'first');
    writeFileSync('api/overlay.yaml', overlay(10));
    const { code, out } = await runLine('diff --since HEAD api --fail-on major');
    expect(code).toBe(1);
    expect(out).toContain('HEAD:api/openapi.yaml with its overlay → api/openapi.yaml with its overlay');
    expect(out).toContain('old HEAD:api/overlay.yaml:5:15  maxLength: 20');
    expect(readFileSync('api/overlay.yaml', 'utf8')).toBe(overlay(10));
  });

  it('brings the files that the revision refers to', async () => {
    const split = old.replace(
      '{ schema: { type: string } } }',
      '{ schema: { $ref: "../shared/name.yaml" } } }',
    );
    enter({ 'api/openapi.yaml': split, 'shared/name.yaml': 'type: string\n' });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'first');
    writeFileSync('shared/name.yaml', 'type: integer\n');
    const { out } = await runLine('diff --since HEAD api/openapi.yaml');
    expect(out).toContain('old HEAD:shared/name.yaml:1:1  string');
    expect(out).toContain('type-changed');
  });

  it('says what is missing', async () => {
    enter({ 'api.yaml': old });
    const outside = await runLine('diff --since HEAD api.yaml');
    expect(outside.code).toBe(2);
    expect(outside.err).toContain('is in no repository of git');
    git('init', '-q');
    const unborn = await runLine('diff --since HEAD api.yaml');
    expect(unborn.err).toContain('There is no revision HEAD.');
    git('commit', '-qm', 'empty', '--allow-empty');
    const absent = await runLine('diff --since HEAD api.yaml');
    expect(absent.err).toContain('HEAD has no api.yaml.');
    const option = await runLine('diff --since=--output=hacked api.yaml');
    expect(option.code).toBe(2);
    expect(existsSync('hacked')).toBe(false);
  });
});

describe('wrong usage', () => {
  it.each([
    ['diff', 'diff takes two descriptions, and there are 0.'],
    ['diff one.yaml', 'diff takes two descriptions, and there is 1.'],
    ['diff a b c', 'diff takes two descriptions, and there are 3.'],
    ['diff --since HEAD', '--since goes with one description, and there is none.'],
    ['diff a b --format pdf', '--format is text, json, markdown or html, not pdf.'],
    ['diff a b --fail-on huge', '--fail-on is major, minor or patch, not huge.'],
    ['diff a b --fial-on major', 'There is no option --fial-on.'],
  ])('%s', async (line, message) => {
    enter({ a: old, b: now });
    const { code, out, err } = await runLine(line);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  it('has a help', async () => {
    const { code, out } = await runLine('diff --help');
    expect(code).toBe(0);
    expect(out).toContain('rowsweep diff --since <revision> <description> [options]');
  });
});
