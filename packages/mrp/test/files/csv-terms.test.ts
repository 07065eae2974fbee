/**
 * Columns that become more than a field: lot rules, alternates and outputs of bills, choices.
 */
import { loadCsvFolder, readCsvFolder } from '@kontor/mrp/files';
import { describe, expect, test } from 'vitest';
import { faults, folderOf, smallFolder } from './folder-of.ts';

/** The lot rule of a source with the cells of these columns. */
async function lotSizing(columns: string, cells: string): Promise<unknown> {
  const sourcing = `item,location,kind,${columns}\nwheel,plant,buy,${cells}\n`;
  const folder = await folderOf({ ...smallFolder, 'sourcing.csv': sourcing });
  return (await readCsvFolder(folder)).model.sourcing![0]!.lotSizing;
}

describe('lot rules in sourcing.csv', () => {
  test.each([
    ['lotSizing', '', undefined],
    ['lotSizing', 'LotForLot', { rule: 'lotForLot' }],
    ['periodDays', '7', { rule: 'periodOfSupply', days: 7 }],
    ['lotSizing,periodDays', 'periodOfSupply,7', { rule: 'periodOfSupply', days: 7 }],
    ['lotSizeQuantity', '40', { rule: 'fixedQuantity', quantity: '40' }],
    [
      'lotSizing,setupCost,holdingCost,periodDays',
      'groff,85,0.5,7',
      { rule: 'groff', setupCost: '85', holdingCost: '0.5', periodDays: 7 },
    ],
    [
      'lotSizing,setupCost,holdingCost,lotSizeAs',
      'economicOrderQuantity,85,0.5,minimum',
      { rule: 'economicOrderQuantity', setupCost: '85', holdingCost: '0.5', as: 'minimum' },
    ],
    [
      'lotSizing,setupCost,holdingCost,convention',
      'partPeriodBalancing,85,0.5,closest',
      { rule: 'partPeriodBalancing', setupCost: '85', holdingCost: '0.5', convention: 'closest' },
    ],
  ])('%s = %s', async (columns, cells, expected) => {
    expect(await lotSizing(columns, cells)).toEqual(expected);
  });

  test.each([
    ['lotSizing', 'asNeeded', ['BAD_CHOICE sourcing.csv:2:lotSizing']],
    ['setupCost', '85', ['INVALID_VALUE sourcing.csv:2:lotSizing']],
    ['lotSizing,setupCost', 'groff,85', ['INVALID_VALUE sourcing.csv:2:holdingCost']],
    [
      'lotSizing,setupCost,holdingCost',
      'groff,85,-1',
      ['NEGATIVE_QUANTITY sourcing.csv:2:holdingCost'],
    ],
    [
      'lotSizing,Fixed lot size',
      'fixedQuantity,0.5',
      ['OVER_PRECISE_QUANTITY sourcing.csv:2:Fixed lot size'],
    ],
    ['lotSizing,periodDays', 'periodOfSupply,0', ['INVALID_VALUE sourcing.csv:2:periodDays']],
    ['lotSizing,convention', 'lotForLot,closest', ['INVALID_VALUE sourcing.csv:2:convention']],
  ])('%s = %s is shown where it stands', async (columns, cells, expected) => {
    const sourcing = `item,location,kind,${columns}\nwheel,plant,buy,${cells}\n`;
    expect(await faults({ 'sourcing.csv': sourcing })).toEqual(expected);
  });
});

