/**
 * Programs that tests start as processes of their own, bundled once: to load engines from their
 * sources takes a process longer than to be killed.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'tsup';

// Within the project, where the drivers are found.
const cache = fileURLToPath(new URL('../../../../node_modules/.cache/', import.meta.url));
const drivers = ['pg', 'node-sqlite3-wasm'];

/** A program in one file, for `node <file> …`; and its removal. */
export interface Program {
  readonly file: string;
  remove(): void;
}

/**
 * Bundles a program; a source of it that asks where it is (`import.meta.url`) is told its place in
 * the project.
 *
 * @param source - the path of its TypeScript module
 */
export async function bundleProgram(source: string): Promise<Program> {
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(join(cache, 'program-'));
  await build({
    entry: { program: source },
    outDir,
    config: false,
    silent: true,
    format: 'esm',
    target: 'node20',
    noExternal: [new RegExp(`^(?!(?:${drivers.join('|')})$)`)],
    external: drivers,
    esbuildOptions: (options) => {
      options.conditions = process.env['KONTOR_DIST'] === undefined ? ['@kontor/source'] : [];
    },
    esbuildPlugins: [
      {
        name: 'own-place',
        setup: ({ onLoad }) => {
          onLoad({ filter: /[\\/]packages[\\/].*\.ts$/ }, ({ path }) => ({
            contents: readFileSync(path, 'utf8').replaceAll(
              'import.meta.url',
              JSON.stringify(pathToFileURL(path).href),
            ),
            loader: 'ts',
          }));
        },
      },
    ],
  });
  return {
    file: join(outDir, 'program.js'),
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  };
}
