/**
 * frePPLe files: each rule of the mapping on a small file of its own, and all faults at once.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkModel, MrpError } from '@kontor/mrp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreppleModel, type FreppleOptions, readFrepple } from '../../src/files/frepple.ts';

type Row = { model: string; pk?: string; fields: Record<string, unknown> };

let folder: string;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kontor-frepple-'));
});
afterAll(() => rm(folder, { recursive: true }));

const row = (table: string, fields: Record<string, unknown>): Row => ({
  model: table === 'parameter' ? 'common.parameter' : `input.${table}`,
  fields,
});

async function written(content: string | Uint8Array): Promise<string> {
  const file = join(folder, `${++files}.json`);
  await writeFile(file, content);
  return file;
}

const BASE = [
  row('parameter', { name: 'currentdate', value: '2021-01-01 08:00:00' }),
  row('location', { name: 'plant' }),
  row('location', { name: 'shop' }),
  row('item', { name: 'chair' }),
  row('item', { name: 'leg' }),
];

async function read(rows: readonly Row[], options?: FreppleOptions): Promise<FreppleModel> {
  return readFrepple(await written(JSON.stringify([...BASE, ...rows])), options);
}

/** The one sourcing row of a file. */
async function sourceOf(rows: readonly Row[]): Promise<Record<string, unknown>> {
  const { model } = await read([...rows, row('demand', DEMAND)]);
  expect(model.sourcing).toHaveLength(1);
  checkModel(model);
  return model.sourcing![0] as Record<string, unknown>;
}

const DEMAND = {
  name: 'so-1',
  item_id: 'chair',
  location_id: 'plant',
  due: '2021-02-01 00:00:00',
  quantity: 3,
  priority: 1,
};

describe('readFrepple', () => {
  test('a gzipped file is read like a plain one', async () => {
    const text = JSON.stringify([...BASE, row('demand', DEMAND)]);
    const plain = await readFrepple(await written(text));
    expect(await readFrepple(await written(gzipSync(text)))).toEqual(plain);
    expect(plain.today).toBe('2021-01-01');
  });

  test('references without _id and keys given as pk are read alike', async () => {
    const { item_id, location_id, name, ...fields } = DEMAND;
    const dumped = {
      model: 'input.demand',
      pk: name,
      fields: { ...fields, item: item_id, location: location_id },
    };
    expect(await read([dumped])).toEqual(await read([row('demand', DEMAND)]));
  });

  test('today may be given, and must be where the file says none', async () => {
    expect((await read([], { today: '2022-05-06' })).today).toBe('2022-05-06');
    const bare = await written(JSON.stringify(BASE.slice(1)));
    const error = await readFrepple(bare).catch((thrown: unknown) => thrown);
    expect(MrpError.is(error, 'MRP_BAD_OPTION') && error.details.option).toBe('today');
  });

  test.each([
    ['nothing there', undefined],
    ['no JSON', '{'],
    ['no list', '{}'],
  ])('%s is refused with the reason', async (_, content) => {
    const file = content === undefined ? join(folder, 'absent.json') : await written(content);
    const error = await readFrepple(file).catch((thrown: unknown) => thrown);
    expect(MrpError.is(error, 'MRP_FREPPLE_UNREADABLE')).toBe(true);
  });

  test('all faults come at once, each with its row and table', async () => {
    const rows = [
      row('demand', { ...DEMAND, item_id: 'sofa' }),
      row('demand', { ...DEMAND, name: 'so-2', location_id: 'moon', quantity: 'many' }),
      row('buffer', { item_id: 'leg', location_id: 'moon', onhand: 4 }),
      row('operationmaterial', { operation_id: 'glue', item_id: 'leg', quantity: -1 }),
      row('itemsupplier', { item_id: 'leg', location_id: 'plant', supplier_id: 'nobody' }),
      row('location', { name: 'north', owner_id: 'south' }),
      row('item', { name: 'egg', owner_id: 'hen' }),
      row('item', { name: 'hen', owner_id: 'egg' }),
      { model: 'input.unicorn', fields: {} },
    ];
    const error = await read(rows).catch((thrown: unknown) => thrown);
    if (!MrpError.is(error, 'MRP_FREPPLE_INVALID')) throw error;
    const found = error.details.issues.map((issue) => [issue.row - BASE.length, issue.table]);
    expect(found.toSorted()).toEqual(
      [
        [0, 'input.demand'],
        [1, 'input.demand'],
        [2, 'input.buffer'],
        [3, 'input.operationmaterial'],
        [4, 'input.itemsupplier'],
        [5, 'input.location'],
        [6, 'input.item'],
        [7, 'input.item'],
        [8, 'input.unicorn'],
      ].toSorted(),
    );
    expect(error.message).toContain("item 'sofa' is not in the file");
  });

  test('tables and fields that are not mapped are named in the notes', async () => {
    const { notes } = await read([
      row('resource', { name: 'saw' }),
      row('resource', { name: 'grinder' }),
      row('buffer', { item_id: 'leg', location_id: 'plant', onhand: 1, min_interval: '86400.0' }),
      row('buffer', { item_id: 'chair', location_id: 'plant', onhand: 1, min_interval: '0.0' }),
    ]);
    expect(notes).toEqual([
      'input.resource: capacity is not planned: every order is taken to find room (2 rows)',
      "input.buffer: the field 'min_interval' is not mapped",
    ]);
  });
});

