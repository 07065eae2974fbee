import { fc, test as propertyTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type Hashable, hashValue, hashWords } from '../../src/aggregate/hash-value.ts';

const hashed = (value: Hashable): string => {
  const out = new Uint32Array(2);
  hashValue(value, out);
  return `${out[1]!.toString(16)}:${out[0]!.toString(16)}`;
};

/** Bytes as words, lowest byte first, zeros after the end. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const words = new Uint32Array(Math.ceil(bytes.length / 4));
  bytes.forEach((byte, at) => (words[at >>> 2]! |= byte << ((at & 3) * 8)));
  return words;
}

function murmur(bytes: Uint8Array, seed: number): Uint8Array {
  const out = new Uint32Array(4);
  hashWords(wordsOf(bytes), bytes.length, seed, out);
  return Uint8Array.from({ length: 16 }, (_, at) => (out[at >>> 2]! >>> ((at & 3) * 8)) & 255);
}

describe('hashWords', () => {
  // SMHasher main.cpp and KeysetTest.cpp: keys {0}, {0,1}, … under the seeds 256 − length, then the
  // hash of all hashes; the first word is published as MurmurHash3_x86_128's verification value.
  test('is MurmurHash3_x86_128: its verification value is B3ECE62A', () => {
    const hashes = new Uint8Array(16 * 256);
    for (let length = 0; length < 256; length++) {
      const key = Uint8Array.from({ length }, (_, at) => at);
      hashes.set(murmur(key, 256 - length), 16 * length);
    }
    const [a, b, c, d] = murmur(hashes, 0);
    const value = (a! | (b! << 8) | (c! << 16) | (d! << 24)) >>> 0;
    expect(value.toString(16)).toBe('b3ece62a');
  });
});

describe('hashValue', () => {
  test.each([
    ['the number 1 and the text 1', 1, '1'],
    ['0 and false', 0, false],
    ['1 and true', 1, true],
    ['the empty text and null', '', null],
    ['false and null', false, null],
    ['a long bigint and its text', 2n ** 70n + 1n, (2n ** 70n + 1n).toString(16)],
    ['text with and without a zero at its end', 'a', 'a\u0000'],
    ['composed and decomposed letters', 'é', 'e\u0301'],
  ])('%s are two values', (_, a, b) => {
    expect(hashed(a)).not.toBe(hashed(b));
  });

  test.each([
    ['0 and −0', 0, -0],
    ['1 and 1n', 1, 1n],
    ['2^60 and its bigint', 2 ** 60, 2n ** 60n],
    ['NaN however it is made', Number.NaN, Math.sqrt(-1)],
  ])('%s are one value', (_, a, b) => {
    expect(hashed(a)).toBe(hashed(b));
  });

  test('stored sketches stay readable: these hashes never change', () => {
    const values = ['Kontor', '', 42, 0.1, -7n, 2n ** 70n, true, null, 'x'.repeat(500)];
    expect(values.map(hashed)).toMatchInlineSnapshot(`
      [
        "4592ba7f:86f9f5ef",
        "0:0",
        "992d94aa:c61cb4c5",
        "77705cbd:1d3950ef",
        "21c930c1:872a053e",
        "d1596772:47ddd171",
        "47afe31:95360aea",
        "d01a6609:50a68ecf",
        "58decf6e:450908d0",
      ]
    `);
  });

  propertyTest.prop([fc.string({ unit: 'binary', maxLength: 300 })])(
    'property: text hashes as its UTF-16 bytes do',
    (text) => {
      const bytes = Uint8Array.from({ length: text.length * 2 }, (_, at) => {
        const unit = text.charCodeAt(at >>> 1);
        return at % 2 === 0 ? unit & 255 : unit >>> 8;
      });
      const out = new Uint32Array(2);
      hashValue(text, out);
      expect([...new Uint8Array(out.buffer)]).toEqual([...murmur(bytes, 0).subarray(0, 8)]);
    },
  );

  test('each bit of a hash is set for about half of the numbers', () => {
    const set = new Float64Array(64);
    const out = new Uint32Array(2);
    for (let value = 0; value < 20_000; value++) {
      hashValue(value, out);
      for (let bit = 0; bit < 64; bit++) set[bit]! += (out[bit >>> 5]! >>> (bit & 31)) & 1;
    }
    // 10,000 ± 4.5 standard deviations of √(20,000 / 4).
    expect(Math.min(...set)).toBeGreaterThan(10_000 - 318);
    expect(Math.max(...set)).toBeLessThan(10_000 + 318);
  });
});
