/**
 * Documentation: every export carries a doc comment, and every file opens with its reason.
 *
 * One kind of export needs none: a type that only names what a schema gives, `z.output<typeof
 * item>`, whose schema in the same file is documented. The schema is the type, so its comment is
 * the type's.
 */
import ts from 'typescript';
import { type Finding, lineOf, type Source } from './source.ts';

/**
 * Exported declarations without a doc comment. Re-exports are documented where they are declared.
 */
export function findUndocumented(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) => {
    const documented = new Set<string>();
    return source.tree.statements.flatMap((statement): Finding[] => {
      const names = declaredNames(statement);
      if (hasDoc(statement)) names.forEach((name) => documented.add(name));
      if (!isExported(statement) || names.length === 0) return [];
      // An overload is documented at its first signature.
      if (names.every((name) => documented.has(name)) || namesSchema(statement, documented))
        return [];
      const message = `${names.join(', ')} is exported without a doc comment`;
      return [{ path: source.path, line: lineOf(source, statement), rule: 'documented', message }];
    });
  });
}

/** Files that do not open with a comment that says why they are there. */
export function findUnreasoned(sources: readonly Source[]): Finding[] {
  return sources
    .filter(({ text }) => !/^(?:#!.*\n)?\s*\/\*\*/.test(text))
    .map(({ path }) => ({
      path,
      line: 1,
      rule: 'documented',
      message: 'a file opens with a /** comment */: what it decides and why',
    }));
}

function isExported(statement: ts.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false;
  const modifiers = ts.getModifiers(statement) ?? [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  return isNamed ? [statement.name?.text ?? 'the default export'] : [];
}

/**
 * A doc comment of the statement's own. The comment that opens the file speaks for the file: where
 * the first statement has only that one, it has none.
 */
function hasDoc(statement: ts.Statement): boolean {
  const file = statement.getSourceFile();
  const comments = ts.getLeadingCommentRanges(file.text, statement.pos) ?? [];
  const docs = comments.filter(({ pos }) => file.text.startsWith('/**', pos));
  return docs.length > (file.statements[0] === statement ? 1 : 0);
}

function namesSchema(statement: ts.Statement, documented: ReadonlySet<string>): boolean {
  if (!ts.isTypeAliasDeclaration(statement)) return false;
  const match = /^z\.(?:input|output|infer)<typeof (\w+)>$/.exec(statement.type.getText());
  return match !== null && documented.has(match[1]!);
}
