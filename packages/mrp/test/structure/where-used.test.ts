/**
 * Where-used: worked lists, sites and times, and a chain of any depth.
 */
import { checkModel, MrpError, structurePath, whereUsed, type WhereUsedRow } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';
import { bicycle, bicycleWith } from './bicycle.ts';

const shown = (row: WhereUsedRow): string => {
  const site = row.location === undefined ? '' : `@${row.location}`;
  const once = row.totalFixed.exact === '0' ? '' : ` + ${row.totalFixed.exact}`;
  return `${'  '.repeat(row.level - 1)}${row.totalPer.exact}${once} per ${row.item}${site}`;
};

describe('whereUsed', () => {
  test('climbs from a screw, through a phantom as a level of its own', () => {
    const rows = whereUsed(bicycleWith(), 'screw');
    expect(rows.map(shown)).toEqual(['4 per bike', '1 + 3 per axle set', '  1 + 3 per bike']);
    expect(rows.map((row) => [row.phantom, row.isTop])).toEqual([
      [false, true],
      [true, false],
      [false, true],
    ]);
  });

  test('multiplies quantity, scrap and yield along the path', () => {
    const rows = whereUsed(bicycleWith(), 'steel');
    // 1.5 kg a rim; a rim for 0.8 good wheels: 1.875; two wheels: 3.75.
    expect(rows.map(shown)).toEqual(['3/2 per rim', '  15/8 per wheel', '    15/4 per bike']);
    expect(rows[1]).toMatchObject({ quantityPer: { exact: '5/4', decimal: '1.25' } });
    expect(structurePath(rows, 2).map((row) => row.item)).toEqual(['rim', 'wheel', 'bike']);
  });

  test('one level only still knows whether there is more above', () => {
    const rows = whereUsed(bicycleWith(), 'rim', { levels: 1 });
    expect(rows.map(({ item, isTop }) => [item, isTop])).toEqual([['wheel', false]]);
  });

  const sites = checkModel({
    locations: ['plant', 'mill', 'shop'].map((id) => ({ id })),
    items: ['desk', 'top', 'board', 'glue'].map((id) => ({ id })),
    boms: [
      { item: 'desk', lines: [{ component: 'top', quantityPer: '1', location: 'mill' }] },
      { item: 'desk', location: 'shop', lines: [{ component: 'top', quantityPer: '2' }] },
      { item: 'top', lines: [{ component: 'board', quantityPer: '3' }] },
      {
        item: 'top',
        location: 'mill',
        lines: [
          { component: 'board', quantityPer: '4' },
          { component: 'glue', quantityPer: '1' },
        ],
      },
    ],
  });

  test.each<[string, string | undefined, string[]]>([
    [
      'at every site, each bill as it is written',
      undefined,
      // The general top is not the one that is taken at the mill, which has its own.
      ['3 per top', '  6 per desk@shop', '4 per top@mill', '  4 per desk'],
    ],
    ["at the mill by the mill's own bill", 'mill', ['4 per top@mill', '  4 per desk']],
    ['at the shop by the general bill', 'shop', ['3 per top@shop', '  6 per desk@shop']],
    ['at the plant, where no desk takes tops', 'plant', ['3 per top@plant']],
  ])('board is used %s', (_rule, location, expected) => {
    expect(whereUsed(sites, 'board', { location }).map(shown)).toEqual(expected);
  });

  const dated = bicycleWith({
    boms: [
      {
        item: 'wheel',
        revision: 'A',
        until: '2026-03-01',
        lines: [{ component: 'rim', quantityPer: '1' }],
      },
      {
        item: 'wheel',
        revision: 'B',
        from: '2026-03-01',
        yield: [
          { until: '2026-05-01', yield: '0.5' },
          { from: '2026-05-01', yield: '0.8' },
        ],
        lines: [{ component: 'rim', quantityPer: '1', until: '2026-08-01' }],
      },
      {
        item: 'bike',
        from: '2026-04-01',
        lines: [{ component: 'wheel', quantityPer: '2', until: '2026-06-01' }],
      },
      { item: 'bike', alternate: 'cargo', lines: [{ component: 'wheel', quantityPer: '3' }] },
    ],
  });

  test('without a day: at all times, each row in the time of its whole path', () => {
    const rows = whereUsed(dated, 'rim');
    expect(rows.map((row) => `${shown(row)} ${row.from ?? ''}…${row.until ?? ''}`)).toEqual([
      '1 per wheel …2026-03-01',
      '2 per wheel 2026-03-01…2026-05-01',
      '  4 per bike 2026-04-01…2026-05-01',
      '5/4 per wheel 2026-05-01…2026-08-01',
      '  5/2 per bike 2026-05-01…2026-06-01',
    ]);
    expect(rows[0]).toMatchObject({ revision: 'A', isTop: true });
  });

  test.each<[string, string[]]>([
    ['2026-02-28', ['1 per wheel']],
    ['2026-03-01', ['2 per wheel']],
    ['2026-05-31', ['5/4 per wheel', '  5/2 per bike']],
    ['2026-06-01', ['5/4 per wheel']],
    ['2026-08-01', []],
  ])('on %s', (on, expected) => {
    expect(whereUsed(dated, 'rim', { on }).map(shown)).toEqual(expected);
  });

  test('alternates count when they are asked for', () => {
    const rows = whereUsed(dated, 'rim', { on: '2026-02-28', alternates: true });
    expect(rows.map(shown)).toEqual(['1 per wheel', '  3 per bike']);
    expect(rows[1]).toMatchObject({ alternate: 'cargo' });
  });

  test('a circle that no source follows yet is named in the order of need', () => {
    const circle = bicycleWith({
      boms: [
        ...bicycle.boms!,
        { item: 'steel', lines: [{ component: 'wheel', quantityPer: '1' }] },
      ],
    });
    try {
      whereUsed(circle, 'rim');
      expect.unreachable('it went round');
    } catch (error) {
      expect(MrpError.is(error, 'MRP_BOM_CYCLE') && error.details.path).toEqual([
        'rim',
        'steel',
        'wheel',
        'rim',
      ]);
    }
  });

  test('a general bill that a site has its own in place of makes no circle', () => {
    const model = checkModel({
      locations: [{ id: 'plant' }, { id: 'mill' }],
      items: [{ id: 'X' }, { id: 'Y' }, { id: 'Z' }],
      boms: [
        { item: 'X', lines: [{ component: 'Y', quantityPer: '1', location: 'mill' }] },
        { item: 'Y', lines: [{ component: 'X', quantityPer: '1', location: 'plant' }] },
        { item: 'Y', location: 'mill', lines: [{ component: 'Z', quantityPer: '1' }] },
      ],
    });
    expect(whereUsed(model, 'X').map(shown)).toEqual(['1 per Y']);
  });
});
