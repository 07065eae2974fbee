/**
 * Checks the hash chain of a ledger without the ledger; ledger-hash-chain.md says what is hashed.
 *
 *     node ledger-verifier.mjs books.jsonl [--proof proof.json]
 *     node ledger-verifier.mjs --proof proof.json
 *
 * A line of the export is {"record":…,"entries":[…]}, a proof
 * {"entry":…,"proof":{"index":…,"size":…,"path":[…]},"record":…}. Compare the hash that is printed
 * with the one you kept: that the chain is sound in itself is only half of it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha256 = (...parts) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const bytes = (hex) => Buffer.from(hex, 'hex');
const isHash = (text) => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);
const leafOf = (entry) => sha256(Buffer.of(0x00), canonical(entry));
const join = (left, right) => sha256(Buffer.of(0x01), left, right);
const must = (isSo, fault) => {
  if (!isSo) throw new Error(fault);
};

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const member = (name) => `${JSON.stringify(name)}:${canonical(value[name])}`;
  return `{${Object.keys(value).sort().map(member).join(',')}}`;
}

function rootOf(leaves) {
  if (leaves.length < 2) return leaves[0] ?? sha256('');
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return join(rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)));
}

function checkRecord({ hash, previousHash, root, ...header }) {
  must(header.version === 1, 'its version is not 1');
  must([hash, previousHash, root].every(isHash), 'one of its hashes is malformed');
  const start = Buffer.of(0x02, header.version);
  const found = sha256(start, bytes(previousHash), bytes(root), canonical(header));
  must(found.toString('hex') === hash, 'its record does not give its hash');
}

function checkProof({ entry, proof: { index, size, path }, record }) {
  checkRecord(record);
  const isPlace = Number.isInteger(index) && index >= 0 && index < size;
  must(isPlace && size === record.entries, 'it is of another batch');
  let [at, node] = [index, leafOf(entry)];
  const rest = path.map(bytes);
  for (let width = size; width > 1; width = Math.ceil(width / 2), at = Math.floor(at / 2)) {
    if (at % 2 === 1) node = join(rest.shift() ?? '', node);
    else if (at + 1 < width) node = join(node, rest.shift() ?? '');
  }
  must(rest.length === 0 && node.toString('hex') === record.root, 'it does not give the root');
}

/** The batches line by line; a line is spelt as JSON is by itself, so that it reads in one way. */
function* batchesOf(data) {
  for (let start = 0, end; start < data.length; start = end + 1) {
    end = data.indexOf('\n', start);
    must(end >= 0, 'its line has no end');
    const text = utf8.decode(data.subarray(start, end));
    const batch = JSON.parse(text);
    must([JSON.stringify(batch), canonical(batch)].includes(text), 'its line is spelt otherwise');
    yield batch;
  }
}

const words = process.argv.slice(2);
const flag = words.indexOf('--proof');
let [place, next, previousHash] = ['the proof', 1, '0'.repeat(64)];
try {
  const claim = flag < 0 ? undefined : JSON.parse(readFileSync(words[flag + 1], 'utf8'));
  if (claim !== undefined) checkProof(claim);
  place = 'batch 1';
  for (const { record, entries } of flag === 0 ? [] : batchesOf(readFileSync(words[0]))) {
    checkRecord(record);
    must(record.batch === next, `batch ${record.batch} stands in its place`);
    must(record.previousHash === previousHash, 'it does not follow the batch before');
    must(entries.length === record.entries, 'it has another number of entries');
    must(bytes(record.root).equals(rootOf(entries.map(leafOf))), 'its entries have another root');
    const isProved = claim?.record.batch !== next || claim.record.hash === record.hash;
    must(isProved, 'the proof is of another');
    [next, previousHash] = [next + 1, record.hash];
    place = `batch ${next}`;
  }
  must(flag <= 0 || claim.record.batch < next, 'it is missing, and the proof is of a later one');
  const last = flag === 0 ? claim.record : { batch: next - 1, hash: previousHash };
  console.log(`sound, ending with batch ${last.batch} ${last.hash}`);
} catch ({ message }) {
  console.log(`${place}: ${message}`);
  process.exitCode = 1;
}
