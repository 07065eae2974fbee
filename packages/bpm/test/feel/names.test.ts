/**
 * Names: which ones an expression reads, and how they are found.
 */
import { describe, expect, test } from 'vitest';
import { isIssue, type NameScope } from '../../src/expression.ts';
import { feel } from '../../src/feel/language.ts';

function read(text: string, scope?: NameScope): NonNullable<ReturnType<typeof compiled>> {
  return compiled(text, scope);
}

function compiled(text: string, scope?: NameScope) {
  const result = feel.compile(text, 'expression', scope);
  if (isIssue(result)) throw new Error(result.issue.message);
  return result;
}

describe('the names an expression reads', () => {
  test.each([
    ['a + b * a', ['a', 'b']],
    ['order.total > limit', ['order', 'limit']],
    ['for i in list return i + rate', ['list', 'rate']],
    ['{a: 1, b: a + c}', ['c']],
    ['(function(x) x + y)(z)', ['y', 'z']],
    ['string length(name)', ['name']],
    ['sort(list, function(a, b) a < b)', ['list']],
    ['some x in xs satisfies x = first name', ['xs', 'first name']],
    ['orders[count(lines) > 1]', ['orders', 'lines']],
    ['if a then b else c', ['a', 'b', 'c']],
    ['x in (1, y)', ['x', 'y']],
    ['1 + 2', []],
  ])('%s reads %j', (text, names) => {
    expect(read(text).reads).toEqual(names);
  });

  test('only those are asked for', () => {
    const asked: string[] = [];
    read('if a then b else c').evaluate((name) => {
      asked.push(name);
      return true;
    });
    expect(asked).toEqual(['a', 'b']);
  });
});

describe('declared names', () => {
  test('may hold signs: the longest known name wins', () => {
    const scope = { 'pre-tax total': true, pre: true } as const;
    const { reads, evaluate } = read('pre-tax total * 2', scope);
    expect(reads).toEqual(['pre-tax total']);
    expect(evaluate((name) => (name === 'pre-tax total' ? 21 : undefined)).value).toBe(42);
  });

  test('without a declaration, a sign is an operator', () => {
    const { reads, evaluate } = read('pre-tax');
    expect(reads).toEqual(['pre', 'tax']);
    expect(evaluate((name) => (name === 'pre' ? 5 : 3)).value).toBe(2);
  });

  test('members may be declared as well', () => {
    const scope = { order: { 'pre-tax': true } } as const;
    const { evaluate } = read('order.pre-tax + 1', scope);
    expect(evaluate(() => ({ 'pre-tax': 1 })).value).toBe(2);
  });

  test('hide a built-in function of the name', () => {
    const { reads } = read('sum(1)', { sum: true });
    expect(reads).toEqual(['sum']);
  });
});

describe('words of the grammar', () => {
  const words = ['range', 'list', 'context', 'date', 'time', 'duration', 'days', 'years', 'item'];

  test.each(words)("'%s' is also a variable, and a member", (word) => {
    const { reads, evaluate } = read(`${word} < 5 and order.${word} < 5`);
    expect(reads).toEqual([word, 'order']);
    expect(evaluate((name) => (name === 'order' ? { [word]: 1 } : 1)).value).toBe(true);
  });
});

describe('scopes', () => {
  test('an inner name hides an outer one, and a member of an item both', () => {
    const { evaluate } = read('for x in [1] return [{x: 2}, {y: x}][x = 2 or y = 1].x');
    expect(evaluate(() => 9).value).toEqual([[2, null]]);
  });

  test('a function keeps the names of where it was defined', () => {
    const { evaluate } = read('{a: 1, f: function(b) a + b, g: {a: 10, r: f(5)}}.g.r');
    expect(evaluate(() => undefined).value).toBe(6);
  });
});
