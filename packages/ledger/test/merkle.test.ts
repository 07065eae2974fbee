/**
 * Merkle trees: roots of the test data of Certificate Transparency, and the twins by the standard's
 * own definition.
 */
import { describe, expect, test } from 'vitest';
import { auditPath, entryLeaf, merkleRoot, rootOfPath } from '../src/merkle.ts';
import { slowLeaf, slowPath, slowRoot, slowSha256 } from './oracle/slow-chain.ts';

const sha256 = (data: Uint8Array): Uint8Array => slowSha256(data);
const hex = (bytes: Uint8Array | undefined): string | undefined =>
  bytes && Buffer.from(bytes).toString('hex');
const numbered = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, index) => slowLeaf({ index }));

/** The eight leaves of the reference implementation's tests, in hexadecimal. */
const knownLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((data) => slowSha256(Uint8Array.of(0), Buffer.from(data, 'hex')));

describe('merkleRoot', () => {
  test.each([
    // Of the first n leaves; google/certificate-transparency, merkle tree tests.
    [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
    [4, 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
    [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
    [6, '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
    [7, 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
    [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
  ])('of %i leaves', (size, root) => {
    expect(hex(merkleRoot(knownLeaves.slice(0, size), sha256))).toBe(root);
  });

  test('of every size up to 70 is that of the definition', () => {
    for (let size = 0; size <= 70; size++) {
      expect(hex(merkleRoot(numbered(size), sha256))).toBe(hex(slowRoot(numbered(size))));
    }
  });

  test('leaves the list it was given as it was', () => {
    const leaves = numbered(5);
    merkleRoot(leaves, sha256);
    expect(leaves).toEqual(numbered(5));
  });
});

describe('auditPath', () => {
  test('of every leaf up to size 40 is that of the definition, and leads to the root', () => {
    for (let size = 1; size <= 40; size++) {
      const leaves = numbered(size);
      const root = hex(merkleRoot(leaves, sha256));
      leaves.forEach((leaf, index) => {
        const path = auditPath(leaves, index, sha256);
        expect(path.map(hex)).toEqual(slowPath(index, leaves).map(hex));
        expect(hex(rootOfPath({ leaf, index, size, path }, sha256))).toBe(root);
      });
    }
  });
});

describe('rootOfPath', () => {
  test('wants as many steps as the tree has, no more and no less', () => {
    const leaves = numbered(7);
    leaves.forEach((leaf, index) => {
      const path = auditPath(leaves, index, sha256);
      const claim = { leaf, index, size: 7 };
      expect(rootOfPath({ ...claim, path: path.slice(1) }, sha256)).toBeUndefined();
      expect(rootOfPath({ ...claim, path: [...path, leaf] }, sha256)).toBeUndefined();
    });
  });
});

describe('entryLeaf', () => {
  test.each([0, 1, 300, 21_844, 21_845, 21_846, 70_000])('an entry of %i letters more', (count) => {
    // Three bytes a letter fill what is kept ready; longer entries are hashed without it.
    const entry = { id: 'e1', text: '€'.repeat(count) };
    expect(hex(entryLeaf(entry, sha256))).toBe(hex(slowLeaf(entry)));
  });

  test('a short one after a long one has nothing of it', () => {
    entryLeaf({ text: 'x'.repeat(5000) }, sha256);
    expect(hex(entryLeaf({ id: 'e1' }, sha256))).toBe(hex(slowLeaf({ id: 'e1' })));
  });
});
