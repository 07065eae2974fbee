/**
 * The model of the tutorial's company: a small maker of coffee machines, its parts and suppliers,
 * as page 1 has it. Stock and demand may be given; everything else stays as it is.
 */
import { checkModel, type Model, type ModelInput } from '@kontor/mrp';

type Changes = Partial<Pick<ModelInput, 'stock' | 'demands'>>;

/** The coffee-machine works: one machine, two parts, one site. */
export function works(changes: Changes = {}): Model {
  return checkModel({
    items: [{ id: 'machine' }, { id: 'boiler', cost: '80' }, { id: 'pump', cost: '15' }],
    locations: [{ id: 'works' }],
    boms: [
      {
        item: 'machine',
        lines: [
          { component: 'boiler', quantityPer: 1 },
          { component: 'pump', quantityPer: 2 },
        ],
      },
    ],
    sourcing: [
      { kind: 'make', item: 'machine', location: 'works', leadTimeDays: 3 },
      { kind: 'buy', item: 'boiler', location: 'works', leadTimeDays: 14, lotSizeMin: 10 },
      { kind: 'buy', item: 'pump', location: 'works', leadTimeDays: 7, lotSizeMultiple: 12 },
    ],
    stock: [
      { item: 'boiler', location: 'works', quantity: 2 },
      { item: 'pump', location: 'works', quantity: 9 },
    ],
    demands: [{ id: 'so-1', item: 'machine', location: 'works', due: '2026-03-02', quantity: 6 }],
    ...changes,
  });
}
