import type { DiagnosticCode } from '../diagnostics.js';
import type { JsonObject, JsonValue } from './document.js';
import type { Examination, Keys, Problem, ReferenceSite, Subject } from './examination.js';
import { getAt, getOwn, isObject, nameType } from './json.js';
import { extendPointer, printPointer, readFragment } from './pointer.js';
import { SchemaIds } from './schema-ids.js';
import { ruleOf, shapes, type Kind, type ObjectRule, type Rule } from './shape.js';

/**
 * Walks once through a value, kind by kind. A member that is null is taken as left out, as many programs that write
 * descriptions mean it; examples, defaults and extensions are data, in which anything may stand.
 */
export function examine(subject: Subject): Examination {
  const walk = new Walk(subject);
  walk.run();
  return walk;
}

class Walk implements Examination {
  readonly problems: Problem[] = [];
  readonly sites: ReferenceSite[] = [];
  readonly #root: JsonValue;
  readonly #gatherOnly: boolean;
  /** The keys to where the walk is. */
  #path: (string | number)[];
  /** References that have been checked, by what they stand for. */
  readonly #checked = new Map<Kind, Set<string>>();
  /** References that are known to lead to a value, so that long chains are walked once. */
  readonly #sound = new Set<string>();
  /** What is reached by references alone, by kind, so that it is read once and a circle ends. */
  readonly #reached = new Set<string>();
  readonly #pending: { readonly keys: Keys; readonly rule: ObjectRule }[] = [];
  readonly #ids: SchemaIds;
  #hasLargeNumber = false;

  constructor({ root, keys, rule, gatherOnly }: Subject) {
    this.#root = root;
    this.#ids = new SchemaIds(root);
    this.#gatherOnly = gatherOnly;
    this.#path = [];
    this.#pending.push({ keys, rule });
  }

  run(): void {
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) {
      this.#path = [...next.keys];
      const value = getAt(this.#root, next.keys);
      if (value !== undefined) this.#checkMember(value, next.rule, '');
    }
  }

