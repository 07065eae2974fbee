/**
 * Rules for operators and `if`: arithmetic, comparison, three-valued logic.
 *
 * Each operator is a closure of its own that first asks for the common case, two doubles; whatever
 * else comes goes to a table by kinds. The straight form of all of them is `binary(left, right)`.
 */
import { calculate } from './arithmetic.ts';
import { equals } from './equality.ts';
import { isOrdered, negated } from './ordering.ts';
import type { Code, Reader, Rule, Scope } from './scope.ts';
import { childOf, type Syntax } from './syntax.ts';
import { typeOfSyntax } from './type-syntax.ts';
import { conforms } from './type.ts';
import { type Comparison, type FeelValue, kindOf } from './value.ts';

/** Rules of operators. */
export const operatorRules: Readonly<Record<string, Rule>> = {
  ArithmeticExpression: arithmetic,
  Comparison: comparison,
  Conjunction: conjunction,
  Disjunction: disjunction,
  InstanceOfExpression: instanceOf,
  IfExpression: choice,
};

function arithmetic(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const at = syntax.from;
  const operands = syntax.children.filter(({ name }) => name !== 'ArithOp');
  const codes = operands.map((operand) => reader.compile(operand, scope));
  const sign = childOf(syntax, 'ArithOp')!.text;
  if (codes.length === 1) return signed(sign, codes[0]!, at);
  const [left, right] = codes as [Code, Code];
  if (sign === '+') return sum(left, right, at);
  if (sign === '-') return difference(left, right, at);
  const operator = sign === '^' ? '**' : (sign as '*' | '/' | '**');
  return (frame) => calculate(operator, left(frame), right(frame), { run: frame.run, at });
}

function signed(sign: string, code: Code, at: number): Code {
  const operator = sign === '-' ? '-' : '+';
  return (frame) => calculate(operator, null, code(frame), { run: frame.run, at }, true);
}

function sum(left: Code, right: Code, at: number): Code {
  return (frame) => {
    const [a, b] = [left(frame), right(frame)];
    if (typeof a === 'number' && typeof b === 'number') {
      const added = a + b;
      if (Number.isSafeInteger(added)) return added;
    }
    return calculate('+', a, b, { run: frame.run, at });
  };
}

function difference(left: Code, right: Code, at: number): Code {
  return (frame) => {
    const [a, b] = [left(frame), right(frame)];
    if (typeof a === 'number' && typeof b === 'number') {
      const taken = a - b;
      if (Number.isSafeInteger(taken)) return taken;
    }
    return calculate('-', a, b, { run: frame.run, at });
  };
}

function comparison(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  if (childOf(syntax, 'between') !== undefined) return between(syntax, scope, reader);
  if (childOf(syntax, 'in') !== undefined) return inTests(syntax, scope, reader);
  const [left, operator, right] = syntax.children;
  const [a, b] = [reader.compile(left!, scope), reader.compile(right!, scope)];
  return comparisons[operator!.text as Comparison](a, b, syntax.from);
}

/** `x in test`: the rule of the tests takes the value from the slot of `?`. */
function inTests(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  return reader.compile({ ...syntax, name: 'InExpression of tests' }, scope);
}

type Compare = (left: Code, right: Code, at: number) => Code;

/** Two doubles are compared in place. */
const comparisons: Readonly<Record<Comparison, Compare>> = {
  '=': (left, right, at) => (frame) => {
    const [a, b] = [left(frame), right(frame)];
    // Long texts pay for being compared.
    if (typeof a === 'string' && typeof b === 'string' && a.length < 1024) return a === b;
    return equals(a, b, { run: frame.run, at });
  },
  '!=': (left, right, at) => (frame) =>
    negated(equals(left(frame), right(frame), { run: frame.run, at })),
  '<': (left, right, at) => (frame) => {
    const [a, b] = [left(frame), right(frame)];
    if (typeof a === 'number' && typeof b === 'number') return a < b;
    return isOrdered('<', a, b, { run: frame.run, at });
  },
  '<=': (left, right, at) => (frame) => {
    const [a, b] = [left(frame), right(frame)];
    if (typeof a === 'number' && typeof b === 'number') return a <= b;
    return isOrdered('<=', a, b, { run: frame.run, at });
  },
  '>': (left, right, at) => (frame) => {
    const [a, b] = [left(frame), right(frame)];
    if (typeof a === 'number' && typeof b === 'number') return a > b;
    return isOrdered('>', a, b, { run: frame.run, at });
  },
  '>=': (left, right, at) => (frame) => {
    const [a, b] = [left(frame), right(frame)];
    if (typeof a === 'number' && typeof b === 'number') return a >= b;
    return isOrdered('>=', a, b, { run: frame.run, at });
  },
};

function between(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const [value, low, high] = [0, 2, 4].map((at) => reader.compile(syntax.children[at]!, scope));
  const at = syntax.from;
  return (frame) => {
    const [it, site] = [value!(frame), { run: frame.run, at }];
    const above = isOrdered('>=', it, low!(frame), site);
    return and(above, isOrdered('<=', it, high!(frame), site));
  };
}

/** False if one is false, else null if one is not true. */
function and(a: FeelValue, b: FeelValue): boolean | null {
  if (a === false || b === false) return false;
  return a === true && b === true ? true : null;
}

function conjunction(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const [left, right] = sides(syntax, scope, reader);
  return (frame) => {
    const a = left(frame);
    return a === false ? false : and(a, right(frame));
  };
}

function disjunction(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const [left, right] = sides(syntax, scope, reader);
  return (frame) => {
    const a = left(frame);
    if (a === true) return true;
    const b = right(frame);
    if (b === true) return true;
    return a === false && b === false ? false : null;
  };
}

function sides(syntax: Syntax, scope: Scope | undefined, reader: Reader): [Code, Code] {
  return [reader.compile(syntax.children[0]!, scope), reader.compile(syntax.children[2]!, scope)];
}

function instanceOf(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const value = reader.compile(syntax.children[0]!, scope);
  const written = childOf(syntax, 'Type')!;
  const type = typeOfSyntax(written, reader);
  if (type !== undefined) return (frame) => conforms(value(frame), type, false);
  const message = `there is no type '${written.text}'`;
  return ({ run }) => run.report('unknown-name', message, written.from);
}

/** Anything but true chooses `else`. */
function choice(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const [condition, yes, no] = [1, 3, 5].map((at) => reader.compile(syntax.children[at]!, scope));
  const at = syntax.from;
  return (frame) => {
    const answer = condition!(frame);
    if (answer !== null && typeof answer !== 'boolean') {
      frame.run.report('wrong-type', `a condition is a boolean, no ${kindOf(answer)}`, at);
    }
    return answer === true ? yes!(frame) : no!(frame);
  };
}