describe('stock and demand', () => {
  test('cost and weight of an item are its cost and mass; nothing is none', async () => {
    const { model } = await read([
      row('item', { name: 'screw', cost: 0.05, weight: '0.004', description: 'M4' }),
      row('item', { name: 'idea', cost: 0, weight: 0 }),
    ]);
    expect(model.items.slice(2)).toEqual([
      { id: 'screw', name: 'M4', cost: '0.05', mass: '0.004', decimals: 0 },
      { id: 'idea', decimals: 0 },
    ]);
  });

  test('buffers become stock and safety stock, decimals are those that occur', async () => {
    const { model } = await read([
      row('buffer', { item_id: 'leg', location_id: 'plant', onhand: 2.25, minimum: 1.5 }),
      row('buffer', { item_id: 'chair', location_id: 'shop', onhand: 0, minimum: 0 }),
    ]);
    expect(model.stock).toEqual([{ item: 'leg', location: 'plant', quantity: '2.25' }]);
    expect(model.parameters).toEqual([{ item: 'leg', location: 'plant', safetyStock: '1.5' }]);
    expect(model.items).toEqual([
      { id: 'chair', decimals: 0 },
      { id: 'leg', decimals: 2 },
    ]);
  });

  test.each([
    ['open', {}, 1],
    [undefined, {}, 1],
    ['quote', {}, 0],
    ['quote', { quotes: 'plan' }, 1],
    ['inquiry', { quotes: 'plan' }, 0],
    ['canceled', { history: 'replay' }, 0],
    ['closed', {}, 0],
    ['closed', { history: 'replay' }, 1],
    ['closed', { history: 'replay', today: '2021-02-02' }, 0],
  ] as const)('status %s read with %o gives %i demands', async (status, options, count) => {
    const { model, notes } = await read([row('demand', { ...DEMAND, status })], options);
    expect(model.demands).toHaveLength(count);
    expect(notes).toHaveLength(1 - count);
  });
});

const working = (fields: Record<string, unknown>): Row =>
  row('calendarbucket', { calendar_id: 'shift', value: 1, priority: 100, ...fields });
const closed = (startdate: string, enddate: string): Row =>
  row('calendarbucket', { calendar_id: 'shift', value: 0, priority: 99, startdate, enddate });
const calendarOf = async (rows: readonly Row[]): Promise<Record<string, unknown>> => {
  const { model } = await read([
    row('calendar', { name: 'shift', defaultvalue: 0 }),
    row('location', { name: 'mill', available_id: 'shift' }),
    ...rows,
  ]);
  checkModel(model);
  expect(model.locations.at(-1)).toEqual({ id: 'mill', calendar: 'shift' });
  return model.calendars![0] as Record<string, unknown>;
};