  #checkObject(value: JsonValue, kind: Kind): void {
    if (!isObject(value)) {
      if (kind === 'schema' && typeof value === 'boolean') return;
      this.#report(`be an object, not ${nameType(value)}`);
      return;
    }
    const { members, rest, required, hasSiblings } = shapes[kind];
    const reference = getOwn(value, '$ref');
    if (reference !== undefined) {
      this.#checkReference(value, reference, kind);
      if (!hasSiblings) return;
    } else {
      for (const key of required) {
        if ((getOwn(value, key) ?? null) === null) this.#report(`have the member \`${key}\``);
      }
    }
    const depth = this.#path.length;
    for (const key in value) {
      const member = value[key];
      if (member === undefined) continue;
      this.#path[depth] = key;
      const rule = members.get(key);
      if (rule !== undefined) {
        if (member !== null) this.#checkMember(member, rule, key);
      } else if (key.startsWith('x-')) {
        // An extension, in which anything may stand.
        continue;
      } else if (rest !== null) {
        if (kind === 'paths' && !key.startsWith('/')) this.#report('begin with `/`, as a path does');
        this.#checkObject(member, rest);
      } else if (typeof member === 'object' && member !== null) {
        this.#checkUnknown(member);
      }
    }
    this.#path.length = depth;
    if (kind === 'schema') this.#checkNames(getOwn(value, 'required'));
    if (kind === 'discriminator') this.#checkMapping(getOwn(value, 'mapping'));
  }

  #checkMember(value: JsonValue, rule: Rule, key: string): void {
    if (rule.form === 'text') {
      if (typeof value !== 'string') this.#report(`be a string, not ${nameType(value)}`);
    } else if (rule.form === 'data') {
      if (key === 'enum' || key === 'const' || key === 'default') this.#checkNumbers(value);
    } else if (rule.form === 'word') {
      const isGood = typeof value === 'string' && rule.words.includes(value);
      if (!isGood) this.#report(`be one of ${rule.words.join(', ')}`);
    } else if ('kind' in rule) {
      if (rule.form === 'one') this.#checkObject(value, rule.kind);
      else if (rule.form === 'map') this.#checkMap(value, rule.kind);
      else this.#checkList(value, rule.kind);
    }
  }

  #checkMap(value: JsonValue, kind: Kind): void {
    if (!isObject(value)) {
      this.#report(`be an object, not ${nameType(value)}`);
      return;
    }
    const reference = getOwn(value, '$ref');
    if (typeof reference === 'string' && (this.#gatherOnly || !reference.startsWith('#'))) {
      this.#keep({ holder: value, key: '$ref', reference, rule: { form: 'map', kind }, keys: this.#path });
      return;
    }
    const depth = this.#path.length;
    for (const key in value) {
      this.#path[depth] = key;
      this.#checkObject(value[key] ?? null, kind);
    }
    this.#path.length = depth;
  }

  #checkList(value: JsonValue, kind: Kind): void {
    if (!Array.isArray(value)) {
      this.#report(`be an array, not ${nameType(value)}`);
      return;
    }
    const depth = this.#path.length;
    value.forEach((item, index) => {
      this.#path[depth] = index;
      this.#checkObject(item, kind);
    });
    this.#path.length = depth;
  }

  /** What nothing after loading looks at. References in it must still lead somewhere. */
  #checkUnknown(value: JsonObject | JsonValue[]): void {
    if (!Array.isArray(value)) {
      this.#checkObject(value, 'any');
      return;
    }
    const depth = this.#path.length;
    value.forEach((item, index) => {
      this.#path[depth] = index;
      if (typeof item === 'object' && item !== null) this.#checkUnknown(item);
    });
    this.#path.length = depth;
  }

  /** `required: true` on a property is a habit from before OpenAPI 3; it says nothing there, and does no harm. */
  #checkNames(value: JsonValue | undefined): void {
    if (value === undefined || value === null || typeof value === 'boolean') return;
    if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return;
    this.#path.push('required');
    this.#report('be an array of strings');
    this.#path.pop();
  }

  /** JSON.parse and every JavaScript program round them; what they round to is then what is sent and compared. */
  #checkNumbers(value: JsonValue): void {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof item !== 'number' || Math.abs(item) <= Number.MAX_SAFE_INTEGER) continue;
      if (this.#gatherOnly || this.#hasLargeNumber || !Number.isInteger(item)) continue;
      this.#hasLargeNumber = true;
      const key = String(this.#path.at(-1));
      const message = `\`${key}\` has a number beyond 2^53, which JavaScript reads as ${String(item)}.`;
      this.problems.push({ code: 'number-inexact', pointer: printPointer(this.#path), message });
    }
  }

  #checkMapping(mapping: JsonValue | undefined): void {
    if (!isObject(mapping)) return;
    this.#path.push('mapping');
    for (const [key, reference] of Object.entries(mapping)) {
      // Without any of these it is the name of a schema.
      if (typeof reference !== 'string' || !/[/#]|\.(ya?ml|json)$/i.test(reference)) continue;
      const rule = ruleOf.schema;
      this.#followReference({ holder: mapping, key, reference, rule, keys: this.#path });
    }
    this.#path.pop();
  }

  #checkReference(holder: JsonObject, reference: JsonValue, kind: Kind): void {
    if (typeof reference === 'string') {
      this.#followReference({ holder, key: '$ref', reference, rule: ruleOf[kind], keys: this.#path });
    } else if (kind !== 'any') {
      this.#path.push('$ref');
      this.#report(`be a string, not ${nameType(reference)}`);
      this.#path.pop();
    }
  }

  #followReference(site: ReferenceSite): void {
    const { reference } = site;
    const { kind } = site.rule;
    if (this.#gatherOnly || !reference.startsWith('#')) {
      if (this.#gatherOnly || !this.#ids.has(reference, site.keys)) this.#keep(site);
      return;
    }
    let checked = this.#checked.get(kind);
    if (checked === undefined) {
      checked = new Set();
      this.#checked.set(kind, checked);
    }
    if (checked.has(reference)) return;
    // One that is bad is reported wherever it stands.
    if (this.#isSound(site) && this.#hasKind(site)) checked.add(reference);
  }

  #keep(site: ReferenceSite): void {
    this.sites.push({ ...site, keys: [...site.keys] });
  }

  #note(code: DiagnosticCode, { keys, key }: ReferenceSite, message: string, help?: string): void {
    const pointer = extendPointer(printPointer(keys), key);
    this.problems.push({ code, pointer, message, ...(help === undefined ? {} : { help }) });
  }

  /** Follows a chain of references to its end. Each is followed once: the others find what is known of it. */
  #isSound(site: ReferenceSite): boolean {
    const { reference } = site;
    const seen = new Set<string>();
    let isGood = true;
    for (let next: string | null = reference; next !== null && !this.#sound.has(next);) {
      // A chain that leaves the file, or breaks, is reported where it does so.
      if (!next.startsWith('#')) break;
      if (seen.has(next)) {
        const message = `${JSON.stringify(reference)} leads from one reference to the next and never to a value.`;
        this.#note('reference-loop', site, message);
        isGood = false;
        break;
      }
      const target = readFragment(next);
      const value: JsonValue | undefined = target === null ? undefined : getAt(this.#root, target);
      if (value === undefined) {
        if (next !== reference || this.#ids.has(reference, site.keys)) break;
        const help = 'Write a JSON Pointer, such as #/components/schemas/Row.';
        const message = `${JSON.stringify(reference)} leads nowhere in the description.`;
        this.#note('reference-broken', site, message, next.startsWith('#/') ? undefined : help);
        return false;
      }
      seen.add(next);
      const further: JsonValue | undefined = isObject(value) ? getOwn(value, '$ref') : undefined;
      next = typeof further === 'string' ? further : null;
    }
    // A circle is reported once; nothing else is said about what leads into it.
    for (const reached of seen) this.#sound.add(reached);
    return isGood;
  }

  /** What is referred to must be of the kind that the reference stands for. */
  #hasKind({ reference, rule: { kind }, key }: ReferenceSite): boolean {
    if (kind === 'any') return true;
    const { section } = shapes[kind];
    if (section === null) {
      this.#report('be written out: OpenAPI has no references to such objects');
      return false;
    }
    const target = readFragment(reference);
    // An anchor, which stands on a schema.
    if (target === null) return true;
    if (target.length === 3 && target[0] === 'components') {
      // Those of its own section are walked through anyway.
      if (target[1] === section) return true;
      this.#path.push(key);
      this.#report(`lead to one of components/${section}`);
      this.#path.pop();
      return false;
    }
    const mark = `${kind} ${printPointer(target)}`;
    if (!this.#reached.has(mark)) this.#pending.push({ keys: target, rule: ruleOf[kind] });
    this.#reached.add(mark);
    return true;
  }

  #report(wanted: string): void {
    if (this.#gatherOnly) return;
    const what = this.#path.length === 0 ? 'An OpenAPI description' : `\`${String(this.#path.at(-1))}\``;
    const pointer = printPointer(this.#path);
    this.problems.push({ code: 'structure-invalid', pointer, message: `${what} must ${wanted}.` });
  }
}
