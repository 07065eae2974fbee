/**
 * The sources that the house looks at: each file's path, text and syntax tree, read once.
 *
 * Only the parser of the TypeScript compiler is used, no types: parsing all packages takes a
 * second, and every rule of the house can be told from syntax.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';

/** One file. */
export interface Source {
  /** From the root of the repository, with slashes: `packages/kernel/src/day.ts`. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** A breach of a rule: where it is, which rule, and what to do about it. */
export interface Finding {
  readonly path: string;
  /** Counts from 1. */
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

/** A source from text in memory, as the tests of the checkers use it. */
export function sourceOf(path: string, text: string): Source {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true) };
}

/** Every `.ts` file under the folders, which are given from `root`; missing folders have none. */
export function readSources(root: string, folders: readonly string[]): Source[] {
  return folders
    .flatMap((folder) => filesUnder(join(root, folder)))
    .filter((path) => path.endsWith('.ts'))
    .toSorted()
    .map((path) => sourceOf(relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')));
}

/** Every file under a folder, without `node_modules`, `dist` and `out`. */
export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', 'out', '.git'].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

/** The line a node starts on, from 1; its documentation comment does not count. */
export function lineOf(source: Source, node: ts.Node): number {
  return source.tree.getLineAndCharacterOfPosition(node.getStart(source.tree)).line + 1;
}

/** Calls `visit` on the node and on everything below it, parents first. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => {
    walk(child, visit);
  });
}

/** A finding as one line of text: `path:line rule: message`. */
export function formatFinding({ path, line, rule, message }: Finding): string {
  return `${path}:${String(line)} ${rule}: ${message}`;
}

/** The package of a path: `packages/mrp/src/net.ts` is of `mrp`; undefined outside packages. */
export function packageOf(path: string): string | undefined {
  return /^packages\/([^/]+)\//.exec(path)?.[1];
}
