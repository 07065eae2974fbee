/**
 * The e-bike that the tests configure: 72 combinations, 21 of them valid.
 */

/** Frame, motor, battery, brake, rack; prices in EUR. */
export const eBike = {
  id: 'e-bike',
  text: 'E-bike',
  currency: 'EUR',
  variables: [
    {
      id: 'frame',
      values: [
        { value: 'alu', price: '600', attributes: { kg: '2.4' } },
        { value: 'carbon', price: '1500', attributes: { kg: '1.2' } },
      ],
    },
    {
      id: 'motor',
      values: [
        'none',
        { value: 'm250', price: '500', attributes: { kg: '3' } },
        { value: 'm750', price: '900', attributes: { kg: '4.5' } },
      ],
    },
    {
      id: 'battery',
      values: [
        'none',
        { value: 'b400', price: '350', attributes: { kg: '2.1' } },
        { value: 'b700', price: '600', attributes: { kg: '3.6' } },
      ],
    },
    { id: 'brake', values: ['rim', { value: 'disc', price: '120', attributes: { kg: '0.35' } }] },
    { id: 'rack', min: 0, max: 1, price: '40', attributes: { kg: '0.75' } },
  ],
  rules: [
    {
      kind: 'iff',
      id: 'power',
      text: 'A motor needs a battery, and a battery a motor.',
      of: [{ not: { motor: 'none' } }, { not: { battery: 'none' } }],
    },
    {
      kind: 'requires',
      id: 'range',
      text: 'The 750 W motor empties the small battery too fast.',
      if: { motor: 'm750' },
      needs: { battery: 'b700' },
    },
    {
      kind: 'requires',
      id: 'stopping',
      text: 'The 750 W motor needs disc brakes.',
      if: { motor: 'm750' },
      needs: { brake: 'disc' },
    },
    {
      kind: 'excludes',
      id: 'eyelets',
      text: 'The carbon frame has no eyelets for a rack.',
      of: [{ frame: 'carbon' }, { rack: 1 }],
    },
  ],
  prices: [
    {
      id: 'launch',
      text: 'Launch offer',
      if: { frame: 'carbon', motor: 'm750' },
      amount: '-100',
    },
  ],
} as const;
