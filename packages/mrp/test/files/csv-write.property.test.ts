import { checkModel, plan } from '@kontor/mrp';
import {
  csvFiles,
  csvOfModel,
  csvOfPlan,
  findFolderIssues,
  loadCsvFolder,
} from '@kontor/mrp/files';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderOf, smallFolder } from './folder-of.ts';
import { day, filledModels, quantity, text } from './random-files.ts';
import { runs } from '../runs.ts';

/** Models of one site with everything that a file can hold; items are made from later ones. */
const models = fc
  .record({
    items: fc.uniqueArray(text, { minLength: 2, maxLength: 5 }),
    site: text,
    days: fc.uniqueArray(day, { minLength: 2, maxLength: 4 }),
    weekdays: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
    quantity,
    lead: fc.nat(20),
    customer: fc.option(text, { nil: undefined }),
  })
  .map(({ items, site, days, weekdays, quantity, lead, customer }) => ({
    units: [{ id: 'm', decimals: 2 }],
    calendars: [
      {
        id: 'week',
        workingWeekdays: weekdays,
        minutesPerDay: 480,
        holidays: days.slice(0, 1),
        extraWorkingDays: days.slice(1),
      },
    ],
    locations: [{ id: site, timeZone: 'Europe/Berlin', calendar: 'week' }],
    items: items.map((id) => ({ id, name: `${id}!`, unit: 'm' })),
    boms: items.slice(1).map((component, index) => ({
      item: items[index]!,
      outputQuantity: '2',
      lines: [{ component, quantityPer: quantity }],
    })),
    routings: [
      {
        item: items[0]!,
        location: site,
        operations: [{ sequence: 1, name: 'a', minutesPerUnit: '2' }],
      },
    ],
    sourcing: items.map((item, index) =>
      index === items.length - 1
        ? { kind: 'buy' as const, item, location: site, leadTimeDays: lead, lotSizeMin: quantity }
        : { kind: 'make' as const, item, location: site, leadTimeDays: lead },
    ),
    parameters: [{ item: items[0]!, location: site, safetyStock: quantity }],
    stock: [{ item: items[0]!, location: site, quantity }],
    receipts: [{ id: 'po', item: items[0]!, location: site, due: days[0]!, quantity }],
    demands: days.map((due) => ({
      item: items[0]!,
      location: site,
      due,
      quantity,
      ...(customer !== undefined && { customer }),
    })),
  }));

describe('csvOfModel', () => {
  test('the random models fill every column but the one that is for people', () => {
    const samples = [models, filledModels].flatMap((of) =>
      fc.sample(of, { seed: 7, numRuns: 120 }),
    );
    const filled = new Set(
      samples.flatMap((input) =>
        csvOfModel(checkModel(input)).flatMap(({ name, text }) =>
          text
            .split('\n', 1)[0]!
            .split(',')
            .map((column) => `${name} ${column}`),
        ),
      ),
    );
    const all = Object.values(csvFiles).flatMap(({ name, columns }) =>
      columns.map((column) => `${name} ${column.name}`),
    );
    expect(all.filter((column) => !filled.has(column))).toEqual(['holidays.csv name']);
  }, 60_000);

  test.each([
    ['of making and buying', models],
    ['of all that a row may say', filledModels],
  ])(
    'property: reading the files of a model %s back gives the same model',
    async (_, inputs) => {
      await fc.assert(
        fc.asyncProperty(inputs, async (input) => {
          const model = checkModel(input);
          const folder = await mkdtemp(join(tmpdir(), 'kontor-mrp-'));
          try {
            for (const { name, text } of csvOfModel(model))
              await writeFile(join(folder, name), text);
            expect(await loadCsvFolder(folder)).toEqual(model);
          } finally {
            await rm(folder, { recursive: true });
          }
        }),
        { numRuns: runs(80) },
      );
    },
    60_000,
  );
});

describe('csvOfModel, bills', () => {
  test('a phantom, a revision and a yield by steps come back as they were', async () => {
    const model = checkModel({
      locations: [{ id: 'plant' }],
      items: [{ id: 'bike' }, { id: 'set' }, { id: 'wheel' }],
      boms: [
        {
          item: 'bike',
          revision: 'A',
          until: '2026-06-01',
          yield: [
            { yield: '0.9', until: '2026-03-01' },
            { yield: '0.95', from: '2026-03-01' },
          ],
          lines: [{ component: 'set', quantityPer: 1, offsetDays: 1, from: '2026-02-01' }],
        },
        {
          item: 'set',
          phantom: true,
          lines: [{ component: 'wheel', quantityPer: 2, scrap: '0.05', scrapConvention: 'markUp' }],
        },
      ],
    });
    const files = csvOfModel(model).map(({ name, text }) => [name, text] as const);
    expect(await loadCsvFolder(await folderOf(Object.fromEntries(files)))).toEqual(model);
  });
});

