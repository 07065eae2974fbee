/**
 * FEEL beside feelin: generated expressions, apart from what is known to differ there: fractions
 * (binary), values of two kinds in one operation (null here), and ranges that end before they
 * start, which hold nothing here.
 */
import { fc, test as propertyTest } from '@fast-check/vitest';
import { evaluate as feelin, unaryTest } from 'feelin';
import { describe, expect } from 'vitest';
import { evaluate } from './table.ts';

const VARIABLES = { n: 3, m: -2, yes: true, word: 'abc', list: [1, 2, 3], order: { total: 7 } };

const grown = fc.letrec<{ number: string; boolean: string; text: string; list: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('n', 'm', 'order.total', '1', '2', '10', '-4'),
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*'), tie('number'))
      .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    tie('list').map((list) => `count(${list})`),
    tie('text').map((text) => `string length(${text})`),
    fc
      .tuple(tie('boolean'), tie('number'), tie('number'))
      .map(([test, yes, no]) => `(if ${test} then ${yes} else ${no})`),
    fc.tuple(tie('number'), tie('number')).map(([a, b]) => `max(${a}, ${b})`),
  ),
  boolean: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('true', 'false', 'yes'),
    fc
      .tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '=', '!='), tie('number'))
      .map((parts) => parts.join(' ')),
    fc
      .tuple(tie('boolean'), fc.constantFrom('and', 'or'), tie('boolean'))
      .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    tie('boolean').map((test) => `not(${test})`),
    tie('number').map((x) => `(${x} in [-3..7))`),
    tie('number').map((x) => `(${x} between -3 and 7)`),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `contains(${a}, ${b})`),
    tie('list').map((list) => `(some x in ${list} satisfies x > 1)`),
    fc.tuple(tie('list'), tie('number')).map(([list, it]) => `list contains(${list}, ${it})`),
  ),
  text: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('word', '"x"', '"äö"', '""'),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} + ${b})`),
    tie('text').map((text) => `upper case(${text})`),
    tie('number').map((number) => `string(${number})`),
  ),
  list: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('list', '[]', '[3, 1]'),
    fc.array(tie('number'), { minLength: 2, maxLength: 3 }).map((them) => `[${them.join(', ')}]`),
    fc.tuple(tie('list'), tie('list')).map(([a, b]) => `concatenate(${a}, ${b})`),
    tie('list').map((list) => `(for x in ${list} return x * 2)`),
    tie('list').map((list) => `reverse(${list})`),
    tie('list').map((list) => `${list}[item > 1]`),
  ),
}));

const expression = fc.oneof(grown.number, grown.boolean, grown.text, grown.list);

describe('beside feelin', () => {
  propertyTest.prop([expression])(
    'property: expressions of one kind a place give the same',
    (text) => {
      const mine = evaluate(text, VARIABLES).value;
      const theirs = (feelin(text, VARIABLES) as { value: unknown }).value;
      // By way of JSON, for doubles have a zero below zero.
      expect(mine).toEqual(JSON.parse(JSON.stringify(theirs)));
    },
  );

  propertyTest.prop([
    fc.integer({ min: 0, max: 5 }),
    fc.integer({ min: 0, max: 5 }),
    fc.integer({ min: 0, max: 5 }),
  ])('property: cells of tables hold for the same inputs', (input, one, two) => {
    const [a, b] = [Math.min(one, two), Math.max(one, two)];
    for (const cell of [
      `< ${a}`,
      `${a}, ${b}`,
      `[${a}..${b}]`,
      `not(${a})`,
      `>= ${a}, ${b}`,
      '-',
    ]) {
      const mine = evaluate(cell, { '?': input }, 'unaryTests').value;
      const theirs = (unaryTest(cell, { '?': input }) as { value: unknown }).value;
      expect(mine, cell).toBe(theirs);
    }
  });
});
