/**
 * The small verifier of the docs: run as a program, on exports that are sound and that are not.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { proveEntry } from '../src/entry-proof.ts';
import { chainOf, exportOf } from './random-chain.ts';
import { workedEntries, workedRecords } from './worked-chain.ts';

const verifier = fileURLToPath(
  new URL('../../../docs/internals/ledger-verifier.mjs', import.meta.url),
);
const folder = mkdtempSync(join(tmpdir(), 'ledger-verifier-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function fileOf(content: string | Uint8Array): string {
  files += 1;
  const path = join(folder, `file-${files}`);
  writeFileSync(path, content);
  return path;
}

/** The exit code and what was printed. */
function run(...args: readonly string[]): [number | null, string] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [verifier, ...args], {
    encoding: 'utf8',
  });
  return [status, (stdout + stderr).trim()];
}

const worked = workedRecords.map((record, at) => ({ record, entries: workedEntries[at]! }));
const soundText = exportOf(worked);
const last = workedRecords[1].hash;
const sound: [number, string] = [0, `sound, ending with batch 2 ${last}`];
const proofFile = (change: object = {}): string =>
  fileOf(
    JSON.stringify({
      entry: workedEntries[0][2],
      proof: proveEntry(workedEntries[0], 2),
      record: workedRecords[0],
      ...change,
    }),
  );

/** The export with a text replaced, once. */
const changed = (was: string, is: string): string => {
  expect(soundText).toContain(was);
  return fileOf(soundText.replace(was, is));
};

describe('docs/internals/ledger-verifier.mjs', () => {
  test('is short and imports nothing of ours', () => {
    const text = readFileSync(verifier, 'utf8');
    expect(text.split('\n').length - 1).toBeLessThan(100);
    const imports = [...text.matchAll(/^import .* from '(.*)';$/gm)].map(([, name]) => name);
    expect(imports).toEqual(['node:crypto', 'node:fs']);
    expect(text).not.toMatch(/import\(|require\(/);
  });

  test('finds a sound export sound and prints its last hash', () => {
    expect(run(fileOf(soundText))).toEqual(sound);
    expect(run(fileOf(''))).toEqual([0, `sound, ending with batch 0 ${'0'.repeat(64)}`]);
  });

  test('reads batches of every size, names in any order, and lines in canonical JSON', () => {
    const sizes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 31];
    const chain = chainOf(
      sizes.map((size) => Array.from({ length: size }, (_, e) => ({ no: e, 9: 'ä', 10: '\n😀' }))),
    );
    const { hash } = chain.at(-1)!.record;
    const verdict = [0, `sound, ending with batch 11 ${hash}`];
    expect(run(fileOf(exportOf(chain)))).toEqual(verdict);
  });

  test.each<[string, () => string, string]>([
    ['an amount', () => changed('"20.50"', '"20.51"'), 'batch 1: its entries have another root'],
    ['a hash', () => changed(last, last.replace('df', 'de')), 'batch 2: its record does not give'],
    ['a member twice', () => changed('"id":"e2"', '"id":"e9","id":"e2"'), 'batch 1: its line is'],
    ['a space', () => changed('"entries":[', '"entries": ['), 'batch 1: its line is spelt'],
    ['the last end of line', () => fileOf(soundText.slice(0, -1)), 'batch 2: its line has no end'],
    [
      'a batch taken out',
      () => fileOf(exportOf(worked.slice(1))),
      'batch 1: batch 2 stands in its place',
    ],
    [
      'a first batch hashed anew',
      () => fileOf(exportOf([chainOf([[{ id: 'e1' }]])[0]!, worked[1]!])),
      'batch 2: it does not follow the batch before',
    ],
    ['no file', () => join(folder, 'none'), 'batch 1: ENOENT'],
  ])('%s is found', (_, file, verdict) => {
    const [status, text] = run(file());
    expect(status).toBe(1);
    expect(text.slice(0, verdict.length)).toBe(verdict);
  });

  test('a flipped bit is found in its batch, wherever it is', { timeout: 60_000 }, () => {
    const bytes = Buffer.from(soundText);
    const firstLine = bytes.indexOf('\n') + 1;
    // A process a byte is slow: some bytes far apart, and the ends of the lines.
    const places = [firstLine - 1, bytes.length - 1];
    for (let place = 0; place < bytes.length; place += 199) places.push(place);
    for (const place of places) {
      const flipped = Buffer.from(bytes);
      flipped[place] = flipped[place]! ^ (1 << (place % 8));
      const [status, text] = run(fileOf(flipped));
      expect(status, text).toBe(1);
      expect(text).toMatch(place < firstLine ? /^batch 1: / : /^batch 2: /);
    }
  });

  test('a proof by itself, and with the export', () => {
    const [proof, books] = [proofFile(), fileOf(soundText)];
    const alone = `sound, ending with batch 1 ${workedRecords[0].hash}`;
    expect(run('--proof', proof)).toEqual([0, alone]);
    expect(run(books, '--proof', proof)).toEqual(sound);
  });

  test.each<[string, object, string]>([
    ['another entry', { entry: workedEntries[0][1] }, 'the proof: it does not give the root'],
    [
      'another place',
      { proof: { ...proveEntry(workedEntries[0], 2), index: 1 } },
      'the proof: it does not give the root',
    ],
    [
      'a place beyond the end',
      { proof: { ...proveEntry(workedEntries[0], 2), index: 3 } },
      'the proof: it is of another batch',
    ],
    [
      'a step too many',
      { proof: { index: 2, size: 3, path: [last, last] } },
      'the proof: it does not give the root',
    ],
    ['no steps', { proof: { index: 2, size: 3, path: [] } }, 'the proof: it does not give the'],
    [
      'a record hashed anew',
      { record: chainOf([workedEntries[0]])[0]!.record },
      'batch 1: the proof is of another',
    ],
    [
      'a record of a batch that is not there',
      { record: { ...workedRecords[0], batch: 3 } },
      'the proof: its record does not give its hash',
    ],
  ])('a proof with %s fails', (_, change, verdict) => {
    const [status, text] = run(fileOf(soundText), '--proof', proofFile(change));
    expect(status).toBe(1);
    expect(text.slice(0, verdict.length)).toBe(verdict);
  });

  test('a proof of a batch after the end of the export fails', () => {
    const entries = [{ id: 'e5' }];
    const { record } = chainOf([[], [], entries])[2]!;
    const later = proofFile({ entry: entries[0], proof: proveEntry(entries, 0), record });
    const [status, text] = run(fileOf(soundText), '--proof', later);
    expect([status, text]).toEqual([1, 'batch 3: it is missing, and the proof is of a later one']);
  });
});
