/**
 * Explosion, indented and summarized: worked lists, chains of any depth, and what a plan needs.
 */
import {
  type BillRow,
  checkModel,
  explodeBill,
  MrpError,
  structurePath,
  summarizeBill,
} from '@kontor/mrp';
import { describe, expect, test } from 'vitest';
import { bicycle, bicycleWith } from './bicycle.ts';

/** A row as a list shows it, indented by its level. */
const shown = (row: BillRow): string =>
  `${'  '.repeat(row.level - 1)}${row.quantity.decimal} ${row.item}${row.phantom ? ' (phantom)' : ''}`;

describe('explodeBill', () => {
  test('lists what ten bikes take, level by level, with phantoms as rows', () => {
    const rows = explodeBill(bicycleWith(), 'bike', { quantity: '10' });
    expect(rows.map(shown)).toEqual([
      '10 frame',
      '20 wheel',
      // 20 good ones are 25 started: 25 × 36 × 1.05.
      '  945 spoke',
      '  25 rim',
      '    37.5 steel',
      '10 axle set (phantom)',
      '  20 axle',
      '  13 screw',
      '40 screw',
    ]);
  });

  test.each<['divide' | 'markUp', string, string, string]>([
    ['divide', '4000/19', '210.526315789474', '210.53'],
    ['markUp', '210', '210', '210'],
  ])('90 good at a yield of 0.9 start 100: scrap by %s', (scrapConvention, exact, decimal, up) => {
    const model = checkModel({
      locations: [{ id: 'works' }],
      items: ['P', 'C', 'F'].map((id) => ({ id, decimals: 2 })),
      boms: [
        {
          item: 'P',
          yield: '0.9',
          lines: [
            { component: 'C', quantityPer: '2', scrap: '0.05', scrapConvention },
            { component: 'F', quantityPer: '1', quantityFixed: '3' },
          ],
        },
      ],
    });
    const [c, f] = explodeBill(model, 'P', { quantity: '90' });
    expect(c).toMatchObject({
      level: 1,
      under: -1,
      item: 'C',
      location: 'works',
      quantity: { exact, decimal },
      scrap: '0.05',
      yield: { exact: '9/10', decimal: '0.9' },
    });
    expect(f).toMatchObject({
      quantityPer: { exact: '10/9' },
      quantityFixed: { exact: '3' },
      quantity: { exact: '103', decimal: '103' },
    });
    const rounded = explodeBill(model, 'P', { quantity: '90', roundUp: true });
    expect(rounded.map((row) => row.quantity)).toEqual([
      { exact, decimal: up },
      { exact: '103', decimal: '103' },
    ]);
  });

  test('goes so many levels deep, and a row knows what it stands under', () => {
    const model = bicycleWith();
    expect(explodeBill(model, 'bike', { levels: 1 }).map((row) => row.item)).toEqual([
      'frame',
      'wheel',
      'axle set',
      'screw',
    ]);
    const rows = explodeBill(model, 'bike');
    const steel = rows.findIndex((row) => row.item === 'steel');
    expect(structurePath(rows, steel).map((row) => row.item)).toEqual(['wheel', 'rim', 'steel']);
  });

  const dated = bicycleWith({
    locations: [{ id: 'plant' }, { id: 'mill' }],
    boms: [
      {
        item: 'wheel',
        revision: 'A',
        until: '2026-03-01',
        lines: [{ component: 'spoke', quantityPer: '36' }],
      },
      {
        item: 'wheel',
        revision: 'B',
        from: '2026-03-01',
        yield: [
          { until: '2026-04-01', yield: '0.5' },
          { from: '2026-04-01', yield: '0.8' },
        ],
        lines: [
          { component: 'spoke', quantityPer: '32', until: '2026-05-01' },
          { component: 'rim', quantityPer: '1', location: 'mill' },
        ],
      },
      {
        item: 'wheel',
        location: 'mill',
        alternate: 'cast',
        lines: [{ component: 'steel', quantityPer: '2' }],
      },
      { item: 'rim', location: 'mill', lines: [{ component: 'steel', quantityPer: '1.5' }] },
    ],
  });

  test.each<[string, object, string[]]>([
    ['the revision of the day', { on: '2026-02-28' }, ['36 spoke']],
    [
      'the yield of the day, and the site of a line',
      { on: '2026-03-01' },
      ['64 spoke', '2 rim', '  3 steel'],
    ],
    [
      'the next yield on its first day',
      { on: '2026-04-01' },
      ['40 spoke', '1.25 rim', '  1.875 steel'],
    ],
    ['what it comes to in the end', {}, ['1.25 rim', '  1.875 steel']],
    ["a site's own alternate", { location: 'mill', alternate: 'cast' }, ['2 steel']],
  ])('follows %s', (_rule, terms, expected) => {
    expect(explodeBill(dated, 'wheel', terms).map(shown)).toEqual(expected);
  });

  test('tells the time in which a row holds with all that it stands under', () => {
    const rows = explodeBill(dated, 'wheel', { on: '2026-04-15' });
    expect(rows.map(({ item, from, until }) => [item, from, until])).toEqual([
      ['spoke', '2026-04-01', '2026-05-01'],
      ['rim', '2026-04-01', undefined],
      ['steel', '2026-04-01', undefined],
    ]);
    expect(rows[0]).toMatchObject({ revision: 'B' });
    expect(rows[1]).toMatchObject({ location: 'mill' });
    expect(rows[0]).not.toHaveProperty('location');
  });

  test.each<[string, string, object]>([
    ['item', 'tandem', {}],
    ['location', 'bike', { location: 'shop' }],
    ['alternate', 'bike', { alternate: 'light' }],
    ['levels', 'bike', { levels: 0 }],
  ])('refuses an unknown or bad %s by its name', (path, item, terms) => {
    try {
      explodeBill(bicycleWith(), item, terms);
      expect.unreachable('it was taken');
    } catch (error) {
      expect(MrpError.is(error, 'MRP_BAD_FIGURE') && error.details.path).toBe(path);
    }
  });

  const circle = bicycleWith({
    boms: [...bicycle.boms!, { item: 'steel', lines: [{ component: 'wheel', quantityPer: '1' }] }],
  });

  test.each([
    ['explodeBill', explodeBill],
    ['summarizeBill', summarizeBill],
  ])('%s names a circle that no source follows yet', (_name, explode) => {
    try {
      explode(circle, 'bike');
      expect.unreachable('it went round');
    } catch (error) {
      const at = (item: string): string => `${item}@plant`;
      expect(MrpError.is(error, 'MRP_BOM_CYCLE') && error.details.path).toEqual(
        ['wheel', 'rim', 'steel', 'wheel'].map(at),
      );
    }
  });

  test('paths beyond counting are refused; their sum is told at once', { timeout: 60_000 }, () => {
    const ids = Array.from({ length: 40 }, (_, n) => `p${n}`);
    const model = checkModel({
      locations: [{ id: 'works' }],
      items: ids.map((id) => ({ id })),
      boms: ids.slice(1).map((component, n) => ({
        item: ids[n]!,
        lines: [
          { component, quantityPer: '1', offsetDays: 0 },
          { component, quantityPer: '1', offsetDays: 1 },
        ],
      })),
    });
    expect(() => explodeBill(model, 'p0')).toThrow('summarizeBill');
    expect(summarizeBill(model, 'p0').at(-1)!.quantity.exact).toBe(String(2 ** 39));
  });
});

describe('summarizeBill', () => {
  test('adds up what ten bikes take of each component', () => {
    const rows = summarizeBill(bicycleWith(), 'bike', { quantity: '10' });
    expect(rows.map((row) => [row.level, row.quantity.decimal, row.item, row.isLeaf])).toEqual([
      [1, '10', 'frame', true],
      [1, '20', 'wheel', false],
      [1, '10', 'axle set', false],
      [2, '53', 'screw', true],
      [2, '945', 'spoke', true],
      [2, '25', 'rim', false],
      [2, '20', 'axle', true],
      [3, '37.5', 'steel', true],
    ]);
  });
});
