/**
 * Purity: time, ids, chance and the platform come in by the door.
 *
 * An engine that reads a clock cannot be replayed, and one that imports Node cannot run in a
 * browser. The files that may are listed with their reason in limits.ts.
 */
import ts from 'typescript';
import { impureAllowed, nodeAllowed } from './limits.ts';
import { type Finding, lineOf, type Source, walk } from './source.ts';

const IMPURE_CALLS = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'crypto.randomUUID',
  'crypto.getRandomValues',
  'globalThis.crypto.randomUUID',
  'globalThis.crypto.getRandomValues',
]);

const PLATFORM_GLOBALS = new Set(['process', 'Buffer', '__dirname', '__filename', 'require']);

/** Reads of a clock or of chance outside the files that are one. */
export function findImpure(sources: readonly Source[]): Finding[] {
  return sources
    .filter(({ path }) => !impureAllowed.some((item) => item.path === path))
    .filter(({ path }) => !path.includes('/src/testing/') && !isCommandLine(path))
    .flatMap((source) => {
      const found: Finding[] = [];
      walk(source.tree, (node) => {
        const read = impureRead(node);
        if (read === undefined) return;
        const message = `${read} reads the outside: take the clock, ids or chance as argument`;
        found.push({ path: source.path, line: lineOf(source, node), rule: 'pure', message });
      });
      return found;
    });
}

/** Node's modules and globals outside adapters, files, testing and the command line. */
export function findPlatform(sources: readonly Source[]): Finding[] {
  return sources
    .filter(({ path }) => !nodeAllowed.some(({ under }) => under.test(path)))
    .flatMap((source) => {
      const declared = topLevelNames(source);
      const found: Finding[] = [];
      walk(source.tree, (node) => {
        const use = platformUse(node, declared);
        if (use === undefined) return;
        const message = `${use} is Node's: engines run in browsers too`;
        found.push({ path: source.path, line: lineOf(source, node), rule: 'portable', message });
      });
      return found;
    });
}

const isCommandLine = (path: string): boolean => /\/src\/cli(?:\.ts$|\/)/.test(path);

function impureRead(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const name = node.getText();
    return IMPURE_CALLS.has(name) ? name : undefined;
  }
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return undefined;
  const isDate = node.expression.getText() === 'Date';
  return isDate && (node.arguments?.length ?? 0) === 0 ? 'new Date()' : undefined;
}

function platformUse(node: ts.Node, declared: ReadonlySet<string>): string | undefined {
  if (ts.isStringLiteral(node) && node.text.startsWith('node:')) return `'${node.text}'`;
  if (!ts.isIdentifier(node) || !PLATFORM_GLOBALS.has(node.text)) return undefined;
  return isReference(node) && !declared.has(node.text) ? `'${node.text}'` : undefined;
}

/**
 * Whether an identifier stands for a value, and is not a member's, property's or parameter's name.
 */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !(
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isJSDoc(parent)
  );
}

/** Names that a file declares or takes as parameters: its own `process` is a noun of the field. */
function topLevelNames(source: Source): Set<string> {
  const names = new Set<string>();
  walk(source.tree, (node) => {
    const declares =
      ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isFunctionDeclaration(node);
    const name =
      declares || ts.isBindingElement(node) || ts.isImportSpecifier(node) ? node.name : undefined;
    if (name !== undefined && ts.isIdentifier(name)) names.add(name.text);
  });
  return names;
}
