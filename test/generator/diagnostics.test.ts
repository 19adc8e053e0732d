import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countDiagnostics, escapeText, printDiagnostic, sortDiagnostics } from '../../generator/cli/print.js';
import { suggest } from '../../generator/suggest.js';
import { catalogue, Diagnostics, type Diagnostic } from '../../generator/diagnostics.js';

function diagnosticAt(file: string, line: number, column: number): Diagnostic {
  const place = { file, line, column, pointer: '/a~1b' };
  return {
    code: 'reference-broken',
    severity: 'error',
    message: 'It leads nowhere.',
    place,
    help: 'Mend it.',
  };
}

describe('the catalogue', () => {
  it.each(Object.entries(catalogue))('%s says what it stands for and what to do', (code, { title, help }) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(title).toMatch(/^[A-Z`$x].*\.$/);
    expect(help).toMatch(/^[A-Z].*\.$/);
  });

  it('has no code that nothing reports', () => {
    const folder = 'generator';
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(
        (path) => path.endsWith('.ts') && !/^(dist|node_modules)\b/.test(path) && path !== 'diagnostics.ts',
      )
      .map((path) => readFileSync(join(folder, path), 'utf8'))
      .join('\n');
    const unused = Object.keys(catalogue).filter(
      (code) => !sources.includes(`'${code}'`) && !sources.includes(`catalogue.${code}`),
    );
    expect(unused).toEqual([]);
  });
});

describe('collecting', () => {
  it('takes severity and help from the catalogue, unless the case knows better', () => {
    const diagnostics = new Diagnostics();
    expect(diagnostics.failed).toBe(false);
    diagnostics.report('operation-id-derived', null, 'One.');
    expect(diagnostics.failed).toBe(false);
    diagnostics.report('reference-broken', null, 'Two.', 'Do this.');
    expect(diagnostics.failed).toBe(true);
    expect(diagnostics.items).toEqual([
      {
        code: 'operation-id-derived',
        severity: 'warning',
        message: 'One.',
        place: null,
        help: catalogue['operation-id-derived'].help,
      },
      { code: 'reference-broken', severity: 'error', message: 'Two.', place: null, help: 'Do this.' },
    ]);
  });
});

describe('printing', () => {
  it('says where, what and what next', () => {
    expect(printDiagnostic(diagnosticAt('specs/a.yaml', 3, 7))).toBe(
      'specs/a.yaml:3:7 error reference-broken: It leads nowhere.\n  at /a~1b\n  help: Mend it.\n',
    );
  });

  it('leaves out the pointer to the whole, and a place that is not there', () => {
    const whole = { file: 'a.yaml', line: 1, column: 1, pointer: '' };
    expect(printDiagnostic({ ...diagnosticAt('', 0, 0), place: whole })).toBe(
      'a.yaml:1:1 error reference-broken: It leads nowhere.\n  help: Mend it.\n',
    );
    expect(printDiagnostic({ ...diagnosticAt('', 0, 0), place: null })).toBe(
      'error reference-broken: It leads nowhere.\n  help: Mend it.\n',
    );
  });

  it.each([
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['a\r\nb\tc', '\\u{d}\\nb\\tc'.replace('\\u{d}', 'a\\u{d}')],
    ['\u0000\u007f\u009b', '\\u{0}\\u{7f}\\u{9b}'],
    ['a\u202eb\u2066c\u200bd\ufeff', 'a\\u{202e}b\\u{2066}c\\u{200b}d\\u{feff}'],
    ['\u2028', '\\u{2028}'],
    ['\ud800', '\\u{d800}'],
    ['a\u061cb\u{e0041}\u00ad', 'a\\u{61c}b\\u{e0041}\\u{ad}'],
    ['é 漢 😀 "quotes" \\n', 'é 漢 😀 "quotes" \\n'],
  ])('escapes what a terminal would obey: %j', (text, escaped) => {
    expect(escapeText(text)).toBe(escaped);
  });

  it('escapes every part', () => {
    const evil = '\u001b]0;x\u0007\nnext';
    const place = { file: evil, line: 1, column: 1, pointer: evil };
    const printed = printDiagnostic({ ...diagnosticAt('', 0, 0), message: evil, help: evil, place });
    expect(printed).not.toMatch(/[\u001b\u0007]/);
    expect(printed.split('\n')).toHaveLength(4);
  });

  it('sorts by file, line and column; what has no place comes first', () => {
    const [a, b, c, d] = [
      diagnosticAt('a', 2, 1),
      diagnosticAt('a', 2, 9),
      diagnosticAt('a', 10, 1),
      diagnosticAt('b', 1, 1),
    ];
    const none = { ...diagnosticAt('', 0, 0), place: null };
    expect(sortDiagnostics([d, c, b, none, a])).toEqual([none, a, b, c, d]);
  });

  it('counts', () => {
    const error = diagnosticAt('a', 1, 1);
    const warning: Diagnostic = { ...error, severity: 'warning' };
    expect(countDiagnostics([])).toBe('');
    expect(countDiagnostics([error])).toBe('1 error');
    expect(countDiagnostics([warning, error, warning])).toBe('1 error, 2 warnings');
  });
});

describe('suggestions', () => {
  it.each([
    ['generat', 'generate'],
    ['genreate', 'generate'],
    ['lnit', 'lint'],
    ['ovrelay', null],
    ['x', null],
    ['', null],
  ])('for %s: %s', (word, meant) => {
    expect(suggest(word, ['generate', 'lint', 'import'])).toBe(meant);
  });
});
