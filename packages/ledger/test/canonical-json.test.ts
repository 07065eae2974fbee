/**
 * Canonical JSON: the examples of the standard, its twin, and what is kept out of it.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../src/canonical-json.ts';
import { LedgerError } from '../src/errors.ts';
import { slowCanonical } from './oracle/slow-chain.ts';

/** The same value with the members of every object the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).toReversed();
  return Object.fromEntries(members.map(([name, member]) => [name, turned(member)]));
}

const nested = (levels: number): unknown => {
  let value: unknown = 'core';
  for (let level = 0; level < levels; level++) value = [value];
  return value;
};

describe('canonicalJson', () => {
  // RFC 8785, section 3.2.2.
  test('writes the sample of the standard', () => {
    const sample = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    expect(canonicalJson(JSON.parse(sample))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,` +
        String.raw`1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  // RFC 8785, section 3.2.3: by UTF-16 code units, so the emoji's surrogates come before U+FB33.
  test('sorts members as the standard does', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const value = Object.fromEntries(names.map((name) => [name, 0]));
    const written = canonicalJson(value).matchAll(/"((?:[^"\\]|\\.)*)":0/g);
    expect([...written].map(([, name]) => name)).toEqual([
      String.raw`\r`,
      '1',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\ud83d\ude00',
      '\ufb33',
    ]);
  });

  test.each([
    ['text', '"text"'],
    [-0, '0'],
    [1e21, '1e+21'],
    [null, 'null'],
    [[], '[]'],
    [{}, '{}'],
    [Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
    // Names that are numbers are counted up by JavaScript; the standard sorts them as text.
    [{ 9: 'b', 10: 'a' }, '{"10":"a","9":"b"}'],
    [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
    [{ a: [{ d: 1, c: 2 }], b: 0 }, '{"a":[{"c":2,"d":1}],"b":0}'],
    [JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
    // A backslash and a "ud800" that somebody typed are no half of a pair.
    [String.raw`\ud800`, String.raw`"\\ud800"`],
    ['\ud83d\ude00', '"\ud83d\ude00"'],
  ])('%j is %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  test('a member without a value is as if it were not there, in order or not', () => {
    expect(canonicalJson({ a: 1, b: undefined })).toBe(canonicalJson({ a: 1 }));
    expect(canonicalJson({ c: undefined, b: 1, a: 2 })).toBe('{"a":2,"b":1}');
  });

  test.each([
    ['value', 10n],
    ['value', undefined],
    ['value', Number.NaN],
    ['value', 'a\udc00b'],
    ['value', { 'a\ud800': 1 }],
    ['value', { text: '\\\ud800' }],
    ['value.lines.1.amount', { id: 'x', lines: [{ amount: '1' }, { amount: 10n }] }],
    ['value.b.0', { b: [undefined], a: 1 }],
    ['value.0', Array.from({ length: 1 })],
    ['value.at', { at: new Date(0) }],
    ['value.rate', { rate: new Map() }],
    ['value.rate', { rate: Number.POSITIVE_INFINITY }],
    ['value.toJSON', { toJSON: () => 'other' }],
    ['value.mark', { mark: Symbol('mark') }],
    [`value${'.0'.repeat(100)}`, nested(101)],
  ])('%s is refused by its place', (path, value) => {
    try {
      canonicalJson(value);
      expect.unreachable('the fault was taken');
    } catch (error) {
      expect(LedgerError.is(error, 'LEDGER_BAD_ARGUMENT') && error.details.path).toBe(path);
    }
  });

  test('a hundred levels are written, and a ring is refused', () => {
    expect(canonicalJson(nested(100))).toBe(`${'['.repeat(100)}"core"${']'.repeat(100)}`);
    const ring: Record<string, unknown> = {};
    ring['self'] = ring;
    expect(() => canonicalJson(ring)).toThrow('too deep');
  });

  test('property: the text is that of the slow twin, whatever the order of the members', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = canonicalJson(value);
        expect(text).toBe(slowCanonical(value));
        expect(canonicalJson(turned(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  test('property: values that differ have texts that differ', () => {
    const value = fc.jsonValue({ maxDepth: 2 });
    fc.assert(
      fc.property(value, value, (one, other) => {
        const areSame = canonicalJson(one) === canonicalJson(other);
        // JSON has no −0; beyond that, what reads back the same is the same.
        const [left, right] = [one, other].map(
          (item) => JSON.parse(JSON.stringify(item)) as unknown,
        );
        if (areSame) expect(left).toEqual(right);
        else expect(left).not.toEqual(right);
      }),
      { numRuns: 300 },
    );
  });
});
