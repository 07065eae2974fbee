/**
 * What the company makes and sells: items and bills for the planner, commodities for the books,
 * product lines for the cube. One table, so that an item has one id everywhere.
 */
import { decimal } from '@kontor/kernel';
import { costRollUp, type ModelInput, checkModel } from '@kontor/mrp';

/** What is sold: its line, whether we make it, and the tax that it bears. */
export const products = {
  'desk-lamp': { line: 'desk lamps', isMade: true, tax: 'full' },
  'floor-lamp': { line: 'floor lamps', isMade: true, tax: 'full' },
  dimmer: { line: 'controls', isMade: false, tax: 'full' },
  handbook: { line: 'books', isMade: false, tax: 'reduced' },
} as const;

/** An item that is sold. */
export type ProductId = keyof typeof products;

/** Lamps are made in the works, the centre ships, the shop sells to whoever walks in. */
export const sites = ['works', 'centre', 'shop'] as const;

/** The items, what a unit of those that are bought costs, and how each is made. */
const structure = {
  units: [{ id: 'each' }, { id: 'm', decimals: 2 }],
  items: [
    { id: 'desk-lamp' },
    { id: 'floor-lamp' },
    { id: 'dimmer', cost: '18.00' },
    { id: 'handbook', cost: '7.50' },
    { id: 'light-head' },
    { id: 'shade', cost: '6.40' },
    { id: 'led', cost: '1.20' },
    { id: 'foot', cost: '4.50' },
    { id: 'pole', cost: '11.00' },
    { id: 'cable', unit: 'm', cost: '0.80' },
  ],
  boms: [
    {
      item: 'desk-lamp',
      lines: [
        { component: 'light-head', quantityPer: 1 },
        { component: 'foot', quantityPer: 1 },
        { component: 'cable', quantityPer: '1.50' },
      ],
    },
    {
      item: 'floor-lamp',
      lines: [
        { component: 'light-head', quantityPer: 2 },
        { component: 'pole', quantityPer: 1 },
        { component: 'cable', quantityPer: '3.25' },
      ],
    },
    {
      item: 'light-head',
      lines: [
        { component: 'shade', quantityPer: 1 },
        { component: 'led', quantityPer: 3 },
      ],
    },
  ],
  routings: [assembly('desk-lamp', 9), assembly('floor-lamp', 12), assembly('light-head', 6)],
} satisfies Partial<ModelInput>;

/** How goods get to where they are: made, bought, moved. */
const supply = {
  calendars: [{ id: 'weekdays', holidays: ['2026-01-01'] }],
  locations: sites.map((id) => ({ id, timeZone: 'Europe/Amsterdam', calendar: 'weekdays' })),
  sourcing: [
    ...(['desk-lamp', 'floor-lamp'] as const).flatMap((item) => [
      {
        kind: 'transfer' as const,
        item,
        location: 'centre',
        origin: 'works',
        leadTimeDays: 2,
        // Our own van: the way costs a unit nothing.
        cost: '0',
      },
      { kind: 'make' as const, item, location: 'works', leadTimeDays: 3 },
    ]),
    { kind: 'make', item: 'light-head', location: 'works', leadTimeDays: 2, lotSizeMultiple: '10' },
    bought('shade', 'works', 'spinning mill', 8, '25'),
    bought('led', 'works', 'diode house', 10, '100'),
    bought('foot', 'works', 'foundry', 6, '10'),
    bought('pole', 'works', 'foundry', 6, '5'),
    bought('cable', 'works', 'wire drawer', 4, '50'),
    bought('dimmer', 'centre', 'switch maker', 7, '20'),
    bought('handbook', 'centre', 'printer', 5, '10'),
  ],
  // What the web shop is to find on any day.
  parameters: [
    { item: 'desk-lamp', location: 'centre', safetyStock: '60' },
    { item: 'floor-lamp', location: 'centre', safetyStock: '24' },
    { item: 'dimmer', location: 'centre', safetyStock: '40' },
  ],
} satisfies Partial<ModelInput>;

/** The planning model without what changes: stock and demand. */
export const factory = { ...structure, ...supply };

/** Ids and decimals of all items: what the books count beside money. */
export const items = structure.items.map((item) => ({
  id: item.id,
  decimals: 'unit' in item ? 2 : 0,
}));

/** What a unit of each item costs, rolled up from prices and minutes: the cost it is booked at. */
export const standardCost: ReadonlyMap<string, string> = new Map(
  costRollUp(checkModel(factory), { decimals: 2 }).costs.map(({ item, total }) => [item, total!]),
);

/** What a quantity of an item is worth at standard cost, in euro. */
export function costOf(item: string, quantity: string | number): string {
  return decimal(standardCost.get(item)!).times(quantity).toFixed(2);
}

/** The components that a quantity of a made item uses up. */
export function componentsOf(
  item: string,
  quantity: string,
): { readonly item: string; readonly quantity: string }[] {
  const { lines } = structure.boms.find((bom) => bom.item === item)!;
  return lines.map(({ component, quantityPer }) => ({
    item: component,
    quantity: decimal(quantityPer).times(quantity).toFixed(),
  }));
}

function assembly(item: string, minutesPerUnit: number) {
  return { item, operations: [{ sequence: 1, minutesPerUnit, costPerHour: '40.00' }] };
}

function bought(
  item: string,
  location: string,
  supplier: string,
  leadTimeDays: number,
  lotSizeMultiple: string,
) {
  return { kind: 'buy' as const, item, location, supplier, leadTimeDays, lotSizeMultiple };
}
