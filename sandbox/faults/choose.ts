/** Picks the fault of each request: by number, by what it is about, by chance with a seed. Same seed, same faults. */
import type { SandboxRequest } from '../message.js';
import { createRandom } from '../ids.js';
import type { Fault, FaultPlan, FaultRule, JobRule, Numbers } from './plan.js';

/** Counts what comes, and says what becomes of it. */
export interface Chooser {
  /** The fault of the request, or undefined; call it once a request, in the order of arrival. */
  chooseFault(request: SandboxRequest): Fault | undefined;
  /** How the next job goes. */
  chooseJob(): JobRule | undefined;
}

const chances = 1_000_000;

/** Starts counting at 0. Chance depends on the rule and the number alone, not on the order of other draws. */
export function createChooser(plan: FaultPlan, seed: number): Chooser {
  const seen = { deletion: 0, read: 0, any: 0, job: 0 };

  function holds(rule: Numbers, number: number, salt: number): boolean {
    const { numbers, from = 0, until = Infinity, every = 1, probability } = rule;
    if (numbers !== undefined && !numbers.includes(number)) return false;
    if (number < from || number >= until || (number - from) % every !== 0) return false;
    if (probability === undefined) return true;
    const draw = createRandom(Math.imul(seed, 0x01000193) ^ (salt * 0x2545f491) ^ (number * 0x61c88647));
    draw(chances);
    return draw(chances) < probability * chances;
  }

  return {
    chooseFault(request) {
      const kind = request.deletes ? 'deletion' : 'read';
      const numbers = { [kind]: seen[kind], any: seen.any } as Readonly<Record<string, number>>;
      seen[kind] += 1;
      seen.any += 1;
      const index = (plan.rules ?? []).findIndex((rule, position) => {
        const number = numbers[rule.on ?? 'deletion'];
        return number !== undefined && isAbout(rule, request) && holds(rule, number, position);
      });
      return plan.rules?.[index]?.fault;
    },
    chooseJob() {
      const number = seen.job;
      seen.job += 1;
      return plan.jobs?.find((rule, position) => holds(rule, number, 1_000 + position));
    },
  };
}

function isAbout(rule: FaultRule, request: SandboxRequest): boolean {
  const { provider, operation, pathEnd, names } = rule;
  const { moreIdsThan = -1, moreTargetBytesThan = -1, moreBodyBytesThan = -1 } = rule;
  return (
    (provider === undefined || provider === request.provider) &&
    (operation === undefined || operation === request.operation) &&
    (pathEnd === undefined || request.path.endsWith(pathEnd)) &&
    (names === undefined || request.ids.some((id) => names.includes(id))) &&
    request.ids.length > moreIdsThan &&
    Buffer.byteLength(request.target) > moreTargetBytesThan &&
    Buffer.byteLength(request.text) > moreBodyBytesThan
  );
}
