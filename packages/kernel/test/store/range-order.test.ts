/** The one order of all stores, and the fingerprint of a range, against slow and obvious twins. */
import { collection, compareText, inRange, positionOf, rangeDigest } from '@kontor/kernel/store';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8Length } from '../../src/store/plain-text.ts';

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('a', 'ä', '\uFF61', '\u{1F600}', '\uE000', '\uD7FF') }),
);
const encoder = new TextEncoder();

/** The twin: compare the encoded bytes. */
const byBytes = (a: string, b: string): number =>
  Buffer.compare(encoder.encode(a), encoder.encode(b));

describe('compareText', () => {
  test('sorts by code points, where JavaScript sorts by UTF-16 units', () => {
    const row = ['a', 'B', 'ä', '\uFF61', '\u{1F600}'];
    expect(row.toSorted(compareText)).toEqual(['B', 'a', 'ä', '\uFF61', '\u{1F600}']);
    expect(row.toSorted()).toEqual(['B', 'a', 'ä', '\u{1F600}', '\uFF61']);
  });

  test('property: the order is that of the UTF-8 bytes', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        fc.pre(!/\p{Surrogate}/u.test(a + b));
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(byBytes(a, b)));
      }),
    );
  });
});

describe('utf8Length', () => {
  test('property: it is the length of the encoded bytes', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(!/\p{Surrogate}/u.test(text));
        expect(utf8Length(text)).toBe(encoder.encode(text).length);
      }),
    );
  });
});

describe('rangeDigest', () => {
  test.each([
    [[], '0:0'],
    [[5, 6], '2:11'],
    [[3, 8], '2:11'],
    [[2 ** 53 - 1, 2 ** 53 - 1, 1], '3:18014398509481983'],
  ])('of versions %j is %s', (versions, digest) => {
    expect(rangeDigest(versions.map((version) => ({ version })))).toBe(digest);
  });

  test('property: it is the count and the exact sum, in any order', () => {
    const versions = fc.array(fc.maxSafeNat());
    fc.assert(
      fc.property(versions, (list) => {
        const sum = list.reduce((total, version) => total + BigInt(version), 0n);
        const rows = list.map((version) => ({ version }));
        expect(rangeDigest(rows)).toBe(`${list.length}:${sum}`);
        expect(rangeDigest(rows.toReversed())).toBe(`${list.length}:${sum}`);
      }),
    );
  });
});

describe('inRange', () => {
  interface Row {
    readonly id: string;
    readonly kind?: string | null;
    readonly day?: number;
  }
  const rows = collection<Row>('row', {
    id: (row) => row.id,
    fields: { kind: 'text', day: 'integer' },
    indexes: { byKind: ['kind', 'day'] },
  });
  const place = (id: string, kind: string, day: number) =>
    positionOf(rows, 'byKind', id, { kind, day })!;

  test.each([
    [{ equals: ['k'] }, true],
    [{ equals: ['l'] }, false],
    [{ equals: ['k'], from: 5 }, true],
    [{ equals: ['k'], to: 5 }, false],
    [{ equals: ['k', 5], from: 'm' }, true],
    [{ equals: ['k', 5], to: 'm' }, false],
    [{ first: place('m', 'k', 5) }, true],
    [{ first: place('n', 'k', 5) }, false],
    [{ last: place('m', 'k', 5) }, true],
    [{ last: place('l', 'k', 5) }, false],
  ])('m at (k, 5) in %j: %s', (range, inside) => {
    expect(inRange({ index: 'byKind', ...range }, place('m', 'k', 5))).toBe(inside);
  });

  test('a document without an indexed field has no place', () => {
    expect(positionOf(rows, 'byKind', 'm', { kind: null, day: 5 })).toBeUndefined();
    expect(positionOf(rows, 'byKind', 'm', { kind: 'k' })).toBeUndefined();
  });
});
