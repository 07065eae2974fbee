/**
 * Runs every example and compares what it prints with its `expected.txt`.
 *
 * An example without `expected.txt` or without a README is refused: it would prove nothing and tell
 * nothing. With `--write` the file is written instead, to be read before it is committed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { differences } from './examples/differences.ts';

const folder = fileURLToPath(new URL('../examples', import.meta.url));
const writes = process.argv.includes('--write');
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'package.json')));

const failed = names.toSorted().filter((name) => !passes(name));
console.log(`${String(names.length - failed.length)} of ${String(names.length)} examples agree`);
if (failed.length > 0 || names.length === 0) process.exitCode = 1;

function passes(name: string): boolean {
  const faults = runExample(name);
  console.log(`${faults.length === 0 ? 'ok' : 'FAILED'} examples/${name}`);
  for (const fault of faults) console.log(`  ${fault}`);
  return faults.length === 0;
}

/** The faults of an example; none when it prints what is expected. */
function runExample(name: string): string[] {
  const place = join(folder, name);
  const expectedPath = join(place, 'expected.txt');
  if (!existsSync(join(place, 'README.md'))) return ['it has no README.md: start with the problem'];
  if (!writes && !existsSync(expectedPath)) {
    return ['it has no expected.txt: run this with --write, read the file and commit it'];
  }
  const run = spawnSync('npm', ['start', '--silent'], {
    cwd: place,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (run.error !== undefined) throw run.error;
  if (run.status !== 0) return [`it ended with ${String(run.status)}`, ...run.stderr.split('\n')];
  if (writes) {
    writeFileSync(expectedPath, run.stdout);
    return [];
  }
  return differences(readFileSync(expectedPath, 'utf8'), run.stdout);
}
