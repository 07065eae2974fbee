/**
 * Manifests and tracked text: what the repository says about itself to the outside.
 */
import { dependenciesAllowed } from './limits.ts';
import type { Finding } from './source.ts';

/** The parts of a package.json that the house looks at. */
export interface Manifest {
  readonly sideEffects?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Run-time dependencies that no reason was given for, or whose version is not exact. */
export function findDependencies(
  name: string,
  manifest: Manifest,
  allowed: Readonly<Record<string, string>> | undefined = dependenciesAllowed[name],
): Finding[] {
  const path = `packages/${name}/package.json`;
  const all = {
    ...manifest.dependencies,
    ...manifest.peerDependencies,
    ...manifest.optionalDependencies,
  };
  return Object.entries(all).flatMap(([dependency, version]): Finding[] => {
    if (allowed === undefined || !(dependency in allowed)) {
      const message = `${dependency} is not listed, with its reason, in tools/tidy/limits.ts`;
      return [{ path, line: 1, rule: 'dependencies', message }];
    }
    if (/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version)) return [];
    const message = `${dependency} is '${version}': versions are exact`;
    return [{ path, line: 1, rule: 'dependencies', message }];
  });
}

/** Folders that are on one machine only. Written apart, so that this file does not hold them. */
const MACHINE_FOLDERS = ['work', 'root', 'tmp', 'home', 'Users', 'private'];
const MACHINE_PATH = new RegExp(`(?:^|[\\s'"\`(=:,\\[])/(?:${MACHINE_FOLDERS.join('|')})/[\\w.@-]`);

/** Paths of somebody's machine in a text. */
export function findMachinePaths(path: string, text: string): Finding[] {
  return text.split('\n').flatMap((line, index) => {
    const match = MACHINE_PATH.exec(line);
    if (match === null) return [];
    const message = `'${match[0].trim()}…' is a path of one machine`;
    return [{ path, line: index + 1, rule: 'no-machine-path', message }];
  });
}
