/**
 * Rules for functions: defining one, and invoking one by position or by name.
 */
import { bound } from './binding.ts';
import {
  type Code,
  codeOfName,
  type Frame,
  frameOf,
  isLocal,
  type Reader,
  type Rule,
  type Scope,
  scopeOf,
} from './scope.ts';
import { childOf, childrenOf, type Syntax } from './syntax.ts';
import { coerced, type FeelType } from './type.ts';
import { typeOfSyntax } from './type-syntax.ts';
import { type Arguments, described, FeelFunction, type FeelValue, kindOf } from './value.ts';

/** Rules of functions. */
export const functionRules: Readonly<Record<string, Rule>> = {
  FunctionDefinition: definition,
  FunctionInvocation: invocation,
  DateTimeLiteral: dateTimeLiteral,
};

/** `date("…")` is the invocation of a function whose name is a keyword, or an at-literal. */
function dateTimeLiteral(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const literal = childOf(syntax, 'AtLiteral');
  return literal === undefined ? invocation(syntax, scope, reader) : reader.compile(literal, scope);
}

function invocation(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const callee = calleeOf(syntax.children[0]!, scope, reader);
  const given = argumentsOf(syntax, scope, reader);
  const at = syntax.from;
  return (frame) => {
    const called = callee(frame);
    const { run } = frame;
    if (called instanceof FeelFunction) {
      return run.nested(() => called.invoke(given(frame), { run, at }));
    }
    const name = syntax.children[0]!.text;
    if (called === null) return run.report('unknown-name', `there is no function '${name}'`, at);
    return run.report('wrong-type', `'${name}' is ${described(called)}, no function`, at);
  };
}

/** A built-in is known when the text is read, unless something else has its name. */
function calleeOf(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const isName = /^(?:VariableName|DateTimeConstructor|SpecialFunctionName)$/.test(syntax.name);
  if (!isName) return reader.compile(syntax, scope);
  const name = syntax.text.replace(/\s+/g, ' ');
  const builtin =
    isLocal(name, scope) || reader.isDeclared(name) ? undefined : reader.builtin(name);
  return builtin === undefined ? codeOfName(syntax, scope, reader) : () => builtin;
}

function argumentsOf(
  syntax: Syntax,
  scope: Scope | undefined,
  reader: Reader,
): (frame: Frame) => Arguments {
  const named = childOf(syntax, 'NamedParameters');
  if (named === undefined) {
    const codes = (childOf(syntax, 'PositionalParameters')?.children ?? []).map((argument) =>
      reader.compile(argument, scope),
    );
    return (frame) => ({ positional: codes.map((code) => code(frame)) });
  }
  const entries = childrenOf(named, 'NamedParameter').map((argument) => ({
    name: nameOf(childOf(argument, 'ParameterName')!),
    code: reader.compile(argument.children.at(-1)!, scope),
  }));
  return (frame) => ({ named: new Map(entries.map(({ name, code }) => [name, code(frame)])) });
}

function nameOf(syntax: Syntax): string {
  return syntax.text.replace(/\s+/g, ' ').trim();
}

function definition(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  if (childOf(syntax, 'external') !== undefined) {
    const message = 'external functions are not run here: hand a function in as a variable';
    return ({ run }) => run.report('unknown-name', message, syntax.from);
  }
  const written = childrenOf(childOf(syntax, 'FormalParameters')!, 'FormalParameter');
  const names = written.map((parameter) => nameOf(childOf(parameter, 'ParameterName')!));
  const types = written.map((parameter) => {
    const type = childOf(parameter, 'Type');
    return type && typeOfSyntax(type, reader);
  });
  const body = reader.compile(childOf(syntax, 'FunctionBody')!, scopeOf(names, scope));
  return (frame) => closure(names, types, body, frame);
}

/** A function of these parameters that keeps the frame it was made in. */
export function closure(
  names: readonly string[],
  types: readonly (FeelType | undefined)[],
  body: Code,
  outer: Frame,
): FeelFunction {
  return new FeelFunction(names, (given, site) => {
    const values = bound(given, names, site);
    if (values === null) return null;
    const typed: FeelValue[] = [];
    for (const [index, value] of values.entries()) {
      const type = types[index];
      const fits = type === undefined ? value : coerced(value, type);
      if (fits === undefined) {
        const message = `'${names[index]}' is a ${type!.kind}, no ${kindOf(value)}`;
        return site.run.report('wrong-type', message, site.at);
      }
      typed.push(fits);
    }
    return body(frameOf(typed, outer));
  });
}
