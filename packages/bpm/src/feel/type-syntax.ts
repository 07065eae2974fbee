/**
 * Types as they are written in an expression: `list<number>`, `context<a: string>`, a model's own.
 */
import { childOf, childrenOf, type Syntax } from './syntax.ts';
import type { FeelType } from './type.ts';

/** What knows types by name. */
export interface TypeNames {
  type(name: string): FeelType | undefined;
}

/** The type that was written; undefined when a name in it is unknown. */
export function typeOfSyntax(syntax: Syntax, names: TypeNames): FeelType | undefined {
  const inner = syntax.children[0]!;
  if (inner.name === 'ListType') return listType(inner, names);
  if (inner.name === 'ContextType') return contextType(inner, names);
  if (inner.name === 'FunctionType') return functionType(inner, names);
  return names.type(inner.text.replace(/\s*\.\s*/g, '.').replace(/\s+/g, ' '));
}

/** The grammar reads ranges as lists; their text tells them apart. */
function listType(syntax: Syntax, names: TypeNames): FeelType | undefined {
  const of = typeOfSyntax(childOf(syntax, 'Type')!, names);
  return of && { kind: syntax.text.startsWith('range') ? 'range' : 'list', of };
}

function contextType(syntax: Syntax, names: TypeNames): FeelType | undefined {
  const entries = new Map<string, FeelType>();
  for (const entry of childrenOf(childOf(syntax, 'ContextEntryTypes')!, 'ContextEntryType')) {
    const type = typeOfSyntax(childOf(entry, 'Type')!, names);
    if (type === undefined) return undefined;
    entries.set(childOf(entry, 'Name')!.text.replace(/\s+/g, ' '), type);
  }
  return { kind: 'context', entries };
}

function functionType(syntax: Syntax, names: TypeNames): FeelType | undefined {
  const parameters = childrenOf(childOf(syntax, 'ArgumentTypes')!, 'ArgumentType').map((argument) =>
    typeOfSyntax(childOf(argument, 'Type')!, names),
  );
  const known = parameters.filter((type) => type !== undefined);
  return known.length === parameters.length ? { kind: 'function', parameters: known } : undefined;
}
