import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestLine } from '../../runtime/call.js';
import { measureRequests } from '../../runtime/bulk/input/measure.js';
import {
  fitsAlone,
  packAll,
  Packer,
  requestBytes,
  RequestCounter,
  type Bounds,
  type Item,
  type Measure,
  type Pack,
} from '../../runtime/bulk/input/packer.js';
import { requestWriter, type RequestWriter } from '../../runtime/bulk/send/request.js';
import { bench } from './bulk-bench.js';
import type { BehaviourOptions } from './bulk-tables.js';

const target = { table: 't1', column: 'id', mode: 'exact' };

function build(options: BehaviourOptions): {
  readonly measure: Measure;
  readonly writer: RequestWriter;
  readonly realBytes: (ids: readonly string[]) => number;
} {
  const { behaviour, connection } = bench(options);
  const writer = requestWriter(behaviour, target, { reason: undefined });
  const measure = measureRequests(connection, behaviour, writer);
  const realBytes = (ids: readonly string[]): number => {
    const request = writer.write(ids);
    const text =
      options.where === 'query'
        ? requestLine(connection, behaviour.call.operation, request)
        : JSON.stringify(request.body);
    return new TextEncoder().encode(text).length;
  };
  return { measure, writer, realBytes };
}

const anyId = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.string({ minLength: 1, maxLength: 6, unit: 'binary' }),
  fc.constantFrom('"', '\\', '\u0007', 'ü', '漢', '🜚', 'a b', 'a%2Fb', "o'neil", '1'),
);

function itemsOf(
  ids: readonly string[],
  measure: Measure,
  alone: (id: string) => boolean = () => false,
): Item[] {
  return ids.map((id, index) => ({ id, text: id, index, bytes: measure.sizeOf(id), alone: alone(id) }));
}

const forms: readonly { readonly name: string; readonly options: BehaviourOptions }[] = [
  { name: 'a body of ids', options: {} },
  { name: 'a body of objects', options: { item: 'key' } },
  { name: 'a query', options: { where: 'query' } },
];

describe.each(forms)('the size of $name', ({ options }) => {
  const { measure, realBytes } = build(options);

  it('is exact to the byte', () => {
    fc.assert(
      fc.property(fc.array(anyId, { minLength: 1, maxLength: 8 }), (ids) => {
        const idBytes = ids.reduce((sum, id) => sum + measure.sizeOf(id), 0);
        expect(requestBytes(measure, ids.length, idBytes)).toBe(realBytes(ids));
      }),
    );
  });

  it('never passes a limit, loses nothing and keeps the order', () => {
    fc.assert(
      fc.property(
        fc.array(anyId, { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 120 }),
        (ids, maxIds, extra) => {
          const longest = Math.max(0, ...ids.map((id) => requestBytes(measure, 1, measure.sizeOf(id))));
          const bounds = { maxIds, maxBytes: longest + extra };
          const items = itemsOf(ids, measure);
          const packs = packAll(items, measure, bounds);
          expect(packs.flatMap((pack) => pack.items)).toEqual(items);
          packs.forEach(({ items: packed, bytes }, position) => {
            expect(packed.length).toBeGreaterThan(0);
            expect(packed.length).toBeLessThanOrEqual(maxIds);
            expect(bytes).toBe(realBytes(packed.map(({ id }) => id)));
            expect(bytes).toBeLessThanOrEqual(bounds.maxBytes);
            // Greedy: the first id of the next request would not have fitted.
            const next = packs[position + 1]?.items[0];
            if (next === undefined || packed.length === maxIds) return;
            expect(realBytes([...packed, next].map(({ id }) => id))).toBeGreaterThan(bounds.maxBytes);
          });
        },
      ),
    );
  });
});

const anyMeasure: fc.Arbitrary<Measure> = fc
  .record({ one: fc.nat(4), many: fc.nat(4), between: fc.nat(3) })
  .map((sizes) => ({ ...sizes, of: 'body', sizeOf: (id) => id.length }));
