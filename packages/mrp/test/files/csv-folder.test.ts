import { MrpError } from '@kontor/mrp';
import { loadCsvFolder, readCsvFolder } from '@kontor/mrp/files';
import { describe, expect, test } from 'vitest';
import { faults, folderOf, smallFolder } from './folder-of.ts';

describe('loadCsvFolder', () => {
  test('a folder of plain files is a model', async () => {
    const model = await loadCsvFolder(await folderOf(smallFolder));
    expect(model.boms).toMatchObject([
      { item: 'bike', outputQuantity: '1', lines: [{ component: 'wheel', quantityPer: '2' }] },
    ]);
    expect(model.sourcing[1]).toMatchObject({ kind: 'buy', leadTimeDays: 10, lotSizeMin: '20' });
    expect(model.sourcing[0]).not.toHaveProperty('supplier');
    expect(model.demands[0]).toMatchObject({ id: 'so-1', due: '2026-03-02', quantity: '5' });
  });

  test.each([
    ['a byte order mark', '\uFEFFitem,name\nbike,Bicycle\nwheel,Wheel\n'],
    ['CRLF line ends', 'item,name\r\nbike,Bicycle\r\nwheel,Wheel\r\n'],
    ['old Mac line ends', 'item,name\rbike,Bicycle\rwheel,Wheel\r'],
    ['semicolons', 'item;name\nbike;Bicycle\nwheel;Wheel\n'],
    ['tabs', 'item\tname\nbike\tBicycle\nwheel\tWheel\n'],
    ['quotes', '"item","name"\n"bike","Bicycle"\n"wheel","Wheel"\n'],
    ['no line end at the end', 'item,name\nbike,Bicycle\nwheel,Wheel'],
    ['empty lines and rows', '\nitem,name\n\nbike,Bicycle\n,\nwheel,Wheel\n\n'],
    ['blanks around cells', 'item , name\n bike , Bicycle \nwheel,Wheel\n'],
    ["a planner's headers", 'Part Number,DESCRIPTION\nbike,Bicycle\nwheel,Wheel\n'],
    ['a column of remarks', 'item,name,# who\nbike,Bicycle,Ann\nwheel,Wheel,Bo\n'],
    ['trailing separators', 'item,name,,\nbike,Bicycle,,\nwheel,Wheel,,\n'],
  ])('%s make no difference', async (_, items) => {
    const model = await loadCsvFolder(await folderOf({ ...smallFolder, 'items.csv': items }));
    expect(model.items).toEqual([
      { id: 'bike', name: 'Bicycle', unit: 'each' },
      { id: 'wheel', name: 'Wheel', unit: 'each' },
    ]);
  });

  test('a quoted cell keeps separators, quotes and line breaks', async () => {
    const items = 'item,name\nbike,"a ""fast"", red\nbike"\nwheel,Wheel\n';
    const model = await loadCsvFolder(await folderOf({ ...smallFolder, 'items.csv': items }));
    expect(model.items[0]!.name).toBe('a "fast", red\nbike');
  });

  test('a decimal comma is read where cells are separated by semicolons', async () => {
    const units = 'unit,decimals\nm,2\neach,0\n';
    const items = 'item;unit\nbike;each\nwheel;m\n';
    const stock = 'item;location;quantity\nwheel;plant;12,5\n';
    const files = { ...smallFolder, 'units.csv': units, 'items.csv': items, 'stock.csv': stock };
    const model = await loadCsvFolder(await folderOf(files));
    expect(model.stock[0]!.quantity).toBe('12.5');
  });

  test('a calendar gathers its weekdays, its days off and its extra working days', async () => {
    const model = await loadCsvFolder(
      await folderOf({
        ...smallFolder,
        'calendars.csv': 'calendar,weekdays,minutesPerDay\nweek,Mon-Thu Sat,480\nnight,Fri-Sun,\n',
        'holidays.csv':
          'calendar,date,working,name\nweek,2026-01-06,,Epiphany\nweek,2026-01-09,yes,Make-up day\n',
      }),
    );
    expect(model.calendars).toEqual([
      {
        id: 'week',
        workingWeekdays: [1, 2, 3, 4, 6],
        minutesPerDay: 480,
        holidays: ['2026-01-06'],
        extraWorkingDays: ['2026-01-09'],
      },
      {
        id: 'night',
        workingWeekdays: [0, 5, 6],
        minutesPerDay: 1440,
        holidays: [],
        extraWorkingDays: [],
      },
    ]);
  });

  test('a bill gathers its components, and its yield by steps', async () => {
    const boms =
      'item,revision,outputQuantity,phantom,billFrom,component,quantityPer,scrap,offsetDays,until\n' +
      'bike,A,2,no,2026-01-01,wheel,2,0.05,-1,2026-06-01\nbike,A,,,,bell,1,,,\n';
    const yields =
      'item,revision,yield,from,until\nbike,A,0.9,,2026-03-01\nbike,A,0.95,2026-03-01,\n';
    const items = `${smallFolder['items.csv']}bell,Bell\n`;
    const files = { 'boms.csv': boms, 'yields.csv': yields, 'items.csv': items };
    const { model } = await readCsvFolder(await folderOf({ ...smallFolder, ...files }));
    expect(model.boms).toEqual([
      {
        item: 'bike',
        revision: 'A',
        outputQuantity: '2',
        phantom: false,
        from: '2026-01-01',
        yield: [
          { yield: '0.9', until: '2026-03-01' },
          { yield: '0.95', from: '2026-03-01' },
        ],
        lines: [
          {
            component: 'wheel',
            quantityPer: '2',
            scrap: '0.05',
            offsetDays: -1,
            until: '2026-06-01',
          },
          { component: 'bell', quantityPer: '1' },
        ],
      },
    ]);
  });

  test('a routing gathers its operations', async () => {
    const routings =
      'item,location,sequence,operation,workCentre,setupMinutes,minutesPerUnit\n' +
      'bike,plant,10,weld,W1,30,2.5\nbike,plant,20,paint,P1,,1\n';
    const model = await loadCsvFolder(await folderOf({ ...smallFolder, 'routings.csv': routings }));
    expect(model.routings).toHaveLength(1);
    expect(model.routings[0]!.operations.map(({ name }) => name)).toEqual(['weld', 'paint']);
  });
});

