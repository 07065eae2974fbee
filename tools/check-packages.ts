/**
 * Checks the built packages as a registry's users meet them: publint for the manifest, attw for the
 * types in every way of resolving them (node10, node16 from CJS and ESM, bundlers).
 *
 * Run after the build. Nothing is suppressed: a warning is a fault.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = fileURLToPath(new URL('..', import.meta.url));
const names = readdirSync(join(root, 'packages')).toSorted();

let faults = 0;
for (const name of names) {
  const place = join(root, 'packages', name);
  const found = existsSync(join(place, 'dist'))
    ? [...(await manifestFaults(place)), ...typeFaults(place)]
    : ['it is not built: npm run build'];
  console.log(`${found.length === 0 ? 'ok' : 'FAILED'} packages/${name}`);
  for (const fault of found) console.log(`  ${fault}`);
  faults += found.length;
}
if (faults > 0) process.exitCode = 1;

async function manifestFaults(place: string): Promise<string[]> {
  const { messages, pkg } = await publint({ pkgDir: place, strict: true, level: 'suggestion' });
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

function typeFaults(place: string): string[] {
  const attw = join(root, 'node_modules/.bin/attw');
  const run = spawnSync(attw, ['--pack', place, '--no-color', '--no-emoji', '--format', 'ascii'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (run.error !== undefined) throw run.error;
  return run.status === 0 ? [] : (run.stdout + run.stderr).trimEnd().split('\n');
}
