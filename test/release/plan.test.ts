/** Which version a package gets, and which releases are refused. */
import { describe, expect, it } from 'vitest';
import {
  planSteps,
  refuseFalsePromise,
  type Candidate,
  type Need,
  type Note,
  type Step,
} from '../../scripts/release/plan.js';
import { holds, isBreakingStep, moveRange } from '../../scripts/release/version.js';

const note = (bump: Note['bump']): Note => ({ bump, text: `a ${bump} change` });
const need = (name: string, range: string, handsOn = true): Need => ({
  name,
  range,
  handsOn,
  isInterpreter: false,
});

function candidate(name: string, given: Partial<Candidate> = {}): Candidate {
  const base = { version: '0.1.0', previous: '0.1.0', differs: false, kind: 'generated' } as const;
  return { name, ...base, notes: [], needs: [], ...given };
}

function planOne(given: Partial<Candidate>): Step {
  const [step] = planSteps([candidate('a', given)]);
  if (step === undefined) throw new Error('nothing was planned');
  return step;
}

describe('ranges', () => {
  it.each([
    ['^0.1.0', '0.1.7', true],
    ['^0.1.2', '0.1.1', false],
    ['^0.1.0', '0.2.0', false],
    ['^0.0.3', '0.0.4', false],
    ['^1.2.3', '1.9.0', true],
    ['^1.2.3', '1.2.2', false],
    ['^1.2.3', '2.0.0', false],
    ['0.1.0', '0.1.0', true],
    ['0.1.0', '0.1.1', false],
  ])('%s takes %s: %s', (range, version, expected) => {
    expect(holds(range, version)).toBe(expected);
  });

  it('keep their kind when they move', () => {
    expect(moveRange('^0.1.0', '0.2.0')).toBe('^0.2.0');
    expect(moveRange('0.1.0', '0.2.0')).toBe('0.2.0');
  });

  it('say which steps break', () => {
    expect(isBreakingStep('0.1.0', '0.1.9')).toBe(false);
    expect(isBreakingStep('0.1.0', '0.2.0')).toBe(true);
    expect(isBreakingStep('1.1.0', '1.2.0')).toBe(false);
    expect(isBreakingStep('1.1.0', '2.0.0')).toBe(true);
  });
});

describe('the version of a package', () => {
  it.each([
    ['0.1.3', 'major', '0.2.0'],
    ['0.1.3', 'minor', '0.1.4'],
    ['0.1.3', 'patch', '0.1.4'],
    ['1.1.3', 'major', '2.0.0'],
    ['1.1.3', 'minor', '1.2.0'],
    ['1.1.3', 'patch', '1.1.4'],
  ] as const)('%s with a %s change becomes %s', (previous, bump, to) => {
    const step = planOne({ version: previous, previous, differs: true, notes: [note('patch'), note(bump)] });
    expect(step).toMatchObject({
      from: previous,
      to,
      bump,
      isReleased: true,
      isWritten: false,
      problems: [],
    });
    expect(step.isBreaking).toBe(bump === 'major');
  });

  it('is the one in the tree when it was never released', () => {
    const step = planOne({ previous: null, notes: [note('major')] });
    expect(step).toMatchObject({
      from: null,
      to: '0.1.0',
      isReleased: true,
      isWritten: true,
      isBreaking: false,
    });
    expect(step.notes.map(({ text }) => text)).toEqual(['First release.', 'a major change']);
  });

  it('stays when nothing changed', () => {
    expect(planOne({})).toMatchObject({ to: '0.1.0', isReleased: false, notes: [], problems: [] });
  });

  it('is a patch when only the generator made other files', () => {
    expect(planOne({ differs: true })).toMatchObject({ to: '0.1.1', bump: 'patch', problems: [] });
  });

  it('needs a changeset when a hand-written package changed', () => {
    const step = planOne({ kind: 'written', differs: true });
    expect(step.problems).toEqual([expect.stringContaining('no changeset')]);
    expect(step.isReleased).toBe(false);
  });

  it('is left alone once it is written', () => {
    const step = planOne({ version: '0.2.0', differs: true, notes: [note('major')] });
    expect(step).toMatchObject({
      to: '0.2.0',
      isReleased: true,
      isWritten: true,
      isBreaking: true,
      problems: [],
    });
  });

  it('may be higher than asked, and not lower', () => {
    expect(planOne({ version: '1.0.0', notes: [note('minor')] })).toMatchObject({
      to: '1.0.0',
      problems: [],
    });
    const low = planOne({ version: '0.1.1', notes: [note('major')] });
    expect(low.problems).toEqual(['0.1.1 is written, and its changes ask for 0.2.0']);
  });

  it('is not older than the one that was released', () => {
    expect(planOne({ version: '0.1.0', previous: '0.1.1' }).problems).toEqual([
      '0.1.1 was released, and the tree still has 0.1.0',
    ]);
  });
});

