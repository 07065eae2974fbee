/** Readers of the planner: models as JSON, folders of CSV, frePPLe files. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkModel, findModelIssues, massCheck, plan } from '@kontor/mrp';
import { findFolderIssues, loadCsvFolder, readCsvFolder, readFrepple } from '@kontor/mrp/files';
import { importer } from '../importer.ts';

const folder = new URL('../../../examples/bicycle-plan/data/', import.meta.url).pathname;

/** The folder as one text: the name of each file in a line of its own, before what it holds. */
const folderText = [
  'items',
  'locations',
  'boms',
  'sourcing',
  'stock',
  'demands',
  'calendars',
  'forecasts',
  'units',
]
  .map((name) => `#file ${name}.csv\n${readFileSync(join(folder, `${name}.csv`), 'utf8')}`)
  .join('');

/** Does something with a folder that holds the files of a text. */
async function inFolder(text: string, work: (folder: string) => Promise<unknown>): Promise<void> {
  const made = await mkdtemp(join(tmpdir(), 'kontor-fuzz-'));
  try {
    for (const part of text.split('#file ').slice(1)) {
      const name = /^[\w.-]{1,40}$/.exec(part.split('\n', 1)[0]!)?.[0] ?? 'other.csv';
      await writeFile(join(made, name), part.slice(part.indexOf('\n') + 1));
    }
    await work(made);
  } finally {
    await rm(made, { recursive: true });
  }
}

const model = {
  locations: [{ id: 'plant', calendar: 'week' }, { id: 'shop' }],
  calendars: [{ id: 'week', workingWeekdays: [1, 2, 3, 4, 5], holidays: ['2026-03-06'] }],
  items: [
    { id: 'bike', name: 'Bicycle', decimals: 0 },
    { id: 'wheel', decimals: 0 },
  ],
  boms: [
    {
      item: 'bike',
      lines: [{ component: 'wheel', quantityPer: '2', scrap: '0.05' }],
      yield: '0.9',
    },
  ],
  parameters: [{ item: 'bike', location: 'plant', safetyStock: '2' }],
  sourcing: [
    { item: 'bike', location: 'plant', kind: 'make', leadTimeDays: 2 },
    { item: 'bike', location: 'shop', kind: 'transfer', origin: 'plant', leadTimeDays: 1 },
    {
      item: 'wheel',
      location: 'plant',
      kind: 'buy',
      supplier: 'rim',
      leadTimeDays: 10,
      lotSizing: { rule: 'wagnerWhitin', setupCost: '50', holdingCost: '1' },
    },
  ],
  stock: [{ item: 'wheel', location: 'plant', quantity: '6' }],
  demands: [{ id: 'so-1', item: 'bike', location: 'shop', due: '2026-03-20', quantity: '5' }],
};

/** As `frepplectl dumpdata` writes it. */
const frepple = [
  { model: 'common.parameter', pk: 'currentdate', fields: { value: '2026-03-02 00:00:00' } },
  { model: 'input.location', pk: 'plant', fields: { owner_id: null } },
  { model: 'input.item', pk: 'bike', fields: { cost: '100.0', owner_id: null } },
  { model: 'input.item', pk: 'wheel', fields: { cost: '10.0' } },
  { model: 'input.customer', pk: 'Ann', fields: {} },
  { model: 'input.supplier', pk: 'rim', fields: {} },
  {
    model: 'input.itemsupplier',
    pk: 1,
    fields: { item_id: 'wheel', supplier_id: 'rim', location_id: 'plant', leadtime: '604800.0' },
  },
  {
    model: 'input.operation',
    pk: 'make bike',
    fields: { type: 'fixed_time', item_id: 'bike', location_id: 'plant', duration: '86400.0' },
  },
  {
    model: 'input.operationmaterial',
    pk: 1,
    fields: { operation_id: 'make bike', item_id: 'wheel', type: 'start', quantity: '-2' },
  },
  { model: 'input.buffer', pk: 1, fields: { item_id: 'wheel', location_id: 'plant', onhand: '6' } },
  {
    model: 'input.demand',
    pk: 'so-1',
    fields: {
      item_id: 'bike',
      location_id: 'plant',
      customer_id: 'Ann',
      due: '2026-03-20 00:00:00',
      quantity: '5',
      status: 'open',
      priority: 1,
    },
  },
];

async function withFile(
  text: string | Uint8Array,
  work: (path: string) => Promise<unknown>,
): Promise<void> {
  const made = await mkdtemp(join(tmpdir(), 'kontor-fuzz-'));
  try {
    const path = join(made, 'dump.json');
    await writeFile(path, text);
    await work(path);
  } finally {
    await rm(made, { recursive: true });
  }
}

/** Their rows. */
export const mrpImporters = [
  importer({
    name: 'mrp: models',
    covers: ['@kontor/mrp checkModel'],
    samples: [model],
    read: (given) => {
      findModelIssues(given);
      const checked = checkModel(given);
      massCheck(checked, { today: '2026-03-02' } as never);
      plan(checked, { today: '2026-03-02' });
    },
  }),
  importer({
    name: 'mrp: a folder of CSV files',
    covers: ['@kontor/mrp/files readCsvFolder', '@kontor/mrp/files loadCsvFolder'],
    samples: [folderText],
    read: (text) =>
      inFolder(text, async (made) => {
        await readCsvFolder(made);
        await findFolderIssues(made);
        await loadCsvFolder(made);
      }),
  }),
  importer({
    name: 'mrp: frePPLe files',
    covers: ['@kontor/mrp/files readFrepple'],
    samples: [JSON.stringify(frepple)],
    read: (text) =>
      withFile(text, async (path) => findModelIssues((await readFrepple(path)).model)),
  }),
  importer({
    name: 'mrp: rows of frePPLe files',
    covers: [],
    samples: [frepple],
    read: (rows) => {
      const text = textOf(rows);
      return text && withFile(text, async (path) => checkModel((await readFrepple(path)).model));
    },
  }),
];

/** As JSON; nothing where the rows cannot be that. */
function textOf(rows: unknown): string | undefined {
  try {
    return JSON.stringify(rows);
  } catch {
    return undefined;
  }
}
