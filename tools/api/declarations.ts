/**
 * The public API of entry points, read from their built types: each exported name with its
 * declaration, and each declaration that those need although nobody can import it.
 */
import ts from 'typescript';

/** Declarations as text without comments, in the order of their names. */
export interface Api {
  readonly exported: readonly string[];
  /** Reached from the exported ones, of the same package, without a name of their own outside. */
  readonly reached: readonly string[];
}

const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed });

/** A program over the built types of all entry points, resolved as users resolve them. */
export function typesProgram(files: readonly string[]): ts.Program {
  return ts.createProgram({
    rootNames: files,
    options: {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts'],
      types: ['node'],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
    },
  });
}

/**
 * The APIs of the modules of one package, in their order.
 *
 * What a module reaches and another one exports, or has reached before, is written down there.
 *
 * @param files - the types of its entry points
 * @param isOurs - whether a file of types belongs to the same package
 */
export function apisOf(
  program: ts.Program,
  files: readonly string[],
  isOurs: (file: string) => boolean,
): Api[] {
  const checker = program.getTypeChecker();
  const isInPackage = (node: ts.Node): boolean => isOurs(node.getSourceFile().fileName);
  const modules = files.map((file) => exportsOf(program, file));
  const seen = new Set(modules.flatMap((exported) => exported.map(({ target }) => target)));
  return modules.map((exported) => {
    const queue = exported.map(({ target }) => target);
    const reached: ts.Symbol[] = [];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const names = next.declarations?.filter(isInPackage).flatMap(identifiersIn) ?? [];
      for (const target of names.flatMap((name) => symbolAt(checker, name))) {
        if (seen.has(target) || !isTopLevel(target, isInPackage)) continue;
        seen.add(target);
        queue.push(target);
        reached.push(target);
      }
    }
    return {
      exported: exported.map(({ name, target }) => textOf(name, target, isInPackage)).toSorted(),
      reached: reached.map((target) => textOf(target.name, target, isInPackage)).toSorted(),
    };
  });
}

interface Exported {
  readonly name: string;
  readonly target: ts.Symbol;
}

function exportsOf(program: ts.Program, file: string): Exported[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${file} is not there, or no module: npm run build`);
  return checker.getExportsOfModule(module).map((symbol) => {
    return { name: symbol.name, target: targetOf(checker, symbol) };
  });
}

function symbolAt(checker: ts.TypeChecker, node: ts.Node): ts.Symbol[] {
  const symbol = checker.getSymbolAtLocation(node);
  return symbol === undefined ? [] : [targetOf(checker, symbol)];
}

function targetOf(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

function identifiersIn(node: ts.Node): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child)) found.push(child);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

/** Whether a declaration stands by itself in a file of the package: no field and no parameter. */
function isTopLevel(symbol: ts.Symbol, isInPackage: (node: ts.Node) => boolean): boolean {
  return (symbol.declarations ?? []).some((declaration) => {
    return isInPackage(declaration) && ts.isSourceFile(statementOf(declaration).parent);
  });
}

function textOf(name: string, symbol: ts.Symbol, isInPackage: (node: ts.Node) => boolean): string {
  const declarations = symbol.declarations ?? [];
  const ours = declarations.filter(isInPackage);
  if (ours.length === 0) return `${name}: of ${packageOf(declarations[0])}`;
  const texts = ours.map((declaration) => {
    const { transformed } = ts.transform(statementOf(declaration), [inOrder]);
    const printed = printer.printNode(
      ts.EmitHint.Unspecified,
      transformed[0]!,
      declaration.getSourceFile(),
    );
    return printed.replace(/^(?:export |declare )+/, '').replace(/^\s*#private;\n/m, '');
  });
  return `${name}: ${texts.join('\n')}`;
}

/**
 * Puts the alternatives of a union of texts, and the names of an enumeration, in order: a compiler
 * writes those of an inferred type in the order in which it came by them, in whatever file.
 */
function inOrder(context: ts.TransformationContext): ts.Transformer<ts.Node> {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    const seen = ts.visitEachChild(node, visit, context);
    if (ts.isUnionTypeNode(seen) && seen.types.every(isWord)) {
      return factory.updateUnionTypeNode(seen, factory.createNodeArray(sorted(seen.types)));
    }
    if (ts.isTypeLiteralNode(seen) && seen.members.every(isEnumerated)) {
      return factory.updateTypeLiteralNode(seen, factory.createNodeArray(sorted(seen.members)));
    }
    return seen;
  };
  return visit;
}

/** `'a'`, `undefined` or `null`. */
function isWord(type: ts.TypeNode): boolean {
  if (type.kind === ts.SyntaxKind.UndefinedKeyword) return true;
  if (!ts.isLiteralTypeNode(type)) return false;
  return ts.isStringLiteral(type.literal) || type.literal.kind === ts.SyntaxKind.NullKeyword;
}

/** `a: 'a'`. */
function isEnumerated(member: ts.TypeElement): boolean {
  const type = ts.isPropertySignature(member) ? member.type : undefined;
  if (type === undefined || !ts.isLiteralTypeNode(type) || member.name === undefined) return false;
  return ts.isStringLiteral(type.literal) && type.literal.text === nameOf(member.name);
}

function nameOf(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined;
}

function sorted<Node extends ts.Node>(nodes: readonly Node[]): Node[] {
  return nodes.toSorted((a, b) => (a.getText() < b.getText() ? -1 : 1));
}

/** Of `const a: A`, the whole statement. */
function statementOf(declaration: ts.Node): ts.Node {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}

/** `@kontor/kernel` or `zod`, of a declaration elsewhere. */
function packageOf(declaration: ts.Declaration | undefined): string {
  const path = declaration?.getSourceFile().fileName ?? '';
  const [, ours] = /\/packages\/([\w-]+)\/dist\//.exec(path) ?? [];
  if (ours !== undefined) return `@kontor/${ours}`;
  return /.*\/node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\//.exec(path)?.[1] ?? 'another package';
}
