/**
 * Syntax to closures: the table of contents. Every kind of node has one rule; the rules of a family
 * stand in one file and call each other only through the reader.
 */
import type { NameScope } from '../expression.ts';
import { functionRules } from './compile-functions.ts';
import { iterationRules } from './compile-iterations.ts';
import { literalRules } from './compile-literals.ts';
import { operatorRules } from './compile-operators.ts';
import { selectionRules } from './compile-selections.ts';
import { testRules } from './compile-tests.ts';
import { type Code, codeOfName, type Reader, type Rule, type Scope } from './scope.ts';
import { canonicalName, type Syntax } from './syntax.ts';
import { type FeelType, simpleType } from './type.ts';
import type { FeelFunction } from './value.ts';

/** What a decision model may know beside the names: types of its own. */
export type TypeLookup = (name: string) => FeelType | undefined;

/** Code, and the free names it may ask for. */
export interface Compiled {
  readonly code: Code;
  readonly reads: readonly string[];
}

const rules: ReadonlyMap<string, Rule> = new Map(
  Object.entries({
    ...literalRules,
    ...operatorRules,
    ...testRules,
    ...selectionRules,
    ...iterationRules,
    ...functionRules,
    VariableName: codeOfName,
    '?': codeOfName,
    // Nodes that only hold one other.
    Expression: (syntax, scope, reader) => reader.compile(syntax.children[0]!, scope),
    ParenthesizedExpression: (syntax, scope, reader) => reader.compile(syntax.children[1]!, scope),
    FunctionBody: (syntax, scope, reader) => reader.compile(syntax.children[0]!, scope),
  } satisfies Record<string, Rule>),
);

/** Compiles a tree, with the names and types its surroundings declare. */
export function compileSyntax(
  syntax: Syntax,
  names: NameScope,
  builtins: ReadonlyMap<string, FeelFunction>,
  { types, locals }: { types?: TypeLookup | undefined; locals?: Scope | undefined } = {},
): Compiled {
  const reads = new Set<string>();
  const declared = new Map(Object.keys(names).map((name) => [canonicalName(name), name]));
  const reader: Reader = {
    compile: (inner, scope) => ruleOf(inner)(inner, scope, reader),
    global: (name) => {
      const asked = declared.get(canonicalName(name)) ?? name;
      reads.add(asked);
      return asked;
    },
    isDeclared: (name) => declared.has(canonicalName(name)),
    builtin: (name) => builtins.get(name),
    type: (name) => types?.(name) ?? simpleType(name),
  };
  const code = reader.compile(syntax, locals);
  return { code, reads: [...reads].filter((name) => !isBuiltinOnly(name, builtins, declared)) };
}

/** A name that only a built-in function has: `sort(list, max)` reads no variable `max`. */
function isBuiltinOnly(
  name: string,
  builtins: ReadonlyMap<string, FeelFunction>,
  declared: ReadonlyMap<string, string>,
): boolean {
  return builtins.has(name) && name.includes(' ') && !declared.has(canonicalName(name));
}

function ruleOf(syntax: Syntax): Rule {
  const rule = rules.get(syntax.name);
  if (rule === undefined) throw new Error(`no rule for ${syntax.name}`);
  return rule;
}
