import type { Side } from '../side.js';
import { isObject, type Spot } from '../side.js';
import { listWords, quote, showValue } from '../text.js';
import { bumpOfNarrowing, bumpOfWidening } from './changes.js';
import { normalize, type Normal } from './normal.js';
import type { Asked, Comparison } from './pairs.js';
import type { Member } from './unions.js';

interface Sides {
  readonly old: Side;
  readonly now: Side;
  readonly asked: Asked;
}

/** Alternatives: which are gone, which are new, and what changed within those that stayed. */
export function compareUnions(comparison: Comparison, sides: Sides): void {
  const { old, now, report } = comparison;
  const before = membersOf(old, sides.asked.old);
  const after = membersOf(now, sides.asked.now);
  if (old.unions.length === 0 && now.unions.length === 0) return;
  if (old.discriminator !== null && now.discriminator !== null && old.discriminator !== now.discriminator) {
    report({
      rule: 'discriminator-changed',
      bump: 'major',
      text: `is told apart by ${quote(now.discriminator)} instead of ${quote(old.discriminator)}`,
      before: old.discriminator,
      after: now.discriminator,
    });
  }
  const isMixed = old.unions.length !== now.unions.length && old.properties.size * now.properties.size > 0;
  if (before === null || after === null || isMixed) {
    reportUnlike(comparison);
    return;
  }
  if (before.length !== after.length) {
    reportUnlike(comparison);
    return;
  }
  for (const [index, members] of before.entries()) {
    compareMembers(comparison, { old: members, now: after[index] ?? [] }, sides);
  }
}

function reportUnlike({ old, now, report }: Comparison): void {
  report({
    rule: 'union-changed',
    bump: 'major',
    text: 'has other alternatives, which cannot be compared one by one',
    before: `${old.unions.length} groups`,
    after: `${now.unions.length} groups`,
  });
}

/** The groups of alternatives; a schema without one is its own only alternative. Null: it is that and more. */
function membersOf(normal: Normal, spots: readonly Spot[] | null): (readonly Member[])[] | null {
  if (normal.unions.length > 0) return normal.unions.map(({ members }) => members);
  const [spot, ...others] = spots ?? [];
  if (spot === undefined || others.length > 0) return null;
  const reference = isObject(spot.value) ? spot.value['$ref'] : undefined;
  const name = typeof reference === 'string' ? (reference.split('/').at(-1) ?? null) : null;
  return [[{ spot, name, tags: [] }]];
}

function compareMembers(
  comparison: Comparison,
  { old, now }: { readonly old: readonly Member[]; readonly now: readonly Member[] },
  { old: oldSide, now: newSide }: Sides,
): void {
  const { direction, label, report, deepen } = comparison;
  const left = old.map((member) => ({ member, signature: signatureOf(oldSide, member) }));
  const right = now.map((member) => ({ member, signature: signatureOf(newSide, member) }));
  const pairs = [
    ...takePairs(
      left,
      right,
      (one, other) => one.member.name !== null && one.member.name === other.member.name,
    ),
    ...takePairs(left, right, (one, other) => sameTags(one.member, other.member)),
    ...takePairs(left, right, (one, other) => one.signature.whole === other.signature.whole),
    ...takePairs(left, right, (one, other) => isAlike(one.signature, other.signature)),
  ];
  for (const [{ member: before }, { member: after }] of pairs) {
    if (before.tags.length > 0 && after.tags.length > 0 && !sameTags(before, after)) {
      report(
        {
          rule: 'discriminator-changed',
          bump: 'major',
          text: `calls the alternative ${listWords(after.tags.map(quote))} instead of ${listWords(before.tags.map(quote))}`,
        },
        { old: before.spot.pointer, now: after.spot.pointer },
      );
    }
    deepen({ old: [before.spot], now: [after.spot], label });
  }
  for (const { member } of left) {
    report(
      {
        rule: 'member-removed',
        bump: bumpOfNarrowing(direction),
        text: `is no longer ${nameOf(member)}`,
        before: showMember(oldSide, member),
      },
      { old: member.spot.pointer },
    );
  }
  for (const { member } of right) {
    report(
      {
        rule: 'member-added',
        bump: bumpOfWidening(direction),
        text: `may be ${nameOf(member)}, too`,
        after: showMember(newSide, member),
      },
      { now: member.spot.pointer },
    );
  }
}

interface Signature {
  readonly whole: string;
  readonly types: string;
  readonly names: ReadonlySet<string>;
  readonly tags: string;
}

interface Candidate {
  readonly member: Member;
  readonly signature: Signature;
}

/** Takes out of both lists those that belong together. */
function takePairs(
  left: Candidate[],
  right: Candidate[],
  belong: (one: Candidate, other: Candidate) => boolean,
): [Candidate, Candidate][] {
  const pairs: [Candidate, Candidate][] = [];
  for (let index = 0; index < left.length;) {
    const one = left[index];
    const found = one === undefined ? -1 : right.findIndex((other) => belong(one, other));
    const [other] = found === -1 ? [] : right.splice(found, 1);
    if (one === undefined || other === undefined) {
      index += 1;
      continue;
    }
    left.splice(index, 1);
    pairs.push([one, other]);
  }
  return pairs;
}

/** What a member looks like from outside. */
function signatureOf(side: Side, { spot }: Member): Signature {
  const normal = normalize(side, [spot]);
  const names = new Set(normal.properties.keys());
  const tags = [...normal.properties].flatMap(([name, { spots }]) => {
    const { values } = normalize(side, spots);
    return values === null || values.size > 3 ? [] : [`${name}=${[...values.keys()].join()}`];
  });
  const types = [...(normal.types ?? [])].sort().join();
  const values = [...(normal.values?.keys() ?? [])].sort().join();
  const whole = [types, values, normal.format ?? '', [...names].sort().join(), tags.sort().join()].join(' ');
  return { whole, types, names, tags: tags.join() };
}

/** Objects that share most of their properties and carry the same tag, or plain values of the same type. */
function isAlike(one: Signature, other: Signature): boolean {
  if (one.types !== other.types || one.tags !== other.tags) return false;
  if (one.names.size === 0 || other.names.size === 0) return one.names.size === other.names.size;
  const shared = [...one.names].filter((name) => other.names.has(name)).length;
  return shared * 2 >= Math.max(one.names.size, other.names.size);
}

function sameTags(one: Member, other: Member): boolean {
  return one.tags.length > 0 && one.tags.join(' ') === other.tags.join(' ');
}

function nameOf({ name, tags, spot }: Member): string {
  if (name !== null) return quote(name);
  const [tag] = tags;
  if (tag !== undefined) return quote(tag);
  const title = isObject(spot.value) ? spot.value['title'] : undefined;
  const type = isObject(spot.value) ? spot.value['type'] : undefined;
  if (typeof title === 'string') return quote(title);
  return typeof type === 'string' ? `of type ${quote(type)}` : 'one of the alternatives';
}

function showMember(side: Side, { spot }: Member): string {
  return showValue(side.resolve(spot).value);
}
