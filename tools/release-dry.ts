/**
 * A release from the changesets to the registry's door, without touching the work tree: the last
 * commit is cloned into an empty folder, versioned, built, packed and published with `--dry-run`.
 *
 * What is not committed is not in it, as in a release. The tarballs and changelogs are listed;
 * `--keep` leaves the folder, to look into them.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The parts of a manifest that are printed. */
interface Manifest {
  readonly name: string;
  readonly version: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kontor-release-'));
const clone = join(folder, 'kontor');
try {
  step('clone the last commit', () => run(['git', 'clone', '--quiet', root, clone], root));
  step('install the locked dependencies', () => run(['npm', 'ci', '--no-audit', '--no-fund']));
  step('version by the changesets', () => run(['npx', 'changeset', 'version']));
  step('write the lock of the new versions', () => run(['npm', 'i', '--package-lock-only']));
  step('build', () => run(['npm', 'run', '--silent', 'build']));
  for (const name of readdirSync(join(clone, 'packages')).toSorted()) release(name);
  console.log('nothing was published, and the work tree is as it was');
} finally {
  if (process.argv.includes('--keep')) console.log(`kept: ${clone}`);
  else rmSync(folder, { recursive: true, force: true });
}

/** Packs a package, shows what a registry would be given, and knocks. */
function release(name: string): void {
  const place = join(clone, 'packages', name);
  const manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as Manifest;
  run(['npm', 'pack', '--silent', '--pack-destination', folder], place);
  // Another tag than `latest`: a dry run of an older version than the published one is refused.
  run(['npm', 'publish', '--dry-run', '--silent', '--access', 'public', '--tag', 'dry'], place);
  const changes = readFileSync(join(place, 'CHANGELOG.md'), 'utf8').split('\n');
  const count = changes.filter((line) => line.startsWith('- ')).length;
  console.log(`${manifest.name} ${manifest.version}: packed, ${count} changes told`);
}

function step(title: string, work: () => void): void {
  const start = Date.now();
  work();
  console.log(`${title}: ${Math.round((Date.now() - start) / 1000)} s`);
}

/** Runs a command; what it prints is shown only when it fails. */
function run([command, ...args]: readonly [string, ...string[]], cwd = clone): void {
  try {
    execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe', maxBuffer: 64_000_000 });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    console.error(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
    throw error;
  }
}
