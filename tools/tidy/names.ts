/**
 * Names and places: what files are called, what an index offers, and where `any` hides.
 */
import { posix } from 'node:path';
import ts from 'typescript';
import { anyAllowed, limits, smallFolders } from './limits.ts';
import { type Finding, lineOf, type Source, walk } from './source.ts';

const DRAWERS = new Set([
  'utils',
  'util',
  'common',
  'helpers',
  'helper',
  'types',
  'misc',
  'shared',
]);

/** Files and folders whose name says nothing about what is in them. */
export function findDrawers(sources: readonly Source[]): Finding[] {
  return sources.flatMap(({ path }) => {
    const drawer = path
      .slice(path.indexOf('/src/') + 1)
      .split('/')
      .find((part) => DRAWERS.has(part.replace(/\.ts$/, '')));
    const message = `'${drawer ?? ''}' is a drawer, no name: call it after the noun or verb in it`;
    return drawer === undefined ? [] : [{ path, line: 1, rule: 'no-drawer', message }];
  });
}

/** Folders below `src` that do not earn their level. */
export function findSmallFolders(sources: readonly Source[]): Finding[] {
  const folders = new Map<string, number>();
  for (const { path } of sources) {
    for (let folder = posix.dirname(path); folder.includes('/src/'); ) {
      folders.set(folder, (folders.get(folder) ?? 0) + 1);
      folder = posix.dirname(folder);
    }
  }
  return [...folders]
    .filter(([path]) => !smallFolders.some((item) => item.path === path))
    .filter(([, count]) => count < limits.filesPerFolder)
    .map(([path, count]) => ({
      path,
      line: 1,
      rule: 'folder-size',
      message:
        `a folder appears at ${String(limits.filesPerFolder)} files, ` +
        `this one has ${String(count)}: move them up`,
    }));
}

/** `any` outside the listed type plumbing. */
export function findAny(sources: readonly Source[]): Finding[] {
  return sources
    .filter(({ path }) => !anyAllowed.some((item) => item.path === path))
    .flatMap((source) => {
      const found: Finding[] = [];
      walk(source.tree, (node) => {
        if (node.kind !== ts.SyntaxKind.AnyKeyword) return;
        const message = `'any' switches the checker off: use 'unknown' and narrow it`;
        found.push({ path: source.path, line: lineOf(source, node), rule: 'no-any', message });
      });
      return found;
    });
}

/**
 * Indexes of engines that offer more run-time names than a reader can hold. The kernel's is looked
 * things up in, not read.
 */
export function findWideIndexes(sources: readonly Source[]): Finding[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  return sources
    .filter(({ path }) => /^packages\/(?!kernel\/)[^/]+\/src\/index\.ts$/.test(path))
    .flatMap((source): Finding[] => {
      const names = runtimeNames(source, byPath);
      if (names.size <= limits.runtimeNamesPerIndex) return [];
      const message =
        `${String(names.size)} run-time names, more than ` +
        `${String(limits.runtimeNamesPerIndex)}: hide depth, or make a subpath`;
      return [{ path: source.path, line: 1, rule: 'index-width', message }];
    });
}

/**
 * The names a module offers at run time. `export *` is followed into the sources; a name
 * re-exported without `type` counts, as the reader cannot tell that it is only a type.
 */
export function runtimeNames(
  source: Source,
  byPath: ReadonlyMap<string, Source>,
  seen = new Set<string>(),
): Set<string> {
  const names = new Set<string>();
  if (seen.has(source.path)) return names;
  seen.add(source.path);
  for (const statement of source.tree.statements) {
    for (const name of namesOf(statement)) names.add(name);
    const star = starTarget(statement, source.path);
    const target = star === undefined ? undefined : byPath.get(star);
    if (target === undefined) continue;
    for (const name of runtimeNames(target, byPath, seen)) names.add(name);
  }
  return names;
}

function starTarget(statement: ts.Statement, path: string): string | undefined {
  if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return undefined;
  if (statement.exportClause !== undefined || statement.moduleSpecifier === undefined)
    return undefined;
  if (!ts.isStringLiteral(statement.moduleSpecifier)) return undefined;
  return posix.join(posix.dirname(path), statement.moduleSpecifier.text);
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isExportDeclaration(statement)) return reExported(statement);
  if (!ts.canHaveModifiers(statement)) return [];
  const modifiers = ts.getModifiers(statement) ?? [];
  if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const runs =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  return runs ? [statement.name?.text ?? 'default'] : [];
}

function reExported({ isTypeOnly, exportClause }: ts.ExportDeclaration): string[] {
  if (isTypeOnly || exportClause === undefined) return [];
  if (ts.isNamespaceExport(exportClause)) return [exportClause.name.text];
  return exportClause.elements.filter((item) => !item.isTypeOnly).map(({ name }) => name.text);
}
