/**
 * Rules for tests: `x in …`, and the cells of decision tables, where `?` is the input.
 *
 * A test that mentions `?` says by itself whether it holds; any other expression is compared: equal
 * to the input, a range it lies in, or a list it is in. `-` and nothing hold always.
 *
 * @source DMN 1.5, 7.3.3 "Unary tests", grammar rules 7 to 12; table 55 "in"
 */
import { isIn, isOrdered, negated } from './ordering.ts';
import {
  type Code,
  codeOfName,
  type Frame,
  frameOf,
  type Reader,
  type Rule,
  type Scope,
  scopeOf,
} from './scope.ts';
import { childOf, childrenOf, mentions, type Syntax } from './syntax.ts';
import type { Comparison, FeelValue } from './value.ts';

/** Rules of tests. */
export const testRules: Readonly<Record<string, Rule>> = {
  UnaryTests: unaryTests,
  Wildcard: () => () => true,
  'InExpression of tests': inExpression,
};

/** Whether a test holds for the input, which stands in slot 0 of the frame. */
type Test = (frame: Frame) => boolean | null;

function unaryTests(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  if (childOf(syntax, 'Wildcard') !== undefined) return () => true;
  const inner = scopeOf(['?'], scope);
  const test = anyOf(childOf(syntax, 'PositiveUnaryTests')!, inner, reader);
  const input = codeOfName({ name: '?', from: 0, text: '?', children: [] }, scope, reader);
  const answer: Code = (frame) => test(frameOf([input(frame)], frame));
  if (childOf(syntax, 'not') === undefined) return answer;
  return (frame) => negated(answer(frame) as boolean | null);
}

function inExpression(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const value = reader.compile(syntax.children[0]!, scope);
  const inner = scopeOf(['?'], scope);
  const several = childOf(syntax, 'PositiveUnaryTests');
  const test =
    several === undefined
      ? testOf(childOf(syntax, 'PositiveUnaryTest')!.children[0]!, inner, reader)
      : anyOf(several, inner, reader);
  return (frame) => test(frameOf([value(frame)], frame));
}

/** True when one holds, else null when one is null. */
function anyOf(syntax: Syntax, scope: Scope, reader: Reader): Test {
  const tests = childrenOf(syntax, 'PositiveUnaryTest').map((test) =>
    testOf(test.children[0]!, scope, reader),
  );
  if (tests.length === 1) return tests[0]!;
  return (frame) => {
    let answer: boolean | null = false;
    for (const test of tests) {
      const holds = test(frame);
      if (holds === true) return true;
      if (holds === null) answer = null;
    }
    return answer;
  };
}

function testOf(written: Syntax, scope: Scope, reader: Reader): Test {
  const syntax = withoutParentheses(written);
  const [first, operand] = syntax.children;
  if (syntax.name === 'SimplePositiveUnaryTest' && first!.name === 'CompareOp') {
    return comparisonTest(first!.text as Comparison, reader.compile(operand!, scope), syntax.from);
  }
  const code = reader.compile(syntax, scope);
  return mentions(syntax, '?') ? ownAnswer(code, syntax.from) : comparedTest(code, syntax.from);
}

/** `(< 5)` is the test that `< 5` is. */
function withoutParentheses(syntax: Syntax): Syntax {
  const inner = syntax.name === 'ParenthesizedExpression' ? syntax.children[1]! : syntax;
  return inner.name === 'SimplePositiveUnaryTest' ? inner : syntax;
}

function comparisonTest(comparison: Comparison, operand: Code, at: number): Test {
  return (frame) => isOrdered(comparison, frame.values[0]!, operand(frame), { run: frame.run, at });
}

/** What mentions `?` answers true or false itself; another value of it is compared. */
function ownAnswer(code: Code, at: number): Test {
  return (frame) => {
    const answer = code(frame);
    return typeof answer === 'boolean' || answer === null ? answer : compared(answer, frame, at);
  };
}

function comparedTest(code: Code, at: number): Test {
  return (frame) => compared(code(frame), frame, at);
}

function compared(candidate: FeelValue, frame: Frame, at: number): boolean | null {
  return isIn(frame.values[0]!, candidate, { run: frame.run, at });
}
