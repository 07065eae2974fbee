/**
 * The workshop as planning knows it: parts, where they come from, and what is on the shelf.
 */
import type { ConfiguredBill } from '@kontor/crm-core/configure';
import type { ModelInput } from '@kontor/mrp';

/** A bike that was sold. */
export interface SoldBike {
  readonly order: string;
  readonly bill: ConfiguredBill;
  readonly due: string;
}

/** Part, supplier, working days to deliver, pieces (metres of cable) on the shelf. */
const parts = [
  ['wheel', 'Alurim', 5, '3'],
  ['frame-alu', 'Metalurgica de Agueda', 10, '2'],
  ['frame-carbon', 'Taiko', 25, '0'],
  ['motor-250', 'Nabe Antriebe', 15, '1'],
  ['motor-750', 'Nabe Antriebe', 15, '0'],
  ['battery-400', 'Zellwerk', 10, '1'],
  ['battery-700', 'Zellwerk', 10, '0'],
  ['cable', 'Drahtwerk Altena', 3, '2.2'],
  ['caliper-rim', 'Bremsen Bocholt', 4, '4'],
  ['caliper-disc', 'Bremsen Bocholt', 4, '2'],
  ['rack', 'Lenker Bocholt', 5, '0'],
] as const;

/** The planning model of these orders: every bike is made once, from its own bill. */
export function workshopModel(sold: readonly SoldBike[]): ModelInput {
  return {
    units: [{ id: 'each' }, { id: 'm', decimals: 1 }],
    calendars: [{ id: 'week' }],
    locations: [{ id: 'workshop', timeZone: 'Europe/Berlin', calendar: 'week' }],
    items: [
      ...sold.map(({ bill }) => ({ id: bill.item })),
      ...parts.map(([id]) => ({ id, unit: id === 'cable' ? 'm' : 'each' })),
    ],
    boms: sold.map(({ bill }) => ({ ...bill, lines: [...bill.lines] })),
    sourcing: [
      ...sold.map(({ bill }) => ({
        kind: 'make' as const,
        item: bill.item,
        location: 'workshop',
        leadTimeDays: 2,
      })),
      ...parts.map(([item, supplier, leadTimeDays]) => ({
        kind: 'buy' as const,
        item,
        location: 'workshop',
        supplier,
        leadTimeDays,
      })),
    ],
    stock: parts.map(([item, , , quantity]) => ({ item, location: 'workshop', quantity })),
    demands: sold.map(({ order, bill, due }) => ({
      id: order,
      item: bill.item,
      location: 'workshop',
      due,
      quantity: '1',
    })),
  };
}
