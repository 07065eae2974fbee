/**
 * Lists by key that are filled one by one.
 */
import { expect, test } from 'vitest';
import { addTo } from '../src/lists-by-key.ts';

test('items stand under their keys in the order in which they came, keys as they first came', () => {
  const lists = new Map([['b', [0]]]);
  for (const [at, key] of ['b', 'a', 'b', 'c', 'a'].entries()) addTo(lists, key, at + 1);
  expect([...lists]).toEqual([
    ['b', [0, 1, 3]],
    ['a', [2, 5]],
    ['c', [4]],
  ]);
});

test('a list that is there is the one that grows', () => {
  const list = ['x'];
  addTo(new Map([[7, list]]), 7, 'y');
  expect(list).toEqual(['x', 'y']);
});
