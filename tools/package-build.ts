/**
 * How a package is built: ES modules and CommonJS by esbuild, and their types out of declarations
 * that `npm run build` writes first, for all packages at once (`tsconfig.types.json`). Bundling
 * types out of the sources would check each source again for every package that reads it.
 */
import { basename } from 'node:path';
import type { Options } from 'tsup';
import { keepConst } from './keep-const.ts';
import { pureCalls } from './pure-calls.ts';

/**
 * The options of a package's `tsup.config.ts`, which runs in the package's folder.
 *
 * @param entry - The source of each entry point, `src/….ts`, by its name in `dist`.
 */
export function packageBuild(entry: Readonly<Record<string, string>>): Options {
  const declarations = `../../dist/types/${basename(process.cwd())}`;
  const types = Object.entries(entry).map(([name, source]) => [
    name,
    `${declarations}/${source.replace(/\.ts$/, '.d.ts')}`,
  ]);
  return {
    entry: { ...entry },
    format: ['esm', 'cjs'],
    dts: { entry: Object.fromEntries(types) as Record<string, string> },
    sourcemap: true,
    clean: true,
    target: 'es2022',
    tsconfig: '../../tsconfig.types.json',
    splitting: true,
    esbuildPlugins: [pureCalls()],
    plugins: [{ name: 'keep-const', renderChunk: (code) => ({ code: keepConst(code) }) }],
  };
}
