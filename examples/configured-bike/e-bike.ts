/**
 * The e-bike as product management keeps it: what there is to choose, what goes together, what it
 * costs. Each rule has the sentence that the seller says.
 */
import { compileConfigurator } from '@kontor/crm-core/configure';

/** Compiled when the program starts; answers come from it at every click. */
export const eBike = compileConfigurator({
  id: 'e-bike',
  text: 'E-bike',
  currency: 'EUR',
  variables: [
    {
      id: 'frame',
      text: 'Frame',
      values: [
        { value: 'alu', text: 'aluminium', price: '600', attributes: { kg: '2.4' } },
        { value: 'carbon', text: 'carbon', price: '1500', attributes: { kg: '1.2' } },
      ],
    },
    {
      id: 'motor',
      text: 'Motor',
      values: [
        'none',
        { value: 'm250', text: '250 W', price: '500', attributes: { kg: '2.9' } },
        { value: 'm750', text: '750 W', price: '900', attributes: { kg: '4.1' } },
      ],
    },
    {
      id: 'battery',
      text: 'Battery',
      values: [
        'none',
        { value: 'b400', text: '400 Wh', price: '350', attributes: { kg: '2.3' } },
        { value: 'b700', text: '700 Wh', price: '600', attributes: { kg: '3.8' } },
      ],
    },
    {
      id: 'brake',
      text: 'Brakes',
      values: [
        { value: 'rim', text: 'rim', attributes: { kg: '0.7' } },
        { value: 'disc', text: 'disc', price: '120', attributes: { kg: '0.9' } },
      ],
    },
    { id: 'rack', text: 'Racks', min: 0, max: 1, price: '40', attributes: { kg: '0.8' } },
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
      text: 'The 750 W motor empties the small battery within an hour.',
      if: { motor: 'm750' },
      needs: { battery: 'b700' },
    },
    {
      kind: 'requires',
      id: 'stopping',
      text: 'The 750 W motor is approved with disc brakes only.',
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
      text: 'Launch offer: carbon with 750 W',
      if: { frame: 'carbon', motor: 'm750' },
      amount: '-100',
    },
  ],
});
