/**
 * Holds the house to what it says of itself (docs/internals/house.md). The checkers are in `tidy/`,
 * their limits and exceptions in `tidy/limits.ts`; that they can fail is proved in
 * `tidy/checkers.test.ts`.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { entryPoints } from './packages/entry-points.ts';
import { findUndocumented, findUnreasoned } from './tidy/documentation.ts';
import { findNamedZod, findSideEffects, findUnsized, type SizeRow } from './tidy/entry-points.ts';
import { findCycles, findFloorBreaches, floorOf } from './tidy/imports.ts';
import { findDependencies, findMachinePaths, type Manifest } from './tidy/manifests.ts';
import { findAny, findDrawers, findSmallFolders, findWideIndexes } from './tidy/names.ts';
import { findImpure, findPlatform } from './tidy/purity.ts';
import { findSkeletonBreaches } from './tidy/readmes.ts';
import { findKernelGrowth, findLongFiles, findLongFunctions, findWideLines } from './tidy/sizes.ts';
import { type Finding, formatFinding, readSources } from './tidy/source.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = readdirSync(join(root, 'packages')).toSorted();
const sources = readSources(
  root,
  packages.map((name) => `packages/${name}/src`),
);
const tools = readSources(root, ['tools', 'bench']);

const expectNone = (findings: readonly Finding[]): void => {
  expect(findings.map(formatFinding).join('\n')).toBe('');
};

const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as Manifest;

describe('the floors', () => {
  test('there are sources to look at', () => {
    expect(sources.length).toBeGreaterThan(packages.length);
  });

  test('no file imports itself by way of others, type imports included', () => {
    expectNone(findCycles(sources));
  });

  test('imports point down, engines never meet, adapters stay out of the index', () => {
    expectNone(findFloorBreaches(sources));
  });

  test('the kernel stays small outside its adapters', () => {
    expectNone(findKernelGrowth(sources, (path) => floorOf(path) === 2));
  });

  test.each(packages)('%s depends at run time on nothing without a reason', (name) => {
    expectNone(findDependencies(name, manifestOf(name)));
  });
});

describe('the sizes', () => {
  test('functions can be read in one go', () => {
    expectNone(findLongFunctions([...sources, ...tools]));
  });

  test('files can be read in one go', () => {
    expectNone(findLongFiles([...sources, ...tools]));
  });

  test('lines fit the page', () => {
    expectNone(findWideLines([...sources, ...tools]));
  });

  test("an engine's index offers no more than a reader can hold", () => {
    expectNone(findWideIndexes(sources));
  });
});

describe('the names', () => {
  test('no file is a drawer', () => {
    expectNone(findDrawers(sources));
  });

  test('a folder appears at three files or more', () => {
    expectNone(findSmallFolders(sources));
  });

  test("'any' stands only in listed type plumbing", () => {
    expectNone(findAny(sources));
  });
});

describe('the documentation', () => {
  test('every export says what its signature cannot', () => {
    expectNone(findUndocumented(sources));
  });

  test('every file opens with its reason', () => {
    expectNone(findUnreasoned(sources));
  });
});

describe('the packages', () => {
  test.each(packages)('the README of %s has the sections of all', (name) => {
    const path = `packages/${name}/README.md`;
    const text = readFileSync(join(root, path), 'utf8');
    expectNone(findSkeletonBreaches(path, `@kontor/${name}`, text));
  });

  // A registry takes a licence along from the package's own folder only.
  test.each(packages)('%s brings the licence of all', (name) => {
    const [own, common] = [`packages/${name}/LICENSE`, 'LICENSE'].map((path) =>
      readFileSync(join(root, path), 'utf8'),
    );
    expect(own).toBe(common);
  });

  test.each(packages)('%s lets bundlers leave out what is not used', (name) => {
    expectNone(findSideEffects(name, manifestOf(name)));
  });

  test('no file keeps more of zod in a page than is used', () => {
    expectNone(findNamedZod(sources));
  });

  test('every entry point has a limit of its size, and one function of each package', () => {
    const text = readFileSync(join(root, 'package.json'), 'utf8');
    const { 'size-limit': rows } = JSON.parse(text) as { 'size-limit': readonly SizeRow[] };
    expectNone(findUnsized(entryPoints(root), rows));
  });
});

describe('the doors', () => {
  test('no clock, id or chance inside the pure part', () => {
    expectNone(findImpure(sources));
  });

  test('engines need nothing of Node', () => {
    expectNone(findPlatform(sources));
  });

  test('no tracked file knows a path of one machine', () => {
    const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
    const paths = listed.split('\0').filter((path) => isSmallText(join(root, path)));
    expect(paths).toContain('package.json');
    expectNone(
      paths.flatMap((path) => findMachinePaths(path, readFileSync(join(root, path), 'utf8'))),
    );
  });
});

/** Data of megabytes and files just deleted are nothing that somebody wrote a path into. */
function isSmallText(path: string): boolean {
  const entry = statSync(path, { throwIfNoEntry: false });
  return entry !== undefined && entry.isFile() && entry.size < 1_000_000;
}
