/**
 * Peers: other people's programs, in `bench/node_modules` where whoever measures has installed
 * them.
 *
 * Their types are written where they are used, so that the benches are checked without them.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** A peer that a suite cannot do without. */
export async function requiredPeer<Module>(name: string): Promise<Module> {
  const require = createRequire(new URL('package.json', import.meta.url));
  return (await import(pathToFileURL(require.resolve(name)).href)) as Module;
}

/** A peer; undefined, and said so, where it is not installed. */
export async function peer<Module>(name: string): Promise<Module | undefined> {
  try {
    return await requiredPeer<Module>(name);
  } catch (error) {
    if ((error as { code?: string }).code !== 'MODULE_NOT_FOUND') throw error;
    console.log(`NOT MEASURED: against ${name} (run \`npm ci --prefix bench\`).`);
    return undefined;
  }
}
