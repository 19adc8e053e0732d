import { isCovered, isPlain, signatureOf, type Alternative, type Names } from './alternatives.js';

/** The alternatives of one side. */
export interface Choice {
  readonly names: Names;
  readonly alternatives: readonly Alternative[];
}

/** Which alternatives belong together, which are gone and which are new. */
export interface Matched {
  readonly both: readonly (readonly [Alternative, Alternative])[];
  readonly lost: readonly Alternative[];
  readonly gained: readonly Alternative[];
}

type Belong = (one: Alternative, other: Alternative) => boolean;

/** Pairs alternatives by their name, by what tells them apart, and by what they look like. */
export function matchAlternatives(old: Choice, now: Choice): Matched {
  const left = [...old.alternatives];
  const right = [...now.alternatives];
  const both: [Alternative, Alternative][] = [];
  const sameName: Belong = (one, other) => one.name !== null && one.name === other.name;
  const sameTags: Belong = (one, other) => {
    const [mine, yours] = [signatureOf(old.names, one.shape), signatureOf(now.names, other.shape)];
    return mine.tags !== '' && mine.tags === yours.tags;
  };
  const alike: Belong = (one, other) => {
    if (one.shape.kind !== other.shape.kind && !(isObjectLike(one) && isObjectLike(other))) return false;
    if (one.shape.kind === 'array' || one.shape.kind === 'tuple') return true;
    const [mine, yours] = [signatureOf(old.names, one.shape), signatureOf(now.names, other.shape)];
    if (!isObjectLike(one) || mine.tags !== yours.tags) return false;
    const shared = [...mine.names].filter((name) => yours.names.has(name)).length;
    return shared * 2 >= Math.max(mine.names.size, yours.names.size);
  };
  const isStructured = ({ shape }: Alternative): boolean => !isPlain(shape) && shape.kind !== 'literal';
  for (const belong of [sameName, sameTags, alike]) {
    take(left, right, (one, other) => isStructured(one) && isStructured(other) && belong(one, other), both);
  }
  const [onlyLeft, onlyRight] = [left.filter(isObjectLike), right.filter(isObjectLike)];
  if (onlyLeft.length === 1 && onlyRight.length === 1) {
    take(left, right, (one, other) => isObjectLike(one) && isObjectLike(other), both);
  }
  return {
    both,
    lost: left.filter(({ shape }) => !now.alternatives.some((other) => isCovered(shape, other.shape))),
    gained: right.filter(({ shape }) => !old.alternatives.some((other) => isCovered(shape, other.shape))),
  };
}

function isObjectLike({ shape }: Alternative): boolean {
  return shape.kind === 'object' || shape.kind === 'intersection';
}

function take(
  left: Alternative[],
  right: Alternative[],
  belong: Belong,
  both: [Alternative, Alternative][],
): void {
  for (const one of [...left]) {
    const found = right.findIndex((other) => belong(one, other));
    const [other] = found === -1 ? [] : right.splice(found, 1);
    if (other === undefined) continue;
    left.splice(left.indexOf(one), 1);
    both.push([one, other]);
  }
}
