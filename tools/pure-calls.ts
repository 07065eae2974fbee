/**
 * Lets bundlers leave out what a user does not import.
 *
 * A bundler keeps `const item = z.object({ … })` although nobody uses it: the call might do
 * something. Ours do not, every module says so (`sideEffects: false`), but that speaks for whole
 * files only, and a built file holds many modules. So the build wraps each computed constant at the
 * top of a module in a function that is marked as pure, as compilers do with enums.
 */
import { readFileSync } from 'node:fs';
import type { Options } from 'tsup';
import ts from 'typescript';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/** The plugin for `esbuildPlugins` of a package's `tsup.config.ts`. */
export function pureCalls(): Plugin {
  return {
    name: 'pure-calls',
    setup: (build) => {
      build.onLoad({ filter: /[\\/]packages[\\/][^\\/]+[\\/]src[\\/].*\.ts$/ }, ({ path }) => ({
        contents: markPure(readFileSync(path, 'utf8')),
        loader: 'ts',
      }));
    },
  };
}

/**
 * The text of a module with its computed constants marked; lines stay where they are.
 *
 * @example
 * markPure('const a = f(1);') // => 'const a = /* @__PURE__ *\/ (() => (f(1)))();'
 */
export function markPure(text: string): string {
  const file = ts.createSourceFile('module.ts', text, ts.ScriptTarget.ES2022, true);
  const computed = file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .flatMap(({ initializer }) => initializer ?? [])
    .filter(isComputed);
  let marked = '';
  let end = 0;
  for (const initializer of computed) {
    const start = initializer.getStart();
    const expression = text.slice(start, initializer.end);
    marked += `${text.slice(end, start)}/* @__PURE__ */ (() => (${expression}))()`;
    end = initializer.end;
  }
  return marked + text.slice(end);
}

/** Whether loading the module calls, reads or computes something, as far as a bundler can tell. */
function isComputed(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  return isWork(node) || (ts.forEachChild(node, isComputed) ?? false);
}

function isWork(node: ts.Node): boolean {
  // Of objects, operators and templates call `valueOf`; of literals they are constants.
  const mayCallValueOf = ts.isBinaryExpression(node) || ts.isPrefixUnaryExpression(node);
  if (mayCallValueOf || ts.isTemplateExpression(node)) return namesSomething(node);
  return (
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isSpreadAssignment(node) ||
    ts.isSpreadElement(node)
  );
}

const namesSomething = (node: ts.Node): boolean =>
  ts.isIdentifier(node) || (ts.forEachChild(node, namesSomething) ?? false);
