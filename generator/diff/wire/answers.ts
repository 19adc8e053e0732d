import { memberOf, type Spot } from '../side.js';
import { quote, showValue } from '../text.js';
import { capitalize, compareContents } from './bodies.js';
import { receivedOf, type OperationPair } from './context.js';
import { readWriting, showStyles } from './parameters.js';

/** Answers by status. What is not 2xx is an error, which callers handle without knowing every status. */
export function compareAnswers(pair: OperationPair): void {
  const before = answersOf(pair, 'old');
  const after = answersOf(pair, 'now');
  for (const [status, spot] of before) {
    const counterpart = after.get(status);
    if (counterpart !== undefined) compareAnswer(pair, { status, old: spot, now: counterpart });
    else reportRemoved(pair, { status, spot, isLast: ![...after.keys()].some(isSuccess) });
  }
  for (const [status, spot] of after) if (!before.has(status)) reportAdded(pair, status, spot);
}

function answersOf(pair: OperationPair, which: 'old' | 'now'): Map<string, Spot> {
  const found = pair.sides[which].members(pair[which].spot, 'responses');
  return new Map([...found].map(([status, spot]) => [status.trim().toUpperCase(), spot]));
}

function isSuccess(status: string): boolean {
  return /^2(\d\d|XX)$/.test(status);
}

function reportRemoved(
  pair: OperationPair,
  { status, spot, isLast }: { readonly status: string; readonly spot: Spot; readonly isLast: boolean },
): void {
  const success = isSuccess(status);
  pair.report({
    rule: success ? 'answer-removed' : 'error-answer-removed',
    // Where it was the only success, whatever comes instead was not declared before.
    bump: success && isLast ? 'major' : 'minor',
    message: `${pair.title} no longer answers ${status.toLowerCase()}.`,
    old: spot.pointer,
    new: pair.now.spot.pointer,
    before: showValue(spot.value),
  });
}

function reportAdded(pair: OperationPair, status: string, spot: Spot): void {
  const success = isSuccess(status);
  pair.report({
    rule: success ? 'answer-added' : 'error-answer-added',
    bump: success ? 'major' : 'minor',
    message: `${pair.title} may answer ${status.toLowerCase()}.`,
    old: pair.old.spot.pointer,
    new: spot.pointer,
    after: showValue(spot.value),
  });
}

function compareAnswer(
  pair: OperationPair,
  { status, old, now }: { readonly status: string; readonly old: Spot; readonly now: Spot },
): void {
  const root = `the answer ${status.toLowerCase()} of ${quote(pair.old.name)}`;
  compareContents(pair, { old, now, isRequest: false, root });
  const before = headersOf(pair.sides.old.members(old, 'headers'));
  const after = headersOf(pair.sides.now.members(now, 'headers'));
  for (const [name, header] of before) {
    const counterpart = after.get(name);
    if (counterpart === undefined) {
      pair.report({
        rule: 'answer-header-removed',
        bump: 'major',
        message: `${capitalize(root)} has no header ${quote(name)} any more.`,
        old: header.pointer,
        new: now.pointer,
        before: showValue(header.value),
      });
    } else {
      compareHeader(pair, { name, old: header, now: counterpart, root });
    }
  }
  for (const [name, header] of after) {
    if (before.has(name)) continue;
    pair.report({
      rule: 'answer-header-added',
      bump: 'minor',
      message: `${capitalize(root)} has the new header ${quote(name)}.`,
      old: old.pointer,
      new: header.pointer,
      after: showValue(header.value),
    });
  }
}

/** Names of headers have no case (RFC 9110, 5.1); `Content-Type` is what the media types say. */
function headersOf(members: ReadonlyMap<string, Spot>): Map<string, Spot> {
  const named = [...members].map(([name, spot]) => [name.toLowerCase(), spot] as const);
  return new Map(named.filter(([name]) => name !== 'content-type'));
}

interface HeaderPair {
  readonly name: string;
  readonly old: Spot;
  readonly now: Spot;
  readonly root: string;
}

function compareHeader(pair: OperationPair, { name, old, now, root }: HeaderPair): void {
  const [was, is] = [old, now].map((spot) => memberOf(spot, 'required') === true);
  if (was !== is) {
    pair.report({
      rule: is === true ? 'answer-header-required' : 'answer-header-optional',
      bump: is === true ? 'minor' : 'major',
      message: `${capitalize(root)} ${is === true ? 'always has' : 'may lack'} the header ${quote(name)}.`,
      old: old.pointer,
      new: now.pointer,
    });
  }
  const [before, after] = [readWriting(old, 'simple'), readWriting(now, 'simple')];
  const styles = showStyles(pair.sides, before, after);
  if (styles[0] !== styles[1]) {
    pair.report({
      rule: 'answer-header-style-changed',
      bump: 'major',
      message: `${capitalize(root)} writes the header ${quote(name)} in another way: ${styles[1]} instead of ${styles[0]}.`,
      old: old.pointer,
      new: now.pointer,
      before: styles[0],
      after: styles[1],
    });
  }
  const [wasDeprecated, isDeprecated] = [old, now].map((spot) => memberOf(spot, 'deprecated') === true);
  if (wasDeprecated !== isDeprecated) {
    pair.report({
      rule: isDeprecated === true ? 'answer-header-deprecated' : 'answer-header-restored',
      bump: isDeprecated === true ? 'minor' : 'patch',
      message: `${capitalize(root)}: the header ${quote(name)} is ${isDeprecated === true ? '' : 'no longer '}deprecated.`,
      old: old.pointer,
      new: now.pointer,
    });
  }
  pair.schemas.ask(
    {
      old: before.schema === null ? null : [before.schema],
      now: after.schema === null ? null : [after.schema],
      direction: receivedOf(pair),
      isXml: false,
      label: { root: `the header ${quote(name)} of ${root}`, component: null, path: '' },
      holders: { old: old.pointer, now: now.pointer },
    },
    pair.old.name,
  );
}
