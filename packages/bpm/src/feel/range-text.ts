/**
 * A range from text, as `range("[1..10]")` reads it: the grammar of ranges, with literal ends only,
 * so that a text of data can never compute anything.
 *
 * @source DMN 1.5, 10.3.4.1, `range`
 */
import { order } from './ordering.ts';
import { negate, numberOfText } from './number.ts';
import { childOf, readSyntax, type Syntax } from './syntax.ts';
import {
  dateOfText,
  dateTimeOfText,
  durationOfText,
  temporalOfText,
  timeOfText,
} from './temporal-text.ts';
import { textOfLiteral } from './text-literal.ts';
import { FeelRange, type FeelValue } from './value.ts';

/** The range that was written; null when it is none, or ends before it starts. */
export function rangeOfText(text: string): FeelRange | null {
  const syntax = readSyntax(text, 'expression', {});
  if ('issue' in syntax) return null;
  const interval = syntax.children[0]?.children[0];
  if (interval?.name !== 'Interval') return null;
  const [open, first, , last, close] = interval.children;
  const [low, high] = [literalEnd(first!), literalEnd(last!)];
  const compared = order(low, high);
  if (compared === null || compared > 0) return null;
  const [lowIncluded, highIncluded] = [open!.name === '[', close!.name === ']'];
  return new FeelRange({ low, high, lowIncluded, highIncluded });
}

/** Null for anything that would have to be evaluated. */
function literalEnd(syntax: Syntax): FeelValue {
  if (syntax.name === 'StringLiteral') return textOfLiteral(syntax.text);
  if (syntax.name === 'NumericLiteral') return literalNumber(syntax.text);
  return syntax.name === 'DateTimeLiteral' ? literalTemporal(syntax) : null;
}

function literalNumber(text: string): FeelValue {
  if (!text.startsWith('-')) return numberOfText(text);
  const value = numberOfText(text.slice(1).trim());
  return value === null ? null : negate(value);
}

const CONSTRUCTORS: Readonly<Record<string, (text: string) => FeelValue>> = {
  date: dateOfText,
  time: timeOfText,
  'date and time': dateTimeOfText,
  duration: durationOfText,
};

function literalTemporal(syntax: Syntax): FeelValue {
  const [first] = syntax.children;
  if (first!.name === 'AtLiteral') return temporalOfText(textOfLiteral(first!.text.slice(1)));
  const argument = childOf(syntax, 'PositionalParameters')?.children;
  if (argument?.length !== 1 || argument[0]!.name !== 'StringLiteral') return null;
  const read = CONSTRUCTORS[first!.text.replace(/\s+/g, ' ')];
  return read?.(textOfLiteral(argument[0]!.text)) ?? null;
}