describe('csvOfPlan', () => {
  test('every planned order is a row of planned_orders.csv', async () => {
    const model = await loadCsvFolder(await folderOf(smallFolder));
    const result = plan(model, { today: '2026-01-05' });
    const files = new Map(csvOfPlan(result).map(({ name, text }) => [name, text]));
    const rows = parse(files.get('planned_orders.csv')!, { columns: true });
    expect(rows).toEqual(
      result
        .orders()
        .map((order) =>
          Object.assign(
            { supplier: '', origin: '', substitute: '', started: '', segment: '' },
            order,
          ),
        ),
    );
    expect(rows).toHaveLength(2);
  });

  test('the balances of a week are those of the record', async () => {
    const model = await loadCsvFolder(await folderOf(smallFolder));
    const files = new Map(
      csvOfPlan(plan(model, { today: '2026-01-05' })).map(({ name, text }) => [name, text]),
    );
    expect(files.get('balances.csv')).toBe(
      'item,location,week,gross,receipts,plannedReceipts,plannedReleases,balance,segment\n' +
        'bike,plant,2026-02-23,0,0,0,5,0,\n' +
        'bike,plant,2026-03-02,5,0,5,0,0,\n' +
        'wheel,plant,2026-02-16,0,0,0,20,6,\n' +
        'wheel,plant,2026-02-23,10,0,20,0,16,\n',
    );
  });

  test('segments have rows of their own', async () => {
    const model = await loadCsvFolder(
      await folderOf({
        ...smallFolder,
        'demands.csv':
          'demand,item,location,due,quantity,segment\n' +
          'so-1,bike,plant,2026-03-02,5,\nso-2,bike,plant,2026-03-02,3,p-7\n',
        'parameters.csv': 'item,location,segments\nbike,plant,own\n',
      }),
    );
    const files = new Map(
      csvOfPlan(plan(model, { today: '2026-01-05' })).map(({ name, text }) => [name, text]),
    );
    const rowsOf = (name: string): string[] =>
      files
        .get(name)!
        .split('\n')
        .filter((row) => row.includes('bike'));
    expect(rowsOf('balances.csv')).toEqual([
      'bike,plant,2026-02-23,0,0,0,5,0,',
      'bike,plant,2026-03-02,5,0,5,0,0,',
      'bike,plant,2026-02-23,0,0,0,3,0,p-7',
      'bike,plant,2026-03-02,3,0,3,0,0,p-7',
    ]);
    expect(rowsOf('planned_orders.csv').map((row) => row.split(',').at(-1))).toEqual(['', 'p-7']);
  });
});

describe('csvOfModel, policies', () => {
  test('safety stock by date, order-up-to and a period of supply come back as they were', async () => {
    const place = { item: 'wheel', location: 'plant' };
    const model = checkModel({
      locations: [{ id: 'plant' }],
      items: [{ id: 'wheel' }, { id: 'bike' }],
      sourcing: [
        { kind: 'buy', ...place, lotSizing: { rule: 'periodOfSupply', days: 7 } },
        { kind: 'buy', item: 'bike', location: 'plant' },
      ],
      parameters: [
        {
          ...place,
          safetyStock: [
            { from: '2026-01-05', quantity: '5' },
            { from: '2026-02-02', quantity: '12' },
          ],
          safetyStockPolicy: 'rebuildNow',
          reorderMin: '6',
          reorderMax: '20',
          safetyTimeDays: 2,
          receivingDays: 1,
        },
        { item: 'bike', location: 'plant', safetyStock: '3', safetyStockPolicy: 'dueNow' },
      ],
    });
    const folder = await mkdtemp(join(tmpdir(), 'kontor-mrp-'));
    try {
      for (const { name, text } of csvOfModel(model)) await writeFile(join(folder, name), text);
      expect(await loadCsvFolder(folder)).toEqual(model);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('safety_stocks.csv stands alone, and its faults have their line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kontor-mrp-'));
    const files = {
      'items.csv': 'item\nwheel\n',
      'locations.csv': 'location\nplant\n',
      'safety_stocks.csv':
        'item,location,from,quantity\nwheel,plant,2026-01-05,5\nwheel,plant,2026-02-02,0.5\n',
    };
    try {
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
      const { issues } = await findFolderIssues(folder);
      expect(issues).toMatchObject([
        { code: 'OVER_PRECISE_QUANTITY', file: 'safety_stocks.csv', line: 3, column: 'quantity' },
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