describe('calendars', () => {
  test('the week is what most weeks show; the lowest priority number makes holidays', async () => {
    const weekdays = { saturday: false, sunday: false };
    const calendar = await calendarOf([
      working({ ...weekdays, startdate: '2001-01-01 00:00:00', enddate: '2030-12-31 00:00:00' }),
      closed('2021-01-08 00:00:00', '2021-01-12 00:00:00'),
    ]);
    expect(calendar['workingWeekdays']).toEqual([1, 2, 3, 4, 5]);
    // Friday to Monday: the weekend is free anyway, and the end is not included.
    expect(calendar['holidays']).toEqual(['2021-01-08', '2021-01-11']);
    expect(calendar['minutesPerDay']).toBe(1440);
  });

  test('hours of the day add up, and a working Saturday is an extra day', async () => {
    const calendar = await calendarOf([
      working({ saturday: false, sunday: false, starttime: '06:00:00', endtime: '14:00:00' }),
      working({
        priority: 1,
        startdate: '2021-03-06 00:00:00',
        enddate: '2021-03-07 00:00:00',
        starttime: '06:00:00',
        endtime: '14:00:00',
      }),
    ]);
    expect(calendar['extraWorkingDays']).toEqual(['2021-03-06']);
    expect(calendar['minutesPerDay']).toBe(480);
  });

  test('a calendar that never works is a fault', async () => {
    const error = await calendarOf([]).catch((thrown: unknown) => thrown);
    expect(MrpError.is(error, 'MRP_FREPPLE_INVALID')).toBe(true);
  });
});

const supplier = row('supplier', { name: 'rim' });
const purchase = (fields: Record<string, unknown>): Row =>
  row('itemsupplier', {
    item_id: 'chair',
    location_id: 'plant',
    supplier_id: 'rim',
    priority: 1,
    ...fields,
  });

describe('supply', () => {
  test.each([
    ['0.0', 0],
    ['86400.0', 1],
    ['86401.0', 2],
    [604800, 7],
  ])('%s seconds of lead time are %i working days', async (leadtime, days) => {
    const source = await sourceOf([supplier, purchase({ leadtime })]);
    expect(source).toMatchObject({ kind: 'buy', supplier: 'rim', leadTimeDays: days });
  });

  test("lead time counts in the supplier's hours where he has a calendar", async () => {
    const source = await sourceOf([
      row('calendar', { name: 'office', defaultvalue: 0 }),
      row('calendarbucket', {
        calendar_id: 'office',
        value: 1,
        starttime: '08:00:00',
        endtime: '16:00:00',
      }),
      row('supplier', { name: 'rim', available_id: 'office' }),
      purchase({ leadtime: '86400.0' }),
    ]);
    expect(source).toMatchObject({ calendar: 'office', leadTimeDays: 3 });
  });

  test('sizes, cost, priority and validity are taken over; an empty minimum is 1', async () => {
    const source = await sourceOf([
      supplier,
      purchase({ priority: 2, cost: 4.5, sizemultiple: 5, sizemaximum: 50 }),
    ]);
    expect(source).toEqual({
      kind: 'buy',
      item: 'chair',
      location: 'plant',
      supplier: 'rim',
      leadTimeDays: 0,
      priority: 2,
      cost: '4.5',
      lotSizeMin: '1',
      lotSizeMultiple: '5',
      lotSizeMax: '50',
    });
  });

  test('priority 0 is for planners only', async () => {
    const { model, notes } = await read([supplier, purchase({ priority: 0 })]);
    expect(model.sourcing).toEqual([]);
    expect(notes).toHaveLength(1);
  });

  test('a rule for all items holds where a member is needed, and a nearer rule wins', async () => {
    const group = row('item', { name: 'All items' });
    const owned = BASE.slice(0, 3);
    for (const name of ['chair', 'leg', 'cushion']) {
      owned.push(row('item', { name, owner_id: 'All items' }));
    }
    const lane = (item_id: string, leadtime: string): Row =>
      row('itemdistribution', { item_id, location_id: 'shop', origin_id: 'plant', leadtime });
    const rows = [
      ...owned,
      group,
      lane('All items', '172800.0'),
      lane('chair', '86400.0'),
      row('demand', { ...DEMAND, location_id: 'shop' }),
      row('demand', { ...DEMAND, name: 'so-2', item_id: 'leg', location_id: 'shop' }),
    ];
    const { model } = await readFrepple(await written(JSON.stringify(rows)));
    expect(model.items.map((item) => item.id)).toEqual(['chair', 'leg', 'cushion']);
    expect(model.sourcing!.map((at) => [at.item, at.leadTimeDays]).toSorted()).toEqual([
      ['chair', 1],
      ['leg', 2],
    ]);
  });
});

const make = (fields: Record<string, unknown>): Row =>
  row('operation', {
    name: 'assemble',
    type: 'time_per',
    item_id: 'chair',
    location_id: 'plant',
    priority: 1,
    ...fields,
  });
const material = (fields: Record<string, unknown>): Row =>
  row('operationmaterial', { operation_id: 'assemble', item_id: 'leg', ...fields });

