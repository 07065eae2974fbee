/**
 * Functions of texts. Positions count code points from 1, and from the end when negative.
 *
 * @source DMN 1.5, 10.3.4.3
 */
import {
  builtin,
  listParameter,
  nullable,
  optional,
  signature,
  textParameter,
  wholeParameter,
  numberParameter,
} from '../builtin.ts';
import { integerOf } from '../number.ts';
import {
  compilePattern,
  matchesPattern,
  type Pattern,
  replaceMatches,
  splitText,
} from '../pattern.ts';
import type { Site } from '../run.ts';
import type { FeelFunction, FeelList, FeelValue } from '../value.ts';

/** A test of a text and another one. */
function twoTexts(
  name: string,
  second: string,
  body: (text: string, other: string) => FeelValue,
): [string, FeelFunction] {
  return builtin(
    name,
    signature([textParameter('string'), textParameter(second)], ([text, other]) =>
      body(text, other),
    ),
  );
}

function substring(text: string, start: number, length: number | undefined, site: Site): FeelValue {
  const points = Array.from(text);
  site.run.spend(points.length >> 4);
  const from = start < 0 ? points.length + start : start - 1;
  if (start === 0 || from < 0 || from >= points.length) {
    return site.run.report('out-of-range', `the text has no position ${start}`, site.at);
  }
  if (length !== undefined && length < 0) {
    return site.run.report('out-of-range', 'a length is not below zero', site.at);
  }
  return points.slice(from, length === undefined ? undefined : from + length).join('');
}

/** Surrogates that stand alone count as well. */
function codePointCount(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.codePointAt(at)! > 0xffff) at++;
    count++;
  }
  return count;
}

function joined(list: FeelList, delimiter: string, site: Site): FeelValue {
  const parts = list.filter((part) => part !== null);
  const texts = parts.filter((part) => typeof part === 'string');
  if (texts.length < parts.length) {
    return site.run.report('wrong-type', 'only strings are joined', site.at);
  }
  const length = texts.reduce((sum, part) => sum + part.length + delimiter.length, 0);
  site.run.spend(list.length + (length >> 6));
  return length > site.run.limits.textLength * 2
    ? site.run.report('out-of-range', 'the joined text would be too long', site.at)
    : site.run.text(texts.join(delimiter));
}

/** Runs something with a pattern; a wrong pattern or flag is reported. */
function withPattern(
  pattern: string,
  flags: string | null | undefined,
  site: Site,
  body: (compiled: Pattern) => FeelValue,
): FeelValue {
  const compiled = compilePattern(pattern, flags ?? '');
  return 'fault' in compiled
    ? site.run.report('bad-text', compiled.fault, site.at)
    : body(compiled);
}

const pattern = [textParameter('input'), textParameter('pattern')] as const;

/** Functions of texts by name. */
export const textBuiltins: readonly [string, FeelFunction][] = [
  builtin(
    'substring',
    signature(
      [
        textParameter('string'),
        wholeParameter('start position'),
        optional(numberParameter('length')),
      ],
      ([text, start, length], site) =>
        substring(text, start, length === undefined ? undefined : integerOf(length), site),
    ),
  ),
  builtin(
    'string length',
    signature([textParameter('string')], ([text]) => codePointCount(text)),
  ),
  builtin(
    'upper case',
    signature([textParameter('string')], ([text], { run }) => run.text(text.toUpperCase())),
  ),
  builtin(
    'lower case',
    signature([textParameter('string')], ([text], { run }) => run.text(text.toLowerCase())),
  ),
  twoTexts('substring before', 'match', (text, match) =>
    text.includes(match) ? text.slice(0, text.indexOf(match)) : '',
  ),
  twoTexts('substring after', 'match', (text, match) =>
    text.includes(match) ? text.slice(text.indexOf(match) + match.length) : '',
  ),
  twoTexts('contains', 'match', (text, match) => text.includes(match)),
  twoTexts('starts with', 'match', (text, match) => text.startsWith(match)),
  twoTexts('ends with', 'match', (text, match) => text.endsWith(match)),
  builtin(
    'replace',
    signature(
      [...pattern, textParameter('replacement'), nullable(textParameter('flags'))],
      ([text, written, replacement, flags], site) =>
        withPattern(written, flags, site, (compiled) =>
          replaceMatches(text, compiled, replacement, site.run),
        ),
    ),
  ),
  builtin(
    'matches',
    signature([...pattern, nullable(textParameter('flags'))], ([text, written, flags], site) =>
      withPattern(written, flags, site, (compiled) => matchesPattern(text, compiled, site.run)),
    ),
  ),
  builtin(
    'split',
    signature([textParameter('string'), textParameter('delimiter')], ([text, delimiter], site) =>
      withPattern(delimiter, '', site, (compiled) => splitText(text, compiled, site.run)),
    ),
  ),
  builtin(
    'string join',
    signature(
      [listParameter('list'), nullable(textParameter('delimiter'))],
      ([list, delimiter], site) => joined(list, delimiter ?? '', site),
    ),
  ),
];
