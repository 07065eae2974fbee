/**
 * MDX beside queries: the same cells, and the words of the standard.
 */
import { calendar, cubeOf, distinct, levels, rows, sum } from '@kontor/olap';
import { mdx, type MdxResult } from '@kontor/olap/mdx';
import { describe, expect, test } from 'vitest';

interface Sale {
  readonly day: string;
  readonly family: string;
  readonly product: string;
  readonly shop: string;
  readonly who: string;
  readonly units: number;
}

const SALES: readonly Sale[] = [
  { day: '2025-12-30', family: 'Food', product: 'Bread', shop: 'A', who: 'p', units: 4 },
  { day: '2026-01-05', family: 'Food', product: 'Bread', shop: 'A', who: 'p', units: 10 },
  { day: '2026-01-20', family: 'Drink', product: 'Juice', shop: 'B', who: 'p', units: 3 },
  { day: '2026-02-11', family: 'Food', product: 'Eggs', shop: 'B', who: 'q', units: 6 },
  { day: '2026-03-01', family: 'Drink', product: 'Milk', shop: 'A', who: 'r', units: 8 },
  { day: '2026-05-09', family: 'Food', product: 'Bread', shop: 'B', who: 'q', units: 2 },
];

const sales = cubeOf<Sale>()({
  dimensions: {
    time: calendar((row) => row.day, ['year', 'quarter', 'month']),
    product: levels({ family: (row) => row.family, name: (row) => row.product }),
    shop: levels({ shop: (row) => row.shop }),
  },
  measures: { units: sum((row) => row.units), facts: rows(), people: distinct((row) => row.who) },
});
sales.add(SALES);

/** Captions of the rows with their cells, `-` where nothing is. */
function table(result: MdxResult): string[] {
  const [columns, down = [[]]] = result.axes;
  return down.map((tuple, row) => {
    const cells = columns!.map((_, column) => {
      const value = result.axes.length === 1 ? result.cell(column) : result.cell(column, row);
      return value === null ? '-' : typeof value === 'object' ? value.toFixed() : String(value);
    });
    return [...tuple.map(({ caption }) => caption), ...cells].join(' ');
  });
}

const ask = (text: string): string[] => table(mdx(sales, text));
const on = (set: string, slicer = ''): string =>
  `SELECT {[Measures].[units]} ON COLUMNS, ${set} ON ROWS FROM sales ${slicer}`;

describe('sets', () => {
  test('members, children, descendants', () => {
    expect(ask(on('[product].[family].Members'))).toEqual(['Drink 11', 'Food 22']);
    expect(ask(on('[product].[Food].Children'))).toEqual(['Bread 16', 'Eggs 6']);
    expect(ask(on('Descendants([product].[Drink])'))).toEqual(['Drink 11', 'Juice 3', 'Milk 8']);
    expect(
      ask(
        on(
          '{[time].[2026-01] : [time].[2026].[2026-Q1].[2026-03]}'.replace(
            '[time].[2026-01]',
            '[time].[2026].[2026-Q1].[2026-01]',
          ),
        ),
      ),
    ).toEqual(['2026-01 13', '2026-02 6', '2026-03 8']);
  });

  test('cross join, non empty, filter, order, top', () => {
    const cross = 'CrossJoin([shop].[shop].Members, [product].[family].Members)';
    expect(ask(on(cross, 'WHERE [time].[2026].[2026-Q2]'))).toEqual([
      'A Drink -',
      'A Food -',
      'B Drink -',
      'B Food 2',
    ]);
    expect(ask(on(`NON EMPTY ${cross}`, 'WHERE [time].[2026].[2026-Q2]'))).toEqual(['B Food 2']);
    expect(ask(on('Filter([product].[name].Members, [Measures].[units] > 5)'))).toEqual([
      'Milk 8',
      'Bread 16',
      'Eggs 6',
    ]);
    expect(ask(on('Order([product].[name].Members, [Measures].[units], BDESC)'))).toEqual([
      'Bread 16',
      'Milk 8',
      'Eggs 6',
      'Juice 3',
    ]);
    expect(ask(on('TopCount([product].[name].Members, 2, [Measures].[units])'))).toEqual([
      'Bread 16',
      'Milk 8',
    ]);
  });

  test('a hierarchical order keeps children under their parents', () => {
    const set = `{[product].[Food].[Eggs], [product].[All], [product].[Drink], [product].[Food],
      [product].[Drink].[Milk]}`;
    expect(ask(on(`Order(${set}, [Measures].[units], DESC)`))).toEqual([
      'All product 33',
      'Food 22',
      'Eggs 6',
      'Drink 11',
      'Milk 8',
    ]);
  });

  test('union, except, head, tail, generate, drill down', () => {
    const members = '[product].[family].Members';
    expect(ask(on(`Except(${members}, {[product].[Food]})`))).toEqual(['Drink 11']);
    expect(ask(on(`Union(${members}, Tail(${members}))`))).toEqual(['Drink 11', 'Food 22']);
    expect(ask(on(`Generate(${members}, Head([product].CurrentMember.Children))`))).toEqual([
      'Juice 3',
      'Bread 16',
    ]);
    expect(ask(on('DrilldownLevel({[product].[Food]})'))).toEqual([
      'Food 22',
      'Bread 16',
      'Eggs 6',
    ]);
  });
});

