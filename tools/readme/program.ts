/**
 * A page as a program: its fences in order, in one module, so that a page grows like a session.
 *
 * `expression // => value` becomes a check of deep equality, `// => throws CODE` a check of the
 * error's code, and `console.log(x) // => text` a check of the line printed; a claim may go on in
 * comments indented by three spaces. Code keeps the line numbers of the page, so that a message
 * points into the page. Imports of all fences are hoisted and merged, as readers expect of a page.
 */
import { posix } from 'node:path';
import ts from 'typescript';
import type { Fence, Page } from './fences.ts';

/** A page as TypeScript, and how many of its lines claim a result. */
export interface PageProgram {
  readonly text: string;
  readonly claims: number;
}

/** Where a page's program is written, in the eyes of its imports. */
export interface ProgramPlace {
  /** The specifier of this file. */
  readonly self: string;
  /** The way to the folder of the page: its relative imports are meant from there. */
  readonly toPage: string;
}

/** What a page's program calls to prove its claims. */
export interface SnippetProbe {
  /** Compares the value of an expression with the claimed one. */
  equal(place: string, actual: () => Promise<unknown>, claimed: () => unknown): Promise<void>;
  /** Wants an error with the code. */
  throws(place: string, actual: () => Promise<unknown>, code: string): Promise<void>;
  /** Compares what would be printed with the claimed text. */
  prints(place: string, printed: () => Promise<readonly unknown[]>, text: string): Promise<void>;
}

/** One fence, translated. */
interface Part {
  readonly text: string;
  readonly imports: readonly string[];
  readonly claims: number;
}

/**
 * The program of a page. With `idle`, the fences marked `no-run` are in it too, as functions nobody
 * calls: that form is for the type checker.
 *
 * @throws Error for a claim that stands behind nothing that can be checked
 */
export function programOf(page: Page, place: ProgramPlace, idle: boolean): PageProgram {
  const lines: string[] = [''];
  const parts = page.fences
    .filter((fence) => idle || fence.runs)
    .map((fence) => ({
      fence,
      part: partOf(page.path, fence, place.toPage),
    }));
  for (const { fence, part } of parts) {
    while (lines.length < fence.line - 1) lines.push('');
    const [first = '', ...rest] = part.text.split('\n');
    if (fence.runs) lines.push(first, ...rest);
    else lines.push(`void (async () => { ${first}`, ...rest, '});');
  }
  const imports = [...new Set(parts.flatMap(({ part }) => part.imports))];
  // Everything of ours goes on the first line, which in the page is its title.
  lines[0] = [...imports, probeCode(place.self), 'export {};'].join(' ');
  const claims = parts.reduce((sum, { part }) => sum + part.claims, 0);
  return { text: `${lines.join('\n')}\n`, claims };
}

/** The probe, and a console that says nothing: a page's chatter is not the test's. */
function probeCode(self: string): string {
  const type = `import('${self}').SnippetProbe`;
  const probe = `(globalThis as unknown as { kontorProbe: ${type} }).kontorProbe`;
  const quiet = `{ ...globalThis.console, log(..._: readonly unknown[]): void {} }`;
  return `const probe__ = ${probe}; const console = ${quiet};`;
}

