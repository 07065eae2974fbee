/**
 * Floors and cycles: every import points down, type imports included.
 *
 * The graph is built from import and export declarations, `import('…')` types and dynamic imports.
 * Cycles are the strongly connected components of Tarjan's algorithm, so each knot is named once,
 * with a way around it.
 */
import { posix } from 'node:path';
import ts from 'typescript';
import { type Finding, lineOf, packageOf, type Source, walk } from './source.ts';

/** One import as written, and the file it means when that is one of the sources. */
export interface Import {
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  /** A path of a source, or undefined for a package. */
  readonly target: string | undefined;
}

/** Every import of a file, whatever its form; relative ones are resolved to paths. */
export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  walk(source.tree, (node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return;
    const target = specifier.startsWith('.')
      ? posix.join(posix.dirname(source.path), specifier)
      : undefined;
    found.push({ from: source.path, line: lineOf(source, node), specifier, target });
  });
  return found;
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return textOf(node.moduleSpecifier);
  }
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : undefined;
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return textOf(node.arguments[0]);
  }
  return undefined;
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteral(node) ? node.text : undefined;
}

/** Import cycles among the sources, each reported at its first file. */
export function findCycles(sources: readonly Source[]): Finding[] {
  const edges = new Map(
    sources.map((source) => [source.path, importsOf(source).flatMap((i) => i.target ?? [])]),
  );
  return knots(edges).map((knot) => {
    const around = wayAround(knot, edges);
    return {
      path: around[0] ?? '',
      line: 1,
      rule: 'no-cycle',
      message: `these files import each other: ${around.join(' → ')}; move what both need down`,
    };
  });
}

/** Strongly connected components of two or more files, or of one that imports itself. */
function knots(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (path: string): void => {
    index.set(path, index.size);
    low.set(path, index.get(path)!);
    stack.push(path);
    for (const next of edges.get(path) ?? []) {
      if (!edges.has(next)) continue;
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(path, Math.min(low.get(path)!, low.get(next)!));
    }
    if (low.get(path) !== index.get(path)) return;
    const knot = stack.splice(stack.indexOf(path));
    if (knot.length > 1 || (edges.get(path) ?? []).includes(path)) found.push(knot);
  };
  for (const path of edges.keys()) if (!index.has(path)) visit(path);
  return found;
}

/** A shortest way from the first file of a knot back to itself. */
function wayAround(
  knot: readonly string[],
  edges: ReadonlyMap<string, readonly string[]>,
): string[] {
  const start = knot.toSorted()[0]!;
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const next of edges.get(way.at(-1)!) ?? []) {
      if (next === start) return [...way, start];
      if (!knot.includes(next) || seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return [start];
}

const ENGINES = new Set(['mrp', 'ledger', 'crm-core', 'bpm', 'olap']);
const ADAPTER = /^packages\/kernel\/src\/store\/(?:memory|sqlite|postgres|sql)[-./]/;
const TESTING = /^packages\/kernel\/src\/testing\//;
const STORE = /^packages\/kernel\/src\/store\//;

/** Whether a path is a store adapter of the kernel. */
export const isAdapter = (path: string): boolean => ADAPTER.test(path);

/**
 * The floor of a kernel file: 0 the foundation, 1 the store contract, 2 adapters and testing; an
 * engine's file is on 3.
 */
export function floorOf(path: string): number {
  if (packageOf(path) !== 'kernel') return 3;
  if (ADAPTER.test(path) || TESTING.test(path)) return 2;
  return STORE.test(path) ? 1 : 0;
}

/** Imports that point up, sideways or out of their package. */
export function findFloorBreaches(sources: readonly Source[]): Finding[] {
  return sources
    .flatMap(importsOf)
    .flatMap((item) => {
      const message = item.target === undefined ? packageBreach(item) : fileBreach(item);
      return message === undefined
        ? []
        : [{ path: item.from, line: item.line, rule: 'floors', message }];
    })
    .concat(reachableAdapters(sources));
}

function packageBreach({ from, specifier }: Import): string | undefined {
  const match = /^@kontor\/([^/]+)(?:\/(.+))?$/.exec(specifier);
  if (match === null) return undefined;
  const own = packageOf(from);
  const [, other, subpath] = match;
  if (own === 'kernel') return 'the kernel is the ground floor: it imports no package of the house';
  if (other === own) return 'import a file of the same package by its path, not by the name';
  if (ENGINES.has(other!)) {
    return `${own!} imports the engine ${other!}: engines meet through data, compose them outside`;
  }
  const isAdapterPath = subpath !== undefined && subpath !== 'store' && subpath !== 'tax';
  if (isAdapterPath && !/\/src\/cli(?:\.ts$|\/)/.test(from)) {
    return `an engine is handed its store: only the command line may import '${specifier}'`;
  }
  return undefined;
}

function fileBreach({ from, target }: Import): string | undefined {
  if (target === undefined) return undefined;
  if (packageOf(target) !== packageOf(from)) return `'${target}' is in another package`;
  if (packageOf(from) !== 'kernel') return undefined;
  if (isAdapter(from) && target === 'packages/kernel/src/index.ts') {
    return `an adapter imports '../errors.ts' and its like directly: the index carries decimal.js`;
  }
  if (floorOf(target) > floorOf(from) && from !== 'packages/kernel/src/index.ts') {
    return `'${target}' is on a floor above: imports point down`;
  }
  return undefined;
}

/** Adapters that a user who imports an index would load without asking for them. */
function reachableAdapters(sources: readonly Source[]): Finding[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const start = 'packages/kernel/src/index.ts';
  const seen = new Set<string>([start]);
  const found: Finding[] = [];
  for (const path of seen) {
    const source = byPath.get(path);
    for (const item of source === undefined ? [] : importsOf(source)) {
      if (item.target === undefined || seen.has(item.target)) continue;
      seen.add(item.target);
      if (!isAdapter(item.target)) continue;
      const message = `the adapter '${item.target}' is reachable from the kernel's index`;
      found.push({ path, line: item.line, rule: 'floors', message });
    }
  }
  return found;
}