describe('those who need it', () => {
  it('are released when their range no longer takes it, and break when it breaks', () => {
    const [, client, server] = planSteps([
      candidate('runtime', { kind: 'written', differs: true, notes: [note('major')] }),
      candidate('client', { needs: [need('runtime', '^0.1.0')] }),
      candidate('server', { kind: 'written', needs: [need('client', '0.1.0')] }),
    ]);
    expect(client).toMatchObject({ to: '0.2.0', isBreaking: true, ranges: { runtime: '^0.2.0' } });
    expect(server).toMatchObject({ to: '0.2.0', isBreaking: true, ranges: { client: '0.2.0' } });
    expect(client?.notes).toEqual([{ bump: 'major', text: 'Asks for `runtime` 0.2.0.' }]);
  });

  it('do not break when they do not hand its types on', () => {
    const [, generator] = planSteps([
      candidate('runtime', { kind: 'written', differs: true, notes: [note('major')] }),
      candidate('generator', { kind: 'written', needs: [need('runtime', '^0.1.0', false)] }),
    ]);
    expect(generator).toMatchObject({ to: '0.1.1', bump: 'patch', isBreaking: false });
  });

  it('stay when their range takes it, and follow with a patch when it names one version', () => {
    const [, client, server] = planSteps([
      candidate('runtime', { kind: 'written', differs: true, notes: [note('minor')] }),
      candidate('client', { needs: [need('runtime', '^0.1.0')] }),
      candidate('server', { kind: 'written', needs: [need('runtime', '0.1.0')] }),
    ]);
    expect(client).toMatchObject({ isReleased: false, ranges: {} });
    expect(server).toMatchObject({ to: '0.1.1', bump: 'patch', ranges: { runtime: '0.1.1' } });
  });

  describe('when it interprets their tables', () => {
    const told = (kind: Candidate['kind'], given: Partial<Candidate> = {}): Partial<Candidate> => ({
      kind,
      needs: [{ ...need('runtime', '^0.1.0', kind === 'generated'), isInterpreter: true }],
      ...given,
    });
    function plan(bump: Note['bump'], client: Partial<Candidate>): (Step | undefined)[] {
      return planSteps([
        candidate('runtime', { kind: 'written', differs: true, notes: [note(bump)] }),
        candidate('client', told('generated', client)),
        candidate('generator', told('written')),
      ]).slice(1);
    }

    it('ask for it once it learnt something, when they are released', () => {
      const [client, generator] = plan('minor', { differs: true });
      const ranges = { runtime: '^0.1.1' };
      expect(client).toMatchObject({ to: '0.1.1', bump: 'patch', isBreaking: false, ranges });
      expect(client?.notes.map(({ text }) => text)).toContain('Asks for `runtime` 0.1.1.');
      // It has the range that the others get, so that it is another generator.
      expect(generator).toMatchObject({ to: '0.1.1', bump: 'patch', isReleased: true, ranges });
    });

    it('are not released for that alone, and get the range all the same', () => {
      const [client] = plan('minor', {});
      expect(client).toMatchObject({ to: '0.1.0', isReleased: false, ranges: { runtime: '^0.1.1' } });
    });

    it('ask for what they asked for when it learnt nothing', () => {
      for (const step of plan('patch', { differs: true })) expect(step).toMatchObject({ ranges: {} });
    });

    it('stay as they were written', () => {
      const written = { version: '0.1.1', previous: '0.1.0', differs: true } as const;
      const needs = [{ ...need('runtime', '^0.1.1'), isInterpreter: true }];
      const steps = planSteps([
        candidate('runtime', { ...written, kind: 'written' }),
        candidate('client', { ...written, needs }),
        candidate('other', { needs }),
        candidate('generator', { ...written, kind: 'written', needs }),
      ]);
      expect(steps.map(({ to, isWritten, ranges }) => [to, isWritten, ranges])).toEqual([
        ['0.1.1', true, {}],
        ['0.1.1', true, {}],
        ['0.1.0', false, {}],
        ['0.1.1', true, {}],
      ]);
    });
  });

  it('come after it', () => {
    expect(() => planSteps([candidate('client', { needs: [need('runtime', '^0.1.0')] })])).toThrow('runtime');
  });
});

describe('the second proof', () => {
  const fault = 'README.md:29 line 3: TS2339 gone';

  it('refuses a minor that breaks what compiled', () => {
    const step = planOne({ version: '1.0.0', previous: '1.0.0', notes: [note('minor')] });
    expect(refuseFalsePromise(step, [fault])).toEqual([
      `1.1.0 is a minor of 1.0.0, but what compiled then does not: ${fault}`,
    ]);
  });

  it('refuses it below 1.0.0 as well', () => {
    expect(refuseFalsePromise(planOne({ notes: [note('minor')] }), [fault])).toHaveLength(1);
    expect(refuseFalsePromise(planOne({ differs: true }), [fault])).toHaveLength(1);
  });

  it('has nothing against a break that is announced, nor against a release that breaks nothing', () => {
    expect(refuseFalsePromise(planOne({ notes: [note('major')] }), [fault])).toEqual([]);
    expect(refuseFalsePromise(planOne({ notes: [note('minor')] }), [])).toEqual([]);
    expect(refuseFalsePromise(planOne({ version: '0.2.0', notes: [note('minor')] }), [fault])).toEqual([]);
  });
});