function partOf(path: string, fence: Fence, toPage: string): Part {
  const tree = ts.createSourceFile(path, fence.code, ts.ScriptTarget.ES2022, true);
  const imports: string[] = [];
  let claims = 0;
  let text = fence.code;
  // From the end, so that earlier positions stay true.
  for (const statement of tree.statements.toReversed()) {
    const [start, end] = [statement.getStart(tree), statement.end];
    const line = fence.line + tree.getLineAndCharacterOfPosition(start).line;
    const claim = claimBehind(fence.code, end);
    const isExported = !fence.runs && /^export (?!default|\{|\*)/.test(fence.code.slice(start));
    let replacement: string | undefined;
    if (ts.isImportDeclaration(statement)) {
      imports.unshift(...bindings(statement, toPage));
      replacement = fence.code.slice(start, end).replaceAll(/[^\n]/g, '');
    } else if (isExported && claim === undefined) {
      // A fence that does not run stands in a function, where nothing can be exported.
      replacement = fence.code.slice(start + 'export '.length, end);
    } else if (claim !== undefined) {
      replacement = proof(statement, claim, `${path}:${String(line)}`);
      claims += replacement === undefined ? 0 : 1;
    }
    if (replacement !== undefined) text = text.slice(0, start) + replacement + text.slice(end);
  }
  const written = fence.code.match(/\/\/ =>/g)?.length ?? 0;
  if (written !== claims) {
    const counted = `${String(written - claims)} of its claims stand behind no statement`;
    throw new Error(`${path}:${String(fence.line)} ${counted} of the fence's top level`);
  }
  return { text, imports, claims };
}

/** One import statement per name, so that fences may import the same name again. */
function bindings(declaration: ts.ImportDeclaration, toPage: string): string[] {
  const written = (declaration.moduleSpecifier as ts.StringLiteral).text;
  const joined = written.startsWith('.') ? posix.join(toPage, written) : written;
  const path = joined.startsWith('.') || joined === written ? joined : `./${joined}`;
  const attributes = declaration.attributes?.getText() ?? '';
  const from = `'${path}' ${attributes};`.replace(' ;', ';');
  const clause = declaration.importClause;
  if (clause === undefined) return [`import ${from}`];
  const names = clause.name === undefined ? [] : [`import ${clause.name.text} from ${from}`];
  if (clause.namedBindings === undefined) return names;
  if (ts.isNamespaceImport(clause.namedBindings)) {
    return [...names, `import * as ${clause.namedBindings.name.text} from ${from}`];
  }
  const isType = clause.phaseModifier === ts.SyntaxKind.TypeKeyword ? 'type ' : '';
  const elements = clause.namedBindings.elements.map((element) => element.getText());
  return [...names, ...elements.map((name) => `import { ${isType}${name} } from ${from}`)];
}

/** The claim behind a statement, on the same line and in the indented comments below it. */
function claimBehind(code: string, end: number): string | undefined {
  const [first, ...next] = code.slice(end).split('\n');
  const match = /^\s*\/\/ => (.+)$/.exec(first ?? '');
  if (match === null) return undefined;
  const words = [match[1]!.trim()];
  for (const line of next) {
    const more = /^\s*\/\/ {3,}(.+)$/.exec(line)?.[1];
    if (more === undefined) break;
    words.push(more.trim());
  }
  return words.join(' ');
}

/** The statement with the proof of its claim; undefined when there is nothing to compare. */
function proof(statement: ts.Statement, claim: string, place: string): string | undefined {
  const at = JSON.stringify(place);
  const code = /^throws ([A-Z][A-Z0-9_]*)$/.exec(claim)?.[1];
  if (ts.isVariableStatement(statement)) {
    const [declaration, second] = statement.declarationList.declarations;
    if (declaration === undefined || second !== undefined) return undefined;
    if (!ts.isIdentifier(declaration.name) || code !== undefined) return undefined;
    const { text } = declaration.name;
    const value = `await probe__.equal(${at}, async () => ${text}, () => (${claim}));`;
    return `${statement.getText()} ${value}`;
  }
  if (!ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  if (code !== undefined) {
    return `await probe__.throws(${at}, async () => (${expression.getText()}), '${code}');`;
  }
  if (ts.isCallExpression(expression) && expression.expression.getText() === 'console.log') {
    const values = expression.arguments.map((argument) => argument.getText()).join(', ');
    return `await probe__.prints(${at}, async () => [${values}], ${JSON.stringify(claim)});`;
  }
  const actual = `async () => (${expression.getText()})`;
  return `await probe__.equal(${at}, ${actual}, () => (${claim}));`;
}
