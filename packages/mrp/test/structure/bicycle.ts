/**
 * A small factory that the tests of the structure ask about: a bike, its wheels, a phantom.
 *
 *     bike          1 frame, 2 wheels, 1 axle set (phantom), 4 screws
 *       wheel       36 spokes (5 % scrap), 1 rim; four in five are good
 *         rim       1.5 kg of steel
 *       axle set    2 axles, 1 screw, and 3 screws once an order
 */
import { checkModel, type Model, type ModelInput } from '@kontor/mrp';

/** The factory as a user writes it. */
export const bicycle: ModelInput = {
  units: [{ id: 'each' }, { id: 'kg', decimals: 3 }],
  locations: [{ id: 'plant' }],
  items: [
    { id: 'bike' },
    { id: 'frame', cost: '100' },
    { id: 'wheel' },
    { id: 'axle set' },
    { id: 'axle', cost: '4' },
    { id: 'screw', cost: '0.1' },
    { id: 'spoke', cost: '0.5' },
    { id: 'rim' },
    { id: 'steel', unit: 'kg', cost: '2' },
  ],
  boms: [
    {
      item: 'bike',
      lines: [
        { component: 'frame', quantityPer: '1' },
        { component: 'wheel', quantityPer: '2' },
        { component: 'axle set', quantityPer: '1' },
        { component: 'screw', quantityPer: '4' },
      ],
    },
    {
      item: 'wheel',
      yield: '0.8',
      lines: [
        { component: 'spoke', quantityPer: '36', scrap: '0.05', scrapConvention: 'markUp' },
        { component: 'rim', quantityPer: '1' },
      ],
    },
    { item: 'rim', lines: [{ component: 'steel', quantityPer: '1.5' }] },
    {
      item: 'axle set',
      phantom: true,
      lines: [
        { component: 'axle', quantityPer: '2' },
        { component: 'screw', quantityPer: '1', quantityFixed: '3' },
      ],
    },
  ],
};

/** The factory, checked, with some lists in the place of its own. */
export function bicycleWith(changed: Partial<ModelInput> = {}): Model {
  return checkModel({ ...bicycle, ...changed });
}
