/**
 * JUEL to FEEL.
 */
import { describe, expect, test } from 'vitest';
import { juelToFeel, templateToFeel } from '../../src/bpmn/juel.ts';

describe('juelToFeel', () => {
  test.each([
    ['amount > 1000', 'amount > 1000'],
    ['order.total >= 10.5', 'order.total >= 10.5'],
    ["status == 'open'", 'status = "open"'],
    ['a eq b and not c', 'a = b and not(c)'],
    ['a && (b || !c)', 'a and (b or not(c))'],
    ['a ne null', 'a != null'],
    ['a + b * 2 - -c', 'a + b * 2 - -c'],
    ['a % 2 == 0', 'modulo(a, 2) = 0'],
    ['10 div 2 mod 3', 'modulo(10 / 2, 3)'],
    ["a > 1 ? 'x' : 'y'", 'if a > 1 then "x" else "y"'],
    ['empty list', '(list = null or list = "" or list = [])'],
    ['a < b == c < d', '(a < b) = (c < d)'],
    ["'it\\'s'", '"it\'s"'],
    ['true', 'true'],
  ])('%s is %s', (juel, feel) => {
    expect(juelToFeel(juel)).toBe(feel);
  });

  test.each([
    'bean.method(x)',
    'list[0]',
    'a +',
    '(a',
    'a b',
    'a ? b',
    '',
    '#',
    `${'('.repeat(5000)}a`,
  ])('%s has no counterpart', (juel) => {
    expect(juelToFeel(juel)).toBeUndefined();
  });
});

describe('templateToFeel', () => {
  test.each([
    ['${ amount > 1 }', 'amount > 1'],
    ['#{amount}', 'amount'],
    ['Order ${order.id} of ${name}!', '"Order " + string(order.id) + " of " + string(name) + "!"'],
  ])('%s is %s', (text, feel) => {
    expect(templateToFeel(text)).toBe(feel);
  });
  test('a part without counterpart leaves none for the whole', () => {
    expect(templateToFeel('${a} ${b.c()}')).toBeUndefined();
  });
});