const step = (name: string, priority: number): Row =>
  row('operation', {
    name,
    type: 'fixed_time',
    owner_id: 'assemble',
    priority,
    duration: '60.0',
  });

describe('operations', () => {
  test('sizes and times per unit of the operation are multiplied by its yield', async () => {
    const { model } = await read([
      make({ duration: '600.0', duration_per: '1800.0', sizeminimum: 2, sizemultiple: 1 }),
      material({ quantity: -4 }),
      material({ item_id: 'chair', quantity: 3, type: 'end' }),
      row('demand', DEMAND),
    ]);
    expect(model.boms).toEqual([
      {
        item: 'chair',
        location: 'plant',
        outputQuantity: '3',
        lines: [{ component: 'leg', quantityPer: '4' }],
      },
    ]);
    expect(model.routings![0]!.operations).toEqual([
      { sequence: 10, name: 'assemble', setupMinutes: '10', minutesPerUnit: '10' },
    ]);
    expect(model.sourcing![0]).toMatchObject({ lotSizeMin: '6', lotSizeMultiple: '3' });
  });

  test('the steps of a routing follow by priority, their materials make one bill', async () => {
    const { model } = await read([
      make({ type: 'routing' }),
      step('dry', 2),
      step('glue', 1),
      material({ operation_id: 'glue', quantity: -4 }),
      material({ operation_id: 'dry', item_id: 'chair', quantity: 1 }),
    ]);
    expect(model.routings![0]!.operations.map((at) => at.name)).toEqual(['glue', 'dry']);
    expect(model.boms![0]!.lines).toEqual([{ component: 'leg', quantityPer: '4' }]);
  });

  test('of several operations the first by priority gives the bill, the others alternates', async () => {
    const { model, notes } = await read([
      make({ name: 'by hand', priority: 2, duration_per: '7200.0' }),
      make({ name: 'by machine', priority: 1, duration_per: '60.0' }),
      material({ operation_id: 'by hand', quantity: -4 }),
      material({ operation_id: 'by machine', quantity: -5 }),
    ]);
    expect(model.sourcing).toMatchObject([
      { id: 'by machine', priority: 1 },
      { id: 'by hand', priority: 2, alternate: 'by hand' },
    ]);
    expect(model.boms).toMatchObject([
      { lines: [{ component: 'leg', quantityPer: '5' }] },
      { alternate: 'by hand', lines: [{ component: 'leg', quantityPer: '4' }] },
    ]);
    expect(model.boms![0]).not.toHaveProperty('alternate');
    expect(model.routings).toHaveLength(1);
    expect(notes).toEqual([
      "input.operation: 'by hand' is an alternate and is taken to last as 'by machine'",
    ]);
    checkModel(model);
  });

  test('the choices of an alternate take item and site from it', async () => {
    const choice = { item_id: null, location_id: null, owner_id: 'make it' };
    const { model } = await read([
      make({ name: 'make it', type: 'alternate' }),
      make({ ...choice, name: 'by hand', priority: 2 }),
      make({ ...choice, name: 'by machine' }),
    ]);
    expect(model.sourcing!.map((at) => at.id)).toEqual(['by machine', 'by hand']);
    expect(model.boms!.map((at) => [at.item, at.location])).toEqual([
      ['chair', 'plant'],
      ['chair', 'plant'],
    ]);
  });

  test('the shares of a split are quotas of equal priority', async () => {
    const { model, notes } = await read([
      make({ name: 'both', type: 'split', priority: 3 }),
      make({ name: 'old line', owner_id: 'both', priority: 40 }),
      make({ name: 'new line', owner_id: 'both', priority: 60 }),
    ]);
    expect(model.sourcing).toMatchObject([
      { id: 'old line', priority: 3, quota: '40' },
      { id: 'new line', priority: 3, quota: '60', alternate: 'new line' },
    ]);
    expect(notes).toEqual([]);
    checkModel(model);
  });

  test('an operation of priority 0 has a bill for its orders, and no source', async () => {
    const { model, notes } = await read([
      make({}),
      make({ name: 'by hand', priority: 0 }),
      order({ type: 'MO', operation_id: 'by hand' }),
    ]);
    expect(model.sourcing!.map((at) => at.id)).toEqual(['assemble']);
    expect(model.boms!.map((at) => at.alternate)).toEqual([undefined, 'by hand']);
    expect(model.receipts).toMatchObject([{ kind: 'make', alternate: 'by hand' }]);
    expect(notes).toEqual([
      "input.operation: 'by hand' has priority 0, is for planners only and is left out",
    ]);
    checkModel(model);
  });

  test('what an operation yields beside its item is a by-product', async () => {
    const { model, notes } = await read([
      make({}),
      material({ item_id: 'chair', quantity: 2 }),
      material({ item_id: 'leg', quantity: 0.5 }),
      material({ item_id: 'leg', quantity: 1, location_id: 'shop' }),
    ]);
    expect(model.boms).toMatchObject([
      {
        item: 'chair',
        outputQuantity: '2',
        outputs: [
          { item: 'leg', quantityPer: '0.5' },
          { item: 'leg', quantityPer: '1', location: 'shop' },
        ],
      },
    ]);
    expect(notes).toEqual([]);
    checkModel(model);
  });

  test('alternate materials are notes', async () => {
    const { model, notes } = await read([
      make({}),
      material({ name: 'wood', quantity: -1, priority: 2 }),
      material({ name: 'wood', item_id: 'leg', quantity: -3, priority: 1 }),
    ]);
    expect(model.boms![0]!.lines).toEqual([{ component: 'leg', quantityPer: '3' }]);
    expect(notes).toHaveLength(1);
  });
});

