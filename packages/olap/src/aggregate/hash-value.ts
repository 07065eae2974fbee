/**
 * A value's hash of 64 bits, the same on every machine: what a sketch of distinct values is made
 * of.
 *
 * MurmurHash3 in its form for 32-bit machines (x86_128, the first two of its four words), because
 * JavaScript multiplies 32-bit words and no longer ones. Text is read by its UTF-16 code units, so
 * nothing is encoded on the way; a number by its IEEE-754 bits. The kind of value is the seed: the
 * text '1', the number 1 and `true` are three values, while 1 and 1n are one.
 *
 * @source Austin Appleby, MurmurHash3.cpp (SMHasher, public domain)
 */

/** A value that can be told from others. */
export type Hashable = string | number | bigint | boolean | null;

/** Seeds by kind of value; they are part of every stored sketch and must never change. */
const SEED = { text: 0, number: 1, bigint: 2, boolean: 3, none: 4 } as const;

/** Room for a value's words, and the two views through which a number shows its bits. */
const scratch = { words: new Uint32Array(64) };
const double = new DataView(new ArrayBuffer(8));

/**
 * Writes the hash of a value to `out`: `out[0]` the low word, `out[1]` the high one.
 *
 * −0 is 0, every NaN is one value, and a bigint that a double holds exactly is that number.
 *
 * @example
 * const out = new Uint32Array(2);
 * hashValue('Kontor', out);
 * out // => Uint32Array.of(2264528367, 1167243903)
 */
export function hashValue(value: Hashable, out: Uint32Array): void {
  if (typeof value === 'string') hashText(value, SEED.text, out);
  else if (typeof value === 'number') hashNumber(value, out);
  else if (typeof value === 'bigint') hashBigint(value, out);
  else {
    scratch.words[0] = value === true ? 1 : 0;
    hashWords(scratch.words, 1, value === null ? SEED.none : SEED.boolean, out);
  }
}

/** The high word of the usual NaN. */
const NAN_HIGH = 0x7ff80000;

function hashNumber(value: number, out: Uint32Array): void {
  // Adding 0 makes 0 of −0; a NaN may have any sign and payload, so it is written as one constant.
  double.setFloat64(0, Number.isNaN(value) ? 0 : value + 0, true);
  scratch.words[0] = double.getUint32(0, true);
  scratch.words[1] = Number.isNaN(value) ? NAN_HIGH : double.getUint32(4, true);
  hashWords(scratch.words, 8, SEED.number, out);
}

function hashBigint(value: bigint, out: Uint32Array): void {
  const short = Number(value);
  if (Number.isFinite(short) && BigInt(short) === value) hashNumber(short, out);
  else hashText(value.toString(16), SEED.bigint, out);
}

function hashText(text: string, seed: number, out: Uint32Array): void {
  const { length } = text;
  if (length > scratch.words.length * 2) scratch.words = new Uint32Array(length);
  const { words } = scratch;
  let word = 0;
  for (let unit = 0; unit + 1 < length; unit += 2) {
    words[word++] = text.charCodeAt(unit) | (text.charCodeAt(unit + 1) << 16);
  }
  if (length % 2 === 1) words[word] = text.charCodeAt(length - 1);
  hashWords(words, length * 2, seed, out);
}

/**
 * MurmurHash3_x86_128 of the first `bytes` bytes of `words`, lowest byte first; the bytes after
 * them in the last word are 0. As many words are written as `out` has, 4 at most.
 */
export function hashWords(words: Uint32Array, bytes: number, seed: number, out: Uint32Array): void {
  let [h1, h2, h3, h4] = [seed, seed, seed, seed];
  const blocks = (bytes >>> 4) * 4;
  for (let at = 0; at < blocks; at += 4) {
    h1 = (Math.imul(rotate(h1 ^ mix1(words[at]!), 19) + h2, 5) + 0x561ccd1b) | 0;
    h2 = (Math.imul(rotate(h2 ^ mix2(words[at + 1]!), 17) + h3, 5) + 0x0bcaa747) | 0;
    h3 = (Math.imul(rotate(h3 ^ mix3(words[at + 2]!), 15) + h4, 5) + 0x96cd1c35) | 0;
    h4 = (Math.imul(rotate(h4 ^ mix4(words[at + 3]!), 13) + h1, 5) + 0x32ac3b17) | 0;
  }
  const rest = bytes & 15;
  if (rest > 0) h1 ^= mix1(words[blocks]!);
  if (rest > 4) h2 ^= mix2(words[blocks + 1]!);
  if (rest > 8) h3 ^= mix3(words[blocks + 2]!);
  if (rest > 12) h4 ^= mix4(words[blocks + 3]!);
  finish(h1 ^ bytes, h2 ^ bytes, h3 ^ bytes, h4 ^ bytes, out);
}

function finish(a: number, b: number, c: number, d: number, out: Uint32Array): void {
  const sum = (a + b + c + d) | 0;
  const h1 = avalanche(sum);
  const h2 = avalanche((b + sum) | 0);
  const h3 = avalanche((c + sum) | 0);
  const h4 = avalanche((d + sum) | 0);
  const all = (h1 + h2 + h3 + h4) | 0;
  out[0] = all;
  out[1] = h2 + all;
  out[2] = h3 + all;
  out[3] = h4 + all;
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

const mix1 = (word: number): number => Math.imul(rotate(Math.imul(word, C1), 15), C2);
const mix2 = (word: number): number => Math.imul(rotate(Math.imul(word, C2), 16), C3);
const mix3 = (word: number): number => Math.imul(rotate(Math.imul(word, C3), 17), C4);
const mix4 = (word: number): number => Math.imul(rotate(Math.imul(word, C4), 18), C1);

/** Every bit of a word changes each bit of the result half of the time. */
function avalanche(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
