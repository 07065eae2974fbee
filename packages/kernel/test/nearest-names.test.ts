import { nearestNames } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';

const COLUMNS = ['item', 'location', 'quantity', 'due'];

describe('nearestNames', () => {
  test.each([
    ['quantty', ['quantity']],
    ['Quantity ', ['quantity']],
    ['itm', ['item']],
    ['loaction', ['location']],
    ['colour', []],
    ['x', []],
  ])('%j within a third of its letters means %j', (written, meant) => {
    expect(nearestNames(written, COLUMNS, { count: 1, part: 1 / 3 })).toEqual(meant);
  });

  test('the nearest comes first, each name once, and no more than are asked for', () => {
    const names = ['revenues', 'revenue', 'revenue', 'average', 'ravine', 'units'];
    expect(nearestNames('revenu', names)).toEqual(['revenue', 'revenues', 'ravine']);
    expect(nearestNames('revenu', names, { count: 1 })).toEqual(['revenue']);
  });

  test('a name after a dot counts for the whole', () => {
    expect(nearestNames('Region', ['shop.region', 'shop.city'])).toEqual(['shop.region']);
  });

  test('a name all of whose letters would have to go is none', () => {
    expect(nearestNames('zz', ['ab', 'za'])).toEqual(['za']);
  });

  test('however far, where that is asked for', () => {
    expect(nearestNames('toString', COLUMNS, { part: Infinity })).toEqual([
      'location',
      'item',
      'quantity',
    ]);
  });

  test('long names are compared by their beginnings', () => {
    const long = 'a'.repeat(10_000);
    expect(nearestNames(`${long}b`, [`${long}c`])).toEqual([`${long}c`]);
  });
});