describe('members that are computed', () => {
  const Q = '[time].[2026]';
  test('shares, differences and growth are computed where they stand', () => {
    const text = `
      WITH MEMBER [Measures].[share] AS [Measures].[units] / ([Measures].[units], [product].Parent)
           MEMBER [Measures].[more] AS [Measures].[units] - ([Measures].[units], [shop].[A])
      SELECT {[Measures].[units], [Measures].[share], [Measures].[more]} ON COLUMNS,
             [product].[Food].Children ON ROWS FROM sales`;
    expect(ask(text)).toEqual([
      'Bread 16 0.7272727272727272727272727272727272727273 2',
      'Eggs 6 0.2727272727272727272727272727272727272727 6',
    ]);
  });

  test('the higher solve order goes first where two meet', () => {
    const text = (a: number, b: number): string => `
      WITH MEMBER [Measures].[ratio] AS '[Measures].[units] / [Measures].[facts]', SOLVE_ORDER = ${a}
           MEMBER [shop].[both] AS '[shop].[A] + [shop].[B]', SOLVE_ORDER = ${b}
      SELECT {[Measures].[ratio]} ON COLUMNS, {[shop].[both]} ON ROWS FROM sales`;
    // The ratio last: 33 ÷ 6; the sum last: 22 ÷ 3 + 11 ÷ 3.
    expect(ask(text(2, 1))).toEqual(['both 5.5']);
    expect(ask(text(1, 2))[0]).toMatch(/^both 11(\.0+\d?)?$/);
  });

  test('to date, earlier periods, edges of periods', () => {
    const text = `
      WITH MEMBER [Measures].[ytd] AS Sum(YTD([time].CurrentMember), [Measures].[units])
           MEMBER [Measures].[before] AS ([Measures].[units], [time].PrevMember)
           MEMBER [Measures].[last year] AS
             ([Measures].[units], ParallelPeriod([time].[year], 1, [time].CurrentMember))
      SELECT {[Measures].[units], [Measures].[ytd], [Measures].[before], [Measures].[last year]}
        ON COLUMNS, ${Q}.Children ON ROWS FROM sales`;
    expect(ask(text)).toEqual([
      '2026-Q1 27 27 4 -',
      '2026-Q2 2 29 27 -',
      '2026-Q3 - 29 2 -',
      '2026-Q4 - 29 - 4',
    ]);
    const edges = on(`{ClosingPeriod([time].[month], ${Q}), OpeningPeriod([time].[month], ${Q})}`);
    expect(ask(edges)).toEqual(['2026-12 -', '2026-01 13']);
  });

  test('aggregates merge states, so nobody is counted twice', () => {
    const text = `
      WITH MEMBER [shop].[all shops] AS Aggregate([shop].[shop].Members)
           MEMBER [shop].[summed] AS Sum([shop].[shop].Members)
      SELECT {[Measures].[people]} ON COLUMNS, {[shop].[all shops], [shop].[summed]} ON ROWS
      FROM sales`;
    expect(ask(text)).toEqual(['all shops 3', 'summed 4']);
  });

  test('conditions: what is empty counts 0 in a sum and stays empty in a product', () => {
    const text = `
      WITH MEMBER [Measures].[a] AS NULLS + 1 SELECT {[Measures].[a]} ON COLUMNS FROM sales`;
    expect(() => ask(text)).toThrow(/no dimension 'NULLS'/);
    const empty = '([Measures].[units], [time].[2026].[2026-Q3])';
    const of = (value: string): string[] =>
      ask(`WITH MEMBER [Measures].[a] AS ${value} SELECT {[Measures].[a]} ON COLUMNS FROM sales`);
    expect([of(`${empty} + 1`), of(`${empty} * 1`), of(`IIF(IsEmpty(${empty}), 7, 8)`)]).toEqual([
      ['1'],
      ['-'],
      ['7'],
    ]);
    expect(of(`CASE WHEN 1 > 2 THEN 3 ELSE CoalesceEmpty(${empty}, 5) END`)).toEqual(['5']);
  });
});

describe('slicers', () => {
  test('members of a slicer that overlap count once, with All in it there is none', () => {
    const set = '{[product].[Food], [product].[Food].[Bread], [product].[Drink].[Milk]}';
    expect(ask(`SELECT {[Measures].[units]} ON COLUMNS FROM sales WHERE ${set}`)).toEqual(['30']);
    const all = '{[product].[Food], [product].[All]}';
    expect(ask(`SELECT {[Measures].[units]} ON COLUMNS FROM sales WHERE ${all}`)).toEqual(['33']);
  });

  test('a tuple of a slicer is where everything stands', () => {
    const text = `SELECT {[Measures].[people]} ON COLUMNS FROM sales
      WHERE ([time].[2026], [product].[Food])`;
    expect(ask(text)).toEqual(['2']);
  });
});

describe('faults', () => {
  test.each([
    [
      'SELECT {[Measures].[unit]} ON COLUMNS FROM sales',
      /no measure 'unit'\. Is 'units' meant\? \(line 1, column 9\)/,
    ],
    ['SELECT [product].[Foot] ON COLUMNS FROM sales', /no member 'Foot' here\. Is 'Food' meant\?/],
    ['SELECT [produce].Members ON COLUMNS FROM sales', /Is 'product' meant\?/],
    ['SELECT Crossjoint({}, {}) ON COLUMNS FROM sales', /no function 'crossjoint'/],
    ['SELECT {} ON COLUMNS FROM sales WHERE (', /ends too early \(line 1, column 40\)/],
    ['SELECT {} ON COLUMNS\nFROM sales ;', /';' begins no word \(line 2, column 12\)/],
    ['SELECT {} ON ROWS FROM sales', /axis 0 is missing/],
  ])('%s', (text, message) => {
    expect(() => mdx(sales, text)).toThrow(message);
  });
});