const anyBounds: fc.Arbitrary<Bounds> = fc.record({
  maxIds: fc.integer({ min: 1, max: 5 }),
  maxBytes: fc.oneof(fc.nat(30), fc.constant(Number.POSITIVE_INFINITY)),
});

/** Measures the whole open request anew for every id. */
class PlainPacker {
  readonly measure: Measure;
  open: Item[] = [];

  constructor(measure: Measure) {
    this.measure = measure;
  }

  push(item: Item, { maxIds, maxBytes }: Bounds): readonly Pack[] {
    if (item.alone) return [this.#packOf([item])];
    const more = this.#packOf([...this.open, item]);
    const sealed = more.items.length > maxIds || more.bytes > maxBytes ? this.seal() : [];
    this.open.push(item);
    return this.open.length >= maxIds ? [...sealed, ...this.seal()] : sealed;
  }

  seal(): readonly Pack[] {
    const packs = this.open.length === 0 ? [] : [this.#packOf(this.open)];
    this.open = [];
    return packs;
  }

  #packOf(items: readonly Item[]): Pack {
    const { one, many, between } = this.measure;
    const gaps = items.slice(1).map(() => between);
    const sizes = [items.length === 1 ? one : many, ...items.map(({ bytes }) => bytes), ...gaps];
    return { items, bytes: sizes.reduce((sum, size) => sum + size) };
  }
}

describe('packing', () => {
  const { measure } = build({});

  it('gives after every id, at any bounds that hold then, what a plain packer gives', () => {
    const step = fc.record({ bytes: fc.nat(6), alone: fc.boolean(), bounds: anyBounds });
    fc.assert(
      fc.property(anyMeasure, fc.array(step), (sizes, steps) => {
        let bounds: Bounds = { maxIds: 1, maxBytes: 1 };
        const packer = new Packer(sizes, () => bounds);
        const plain = new PlainPacker(sizes);
        expect(packer.isEmpty).toBe(true);
        steps.forEach(({ bytes, alone, bounds: next }, index) => {
          bounds = next;
          const item: Item = { id: `${index}`, text: `${index}`, index, bytes, alone };
          expect(packer.push(item)).toEqual(plain.push(item, bounds));
          expect(packer.isEmpty).toBe(plain.open.length === 0);
        });
        expect(packer.seal()).toEqual(plain.seal());
        expect([packer.isEmpty, packer.seal()]).toEqual([true, []]);
      }),
    );
  });

  it('counts as many requests as it makes', () => {
    const id = fc.record({ bytes: fc.nat(6), alone: fc.boolean() });
    fc.assert(
      fc.property(anyMeasure, anyBounds, fc.array(id), (sizes, bounds, ids) => {
        const items = ids.map((one, index) => ({ id: `${index}`, text: `${index}`, index, ...one }));
        const counter = new RequestCounter(sizes, bounds);
        items.forEach(({ bytes, alone }, index) => {
          counter.add(bytes, alone);
          expect(counter.requests).toBe(packAll(items.slice(0, index + 1), sizes, bounds).length);
        });
      }),
    );
  });

  it('gives an id that goes alone a request of its own, and closes no other for it', () => {
    const items = itemsOf(['a', 'b,c', 'd'], measure, (id) => id.includes(','));
    const packs = packAll(items, measure, { maxIds: 10, maxBytes: Number.POSITIVE_INFINITY });
    expect(packs.map((pack) => pack.items.map(({ id }) => id))).toEqual([['b,c'], ['a', 'd']]);
  });

  it('knows to the byte an id that fits nowhere', () => {
    const idBytes = measure.sizeOf('x'.repeat(10));
    const maxBytes = measure.one + idBytes;
    expect(fitsAlone(measure, { maxIds: 10, maxBytes }, idBytes)).toBe(true);
    expect(fitsAlone(measure, { maxIds: 10, maxBytes: maxBytes - 1 }, idBytes)).toBe(false);
  });

  it('has nothing to give for nothing', () => {
    expect(packAll([], measure, { maxIds: 1, maxBytes: 1 })).toEqual([]);
  });
});
