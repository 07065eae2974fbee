/** Every entry point of every package, as their manifests offer them to users. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a user can import. Paths are from the repository's root, or absolute where said. */
export interface EntryPoint {
  /** Of the folder in `packages`: `crm-core`. */
  readonly folder: string;
  /** Of the registry: `@kontor/crm-core`. */
  readonly package: string;
  /** Of the entry by itself: `index`, `sales`. */
  readonly name: string;
  /** What is written in an import: `@kontor/crm-core/sales`. */
  readonly specifier: string;
  /** The built module and its types: `packages/crm-core/dist/sales.js`. */
  readonly module: string;
  readonly types: string;
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | Conditions>>;
}

interface Conditions {
  readonly import: { readonly types: string; readonly default: string };
}

/** The entry points, by package and then in the order of the manifest. */
export function entryPoints(root: string): EntryPoint[] {
  return readdirSync(join(root, 'packages'))
    .toSorted()
    .flatMap((folder) => {
      const text = readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8');
      return entryPointsOf(folder, JSON.parse(text) as Manifest);
    });
}

function entryPointsOf(folder: string, manifest: Manifest): EntryPoint[] {
  return Object.entries(manifest.exports).flatMap(([entry, target]) => {
    // The manifest itself and schemas are files, no modules.
    if (typeof target === 'string') return [];
    const place = (path: string): string => join('packages', folder, path);
    return {
      folder,
      package: manifest.name,
      name: entry === '.' ? 'index' : entry.slice('./'.length),
      specifier: manifest.name + entry.slice('.'.length),
      module: place(target.import.default),
      types: place(target.import.types),
    };
  });
}
