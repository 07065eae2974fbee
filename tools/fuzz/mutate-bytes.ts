/** Mutations of bytes: bits that flip, pieces that are lost or come twice, lengths that lie. */
import { type Mutation, pick } from './mutation.ts';

type Change = (bytes: Uint8Array, at: number, how: number) => Uint8Array;

const joined = (...pieces: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(pieces.flatMap((piece) => [...piece]));

/** Puts words where a format has lengths and offsets: the largest, the smallest, the negative. */
const WORDS = [0xffffffff, 0x7fffffff, 0x80000000, 0x10000, 0, 1];

const CHANGES: readonly Change[] = [
  (bytes, at, how) => bytes.with(at, bytes[at]! ^ (1 << (how % 8))),
  (bytes, at) => bytes.slice(0, at),
  (bytes, at) => bytes.slice(at),
  (bytes, at, how) => joined(bytes.subarray(0, at), bytes.subarray(at + 1 + (how % 16))),
  (bytes, at, how) => joined(bytes.subarray(0, at + 1 + (how % 64)), bytes.subarray(at)),
  (bytes, at, how) =>
    joined(bytes.subarray(0, at), new Uint8Array(1 + (how % 4096)).fill(how), bytes.subarray(at)),
  (bytes, at, how) => {
    const lying = Uint8Array.from(joined(bytes, new Uint8Array(4)));
    new DataView(lying.buffer).setUint32(at, pick(WORDS, how), how % 2 === 0);
    return lying.subarray(0, bytes.length);
  },
];

/** The bytes with one mutation done. */
export function mutateBytes(bytes: Uint8Array, { what, where, how }: Mutation): Uint8Array {
  return bytes.length === 0 ? bytes : pick(CHANGES, what)(bytes, where % bytes.length, how);
}
