/**
 * Expressions that mean harm: to hang, to grow, to reach the host. They end, with null and a
 * reason.
 */
import { fc, test as propertyTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { isIssue } from '../../src/expression.ts';
import { feel, feelLanguage } from '../../src/feel/language.ts';
import { evaluate } from './table.ts';

describe('an evaluation is given up', () => {
  test.each([
    ['a loop without end', 'for i in 1..1000000000000 return i'],
    ['loops within loops', 'for i in 1..99999, j in 1..99999 return 0'],
    ['a search without end', 'some i in 1..1000000000000 satisfies i < 0'],
    [
      'a text that doubles',
      'for i in 1..99 return if i = 1 then "aaaa" else partial[-1]+partial[-1]',
    ],
    ['a list that doubles', 'for i in 1..99 return concatenate(partial, partial)'],
    ['a tree that doubles', 'for i in 1..99 return [partial[-1], partial[-1]]'],
    [
      'a tree that is compared',
      'for i in 1..99 return {a: partial, b: [partial, partial] = partial}',
    ],
    ['a list within itself', 'for i in 1..20000 return [partial[-1]]'],
    ['a function that feeds itself', '{f: function(g, n) g(g, n), r: f(f, 1)}.r'],
    ['a pattern without end', 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "^(a+)+$")'],
    ['a pattern of choices', 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "^(a|aa)*$")'],
    ['values that are all compared', 'distinct values(for i in 1..99999 return [i])'],
    [
      'a long text that is measured again and again',
      'for i in 1..99999 return string length(long)',
    ],
    ['long texts that are compared', 'for i in 1..99999 return long < long + "a"'],
    ['a text that is joined', 'string join(for i in 1..99999 return "0123456789012345", "")'],
  ])('%s', (_, text) => {
    const { value, diagnostics } = evaluate(text, { long: 'a'.repeat(999_999) });
    expect(value).toBeNull();
    expect(diagnostics.map(({ code }) => code)).toContain('limit');
  });

  test('by limits of your own', () => {
    const read = feelLanguage({ steps: 100 }).compile('for i in 1..101 return i');
    if (isIssue(read)) throw new Error(read.issue.message);
    expect(read.evaluate(() => undefined).diagnostics[0]?.message).toContain('100 steps');
  });

  test('only this once: the next evaluation has its own budget', () => {
    const read = feelLanguage({ steps: 100 }).compile('for i in 1..n return i');
    if (isIssue(read)) throw new Error(read.issue.message);
    expect(read.evaluate(() => 1000).value).toBeNull();
    expect(read.evaluate(() => 2).value).toEqual([1, 2]);
  });

  test('numbers, durations and dates past their range are null', () => {
    expect(evaluate('9 ** (9 ** 9)').diagnostics[0]?.code).toBe('out-of-range');
    expect(evaluate('exp(1e9)').diagnostics[0]?.code).toBe('out-of-range');
    expect(evaluate('@"P1D" * 1e300').diagnostics[0]?.code).toBe('out-of-range');
    expect(evaluate('@"2026-01-01" + @"P999999999999Y"').diagnostics[0]?.code).toBe('out-of-range');
  });
});

describe('a text is refused', () => {
  test.each([
    ['brackets', '('.repeat(500) + '1' + ')'.repeat(500)],
    ['contexts', '{a:'.repeat(3000)],
    ['conditions', `${'if a then b else '.repeat(400)}c`],
    ['length', `[${'1,'.repeat(6000)}1]`],
  ])('for its %s', (_, text) => {
    const read = feel.compile(text);
    expect(isIssue(read) && read.issue.code).toBe('BPM_EXPRESSION_TOO_LARGE');
  });

  test('brackets in texts, comments and half-open ranges do not count', () => {
    const ranges = `${'x in [1..2[ or '.repeat(80)}y`;
    expect(isIssue(feel.compile(ranges))).toBe(false);
    expect(isIssue(feel.compile(`"${'('.repeat(500)}" /* ${'['.repeat(500)} */`))).toBe(false);
  });

  test.each([
    '',
    '1 +',
    '1 2',
    '[1, 2',
    'if a then b',
    '"open',
    'a..b',
    'x instance of',
    '}',
    '\\',
  ])('when it is no expression: %j', (text) => {
    const read = feel.compile(text);
    expect(isIssue(read) && read.issue.code).toBe('BPM_EXPRESSION_SYNTAX');
  });

  test('with the place of the first fault', () => {
    const read = feel.compile('1 + + )');
    expect(isIssue(read) && read.issue).toMatchObject({ at: 6 });
  });
});

/** Pieces of expressions, which make some when they are put together at random. */
const PIECES = (
  'a|b c|1|2.5|"t"|@"P1D"|@"2026-01-01"|true|null|?|item|+|-|*|/|**|=|<|>=|and|or|in|between|.|..|' +
  ',|:|(|)|[|]|{|}|if|then|else|for|return|some|satisfies|instance of|list<number>|function(x)|' +
  'sum(|date(|not(|[1..3]|(< 5)'
).split('|');

describe('nothing is thrown', () => {
  propertyTest.prop([fc.array(fc.constantFrom(...PIECES), { maxLength: 8 })], {
    numRuns: process.env['KONTOR_FULL'] === '1' ? 500 : 150,
  })('property: any text is an expression with a value, or an issue', (pieces) => {
    const read = feel.compile(pieces.join(' '));
    if (!isIssue(read)) expect(read.evaluate(() => 1).value).not.toBeUndefined();
  });

  propertyTest.prop([fc.string()])('property: so is any text at all', (text) => {
    const read = feel.compile(text);
    if (!isIssue(read)) expect(read.evaluate(() => 1).value).not.toBeUndefined();
  });
});

describe('the host is out of reach', () => {
  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'length'])(
    "no value has a '%s' that it was not given",
    (name) => {
      const variables = { object: { a: 1 }, list: [1], text: 'a' };
      for (const source of ['object', 'list', 'text', '1', '@"P1D"', '{a: 1}', '[1..2]', 'abs']) {
        const { value } = evaluate(`${source}.${name}`, variables);
        expect(value === null || JSON.stringify(value) === '[null]').toBe(true);
      }
    },
  );

  test('an entry of such a name is an entry, and changes nothing else', () => {
    const variables = { x: JSON.parse('{"__proto__": 5}') as unknown };
    expect(evaluate('x.__proto__', variables).value).toBe(5);
    const { value } = evaluate('{"__proto__": {polluted: true}}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('objects of classes, functions and symbols are no values', () => {
    const variables = { date: new Date(0), map: new Map(), run: () => 1, sign: Symbol('s') };
    for (const name of Object.keys(variables)) {
      expect(evaluate(name, variables).value).toBeNull();
    }
    expect(evaluate('run()', variables).value).toBeNull();
  });

  test('a variable that looks like a value of FEEL is JSON', () => {
    expect(evaluate('x', { x: { kind: 'date', day: 1 } }).value).toEqual({ kind: 'date', day: 1 });
  });
});
