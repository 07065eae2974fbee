/**
 * Patterns of XPath, where they agree with JavaScript's and where they don't.
 */
import { fc, test as propertyTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { compilePattern, matchesPattern, replaceMatches } from '../../src/feel/pattern.ts';
import { FEEL_LIMITS, Run } from '../../src/feel/run.ts';

const freshRun = (): Run => new Run(() => undefined, undefined, FEEL_LIMITS);

function matches(text: string, pattern: string, flags = ''): boolean | string {
  const compiled = compilePattern(pattern, flags);
  return 'fault' in compiled ? compiled.fault : matchesPattern(text, compiled, freshRun());
}

/** Patterns that mean the same in both languages. */
const pattern = fc.letrec<{ whole: string; part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('a', 'b', '[ab]', '[^a]', '.', '\\d', '^', '$'),
    tie('whole').map((inner) => `(${inner})`),
    tie('whole').map((inner) => `(?:${inner})`),
    fc
      .tuple(
        fc.constantFrom('a', 'b', '[bc]', '(?:ab)', '(a|b)'),
        fc.constantFrom('*', '+', '?', '{1,2}', '*?', '+?', '??'),
      )
      .map((both) => both.join('')),
  ),
  whole: fc.oneof(
    { maxDepth: 4 },
    fc.array(tie('part'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
    fc.tuple(tie('part'), tie('part')).map((both) => both.join('|')),
  ),
})).whole;

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '1'), { maxLength: 8 })
  .map((signs) => signs.join(''));

describe('patterns', () => {
  propertyTest.prop([pattern, text])(
    "property: they match and replace as JavaScript's do, where both know the pattern",
    (written, input) => {
      const theirs = new RegExp(written, 'gu');
      expect(matches(input, written)).toBe(new RegExp(written, 'u').test(input));
      const compiled = compilePattern(written, '');
      if ('fault' in compiled) throw new Error(compiled.fault);
      expect(replaceMatches(input, compiled, '<$0>', freshRun())).toBe(
        input.replaceAll(theirs, '<$&>'),
      );
    },
  );

  propertyTest.prop([fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })])(
    'property: with the flag q, a pattern is the text that it contains',
    (input, part) => {
      expect(matches(input, part, 'q')).toBe(input.includes(part));
    },
  );

  propertyTest.prop([fc.string({ maxLength: 20 })])(
    'property: any text is a pattern or has a fault that is said',
    (written) => {
      expect(['boolean', 'string']).toContain(typeof matches('abc', written));
    },
  );

  test.each([
    ['x', '[a-z-[aeiou]]', '', true],
    ['e', '[a-z-[aeiou]]', '', false],
    ['O', '[A-Z-[OI]]', 'i', false],
    ['aa', '(a)\\1', '', true],
    ['ab', '(a)\\1', '', false],
    ['a\nb', 'a.b', '', false],
    ['a\nb', 'a.b', 's', true],
    ['a\nb', '^b$', 'm', true],
    ['hello world', 'h e l l o [ ] world', 'x', true],
    ['é', '\\p{L}', '', true],
    ['α', '\\p{IsGreek}', '', true],
    ['🐎', '^.$', '', true],
    ['🐎🐎', '^🐎{2}$', '', true],
    ['a-b', '[a\\-b]+', '', true],
    ['K', '\u212A', 'i', true],
  ])('%j matches %j with flags %j: %j', (input, written, flags, expected) => {
    expect(matches(input, written, flags)).toBe(expected);
  });

  test.each([
    '(',
    ')',
    '[',
    '[]',
    'a{2,1}',
    'a**',
    '\\1',
    '(a)[\\1]',
    '\\q',
    '\\p{Nope}',
    '{',
    'a{9999}',
    '[z-a]',
  ])('%j is no pattern', (written) => {
    expect(typeof matches('a', written)).toBe('string');
  });
});
