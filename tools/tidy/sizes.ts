/**
 * Sizes: functions, lines and files short enough to be read in one go.
 *
 * A function's length is the number of lines from its first word to its closing brace, comments
 * inside included, the documentation above excluded. The usual length is judged over named
 * functions only: thousands of one-line callbacks would hide the long ones.
 */
import ts from 'typescript';
import { limits, longerFiles, longerFunctions } from './limits.ts';
import { type Finding, lineOf, packageOf, type Source, walk } from './source.ts';

/** A function, and how many lines it takes. */
export interface Measured {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  readonly lines: number;
}

/** Every function with a body; callbacks have the name `''`. */
export function functionsOf(source: Source): Measured[] {
  const found: Measured[] = [];
  walk(source.tree, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return;
    const line = lineOf(source, node);
    const last = source.tree.getLineAndCharacterOfPosition(node.end).line + 1;
    found.push({ path: source.path, line, name: nameOf(node), lines: last - line + 1 });
  });
  return found;
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  const named = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent);
  return named || ts.isPropertyDeclaration(parent) ? parent.name.getText() : '';
}

/** Functions over the limit, and packages with too many over the usual length. */
export function findLongFunctions(sources: readonly Source[]): Finding[] {
  const functions = sources.flatMap(functionsOf);
  const long = functions
    .filter(({ path, name, lines }) => {
      const excused = longerFunctions.some((item) => item.under.test(path) && item.name.test(name));
      return lines > limits.functionLines && !excused;
    })
    .map(({ path, line, name, lines }) => ({
      path,
      line,
      rule: 'function-length',
      message:
        `${name || 'a callback'} has ${String(lines)} lines, ` +
        `more than ${String(limits.functionLines)}: give its parts names`,
    }));
  const named = functions.filter(({ name }) => name !== '');
  return long.concat(...byPackage(named).map(([name, items]) => unusualShare(name, items)));
}

function unusualShare(name: string, functions: readonly Measured[]): Finding[] {
  const long = functions.filter(({ lines }) => lines > limits.functionLinesUsual);
  // A package with a handful of functions has no share to speak of.
  if (long.length <= Math.max(1, functions.length * (1 - limits.functionShareUsual))) return [];
  const longest = long.toSorted((a, b) => b.lines - a.lines).slice(0, 8);
  const list = longest.map((item) => `${item.name} (${item.path}:${String(item.line)})`);
  return [
    {
      path: `packages/${name}`,
      line: 1,
      rule: 'function-length',
      message:
        `${String(long.length)} of ${String(functions.length)} named functions have more than ` +
        `${String(limits.functionLinesUsual)} lines, the longest: ${list.join(', ')}`,
    },
  ];
}

/** Lines of more than 100 columns; a column is a UTF-16 unit, as editors count. */
export function findWideLines(sources: readonly Source[]): Finding[] {
  return sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      if (line.length <= limits.columns) return [];
      const message = `${String(line.length)} columns, more than ${String(limits.columns)}`;
      return [{ path, line: index + 1, rule: 'line-width', message }];
    }),
  );
}

/** Files over the limit, and packages whose median file is. */
export function findLongFiles(sources: readonly Source[]): Finding[] {
  const files = sources.map(({ path, text }) => ({ path, lines: lineCount(text) }));
  const long = files.flatMap(({ path, lines }): Finding[] => {
    const limit = longerFiles.find((item) => item.path === path)?.lines ?? limits.fileLines;
    const message = `${String(lines)} lines, more than ${String(limit)}: split it by noun`;
    return lines > limit ? [{ path, line: limit, rule: 'file-length', message }] : [];
  });
  const medians = byPackage(files).flatMap(([name, items]): Finding[] => {
    const middle = median(items.map(({ lines }) => lines));
    const message = `the median file has ${String(middle)} lines`;
    return middle > limits.fileLinesMedian
      ? [{ path: `packages/${name}`, line: 1, rule: 'file-length', message }]
      : [];
  });
  return [...long, ...medians];
}

/** The kernel's code outside adapters and testing, against its bound. */
export function findKernelGrowth(
  sources: readonly Source[],
  isOutside: (path: string) => boolean,
): Finding[] {
  const kernel = sources.filter(({ path }) => packageOf(path) === 'kernel' && !isOutside(path));
  const lines = kernel.reduce((sum, source) => sum + codeLines(source), 0);
  if (lines <= limits.kernelCodeLines) return [];
  const message =
    `${String(lines)} lines of code outside adapters, more than ` +
    `${String(limits.kernelCodeLines)}: what three engines do not need goes to its engine`;
  return [{ path: 'packages/kernel/src', line: 1, rule: 'kernel-size', message }];
}

/** Lines that carry code: at least one token, so no blank lines and no comments. */
export function codeLines({ tree }: Source): number {
  const lines = new Set<number>();
  const mark = (node: ts.Node): void => {
    if (ts.isJSDoc(node) || node.kind === ts.SyntaxKind.EndOfFileToken) return;
    const children = node.getChildren(tree);
    children.forEach(mark);
    if (children.length > 0 || node.getWidth(tree) === 0) return;
    const first = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line;
    const last = tree.getLineAndCharacterOfPosition(node.end).line;
    for (let line = first; line <= last; line++) lines.add(line);
  };
  mark(tree);
  return lines.size;
}

function lineCount(text: string): number {
  return text.endsWith('\n') ? text.split('\n').length - 1 : text.split('\n').length;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

function byPackage<Item extends { readonly path: string }>(
  items: readonly Item[],
): [string, Item[]][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = packageOf(item.path) ?? '';
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return [...groups];
}