describe('bills with alternates and outputs', () => {
  const files = {
    ...smallFolder,
    'items.csv': 'item,leadTimeDays,cost,mass\nbike,2,,9.5\nwheel,,30,\nchips,,,\n',
    'boms.csv':
      'item,alternate,leadTimeDays,component,quantityPer\n' +
      'bike,,,wheel,2\nbike,by hand,5,wheel,2\nwheel,,3,,\n',
    'bom_outputs.csv':
      'item,alternate,output,quantityPer,receivedAt,costShare\n' +
      'bike,by hand,chips,1/3,plant,\nwheel,,chips,2,,0.1\n',
  };

  test('each alternate is a bill of its own; a row without component is a bill of none', async () => {
    const model = await loadCsvFolder(await folderOf(files));
    const line = { component: 'wheel', quantityPer: '2' };
    expect(model.boms).toMatchObject([
      { item: 'bike', lines: [line], outputs: [] },
      {
        item: 'bike',
        alternate: 'by hand',
        leadTimeDays: 5,
        lines: [line],
        outputs: [{ item: 'chips', quantityPer: '1/3', location: 'plant', costShare: '0' }],
      },
      {
        item: 'wheel',
        leadTimeDays: 3,
        lines: [],
        outputs: [{ item: 'chips', quantityPer: '2', costShare: '0.1' }],
      },
    ]);
    expect(model.items[0]).toEqual({ id: 'bike', unit: 'each', leadTimeDays: 2, mass: '9.5' });
  });

  test.each([
    [
      'a component without quantity',
      { 'boms.csv': 'item,component,quantityPer\nbike,wheel,\n' },
      ['EMPTY_CELL boms.csv:2:quantityPer'],
    ],
    [
      'a quantity without component',
      { 'boms.csv': 'item,component,quantityPer\nbike,,2\n' },
      ['EMPTY_CELL boms.csv:2:component'],
    ],
    [
      'no column of components',
      { 'boms.csv': 'item,quantityPer\nbike,2\n' },
      ['MISSING_COLUMN boms.csv:1:component'],
    ],
    [
      'an output of no bill',
      { 'bom_outputs.csv': 'item,alternate,output,quantityPer\nbike,by hand,wheel,1\n' },
      ['UNKNOWN_ITEM bom_outputs.csv:2:item'],
    ],
    [
      'an output that is not there, and a share too large',
      {
        'bom_outputs.csv':
          'item,By-product,quantityPer,costShare\nbike,chips,1,0\nbike,wheel,1,1.5\n',
      },
      ['UNKNOWN_ITEM bom_outputs.csv:2:By-product', 'BAD_QUANTITY bom_outputs.csv:3:costShare'],
    ],
    [
      'an alternate that no bill has',
      { 'sourcing.csv': 'item,location,kind,alternate\nbike,plant,make,by hand\n' },
      ['UNKNOWN_BILL sourcing.csv:2:alternate'],
    ],
  ])('%s is shown where it stands', async (_, changes, expected) => {
    expect(await faults(changes)).toEqual(expected);
  });
});

describe('stock set aside, held and expected', () => {
  test('reservations, statuses, segments and forecasts are read', async () => {
    const model = await loadCsvFolder(
      await folderOf({
        ...smallFolder,
        'stock.csv':
          'item,location,quantity,status,available on,best before,project\n' +
          'bike,plant,6,,,,p-7\nwheel,plant,6,Hold,2026-02-01,2026-06-01,\n',
        'reservations.csv': 'item,location,order,quantity\nbike,plant,so-1,2\n',
        'receipts.csv':
          'order,item,location,due,quantity,kind,status\n1,bike,plant,2026-02-01,4,Make,firmPlanned\n',
        'forecasts.csv':
          'item,location,from,until,quantity\nbike,plant,2026-03-01,2026-04-01,100\n',
        'parameters.csv':
          'item,location,planning,avoidPastDue,segments,fairShare\n' +
          'wheel,plant,manual,yes,own,proportional\n',
      }),
    );
    expect(model.stock[0]).toMatchObject({ status: 'free', segment: 'p-7' });
    expect(model.stock[1]).toMatchObject({
      status: 'hold',
      availableOn: '2026-02-01',
      expires: '2026-06-01',
    });
    expect(model.receipts[0]).toMatchObject({ id: '1', kind: 'make', status: 'firmPlanned' });
    expect(model.forecasts[0]).toMatchObject({ from: '2026-03-01', until: '2026-04-01' });
    expect(model.parameters[0]).toMatchObject({
      planning: 'manual',
      avoidPastDue: true,
      segments: 'own',
      fairShare: 'proportional',
    });
  });

  test.each([
    [
      'a reservation for nobody, of too much',
      {
        'reservations.csv': 'item,location,demand,quantity\nbike,plant,so-9,1\nbike,plant,so-1,1\n',
      },
      ['UNKNOWN_DEMAND reservations.csv:2:demand', 'OVER_RESERVED reservations.csv:3:quantity'],
    ],
    [
      'a status that is none',
      { 'stock.csv': 'item,location,quantity,status\nwheel,plant,6,blocked\n' },
      ['BAD_CHOICE stock.csv:2:status'],
    ],
    [
      'forecasts that overlap',
      {
        'forecasts.csv':
          'item,location,from,until,quantity\n' +
          'bike,plant,2026-03-01,2026-04-01,100\nbike,plant,2026-03-31,2026-05-01,100\n',
      },
      ['BAD_EFFECTIVITY forecasts.csv:3'],
    ],
  ])('%s is shown where it stands', async (_, changes, expected) => {
    expect(await faults(changes)).toEqual(expected);
  });
});