describe('faults of the files, with file, line and column', () => {
  const latin1 = new Uint8Array([0x69, 0x74, 0x65, 0x6d, 0x0a, 0xfc, 0x0a]);
  test.each<[string, Record<string, string | Uint8Array | undefined>, string[]]>([
    ['no items', { 'items.csv': undefined }, ['MISSING_FILE items.csv']],
    ['an empty file', { 'stock.csv': '' }, ['EMPTY_FILE stock.csv']],
    ['a file of blank lines', { 'stock.csv': '\n\n' }, ['EMPTY_FILE stock.csv']],
    ['a misspelled file', { 'demand.csv': 'x\n' }, ['UNKNOWN_FILE demand.csv']],
    ['a file of another kind', { 'prices of last year.csv': 'x\n' }, []],
    ['another encoding', { 'items.csv': latin1 }, ['BAD_ENCODING items.csv']],
    ['an open quote', { 'items.csv': 'item,name\nbike,"x\n' }, ['BAD_QUOTING items.csv:2']],
    ['a stray quote', { 'items.csv': 'item,name\nbike,"x"y\n' }, ['BAD_QUOTING items.csv:2']],
    [
      'a missing column',
      { 'stock.csv': 'item,quantity\nwheel,6\n' },
      ['MISSING_COLUMN stock.csv:1:location'],
    ],
    [
      'an unknown column',
      { 'parameters.csv': 'item,location,saftyStock\nwheel,plant,6\n' },
      ['UNKNOWN_COLUMN parameters.csv:1:saftyStock'],
    ],
    [
      'a column twice',
      { 'stock.csv': 'item,part,location,quantity\nwheel,wheel,plant,6\n' },
      ['DUPLICATE_COLUMN stock.csv:1:part'],
    ],
    [
      'an unquoted separator',
      { 'items.csv': 'item,name\nbike,a fast, red bike\nwheel,Wheel\n' },
      ['CELL_COUNT items.csv:2'],
    ],
    [
      'a row cut short',
      { 'stock.csv': 'item,location,quantity\nwheel,plant\n' },
      ['CELL_COUNT stock.csv:2'],
    ],
    [
      'an empty required cell',
      { 'stock.csv': 'item,location,quantity\nwheel,plant,\n' },
      ['EMPTY_CELL stock.csv:2:quantity'],
    ],
    [
      'a thousands separator',
      { 'stock.csv': 'item,location,Qty\nwheel,plant,"1,250.5"\n' },
      ['BAD_NUMBER stock.csv:2:Qty'],
    ],
    [
      'a decimal comma between commas',
      { 'stock.csv': 'item,location,quantity\nwheel,plant,"12,5"\n' },
      ['BAD_NUMBER stock.csv:2:quantity'],
    ],
    [
      'a fraction of a day',
      { 'sourcing.csv': 'item,location,kind,leadTimeDays\nwheel,plant,buy,1.5\n' },
      ['BAD_NUMBER sourcing.csv:2:leadTimeDays'],
    ],
    [
      'a date the other way round',
      { 'demands.csv': 'item,location,due,quantity\nbike,plant,02/03/2026,5\n' },
      ['BAD_DATE demands.csv:2:due'],
    ],
    [
      'a kind of order that is none',
      { 'sourcing.csv': 'item,location,kind\nwheel,plant,purchase\n' },
      ['BAD_CHOICE sourcing.csv:2:kind'],
    ],
    [
      'weekdays that are none',
      { 'calendars.csv': 'calendar,weekdays\nweek,Mo-Fr\n' },
      ['BAD_WEEKDAYS calendars.csv:2:weekdays'],
    ],
    [
      'a working mark that is none',
      {
        'calendars.csv': 'calendar\nweek\n',
        'holidays.csv': 'calendar,date,working\nweek,2026-01-06,perhaps\n',
      },
      ['BAD_FLAG holidays.csv:2:working'],
    ],
    [
      'two quantities of one bill',
      { 'boms.csv': 'item,outputQuantity,component,quantityPer\nbike,1,wheel,2\nbike,2,bell,1\n' },
      ['CONFLICTING_CELL boms.csv:3:outputQuantity', 'UNKNOWN_ITEM boms.csv:3:component'],
    ],
    [
      'yields of no bill',
      { 'yields.csv': 'item,location,yield\nbike,plant,0.9\n' },
      ['UNKNOWN_ITEM yields.csv:2:item'],
    ],
    [
      'a holiday of no calendar',
      { 'holidays.csv': 'calendar,date\nweek,2026-01-06\n' },
      ['UNKNOWN_CALENDAR holidays.csv:2:calendar'],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await faults(files)).toEqual(expected);
  });

  test('a fault between the rows is shown in its file, also behind blank and two-line rows', async () => {
    const demands =
      'demand,Part,location,due,quantity\n\n"so\n1",bike,plant,2026-03-02,5\n' +
      'so-2,bick,plant,2026-03-02,5\nso-3,bike,plant,2026-02-30,5\n';
    expect(await faults({ 'demands.csv': demands })).toEqual([
      'BAD_DATE demands.csv:6:due',
      'UNKNOWN_ITEM demands.csv:5:Part',
    ]);
  });

  test('faults inside bills, routings and calendars are shown in their files', async () => {
    const found = await faults({
      'boms.csv': 'item,component,quantityPer\nbike,wheel,2\nbike,bell,1\n',
      'calendars.csv': 'calendar\nweek\n',
      'holidays.csv': 'calendar,date\nweek,2026-01-06\nweek,2026-02-31\n',
      'routings.csv': 'item,location,sequence,setupMinutes\nbike,plant,10,1\nbike,plant,20,-1\n',
    });
    expect(found).toEqual(
      expect.arrayContaining([
        'UNKNOWN_ITEM boms.csv:3:component',
        'BAD_DATE holidays.csv:3:date',
        'NEGATIVE_QUANTITY routings.csv:3:setupMinutes',
      ]),
    );
  });

  test('all faults of all files come at once, a spoiled cell only once', async () => {
    const found = await faults({
      'stock.csv': 'item,location,quantity\nwheel,plant,many\nspoke,plant,5\n',
      'demands.csv': 'item,location,due,quantity\nbike,plant,soon,5\nbike,shop,2026-03-02,9\n',
    });
    expect(found.toSorted()).toEqual([
      'BAD_DATE demands.csv:2:due',
      'BAD_NUMBER stock.csv:2:quantity',
      'UNKNOWN_ITEM stock.csv:3:item',
      'UNKNOWN_LOCATION demands.csv:3:location',
    ]);
  });

  test('the error names the place, the fault and the remedy', async () => {
    const folder = await folderOf({
      ...smallFolder,
      'parameters.csv': 'item,location,saftyStock\nwheel,plant,6\n',
    });
    const error = await loadCsvFolder(folder).catch((thrown: unknown) => thrown);
    expect(MrpError.is(error, 'MRP_INVALID_FILES')).toBe(true);
    expect(String(error)).toContain(
      "parameters.csv, line 1, column 'saftyStock': there is no column 'saftyStock'. " +
        "Did you mean 'safetyStock'?",
    );
  });

  test('a folder that is not there is an error of its own', async () => {
    const error = await loadCsvFolder('no such folder').catch((thrown: unknown) => thrown);
    expect(MrpError.is(error, 'MRP_UNREADABLE_FILE')).toBe(true);
    expect(String(error)).toContain('ENOENT');
  });

  test('200,000 rows stream in, and the last line is still known', {
    timeout: 60_000,
  }, async () => {
    const lines = ['demand,item,location,due,quantity'];
    for (let row = 1; row < 200_000; row++) lines.push(`so-${row},bike,plant,2026-03-02,5`);
    lines.push('so-200000,bike,plant,2026-03-02,five');
    expect(await faults({ 'demands.csv': lines.join('\n') })).toEqual([
      'BAD_NUMBER demands.csv:200001:quantity',
    ]);
  });
});