const order = (fields: Record<string, unknown>): Row =>
  row('operationplan', {
    reference: 'x-1',
    status: 'confirmed',
    quantity: 20,
    startdate: '2021-01-01 09:00:00',
    enddate: '2021-01-05 12:00:00',
    item_id: 'chair',
    ...fields,
  });
const transfer = { type: 'DO', origin_id: 'plant', destination_id: 'shop' };
const whole = {
  id: 'x-1',
  item: 'chair',
  due: '2021-01-05',
  quantity: '20',
  status: 'confirmed',
};
const operation = row('operation', {
  name: 'assemble',
  item_id: 'chair',
  location_id: 'plant',
  type: 'fixed_time',
});
const making = { type: 'MO', operation_id: 'assemble' };

describe('open orders', () => {
  test('a purchase order is a receipt where it arrives', async () => {
    const { model } = await read([order({ type: 'PO', location_id: 'plant' })]);
    expect(model.receipts).toEqual([{ ...whole, kind: 'buy', location: 'plant' }]);
  });

  test.each([
    ['2021-01-01 09:00:00', { origin: 'plant', ship: '2021-01-01' }],
    ['2021-01-01 08:00:00', {}],
    ['2020-12-30 00:00:00', {}],
  ])('a transfer that starts at %s still leaves its origin: %o', async (startdate, shipping) => {
    const { model } = await read([order({ ...transfer, startdate })]);
    expect(model.receipts).toEqual([{ ...whole, kind: 'transfer', location: 'shop', ...shipping }]);
  });

  test.each([
    ['approved', 'firmPlanned'],
    ['confirmed', 'confirmed'],
    ['completed', 'released'],
  ])('an order in status %s is %s', async (status, ours) => {
    const { model } = await read([order({ ...transfer, status })]);
    expect(model.receipts).toMatchObject([{ status: ours }]);
  });

  test('a firm planned transfer without start leaves its origin a lead time before', async () => {
    const { model } = await read([order({ ...transfer, status: 'approved', startdate: null })]);
    expect(model.receipts).toMatchObject([{ status: 'firmPlanned', origin: 'plant' }]);
    expect(model.receipts![0]).not.toHaveProperty('ship');
  });

  test.each([
    ['approved', 'true', '2021-01-01'],
    ['approved', 'false', '2021-01-01'],
    ['confirmed', 'true', '2021-01-01'],
    ['confirmed', 'false', undefined],
    ['completed', 'false', '2021-01-01'],
  ])(
    'a %s manufacturing order with WIP.consume_material %s takes components on %s',
    async (status, value, start) => {
      const { model } = await read([
        row('parameter', { name: 'WIP.consume_material', value }),
        operation,
        order({ ...making, status, quantity_completed: 5 }),
      ]);
      const [receipt] = model.receipts!;
      expect(receipt).toMatchObject({ kind: 'make', location: 'plant', quantity: '15' });
      expect(receipt!.start).toBe(start);
      checkModel(model);
    },
  );

  test.each(['proposed', 'closed', 'canceled'])('a %s order is no supply', async (status) => {
    const { model, notes } = await read([order({ ...transfer, status })]);
    expect(model.receipts).toEqual([]);
    expect(notes).toEqual([`input.operationplan: orders in status '${status}' are not supply`]);
  });
});
