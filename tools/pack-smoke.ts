/**
 * Packs every package, installs the tarballs in an empty folder and uses them as a stranger would:
 * by `import`, by `require`, and by the command line; on this Node and on those of `tools/nodes`.
 *
 * Run after the build. What it proves cannot be seen inside the workspace: that the files a package
 * needs are in its tarball, and that its dependencies are named in its manifest.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { entryPoints } from './packages/entry-points.ts';

/** The parts of a manifest that are looked at. */
interface Manifest {
  readonly name: string;
  readonly bin?: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = readdirSync(join(root, 'packages'))
  .toSorted()
  .map((name) => join(root, 'packages', name));
const manifests = packages.map(
  (place) => JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as Manifest,
);

const folder = mkdtempSync(join(tmpdir(), 'kontor-smoke-'));
try {
  installTarballs();
  const entries = entryPoints(root).map(({ specifier }) => specifier);
  cpSync(join(root, 'tools/pack-smoke'), folder, { recursive: true });
  writeFileSync(join(folder, 'entries.json'), JSON.stringify(entries));
  for (const node of [process.execPath, ...furtherNodes()]) smoke(node);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function installTarballs(): void {
  writeFileSync(join(folder, 'package.json'), '{ "name": "stranger", "private": true }\n');
  const tarballs = packages.map((place) => {
    const printed = run('npm', ['pack', '--json', '--pack-destination', folder], place);
    return join(folder, tarballIn(printed));
  });
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...tarballs], folder);
  console.log(`installed ${String(tarballs.length)} tarballs in an empty folder`);
}

/** The file name in the answer of `npm pack --json`: a list, or since npm 12 a map by package. */
function tarballIn(printed: string): string {
  const name = /"filename":\s*"([^"]+\.tgz)"/.exec(printed)?.[1];
  if (name === undefined) throw new Error(`npm pack named no tarball: ${printed}`);
  return name.replace(/^@/, '').replace('/', '-');
}

/** The Nodes of `tools/nodes`, when they are installed. */
function furtherNodes(): string[] {
  const place = join(root, 'tools/nodes/node_modules');
  if (!existsSync(place)) {
    console.log('SKIPPED further Nodes: npm ci --prefix tools/nodes installs them (550 MB)');
    return [];
  }
  return readdirSync(place)
    .map((name) => join(place, name, 'bin/node'))
    .filter((path) => existsSync(path));
}

function smoke(node: string): void {
  for (const script of ['plan.mjs', 'plan.cjs']) process.stdout.write(run(node, [script], folder));
  for (const { name, bin = {} } of manifests) {
    for (const [command, file] of Object.entries(bin)) {
      const help = run(node, [join(folder, 'node_modules', name, file), '--help'], folder);
      if (!help.includes(command)) throw new Error(`${command} --help does not name it:\n${help}`);
      run('npx', ['--no-install', command, '--help'], folder);
      console.log(`${command} --help, ${help.split('\n').length.toString()} lines`);
    }
  }
}

function run(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
