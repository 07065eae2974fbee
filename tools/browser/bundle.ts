/** Bundles for a page, with nothing of Node in it. */
import { isBuiltin } from 'node:module';
import { build } from 'esbuild';

/** A bundle: its text, and the modules of Node that it would have to be given. */
export interface Bundle {
  readonly text: string;
  readonly builtins: readonly string[];
}

/**
 * Bundles a module as it is served to a page: from the built packages, minified, in one script.
 *
 * @param code - the text of the module
 * @param folder - where its imports are looked for
 * @param format - `iife`: a script by itself; `esm`: a module
 */
export async function bundleForPage(
  code: string,
  folder: string,
  format: 'iife' | 'esm',
): Promise<Bundle> {
  const builtins: string[] = [];
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: folder, loader: 'ts' },
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format,
    write: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'note-builtins',
        setup: (bundling) => {
          bundling.onResolve({ filter: /^[\w:@/-]+$/ }, ({ path, importer }) => {
            if (!isBuiltin(path)) return undefined;
            builtins.push(`${path}, imported by ${importer}`);
            return { path, external: true };
          });
        },
      },
    ],
  });
  return { text: outputFiles[0]!.text, builtins };
}
