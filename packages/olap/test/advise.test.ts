/**
 * Which aggregates are worth keeping.
 */
import { cubeOf, levels, sum } from '@kontor/olap';
import { describe, expect, test } from 'vitest';
import { chooseViews, expectedCells, type View } from '../src/advise.ts';

describe('chooseViews', () => {
  // Harinarayan, Rajaraman, Ullman 1996, figure 1: the lattice of parts (p), suppliers (s) and
  // customers (c) of TPC-D, sizes in millions of rows; psc is kept, all eight views are asked for.
  const sizes = { psc: 6, pc: 6, ps: 0.8, sc: 6, p: 0.2, s: 0.01, c: 0.1, none: 0.000001 };
  const lettersOf = (name: string): string => (name === 'none' ? '' : name);
  const views = Object.entries(sizes).map(([name, cells]): View => ({ name, cells }));
  const questions = views.map(({ name }) => ({
    weight: 1,
    isAnsweredBy: (view: View) =>
      lettersOf(name)
        .split('')
        .every((letter) => lettersOf(view.name).includes(letter)),
  }));

  test('takes the view that saves most, then what saves most beside it', () => {
    const chosen = chooseViews({ views, questions, rows: 6, cells: 100, count: 3 });
    expect(chosen.map(({ view, benefit }) => [view.name, Math.round(benefit * 1e6) / 1e6])).toEqual(
      [
        // ps answers ps, p, s and none: 4 × 5.2
        ['ps', 20.8],
        // c answers c (5.9 less) and none (0.8 − 0.1)
        ['c', 6.6],
        // s answers s (0.79) and none (0.1 − 0.01)
        ['s', 0.88],
      ],
    );
  });

  test('keeps to the cells that are given', () => {
    const chosen = chooseViews({ views, questions, rows: 6, cells: 0.35 });
    expect(chosen.map(({ view }) => view.name)).toEqual(['s', 'c', 'p', 'none']);
  });
});

test('cells of a grain are estimated from rows and possible cells', () => {
  expect([expectedCells(1000, 10), expectedCells(10, 1e9), expectedCells(1000, 1000)]).toEqual([
    10, 10, 632,
  ]);
});

test('a cube advises what its log of questions would gain from', () => {
  const cube = cubeOf<{ a: number; b: number; c: number }>()({
    dimensions: {
      a: levels({ a: (row) => row.a }),
      b: levels({ b: (row) => row.b }),
      c: levels({ c: (row) => row.c }),
    },
    measures: { rows: sum((row) => row.c) },
  });
  cube.add(Array.from({ length: 5000 }, (_, row) => ({ a: row % 10, b: row % 7, c: row % 1000 })));
  const log = [
    { by: ['a.a'], measures: ['rows'] },
    { by: ['b.b'], measures: ['rows'], where: { 'a.a': 3 } },
    { by: ['c.c'], measures: ['rows'] },
  ];
  const advice = cube.advise({ log, cells: 100 });
  expect(advice.map(({ by, cells }) => [by, cells])).toEqual([
    [['b.b', 'a.a'], 70],
    [['a.a'], 10],
  ]);
  cube.materialize(advice[0]!.by);
  const cells = cube.query({ by: ['b.b'], measures: ['rows'], where: { 'a.a': 3 } });
  expect(cells.explain()).toMatchObject({ answeredBy: ['cuboid b.b × a.a'], scanned: 70 });
});
