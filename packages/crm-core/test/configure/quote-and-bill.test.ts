import { describe, expect, test } from 'vitest';
import { CrmError } from '@kontor/crm-core';
import {
  type BillMapping,
  billOfMaterialOf,
  compileConfigurator,
  quoteLineOf,
} from '@kontor/crm-core/configure';
import { eBike } from './e-bike.ts';

const bike = compileConfigurator(eBike);
const dearest = bike.start().complete('dearest');

function refusalOf(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('quoteLineOf', () => {
  test('the parts sum to the price, zeros are left out, and the conditional price has its text', () => {
    const { unitPrice, parts, options } = quoteLineOf(dearest);
    expect(unitPrice).toBe('3020.00');
    expect(parts.map(({ kind, amount }) => `${kind} ${amount}`)).toEqual([
      'option 1500.00',
      'option 900.00',
      'option 600.00',
      'option 120.00',
      'conditional -100.00',
    ]);
    expect(parts.at(-1)).toMatchObject({ price: 'launch', text: 'Launch offer' });
    expect(bike.choose(options).isComplete).toBe(true);
  });

  test('a configuration with open variables has no price yet: they are named', () => {
    const refusal = refusalOf(() => quoteLineOf(bike.choose({ frame: 'carbon' })));
    if (!CrmError.is(refusal, 'CRM_CONFIGURATION_INCOMPLETE')) throw refusal;
    expect(refusal.details).toEqual({ product: 'e-bike', open: ['motor', 'battery', 'brake'] });
  });
});

describe('billOfMaterialOf', () => {
  const mapping: BillMapping = {
    item: 'e-bike 1',
    location: 'workshop',
    lines: [
      { component: 'wheel', quantityPer: '2' },
      { component: 'cable', quantityPer: '1.50', unit: 'm', if: { frame: 'carbon' } },
      { component: 'steel-bolt', if: { frame: 'alu' } },
      { component: 'rack', perVariable: 'rack' },
      { component: 'grease', quantityPer: '0', quantityFixed: '0.2', scrap: '0.05' },
    ],
  };

  test('lines whose condition holds, times the whole number of their variable; none of nothing', () => {
    expect(billOfMaterialOf(dearest, mapping)).toEqual({
      item: 'e-bike 1',
      location: 'workshop',
      lines: [
        { component: 'wheel', quantityPer: '2' },
        { component: 'cable', quantityPer: '1.5', unit: 'm' },
        { component: 'grease', quantityPer: '0', quantityFixed: '0.2', scrap: '0.05' },
      ],
    });
    const withRack = bike.choose({ rack: 1 }).complete('cheapest');
    const components = billOfMaterialOf(withRack, mapping).lines.map(({ component }) => component);
    expect(components).toEqual(['wheel', 'steel-bolt', 'rack', 'grease']);
  });

  test('all faults of a mapping at once, with their paths', () => {
    const lines = [
      { component: 'a', if: { frame: 'steel' } },
      { component: 'b', perVariable: 'motor' },
      { component: 'c', perVariable: 'bell' },
    ];
    const refusal = refusalOf(() => billOfMaterialOf(dearest, { item: 'x', lines }));
    if (!CrmError.is(refusal, 'CRM_INVALID_DEFINITION')) throw refusal;
    expect(refusal.details.issues).toEqual([
      { path: 'lines.0.if.frame', message: `'frame' has no value "steel"` },
      { path: 'lines.1.perVariable', message: "the values of 'motor' are no counts" },
      { path: 'lines.2.perVariable', message: "there is no variable 'bell'" },
    ]);
  });
});
