/**
 * What a text of a model is read within: the names with a place in its frame, the types of the
 * model, and where a fault of it is told.
 */
import type { ExpressionKind, NameScope } from '../expression.ts';
import type { DefinitionIssue } from '../errors.ts';
import type { TypeLookup } from '../feel/compile.ts';
import { readFeel } from '../feel/language.ts';
import { type Code, type Scope, scopeOf } from '../feel/scope.ts';
import { coerced, type FeelType } from '../feel/type.ts';
import { described } from '../feel/value.ts';

/** The surroundings of a text. */
export interface Surroundings {
  readonly scope: Scope | undefined;
  /** The names it may use, with their members: names may have spaces and signs in them. */
  readonly names: NameScope;
  readonly types: TypeLookup;
  /** The unary tests that the values of a type pass, as they were written. */
  readonly allowedOf: (type: string | undefined) => string | undefined;
  /** The element and the part of it: `decision discount.rules.3`. */
  readonly path: string;
  readonly faults: DefinitionIssue[];
  /** Names that were asked for and have no place. */
  readonly reads: Set<string>;
}

/** The surroundings of a part. */
export function part(around: Surroundings, name: string | number): Surroundings {
  return { ...around, path: `${around.path}.${name}` };
}

/** Surroundings with more names, which get a frame of their own. */
export function within(
  around: Surroundings,
  added: NameScope,
  isItem: boolean = false,
): Surroundings {
  const scope = scopeOf(Object.keys(added), around.scope, isItem);
  return { ...around, scope, names: { ...around.names, ...added } };
}

/** Notes a fault. */
export function fault(around: Surroundings, code: string, message: string): void {
  around.faults.push({ code, path: around.path, message });
}

/** Reads a text; one that is none is noted, and null when it is evaluated all the same. */
export function codeOfText(
  text: string,
  around: Surroundings,
  kind: ExpressionKind = 'expression',
): Code {
  const { names: scope, types, scope: locals } = around;
  const read = readFeel(text, { kind, scope, types, locals });
  if ('issue' in read) {
    const { message, at } = read.issue;
    fault(around, 'expression', message);
    return ({ run }) => run.report('bad-text', message, at);
  }
  for (const name of read.reads) around.reads.add(name);
  return read.code;
}

/** The type of that name; one that there is not is noted. */
export function typeNamed(name: string | undefined, around: Surroundings): FeelType | undefined {
  if (name === undefined) return undefined;
  const type = around.types(name);
  if (type === undefined) fault(around, 'unknown-type', `there is no type '${name}': define it`);
  return type?.kind === 'Any' ? undefined : type;
}

/** The code, its value as one of the type; what does not conform is null. */
export function typedCode(code: Code, name: string | undefined, around: Surroundings): Code {
  return fitting(code, typeNamed(name, around), name);
}

/** The same for a type that is known. */
export function fitting(
  code: Code,
  type: FeelType | undefined,
  name: string | undefined = type?.kind,
): Code {
  if (type === undefined) return code;
  return (frame) => {
    const value = code(frame);
    const fits = coerced(value, type);
    if (fits !== undefined) return fits;
    const message = `${described(value)} does not conform to the type '${name}'`;
    return frame.run.report('wrong-type', message, 0);
  };
}
