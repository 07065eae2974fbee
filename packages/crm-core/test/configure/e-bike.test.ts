import { describe, expect, test } from 'vitest';
import { CrmError } from '@kontor/crm-core';
import { compileConfigurator } from '@kontor/crm-core/configure';
import { eBike } from './e-bike.ts';

const bike = compileConfigurator(eBike);

describe('the e-bike', () => {
  test('C1: 21 of 72 configurations are valid', () => {
    expect(bike.start().count).toBe(21n);
    const free = compileConfigurator({ ...eBike, rules: [] });
    expect(free.start().count).toBe(72n);
  });

  test('C2: the cheapest and the dearest', () => {
    expect(bike.start().price).toEqual({ currency: 'EUR', cheapest: '600.00', dearest: '3020.00' });
    const values = (by: 'cheapest' | 'dearest') => Object.values(bike.start().complete(by).values);
    expect(values('cheapest')).toEqual(['alu', 'none', 'none', 'rim', 0]);
    expect(values('dearest')).toEqual(['carbon', 'm750', 'b700', 'disc', 0]);
  });

  test('C3: a rack leaves the aluminium frame', () => {
    const { count, domains, price } = bike.choose({ rack: 1 });
    expect(count).toBe(7n);
    expect(domains.frame).toEqual(['alu']);
    expect([price.cheapest, price.dearest]).toEqual(['640.00', '2260.00']);
  });

  test('C4: the small battery leaves the small motor', () => {
    const { count, domains, price } = bike.choose({ battery: 'b400' });
    expect(count).toBe(6n);
    expect(domains.motor).toEqual(['m250']);
    expect([price.cheapest, price.dearest]).toEqual(['1450.00', '2470.00']);
  });

  test('C5: carbon with a rack is refused, because of one rule', () => {
    const { text } = eBike.rules[3];
    const conflict = {
      rules: [{ id: 'eyelets', text }],
      choices: [{ variable: 'rack', value: 1 }],
    };
    const withRack = bike.choose({ rack: 1 });
    expect(withRack.whyNot('frame', 'carbon')).toEqual(conflict);
    let refusal: unknown;
    try {
      withRack.choose({ frame: 'carbon' });
    } catch (error) {
      refusal = error;
    }
    expect(CrmError.is(refusal, 'CRM_CONFIGURATION_CONFLICT')).toBe(true);
    expect((refusal as CrmError).details).toEqual({
      variable: 'frame',
      value: 'carbon',
      ...conflict,
    });
    expect((refusal as Error).message).toBe(
      'frame = carbon cannot be chosen: against it are the rule eyelets (The carbon frame has no ' +
        'eyelets for a rack.), the choice rack = 1. Choose otherwise, undo a choice, or force it.',
    );
  });
});
