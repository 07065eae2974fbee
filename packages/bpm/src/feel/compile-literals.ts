/**
 * Rules for what is written out: constants, lists, contexts, ranges.
 */
import { areComparableEnds } from './ordering.ts';
import { negate, numberOfText } from './number.ts';
import {
  type Code,
  type Frame,
  frameOf,
  type Reader,
  type Rule,
  type Scope,
  scopeOf,
} from './scope.ts';
import { childrenOf, childOf, canonicalName, type Syntax } from './syntax.ts';
import { temporalOfText } from './temporal-text.ts';
import { textOfLiteral } from './text-literal.ts';
import { type Comparison, EntriesContext, FeelRange, type FeelValue } from './value.ts';

/** Rules of constants and of values made of others. */
export const literalRules: Readonly<Record<string, Rule>> = {
  null: () => () => null,
  NumericLiteral: numericLiteral,
  StringLiteral: (syntax) => constant(textOfLiteral(syntax.text)),
  BooleanLiteral: (syntax) => constant(syntax.text === 'true'),
  AtLiteral: atLiteral,
  List: listLiteral,
  Context: contextLiteral,
  Interval: interval,
  SimplePositiveUnaryTest: comparisonRange,
};

function constant(value: FeelValue): Code {
  return () => value;
}

function numericLiteral({ text, from }: Syntax): Code {
  const isNegative = text.startsWith('-');
  const value = numberOfText(isNegative ? text.slice(1).trim() : text);
  if (value !== null) return constant(isNegative ? negate(value) : value);
  return ({ run }) => run.report('out-of-range', `${text} is past the range of numbers`, from);
}

function atLiteral(syntax: Syntax): Code {
  const text = textOfLiteral(childOf(syntax, 'StringLiteral')!.text);
  const value = temporalOfText(text);
  if (value !== null) return constant(value);
  const message = `'${text}' is no date, time or duration`;
  return ({ run }) => run.report('bad-text', message, syntax.from);
}

function listLiteral(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const elements = syntax.children
    .filter(({ name }) => !'[]'.includes(name))
    .map((child) => reader.compile(child, scope));
  return (frame) => {
    frame.run.spend(elements.length);
    return elements.map((element) => element(frame));
  };
}

/** Every entry sees those before it; a key that comes twice makes no context. */
function contextLiteral(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const inner = scopeOf([], scope);
  const entries = childrenOf(syntax, 'ContextEntry').map((entry) => {
    const name = keyOf(childOf(entry, 'Key')!.children[0]!);
    const code = reader.compile(entry.children.at(-1)!, inner);
    inner.names.push(canonicalName(name));
    return { name, code };
  });
  const twice = entries.find(({ name }, at) => entries.findIndex((e) => e.name === name) !== at);
  if (twice !== undefined) {
    const message = `the key '${twice.name}' comes twice`;
    return ({ run }) => run.report('wrong-arguments', message, syntax.from);
  }
  return (frame) => contextOf(entries, frame);
}

function keyOf(key: Syntax): string {
  return key.name === 'StringLiteral' ? textOfLiteral(key.text) : key.text.replace(/\s+/g, ' ');
}

function contextOf(entries: readonly { name: string; code: Code }[], outer: Frame): FeelValue {
  outer.run.spend(entries.length);
  const frame = frameOf([], outer);
  const made = new Map<string, FeelValue>();
  for (const { name, code } of entries) {
    const value = code(frame);
    frame.values.push(value);
    made.set(name, value);
  }
  return new EntriesContext(made);
}

/** `[a..b]`, and with `(` or `]` where an end is not included. */
function interval(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const [open, first, , last, close] = syntax.children;
  const [low, high] = [reader.compile(first!, scope), reader.compile(last!, scope)];
  const [lowIncluded, highIncluded] = [open!.name === '[', close!.name === ']'];
  return (frame) => {
    const ends = { low: low(frame), high: high(frame), lowIncluded, highIncluded };
    if (areComparableEnds(ends.low, ends.high)) return new FeelRange(ends);
    const message = 'the ends of a range must be of one kind that has an order';
    return frame.run.report('wrong-type', message, syntax.from);
  };
}

/** `(< 10)` as a value, or an interval. */
function comparisonRange(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const [first, operand] = syntax.children;
  if (first!.name === 'Interval') return reader.compile(first!, scope);
  const comparison = first!.text as Comparison;
  const code = reader.compile(operand!, scope);
  return (frame) => rangeOfComparison(comparison, code(frame));
}

function rangeOfComparison(comparison: Comparison, end: FeelValue): FeelRange {
  const isBelow = comparison.startsWith('<');
  const isAbove = comparison.startsWith('>');
  return new FeelRange({
    comparison,
    low: isBelow ? null : end,
    high: isAbove ? null : end,
    lowIncluded: !isBelow && comparison.endsWith('='),
    highIncluded: !isAbove && comparison.endsWith('='),
  });
}
